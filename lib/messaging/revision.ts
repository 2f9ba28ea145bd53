import { browser } from 'wxt/browser';

const KEY = 'revision';

/** Tells every surface that the cache changed. Only the background publishes; the number itself means nothing but "newer". */
export const publishRevision = (at: number): Promise<void> => browser.storage.local.set({ [KEY]: at });

/** Calls the listener after each change of the cache. Returns the way to stop. */
export function onRevision(listener: () => void): () => void {
  const changed = (changes: Record<string, unknown>, area: string): void => {
    if (area === 'local' && KEY in changes) listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
