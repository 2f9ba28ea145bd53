import {
  ACCOUNT_ASSUMED,
  type Attribute,
  CURRENCY_ASSUMED,
  FIRST_STATE_ASSUMED,
  OWNER_ASSUMED,
  type PipelineLog,
  RECORD_TYPE_ASSUMED,
  SOURCE_ASSUMED,
  STAGE_UNKNOWN,
  TYPE_ASSUMED,
} from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';

/** What history could not know of the deals behind a figure, in numbers of deals. */
export interface Doubts {
  /** The owner then is taken from later, since changes of owner were not yet tracked. */
  ownerAssumed: number;
  /** The account, type, source or record type then is taken from later, since changes of it were not yet tracked. */
  filedAssumed: number;
  /** The first state is taken from later, since history begins after the deal. */
  stateAssumed: number;
  /** Counted then, and since deleted or no longer visible. */
  goneSince: number;
  /** The org no longer lists the stage: open, won or lost was inferred. */
  stageUnknown: number;
  /** The amount then is in today's currency of the deal, since history did not keep its own. */
  currencyAssumed: number;
  /** The record says that it was created later: its history begins before its creation. */
  createdLater: number;
  /** Before this browser kept deals that go: what was deleted or hidden by then is missing. */
  isLowerBound: boolean;
}

export const noDoubts = (log: PipelineLog, at: number): Doubts => ({
  ownerAssumed: 0,
  filedAssumed: 0,
  stateAssumed: 0,
  goneSince: 0,
  stageUnknown: 0,
  currencyAssumed: 0,
  createdLater: 0,
  isLowerBound: at < log.keptSince,
});

const FILED: Record<Attribute, number> = {
  account: ACCOUNT_ASSUMED,
  type: TYPE_ASSUMED,
  source: SOURCE_ASSUMED,
  recordType: RECORD_TYPE_ASSUMED,
};

/** What of a deal a figure looks at beyond its state, as bits: the owner and what it was filed under, by filter and cut. */
export function askedOf(filter: PipelineFilter, by: readonly string[] = []): number {
  const { ownerIds, accounts, types, sources, recordTypes } = filter;
  const asked = { owner: ownerIds, account: accounts, type: types, source: sources, recordType: recordTypes };
  return Object.entries({ owner: OWNER_ASSUMED, ...FILED }).reduce(
    // Safe: both have the same names.
    (bits, [name, bit]) => (asked[name as keyof typeof asked] !== undefined || by.includes(name) ? bits | bit : bits),
    0,
  );
}

/**
 * Counts what one deal's version leaves in doubt; `asked` is {@link askedOf}. A deal that was not changed after the instant `at` has kept
 * its currency, and what it is filed under, since.
 */
export function doubtDeal(
  doubts: Doubts,
  log: PipelineLog,
  deal: number,
  version: number,
  asked: number,
  at: number,
): void {
  const bits = log.doubt[version] ?? 0;
  const isChangedSince = (log.modifiedAt[deal] ?? 0) > at;
  if (asked & bits & OWNER_ASSUMED) doubts.ownerAssumed += 1;
  if (asked & bits & ~OWNER_ASSUMED && isChangedSince) doubts.filedAssumed += 1;
  if (bits & FIRST_STATE_ASSUMED) doubts.stateAssumed += 1;
  if (bits & STAGE_UNKNOWN) doubts.stageUnknown += 1;
  if (bits & CURRENCY_ASSUMED && isChangedSince) doubts.currencyAssumed += 1;
  if ((log.datedAt[deal] ?? 0) > at) doubts.createdLater += 1;
  if (log.goneAt[deal] !== Infinity) doubts.goneSince += 1;
}

/** The doubts of two figures that count no deal in common. */
export const addDoubts = (a: Doubts, b: Doubts): Doubts => ({
  ownerAssumed: a.ownerAssumed + b.ownerAssumed,
  filedAssumed: a.filedAssumed + b.filedAssumed,
  stateAssumed: a.stateAssumed + b.stateAssumed,
  goneSince: a.goneSince + b.goneSince,
  stageUnknown: a.stageUnknown + b.stageUnknown,
  currencyAssumed: a.currencyAssumed + b.currencyAssumed,
  createdLater: a.createdLater + b.createdLater,
  isLowerBound: a.isLowerBound || b.isLowerBound,
});
