import type { KeptChange } from '@/lib/deal/own/kept-change';

import { getBackend } from './backend';

/** Keeps a dated change of the process, on this computer alone. */
export async function keepChange(value: KeptChange): Promise<void> {
  await getBackend().send('jotting/put', { kind: 'change', of: crypto.randomUUID(), value });
}

/** Forgets one. */
export async function dropChange(id: string): Promise<void> {
  await getBackend().send('jotting/put', { kind: 'change', of: id });
}
