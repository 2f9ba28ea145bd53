import { browser } from 'wxt/browser';

import { onStored } from './stored';

const KEY = 'revision';

/** Tells every surface that the cache changed. Only the background publishes; the number itself means nothing but "newer". */
export const publishRevision = (at: number): Promise<void> =>
  browser.storage.local
    .set({ [KEY]: at })
    // On a full disk our own pages hear of it all the same: this area is in memory.
    .catch(() => browser.storage.session.set({ [KEY]: at }));

/** Calls the listener after each change of the cache. Returns the way to stop. */
export function onRevision(listener: () => void): () => void {
  const stops = ['local', 'session'].map((area) => onStored((key) => key === KEY, listener, area));
  return () => {
    for (const stop of stops) stop();
  };
}
