import { create } from 'zustand';

import type { ReadPolicy } from '@/lib/deal/kept/policy';
import { onManaged, readManaged } from '@/lib/messaging';

/** What the organisation that manages this browser has set. */
export const useManaged = create<ReadPolicy>(() => ({ policy: {}, problems: [] }));

/** Reads it, and again whenever it changes. Returns the way to stop. */
export function followManaged(): () => void {
  const read = async (): Promise<void> => useManaged.setState(await readManaged());
  void read().catch(() => undefined);
  return onManaged(() => void read().catch(() => undefined));
}
