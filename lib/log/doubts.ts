import type { Instant } from '@/lib/calendar/instant';
import {
  ACCOUNT_ASSUMED,
  type Attribute,
  CAMPAIGN_ASSUMED,
  CURRENCY_ASSUMED,
  FIRST_STATE_ASSUMED,
  OWNER_ASSUMED,
  type PipelineLog,
  PRODUCTS_ASSUMED,
  RECORD_TYPE_ASSUMED,
  SOURCE_ASSUMED,
  STAGE_UNKNOWN,
  TERRITORY_ASSUMED,
  TYPE_ASSUMED,
} from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

/** What history could not know of the deals behind a figure, in numbers of deals. */
export interface Doubts {
  /** The owner then is taken from later, since changes of owner were not yet tracked. */
  ownerAssumed: number;
  /** What it was filed under (account, type, source, record type, campaign, territory, products) then is taken from later, since changes of it were not yet tracked. */
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

export const noDoubts = (log: PipelineLog, at: Instant): Doubts => ({
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
  campaign: CAMPAIGN_ASSUMED,
  territory: TERRITORY_ASSUMED,
};

/** What of a deal a figure looks at beyond its state, as bits: the owner and what it was filed under, by filter and cut. */
export function askedOf(filter: PipelineFilter, by: readonly string[] = []): number {
  const asked = {
    owner: filter.ownerIds,
    account: filter.accounts,
    type: filter.types,
    source: filter.sources,
    recordType: filter.recordTypes,
    campaign: filter.campaigns,
    territory: filter.territories,
  };
  return Object.entries({ owner: OWNER_ASSUMED, ...FILED }).reduce(
    // Safe: both have the same names.
    (bits, [name, bit]) => (asked[name as keyof typeof asked] !== undefined || by.includes(name) ? bits | bit : bits),
    by.includes('family') ? PRODUCTS_ASSUMED : 0,
  );
}

/** A version of a deal, and the instant that history is asked about (ms). */
export interface KnownState {
  deal: DealIndex;
  version: VersionIndex;
  at: number;
  /** Where owner and filing, or the amount, are those of another version: that one, and the instant. */
  scope?: { version: VersionIndex; at: number };
  priced?: { version: VersionIndex; at: number };
  /** What is told rests on when the deal was created. */
  isByCreation?: boolean;
}

/**
 * What some versions leave in doubt, in numbers of deals: a deal that stands in several of them, side by side, counts once for each
 * kind. `since`: the first instant that anything is told of.
 */
export function doubtsOf(log: PipelineLog, given: readonly KnownState[], { asked, since }: Asking): Doubts {
  const doubts = noDoubts(log, since);
  let [deal, kinds] = [-1, 0];
  for (const each of given) {
    if (each.deal !== deal) {
      count(doubts, kinds);
      [deal, kinds] = [each.deal, 0];
    }
    kinds |= kindsOf(log, each, asked);
  }
  count(doubts, kinds);
  return doubts;
}

interface Asking {
  /** {@link askedOf}. */
  asked: number;
  since: Instant;
}

/** What is in doubt of a figure, without what is not; undefined where nothing is. */
export function toldDoubts(doubts: Doubts): Partial<Doubts> | undefined {
  const told = Object.fromEntries(Object.entries(doubts).filter(([, each]) => Boolean(each)));
  return Object.keys(told).length > 0 ? told : undefined;
}

/**
 * Counts what one deal's version leaves in doubt; `asked` is {@link askedOf}. A deal that was not changed after the instant `at` has kept
 * its currency, and what it is filed under, since.
 */
export function doubtDeal(
  doubts: Doubts,
  log: PipelineLog,
  deal: DealIndex,
  version: VersionIndex,
  asked: number,
  at: Instant,
): void {
  count(doubts, kindsOf(log, { deal, version, at }, asked));
}

/** The kinds of doubt, in the order of their bits. */
const KINDS = [
  'ownerAssumed',
  'filedAssumed',
  'stateAssumed',
  'stageUnknown',
  'currencyAssumed',
  'createdLater',
  'goneSince',
] as const satisfies readonly (keyof Doubts)[];

/** Asked of every deal of an answer: without a call or an object of its own. */
function kindsOf(log: PipelineLog, known: KnownState, asked: number): number {
  const { deal, version, at } = known;
  const scope = known.scope ?? known;
  const priced = known.priced ?? known;
  const modifiedAt = log.modifiedAt[deal] ?? 0;
  const bits = log.doubt[version] ?? 0;
  const own = log.doubt[scope.version] ?? 0;
  // Of line items nothing is ever kept: what is asked of them is in doubt of every deal that was touched since.
  const filed = (own & asked) | ((own | asked) & PRODUCTS_ASSUMED);
  return (
    (filed & OWNER_ASSUMED ? 1 : 0) |
    (filed & ~OWNER_ASSUMED && modifiedAt > scope.at ? 2 : 0) |
    (bits & FIRST_STATE_ASSUMED ? 4 : 0) |
    (bits & STAGE_UNKNOWN ? 8 : 0) |
    ((log.doubt[priced.version] ?? 0) & CURRENCY_ASSUMED && modifiedAt > priced.at ? 16 : 0) |
    ((log.datedAt[deal] ?? 0) > (known.isByCreation === true ? 0 : at) ? 32 : 0) |
    (log.goneAt[deal] === Infinity ? 0 : 64)
  );
}

function count(doubts: Doubts, kinds: number): void {
  if (kinds === 0) return;
  for (const [place, kind] of KINDS.entries()) if ((kinds >> place) & 1) doubts[kind] += 1;
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
