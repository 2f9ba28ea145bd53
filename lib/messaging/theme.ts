import { browser } from 'wxt/browser';

/** Light or dark, where the person chose; and which colours tell states apart. */
export interface Theme {
  theme: 'system' | 'light' | 'dark';
  colours: 'usual' | 'distinct';
}

const KEY = 'theme';
export const USUAL_THEME: Theme = { theme: 'system', colours: 'usual' };

/** What was chosen in this browser: one choice for every surface. */
export async function readTheme(): Promise<Theme> {
  // Safe: only writeTheme writes it.
  const { [KEY]: kept } = (await browser.storage.local.get(KEY)) as { [KEY]?: Partial<Theme> };
  return { ...USUAL_THEME, ...kept };
}

export const writeTheme = async (change: Partial<Theme>): Promise<void> =>
  browser.storage.local.set({ [KEY]: { ...(await readTheme()), ...change } });

/** Calls the listener after each change. Returns the way to stop. */
export function onTheme(listener: () => void): () => void {
  const changed = (changes: Record<string, unknown>, area: string): void => {
    if (area === 'local' && KEY in changes) listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
