import { browser } from 'wxt/browser';

/** Calls the listener after each change of what is kept in this browser under such keys. Returns the way to stop. */
export function onStored(isOurs: (key: string) => boolean, listener: () => void, of = 'local'): () => void {
  const changed = (changes: Record<string, unknown>, area: string): void => {
    if (area === of && Object.keys(changes).some(isOurs)) listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
