import { browser } from 'wxt/browser';

import { hiddenKey, hostOfKey, isHiddenKey } from './hidden-key';
import { onStored } from './stored';

/** Hosts on whose pages the button is not wanted: one choice for this browser. */
export const readHidden = async (): Promise<string[]> =>
  Object.keys(await browser.storage.local.get(null))
    .filter(isHiddenKey)
    .map(hostOfKey)
    .toSorted();

export const writeHidden = (host: string, isHidden: boolean): Promise<void> =>
  isHidden ? browser.storage.local.set({ [hiddenKey(host)]: true }) : browser.storage.local.remove(hiddenKey(host));

/** Calls the listener after each change. Returns the way to stop. */
export const onHidden = (listener: () => void): (() => void) => onStored(isHiddenKey, listener);
