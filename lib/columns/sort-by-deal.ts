import { compareIds } from '@/lib/log/id-order';

import type { Deals, History } from './log-source';

/** Versions of each deal, oldest first: `order` from `starts[deal]` up to, without, `starts[deal + 1]`. */
export function sortByDeal(
  deals: Deals,
  { size, deal, from, index, row }: History,
): { starts: Uint32Array; order: Uint32Array } {
  const starts = new Uint32Array(deals.size + 1);
  for (let version = 0; version < size; version += 1) {
    const own = deal[version] ?? -1;
    if (own >= 0) starts[own + 1] = (starts[own + 1] ?? 0) + 1;
  }
  for (let own = 0; own < deals.size; own += 1) starts[own + 1] = (starts[own + 1] ?? 0) + (starts[own] ?? 0);
  const order = new Uint32Array(starts[deals.size] ?? 0);
  const next = starts.slice();
  const isAfter = (a: number, b: number): boolean => {
    const [x, y] = [from[a] ?? 0, from[b] ?? 0];
    if (x !== y) return x > y;
    return compareIds(index.idAt(row[a] ?? 0), index.idAt(row[b] ?? 0)) > 0;
  };
  // History comes in the order of time but for a few rows, so that inserting each from the end is quick.
  for (let version = 0; version < size; version += 1) {
    const own = deal[version] ?? -1;
    if (own < 0) continue;
    let place = next[own] ?? 0;
    next[own] = place + 1;
    for (; place > (starts[own] ?? 0) && isAfter(order[place - 1] ?? 0, version); place -= 1)
      order[place] = order[place - 1] ?? 0;
    order[place] = version;
  }
  return { starts, order };
}
