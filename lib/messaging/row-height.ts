import { browser } from 'wxt/browser';

import { onStored } from './stored';

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
export const onDensity = (listener: () => void): (() => void) => onStored((key) => key === KEY, listener);
