import { browser } from 'wxt/browser';

import { onStored } from './stored';

const KEY = 'revision';

/** Tells every surface that the cache changed. Only the background publishes; the number itself means nothing but "newer". */
export const publishRevision = (at: number): Promise<void> => browser.storage.local.set({ [KEY]: at });

/** Calls the listener after each change of the cache. Returns the way to stop. */
export const onRevision = (listener: () => void): (() => void) => onStored((key) => key === KEY, listener);
