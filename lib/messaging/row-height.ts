import { browser } from 'wxt/browser';

/** Height of rows: 28 or 40 px. */
export type Density = 'compact' | 'comfortable';

const KEY = 'density';

/** How high rows are in this browser: one choice for every surface. */
export async function readDensity(): Promise<Density> {
  const { [KEY]: kept } = await browser.storage.local.get(KEY);
  return kept === 'comfortable' ? kept : 'compact';
}

export const writeDensity = (density: Density): Promise<void> => browser.storage.local.set({ [KEY]: density });

/** Calls the listener after each change. Returns the way to stop. */
export function onDensity(listener: () => void): () => void {
  const changed = (changes: Record<string, unknown>, area: string): void => {
    if (area === 'local' && KEY in changes) listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
