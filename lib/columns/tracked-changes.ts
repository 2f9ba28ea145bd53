import type { Opportunity } from '@/lib/deal/opportunity';
import { compareIds } from '@/lib/log/id-order';

import { isAbsent } from './dictionary';
import { idIndex } from './ids';
import type { Deals, Words } from './log-source';
import { numberAt, valueAt } from './pack';
import { eachChunk, type TableChunks } from './read-columns';

/** What the CRM may track of a deal in addition to its snapshots, by the model's name of the field. */
const FIELDS = {
  ownerId: 'owner',
  accountId: 'account',
  type: 'type',
  source: 'source',
  recordTypeId: 'recordType',
  campaignId: 'campaign',
  territoryId: 'territory',
  currency: 'currency',
} as const satisfies Partial<Record<keyof Opportunity, string>>;
export type Tracked = (typeof FIELDS)[keyof typeof FIELDS];
export const TRACKED: readonly Tracked[] = Object.values(FIELDS);
const TRACKED_BY_FIELD: ReadonlyMap<string, Tracked> = new Map(Object.entries(FIELDS));

/** One change of one tracked field; values are codes, `was` is 0 where the CRM does not say. */
export interface TrackedChange {
  of: Tracked;
  at: number;
  was: number;
  to: number;
  /** Its number in the table, for its id; absent where the record itself says it. */
  row?: number;
}

export interface TrackedChanges {
  /** Of each deal with a change, oldest first. */
  byDeal: Map<number, TrackedChange[]>;
  /** The earliest change of each field anywhere: from then on the CRM tracked it and has not yet purged what it tracked. */
  since: Record<Tracked, number>;
}

/** The CRM's field history: the only place that says who had a deal before, or of what type it was. */
export function readTrackedChanges(
  { chunks, index = idIndex(chunks) }: TableChunks,
  deals: Deals,
  words: Words,
  rows: Uint32Array = index.rows(),
): TrackedChanges {
  const byDeal = new Map<number, TrackedChange[]>();
  const since = {
    owner: Infinity,
    account: Infinity,
    type: Infinity,
    source: Infinity,
    recordType: Infinity,
    campaign: Infinity,
    territory: Infinity,
    currency: Infinity,
  };
  for (const row of rows) {
    const chunk = index.chunkOf(row);
    const own = row - (index.offsets[chunk] ?? 0);
    const columns = chunks[chunk]?.hot.columns ?? {};
    const read = (name: string): string | number | boolean | undefined => {
      const column = columns[name];
      return column && valueAt(column, own);
    };
    const of = TRACKED_BY_FIELD.get(String(read('field')));
    const deal = of === undefined ? -1 : deals.number(String(read('opportunityId')));
    if (of === undefined || deal < 0) continue;
    const to = read('to');
    // A deal always has an owner and a currency: a row that names none says nothing.
    if (to === undefined && (of === 'owner' || of === 'currency')) continue;
    const at = Number(read('at'));
    since[of] = Math.min(since[of], at);
    const codeOf = (value: ReturnType<typeof read>): number => words[of].codeOf(String(value ?? ''));
    const change = { of, at, was: codeOf(read('from')), to: codeOf(to), row };
    const known = byDeal.get(deal);
    if (known) known.push(change);
    else byDeal.set(deal, [change]);
  }
  const idOf = ({ row }: TrackedChange): string => (row === undefined ? '' : index.idAt(row));
  for (const [deal, changes] of byDeal) {
    // Those of one instant by their ids: in what order they were read says nothing.
    changes.sort((a, b) => a.at - b.at || compareIds(idOf(a), idOf(b)));
    for (const of of TRACKED) {
      const last = changes.findLast((change) => change.of === of);
      // Tracking may have been switched off, or a row be hidden: the record itself says how it is now.
      const present = deals[of][deal] ?? 0;
      if (!last || last.to === present || (present === 0 && (of === 'owner' || of === 'currency'))) continue;
      changes.push({ of, at: Math.max(last.at, deals.modifiedAt[deal] ?? 0), was: last.to, to: present });
    }
    changes.sort((a, b) => a.at - b.at);
  }
  return { byDeal, since };
}

/** The first change of a field that the CRM has kept, ms; Infinity where there is none. */
export function firstChange(table: Required<TableChunks>, name: string): number {
  let first = Infinity;
  eachChunk(table, table.index.rows(), ({ field, at }, own) => {
    if (field?.kind !== 'dict' || at?.kind !== 'number') return;
    const code = field.words.indexOf(name);
    for (const row of own)
      if (field.values[row] === code && !isAbsent(field.absent, row)) first = Math.min(first, numberAt(at, row));
  });
  return first;
}
