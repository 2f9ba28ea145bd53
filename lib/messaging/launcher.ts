import { browser } from 'wxt/browser';

/** Where the button in a CRM page stands, and on which hosts it is not wanted: one choice for this browser. */
export interface LauncherPlace {
  /** Its top, in percent of the window. */
  top?: number;
  /** The page in which it was put there. */
  by?: string;
  hiddenOn?: string[];
}

const KEY = 'launcher';

export async function readLauncher(): Promise<LauncherPlace> {
  // Safe: only our own scripts write it.
  const { [KEY]: place } = (await browser.storage.local.get(KEY)) as { [KEY]?: LauncherPlace };
  return place ?? {};
}

export const writeLauncher = async (change: LauncherPlace): Promise<void> =>
  browser.storage.local.set({ [KEY]: { ...(await readLauncher()), ...change } });

/** Calls the listener after each change. Returns the way to stop. */
export function onLauncher(listener: () => void): () => void {
  const changed = (changes: Record<string, unknown>, area: string): void => {
    if (area === 'local' && KEY in changes) listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
