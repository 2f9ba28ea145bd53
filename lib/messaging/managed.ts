import { browser } from 'wxt/browser';

import { type ReadPolicy, readPolicy } from '@/lib/deal/kept/policy';

import { onStored } from './stored';

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
export const onManaged = (listener: () => void): (() => void) => onStored(() => true, listener, 'managed');
