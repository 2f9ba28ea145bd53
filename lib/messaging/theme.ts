import { browser } from 'wxt/browser';

import { onStored } from './stored';

/** Light or dark, where the person chose; and which colours tell states apart. */
export interface Theme {
  theme: 'system' | 'light' | 'dark';
  colours: 'usual' | 'distinct';
}

export const USUAL_THEME: Theme = { theme: 'system', colours: 'usual' };
/** One entry each: two that are chosen at once never undo each other. */
const KEYS = { theme: 'look:theme', colours: 'look:colours' } as const;

/** What was chosen in this browser: one choice for every surface. */
export async function readTheme(): Promise<Theme> {
  // Safe: only writeTheme writes them.
  const kept = (await browser.storage.local.get(Object.values(KEYS))) as Partial<Record<string, never>>;
  return { theme: kept[KEYS.theme] ?? USUAL_THEME.theme, colours: kept[KEYS.colours] ?? USUAL_THEME.colours };
}

export const writeTheme = ({ theme, colours }: Partial<Theme>): Promise<void> =>
  browser.storage.local.set({
    ...(theme ? { [KEYS.theme]: theme } : {}),
    ...(colours ? { [KEYS.colours]: colours } : {}),
  });

/** Calls the listener after each change. Returns the way to stop. */
export const onTheme = (listener: () => void): (() => void) =>
  onStored((key) => Object.values<string>(KEYS).includes(key), listener);
