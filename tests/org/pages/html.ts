/** `native` renders the same pages with real shadow roots, as newer Salesforce pages do; `mixed` a part of them. */
type ShadowMode = 'synthetic' | 'native' | 'mixed';

/** How a visit is set up: by parameters of its first URL. */
export interface PageSetup {
  shadow: ShadowMode;
  locale: string;
}

/**
 * The one HTML document of the app: everything else is rendered in it. The shadow script must run before the app, since
 * the LWC engine looks for the synthetic shadow when it is evaluated.
 */
export function appHtml({ shadow, locale }: PageSetup, version: string): string {
  const scripts = shadow === 'mixed' ? ['synthetic', 'native'] : [shadow];
  const asset = (name: string): string => `/assets/${name}?v=${version}`;
  return `<!doctype html>
<html lang="${locale}" data-shadow="${shadow}">
<head>
<meta charset="utf-8">
<title>Lightning Experience</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${asset('slds.css')}">
<link rel="stylesheet" href="${asset('page.css')}">
</head>
<body class="desktop slds-scope">
<div id="auraLoadingBox" hidden></div>
${scripts.map((name) => `<script src="${asset(`${name}.js`)}"></script>`).join('\n')}
<script src="${asset('app.js')}"></script>
</body>
</html>
`;
}

/** What a visitor without a session gets, on the host that asked for it. */
export const LOGIN_HTML = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Login</title><link rel="icon" href="data:,"></head>
<body style="font: 14px sans-serif; max-width: 22rem; margin: 15vh auto">
<h1>Log in</h1>
<form><p><label>Username <input name="username" autocomplete="off"></label></p>
<p><label>Password <input name="pw" type="password" autocomplete="off"></label></p>
<p><button type="button">Log In</button></p></form>
</body>
</html>
`;
