import { browser } from 'wxt/browser';

import { hiddenKey, hostOfKey, isHiddenKey } from './hidden-key';

/** Hosts on whose pages the button is not wanted: one choice for this browser. */
export const readHidden = async (): Promise<string[]> =>
  Object.keys(await browser.storage.local.get(null))
    .filter(isHiddenKey)
    .map(hostOfKey)
    .toSorted();

export const writeHidden = (host: string, isHidden: boolean): Promise<void> =>
  isHidden ? browser.storage.local.set({ [hiddenKey(host)]: true }) : browser.storage.local.remove(hiddenKey(host));

/** Calls the listener after each change. Returns the way to stop. */
export function onHidden(listener: () => void): () => void {
  const changed = (changes: Record<string, unknown>, area: string): void => {
    if (area === 'local' && Object.keys(changes).some(isHiddenKey)) listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
