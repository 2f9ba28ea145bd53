import type { KeptPart } from '@/lib/deal/kept/kept-here';

import type { PipelensDatabase } from '../database';

/** About how much room a stored value takes: what the store clones, without its own bookkeeping. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return 8;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + bytesOf(each), 0);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).reduce((sum, [key, each]) => sum + key.length + bytesOf(each), 0);
  return 1;
}

/** What one connection's database holds: rows of the CRM, what a person wrote, and what was worked out. */
export async function keptParts(db: PipelensDatabase): Promise<KeptPart[]> {
  let rows = 0;
  await db.checkpoints.each(({ baseRows, deltaRows = 0 }) => (rows += baseRows + deltaRows));
  const measured = async (names: readonly string[]): Promise<{ entries: number; bytes: number }> => {
    let [entries, bytes] = [0, 0];
    // One row at a time: a page of packed rows has some hundred kilobytes.
    for (const name of names)
      await db.table(name).each((row: unknown) => {
        entries += 1;
        bytes += bytesOf(row);
      });
    return { entries, bytes };
  };
  const [crm, written, learnt] = await Promise.all([
    measured(['hot', 'cold', 'checkpoints']),
    measured(['reminders', 'quotas', 'calls', 'edits', 'jottings']),
    measured(['meta', 'snapshots', 'replays']),
  ]);
  return [
    { what: 'crm', entries: rows, bytes: crm.bytes },
    { what: 'written', ...written },
    { what: 'learnt', ...learnt },
  ];
}
