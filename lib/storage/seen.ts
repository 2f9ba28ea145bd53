import type { ConnectionState } from '@/lib/deal/connection-state';
import type { SeenCount, SeenDeal, SeenView } from '@/lib/deal/page-only';

import { registry, type StoredSeen } from './registry';

/** Remembers that the API is refused to this session. What another session of the host had seen is dropped: it was another user's. */
export async function beginPageOnly(entry: {
  host: string;
  session: string;
  state: ConnectionState;
  detail: string;
  now: number;
}): Promise<void> {
  const { now, ...kept } = entry;
  await registry.transaction('rw', registry.pageOnly, registry.seen, async () => {
    const before = await registry.pageOnly.get(entry.host);
    if (before && before.session !== entry.session) await registry.seen.where({ host: entry.host }).delete();
    const total = before?.session === entry.session ? before.total : undefined;
    await registry.pageOnly.put({ ...kept, usedAt: now, ...(total === undefined ? {} : { total }) });
  });
}

/** The API answers again: pages are no source any more. */
export async function endPageOnly(host: string): Promise<void> {
  await registry.transaction('rw', registry.pageOnly, registry.seen, async () => {
    await registry.pageOnly.delete(host);
    await registry.seen.where({ host }).delete();
  });
}

/** Adds what a page shows now. False: this session is not in page-only mode. */
export async function addSeen(
  host: string,
  session: string,
  { deals, total }: { deals: readonly Omit<SeenDeal, 'at'>[]; total?: number },
  now: number,
): Promise<boolean> {
  return registry.transaction('rw', registry.pageOnly, registry.seen, async () => {
    const entry = await registry.pageOnly.get(host);
    if (entry?.session !== session) return false;
    for (const deal of deals) {
      const known = await registry.seen.get([host, deal.id]);
      await registry.seen.put({ host, ...merged(known, deal), at: now });
    }
    if (total !== undefined) await registry.pageOnly.update(host, { total });
    return true;
  });
}

/** A list shows other fields than the record: both stay, the newer text wins. */
function merged(known: StoredSeen | undefined, deal: Omit<SeenDeal, 'at'>): Omit<SeenDeal, 'at'> {
  const cells = new Map(known?.cells.map(({ label, text }) => [label, text]));
  for (const { label, text } of deal.cells) cells.set(label, text);
  return {
    id: deal.id,
    name: deal.name || (known?.name ?? ''),
    cells: [...cells].map(([label, text]) => ({ label, text })),
  };
}

/** What one of these sessions has seen on a host: what another one saw may be another user's. */
export async function seenView(host: string, sessions: readonly string[]): Promise<SeenView | undefined> {
  const entry = await registry.pageOnly.get(host);
  if (!entry || !sessions.includes(entry.session)) return undefined;
  const deals = (await registry.seen.where({ host: entry.host }).toArray()).toSorted(
    (a, b) => b.at - a.at || a.name.localeCompare(b.name),
  );
  return {
    host: entry.host,
    state: entry.state,
    detail: entry.detail,
    seen: deals.length,
    ...(entry.total === undefined ? {} : { total: Math.max(entry.total, deals.length) }),
    deals: deals.map(({ id, name, cells, at }) => ({ id, name, cells, at })),
  };
}

export const seenCount = ({ seen, total }: SeenCount): SeenCount => ({
  seen,
  ...(total === undefined ? {} : { total }),
});
