import { idIndex } from './ids';
import type { Deals, Words } from './log-source';
import { valueAt } from './pack';
import type { TableChunks } from './read-columns';

/** One change of a deal's owner; owners are codes, `was` is 0 where the CRM does not say. */
export interface OwnerChange {
  at: number;
  was: number;
  to: number;
}

export interface OwnerChanges {
  /** Of each deal that changed hands, oldest first. */
  byDeal: Map<number, OwnerChange[]>;
  /** The earliest change anywhere: from then on the CRM tracked owners and has not yet purged what it tracked. */
  since: number;
}

/** `Owner` rows of the CRM's field history: the only place that says who had a deal before. */
export function readOwnerChanges(
  { chunks, index = idIndex(chunks) }: TableChunks,
  deals: Deals,
  words: Words,
): OwnerChanges {
  const byDeal = new Map<number, OwnerChange[]>();
  let since = Infinity;
  for (const row of index.rows()) {
    const chunk = index.chunkOf(row);
    const own = row - (index.offsets[chunk] ?? 0);
    const columns = chunks[chunk]?.hot.columns ?? {};
    const read = (name: string): string | number | boolean | undefined => {
      const column = columns[name];
      return column && valueAt(column, own);
    };
    if (read('field') !== 'Owner') continue;
    const to = read('to');
    const deal = deals.number(String(read('opportunityId')));
    if (to === undefined || deal < 0) continue;
    const at = Number(read('at'));
    since = Math.min(since, at);
    const change = { at, was: words.owner.codeOf(String(read('from') ?? '')), to: words.owner.codeOf(String(to)) };
    const known = byDeal.get(deal);
    if (known) known.push(change);
    else byDeal.set(deal, [change]);
  }
  for (const [deal, changes] of byDeal) {
    changes.sort((a, b) => a.at - b.at);
    // Tracking may have been switched off, or a row be hidden: the record itself says who has the deal now.
    const present = deals.owner[deal] ?? 0;
    const last = changes.at(-1);
    if (last && present !== 0 && last.to !== present)
      changes.push({ at: Math.max(last.at, deals.modifiedAt[deal] ?? 0), was: last.to, to: present });
  }
  return { byDeal, since };
}
