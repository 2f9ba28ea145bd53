import type { Day } from '@/lib/calendar/days';
import { dayNumber } from '@/lib/calendar/days';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import {
  CATEGORIES,
  type Codes,
  CURRENCY_ASSUMED,
  FIRST_STATE_ASSUMED,
  NO_DAY,
  OPEN,
  OWNER_ASSUMED,
  type PipelineLog,
  STAGE_UNKNOWN,
  versionAt,
} from '@/lib/log/event-log';

/** What the pipeline can be cut by. Each is a column of the log; `amountBand` is made of the amount. */
export type Dimension = 'stage' | 'category' | 'owner' | 'account' | 'type' | 'source' | 'recordType' | 'amountBand';

/** Conditions that a counted deal meets, all of them. An absent condition holds for every deal. */
export interface PipelineFilter {
  /** Close date within these days, both included. */
  period?: { start: Day; end: Day };
  ownerIds?: Iterable<string>;
  stages?: Iterable<string>;
  categories?: Iterable<ForecastCategory>;
  accounts?: Iterable<string>;
  types?: Iterable<string>;
  sources?: Iterable<string>;
  recordTypes?: Iterable<string>;
  /** Minor units, both included; a deal without an amount meets neither. */
  minAmount?: number;
  maxAmount?: number;
}

/** Lower edges of the amount bands, in minor units; band 0 is "no amount". */
const AMOUNT_BANDS = [Number.NEGATIVE_INFINITY, 500_000, 2_000_000, 5_000_000, 10_000_000, 25_000_000] as const;

/** A filter against one log's codes: what a loop over its columns asks. An absent mask admits every code. */
export interface LogFilter {
  /** Days since 1970 that the close date lies in, both included; `needsDay` says whether one is asked for at all. */
  firstDay: number;
  lastDay: number;
  needsDay: boolean;
  minAmount: number;
  maxAmount: number;
  needsAmount: boolean;
  owner?: Uint8Array;
  stage?: Uint8Array;
  category?: Uint8Array;
  account?: Uint8Array;
  type?: Uint8Array;
  source?: Uint8Array;
  recordType?: Uint8Array;
}

export function logFilter({ words }: Pick<PipelineLog, 'words'>, filter: PipelineFilter): LogFilter {
  const { period, minAmount, maxAmount } = filter;
  const masks = {
    owner: mask(words.owner, filter.ownerIds),
    stage: mask(words.stage, filter.stages),
    category: mask(CATEGORIES, filter.categories),
    account: mask(words.account, filter.accounts),
    type: mask(words.type, filter.types),
    source: mask(words.source, filter.sources),
    recordType: mask(words.recordType, filter.recordTypes),
  };
  return {
    firstDay: period ? dayNumber(period.start) : Number.NEGATIVE_INFINITY,
    lastDay: period ? dayNumber(period.end) : Infinity,
    needsDay: period !== undefined,
    minAmount: minAmount ?? Number.NEGATIVE_INFINITY,
    maxAmount: maxAmount ?? Infinity,
    needsAmount: minAmount !== undefined || maxAmount !== undefined,
    ...Object.fromEntries(Object.entries(masks).filter(([, own]) => own !== undefined)),
  };
}

function mask(words: readonly string[], wanted: Iterable<string> | undefined): Uint8Array | undefined {
  if (wanted === undefined) return undefined;
  const known = new Set(wanted);
  return Uint8Array.from(words, (word) => (known.has(word) ? 1 : 0));
}
const isIn = (codes: Codes, at: number, allowed: Uint8Array | undefined): boolean =>
  allowed === undefined || allowed[codes[at] ?? 0] === 1;

/** A filter by its parts: the part that a deal no longer meets names the movement. */
export interface CompiledFilter {
  /** What is the same for every version: account, type, source, record type. */
  isDeal(deal: number): boolean;
  /** Owner of the version. */
  isOwner(version: number): boolean;
  /** Close date of the version: −1 before the period, 0 in it, 1 after it. Without a date: 1. */
  side(version: number): -1 | 0 | 1;
  /** Stage, category and amount of the version. */
  isState(version: number): boolean;
}

export function compile(log: PipelineLog, filter: PipelineFilter): CompiledFilter {
  const own = logFilter(log, filter);
  return {
    isDeal: (deal) =>
      isIn(log.account, deal, own.account) &&
      isIn(log.type, deal, own.type) &&
      isIn(log.source, deal, own.source) &&
      isIn(log.recordType, deal, own.recordType),
    isOwner: (version) => isIn(log.owner, version, own.owner),
    side(version) {
      if (!own.needsDay) return 0;
      const day = log.closeDay[version] ?? NO_DAY;
      return day === NO_DAY || day > own.lastDay ? 1 : day < own.firstDay ? -1 : 0;
    },
    isState(version) {
      if (!isIn(log.stage, version, own.stage) || !isIn(log.category, version, own.category)) return false;
      // An absent amount is NaN, which meets no comparison.
      const amount = log.amount[version] ?? Number.NaN;
      return !own.needsAmount || (amount >= own.minAmount && amount <= own.maxAmount);
    },
  };
}

const OMITTED = CATEGORIES.indexOf('omitted');

/** `openPipeline` (G2.1): open, not omitted, close date in the period, and whatever else the filter asks. */
export const isCounted = (log: PipelineLog, filter: CompiledFilter, deal: number, version: number): boolean =>
  version >= 0 &&
  log.status[version] === OPEN &&
  log.category[version] !== OMITTED &&
  filter.side(version) === 0 &&
  filter.isOwner(version) &&
  filter.isState(version) &&
  filter.isDeal(deal);

/** Amounts in minor units; `unpriced` deals are counted, not priced. */
interface Group {
  key: string;
  amount: number;
  count: number;
  unpriced: number;
}

/** What history could not know of the deals behind a figure, in numbers of deals. */
export interface Doubts {
  /** The owner then is taken from later, since changes of owner were not yet tracked. */
  ownerAssumed: number;
  /** The first state is taken from later, since history begins after the deal. */
  stateAssumed: number;
  /** Counted then, and since deleted or no longer visible. */
  goneSince: number;
  /** The org no longer lists the stage: open, won or lost was inferred. */
  stageUnknown: number;
  /** The amount then is in today's currency of the deal, since history did not keep its own. */
  currencyAssumed: number;
  /** Before this browser kept deals that go: what was deleted or hidden by then is missing. */
  isLowerBound: boolean;
}

export const noDoubts = (log: PipelineLog, at: number): Doubts => ({
  ownerAssumed: 0,
  stateAssumed: 0,
  goneSince: 0,
  stageUnknown: 0,
  currencyAssumed: 0,
  isLowerBound: at < log.keptSince,
});

/**
 * Counts what one deal's version leaves in doubt. A deal that was not changed after the instant `at` has kept its currency since.
 */
export function doubtDeal(
  doubts: Doubts,
  log: PipelineLog,
  deal: number,
  version: number,
  asksOwner: boolean,
  at = Number.NEGATIVE_INFINITY,
): void {
  const bits = log.doubt[version] ?? 0;
  if (asksOwner && bits & OWNER_ASSUMED) doubts.ownerAssumed += 1;
  if (bits & FIRST_STATE_ASSUMED) doubts.stateAssumed += 1;
  if (bits & STAGE_UNKNOWN) doubts.stageUnknown += 1;
  if (bits & CURRENCY_ASSUMED && (log.modifiedAt[deal] ?? 0) > at) doubts.currencyAssumed += 1;
  if (log.goneAt[deal] !== Infinity) doubts.goneSince += 1;
}

export interface PipelineAsOf {
  groups: Group[];
  total: Omit<Group, 'key'>;
  doubts: Doubts;
  /** Positions of the deals in the log. */
  deals: number[];
}

/** The code of a deal's version in a dimension, and the words of the codes. */
function dimension(
  log: PipelineLog,
  by: Dimension,
): { words: readonly string[]; code: (deal: number, version: number) => number } {
  switch (by) {
    case 'stage':
      return { words: log.words.stage, code: (_deal, version) => log.stage[version] ?? 0 };
    case 'owner':
      return { words: log.words.owner, code: (_deal, version) => log.owner[version] ?? 0 };
    case 'category':
      return { words: CATEGORIES, code: (_deal, version) => log.category[version] ?? 0 };
    case 'amountBand':
      return {
        words: ['', ...AMOUNT_BANDS.map((low) => (Number.isFinite(low) ? String(low) : '0'))],
        code(_deal, version) {
          const amount = log.amount[version] ?? Number.NaN;
          return Number.isNaN(amount) ? 0 : AMOUNT_BANDS.findLastIndex((low) => amount >= low) + 1;
        },
      };
    case 'account':
    case 'type':
    case 'source':
    case 'recordType': {
      const codes = log[by];
      return { words: log.words[by], code: (deal) => codes[deal] ?? 0 };
    }
  }
}

/**
 * The open pipeline as it was at an instant, cut by a dimension; groups without a deal are left out. Nothing that happened
 * later moves a figure, except that an owner before tracking, or a state before history, is taken from later and is counted
 * among the doubts.
 */
export function pipelineAsOf(
  log: PipelineLog,
  { at, by = 'stage', filter = {} }: { at: number; by?: Dimension; filter?: PipelineFilter },
): PipelineAsOf {
  const compiled = compile(log, filter);
  const { words, code } = dimension(log, by);
  const amounts = new Float64Array(words.length);
  const counts = new Uint32Array(words.length);
  const unpriced = new Uint32Array(words.length);
  const doubts = noDoubts(log, at);
  const asksOwner = by === 'owner' || filter.ownerIds !== undefined;
  const deals: number[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0 || !isCounted(log, compiled, deal, version)) continue;
    deals.push(deal);
    const own = code(deal, version);
    const amount = log.amount[version] ?? Number.NaN;
    counts[own] = (counts[own] ?? 0) + 1;
    if (Number.isNaN(amount)) unpriced[own] = (unpriced[own] ?? 0) + 1;
    else amounts[own] = (amounts[own] ?? 0) + amount;
    doubtDeal(doubts, log, deal, version, asksOwner, at);
  }
  const groups = words.flatMap((key, at_): Group[] =>
    (counts[at_] ?? 0) === 0
      ? []
      : [{ key, amount: amounts[at_] ?? 0, count: counts[at_] ?? 0, unpriced: unpriced[at_] ?? 0 }],
  );
  // Disjoint: each deal has one code in a dimension.
  const total = groups.reduce(
    (all, group) => ({
      amount: all.amount + group.amount,
      count: all.count + group.count,
      unpriced: all.unpriced + group.unpriced,
    }),
    { amount: 0, count: 0, unpriced: 0 },
  );
  return { groups, total, doubts, deals };
}
