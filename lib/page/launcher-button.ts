import type { OwnChoice } from './own-choice';

/** Its top, in percent of the window. */
export interface LauncherPlace {
  top: number;
}

/** What of ours stands in a page from the start: a button in a closed shadow root. */
export interface Launcher {
  host: HTMLElement;
  shadow: ShadowRoot;
  button: HTMLButtonElement;
  /** Where it was put: one choice for this browser. Absent as long as it cannot be moved here. */
  place?: OwnChoice<LauncherPlace>;
}

// Layer 3000: below the CRM's menus, dialogs and toasts (5000 and up), above its page and header (100).
const STYLE =
  ':host{all:initial}@media print{:host{display:none!important}}button{position:fixed;z-index:3000;inset-inline-end:0;top:40%;width:32px;height:40px;padding:0;font:20px system-ui;border:1px solid #0000;cursor:pointer;touch-action:none;background:#1b3a5c;color:#fff;border-start-start-radius:8px;border-end-start-radius:8px}';

/** Whoever makes it puts it into the page. */
export function createLauncher(): Launcher {
  // An orphan of an extension that was updated since may have left one behind.
  document.querySelector('[data-pipelens]')?.remove();
  const host = document.createElement('div');
  host.dataset['pipelens'] = '';
  const shadow = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  button.title = button.ariaLabel = 'Pipelens';
  button.textContent = '◔';
  shadow.append(button);
  return { host, shadow, button };
}
