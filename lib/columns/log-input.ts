import { CATEGORIES, closeDayOf } from '@/lib/domain/log';
import type { FieldChange, Opportunity, Version } from '@/lib/domain/opportunity';

import { type Coder, coder } from './coder';

/** The dictionaries that all columns of one log share. */
export interface LogCoders {
  stage: Coder;
  owner: Coder;
  account: Coder;
  type: Coder;
  source: Coder;
  recordType: Coder;
  currency: Coder;
}
export const logCoders = (): LogCoders => ({
  stage: coder(),
  owner: coder(),
  account: coder(),
  type: coder(),
  source: coder(),
  recordType: coder(),
  currency: coder(),
});

/** States as columns before they are put in order: amounts in major units of their own currency, NaN when absent. */
export interface RawStates {
  stage: Uint32Array;
  amount: Float64Array;
  closeDay: Int32Array;
  category: Uint8Array;
}
const rawStates = (size: number): RawStates => ({
  stage: new Uint32Array(size),
  amount: new Float64Array(size),
  closeDay: new Int32Array(size),
  category: new Uint8Array(size),
});

/** Deals with their present state. */
export interface RawDeals extends RawStates {
  ids: string[];
  createdAt: Float64Array;
  modifiedAt: Float64Array;
  isClosed: Uint8Array;
  isWon: Uint8Array;
  owner: Uint32Array;
  account: Uint32Array;
  type: Uint32Array;
  source: Uint32Array;
  recordType: Uint32Array;
  currency: Uint32Array;
  goneAt: Float64Array;
}
export const rawDeals = (size: number): RawDeals => ({
  ...rawStates(size),
  ids: [],
  createdAt: new Float64Array(size),
  modifiedAt: new Float64Array(size),
  isClosed: new Uint8Array(size),
  isWon: new Uint8Array(size),
  owner: new Uint32Array(size),
  account: new Uint32Array(size),
  type: new Uint32Array(size),
  source: new Uint32Array(size),
  recordType: new Uint32Array(size),
  currency: new Uint32Array(size),
  goneAt: new Float64Array(size).fill(Infinity),
});

/** Past states, in the order in which they were written. `deal` is a position; versions of unknown deals are left out. */
export interface RawVersions extends RawStates {
  size: number;
  deal: Uint32Array;
  from: Float64Array;
}
export const rawVersions = (size: number): RawVersions => ({
  ...rawStates(size),
  size,
  deal: new Uint32Array(size),
  from: new Float64Array(size),
});

/** A change of owner, as codes of the owners' dictionary. */
export interface OwnerChange {
  deal: number;
  at: number;
  from: number;
  to: number;
}

export interface RawLog {
  coders: LogCoders;
  deals: RawDeals;
  versions: RawVersions;
  ownerChanges: OwnerChange[];
}

export const categoryCode = (category: string | undefined): number =>
  Math.max(0, (CATEGORIES as readonly string[]).indexOf(category ?? ''));

/** Rows as raw columns. */
export function rawFromRows(
  opportunities: readonly Opportunity[],
  versions: readonly Version[],
  fieldChanges: readonly FieldChange[],
  goneAt?: ReadonlyMap<string, number>,
): RawLog {
  const coders = logCoders();
  // Of several rows with one id the last one counts.
  const last = [...new Map(opportunities.map((row) => [row.id, row])).values()];
  const place = new Map(last.map(({ id }, at) => [id, at]));
  const deals = rawDeals(last.length);
  const state = (
    into: RawStates,
    at: number,
    row: Pick<Version, 'stage' | 'amount' | 'closeDate' | 'category'>,
  ): void => {
    into.stage[at] = coders.stage.code(row.stage);
    into.amount[at] = row.amount ?? Number.NaN;
    into.closeDay[at] = closeDayOf(row.closeDate);
    into.category[at] = categoryCode(row.category);
  };
  last.forEach((row, at) => {
    deals.ids[at] = row.id;
    deals.createdAt[at] = row.createdAt;
    deals.modifiedAt[at] = row.modifiedAt;
    deals.isClosed[at] = row.isClosed ? 1 : 0;
    deals.isWon[at] = row.isWon ? 1 : 0;
    deals.owner[at] = coders.owner.code(row.ownerId ?? '');
    deals.account[at] = coders.account.code(row.accountId ?? '');
    deals.type[at] = coders.type.code(row.type ?? '');
    deals.source[at] = coders.source.code(row.source ?? '');
    deals.recordType[at] = coders.recordType.code(row.recordTypeId ?? '');
    deals.currency[at] = coders.currency.code(row.currency ?? '');
    deals.goneAt[at] = goneAt?.get(row.id) ?? Infinity;
    state(deals, at, row);
  });
  const known = versions.filter(({ opportunityId }) => place.has(opportunityId));
  const past = rawVersions(known.length);
  known.forEach((row, at) => {
    past.deal[at] = place.get(row.opportunityId) ?? 0;
    past.from[at] = row.from;
    state(past, at, row);
  });
  return {
    coders,
    deals,
    versions: past,
    ownerChanges: fieldChanges.flatMap(({ opportunityId, field, from, to, at }) => {
      const deal = place.get(opportunityId);
      if (field !== 'Owner' || to === undefined || deal === undefined) return [];
      return [{ deal, at, from: coders.owner.code(from ?? ''), to: coders.owner.code(to) }];
    }),
  };
}
