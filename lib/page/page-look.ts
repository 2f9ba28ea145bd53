/** Whether a page looks dark: by the first background behind its content that is there at all, else by what the page asks for. */
export function isDarkPage(content: Element): boolean {
  for (let element: Element | null = content; element; element = element.parentElement ?? hostOf(element)) {
    const dark = isDark(getComputedStyle(element).backgroundColor);
    if (dark !== undefined) return dark;
  }
  return /dark/.test(getComputedStyle(document.documentElement).colorScheme)
    ? matchMedia('(prefers-color-scheme: dark)').matches
    : false;
}

const hostOf = (element: Element): Element | null => {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
};

/** Undefined for a colour that lets most of what is behind it through, and for one in a notation that browsers do not compute to. */
function isDark(colour: string): boolean | undefined {
  const [red, green, blue, alpha = 1] = (/^rgba?\((.+)\)$/.exec(colour)?.[1] ?? '').split(/[ ,/]+/).map(Number);
  if (red === undefined || green === undefined || blue === undefined || alpha < 0.5) return undefined;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 110;
}
