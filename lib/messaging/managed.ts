import { browser } from 'wxt/browser';

import { type ReadPolicy, readPolicy } from '@/lib/deal/kept/policy';

/** What the organisation that manages this browser has set; nothing where none does. */
export async function readManaged(): Promise<ReadPolicy> {
  try {
    return readPolicy(await browser.storage.managed.get(null));
  } catch {
    // Firefox rejects where there is no policy.
    return readPolicy({});
  }
}

/** Calls the listener after each change. Returns the way to stop. */
export function onManaged(listener: () => void): () => void {
  const changed = (_changes: Record<string, unknown>, area: string): void => {
    if (area === 'managed') listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
