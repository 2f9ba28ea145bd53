import { amountBandOf, BANDS } from '@/lib/domain/amount-band';
import { addDays, type Day } from '@/lib/domain/days';
import {
  CATEGORIES,
  type Codes,
  FIRST_STATE_ASSUMED,
  OWNER_ASSUMED,
  type PipelineLog,
  STAGE_UNKNOWN,
  versionAt,
} from '@/lib/domain/log';
import { type Dimension, isOpenPipeline, logFilter, passes, type PipelineFilter } from '@/lib/domain/pipeline';
import { instantOf } from '@/lib/domain/zoned-time';

export interface PipelineGroup {
  /** The CRM's own value or id, '' without one; of an amount band see `lib/domain/amount-band`. */
  key: string;
  /** Minor units of the corporate currency, exact. */
  amount: number;
  /** Deals, unpriced ones included. */
  count: number;
  /** Deals without an amount or a rate: in the count, not in the amount. */
  unpriced: number;
}

/** Counted deals of which history could not tell everything; each belongs on the figure that it touches. */
export interface PipelineDoubts {
  /** Their owner then is not in the CRM's history: the earliest known one stands in. Matters to splits and filters by owner. */
  ownerAssumed: number;
  /** The CRM has no history of them that far back: the first known state stands in. */
  firstStateAssumed: number;
  /** In a stage that the org no longer lists. */
  stageUnknown: number;
  /** Open then, deleted or no longer visible today; their rows are what was kept of them. */
  gone: number;
  /** Before deals that go were kept: what was deleted or hidden by then is missing, and the figure is a lower bound. */
  isLowerBound: boolean;
}

export interface PipelineAt {
  /** Largest amount first. */
  groups: PipelineGroup[];
  total: Omit<PipelineGroup, 'key'>;
  doubts: PipelineDoubts;
  /** Positions in the log, where asked for: deal `deals[i]` was in version `versions[i]`. */
  deals?: Uint32Array;
  versions?: Uint32Array;
}

export interface PipelineQuestion {
  /** Instant, ms; of a day see {@link endOfDay}. */
  at: number;
  by?: Dimension;
  filter?: PipelineFilter;
  withDeals?: boolean;
}

/** The last instant of a day in a time zone, ms: what happened on that day is in, whatever clocks did on it. */
export const endOfDay = (on: Day, timeZone: string): number => instantOf(addDays(on, 1), 0, 0, timeZone) - 1;

/** Open pipeline (`openPipeline`, glossary §2) as it stood at an instant, from the event log alone. */
export function pipelineAsOf(
  log: PipelineLog,
  { at, by, filter = {}, withDeals = false }: PipelineQuestion,
): PipelineAt {
  const wanted = logFilter(log, filter);
  const { keys, codeOf } = grouping(log, by);
  const amounts = new Float64Array(keys.length);
  const counts = new Uint32Array(keys.length);
  const unpriced = new Uint32Array(keys.length);
  const doubts: PipelineDoubts = {
    ownerAssumed: 0,
    firstStateAssumed: 0,
    stageUnknown: 0,
    gone: 0,
    isLowerBound: at < log.keptSince,
  };
  const deals = new Uint32Array(withDeals ? log.size : 0);
  const versions = new Uint32Array(withDeals ? log.size : 0);
  let found = 0;
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0 || !isOpenPipeline(log, version) || !passes(log, wanted, deal, version)) continue;
    const code = codeOf(deal, version);
    const amount = log.amount[version] ?? Number.NaN;
    counts[code] = (counts[code] ?? 0) + 1;
    if (Number.isNaN(amount)) unpriced[code] = (unpriced[code] ?? 0) + 1;
    else amounts[code] = (amounts[code] ?? 0) + amount;
    const doubt = log.doubt[version] ?? 0;
    // A version may reach from before the tracking of owners into its time: from then on its owner is known.
    if ((doubt & OWNER_ASSUMED) !== 0 && at < log.ownersSince) doubts.ownerAssumed += 1;
    if ((doubt & FIRST_STATE_ASSUMED) !== 0) doubts.firstStateAssumed += 1;
    if ((doubt & STAGE_UNKNOWN) !== 0) doubts.stageUnknown += 1;
    if (log.goneAt[deal] !== Infinity) doubts.gone += 1;
    if (withDeals) {
      deals[found] = deal;
      versions[found] = version;
    }
    found += 1;
  }
  const groups = keys
    .map((key, code) => ({
      key,
      amount: amounts[code] ?? 0,
      count: counts[code] ?? 0,
      unpriced: unpriced[code] ?? 0,
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.amount - a.amount || (a.key < b.key ? -1 : 1));
  return {
    groups: by === undefined ? [] : groups,
    total: {
      amount: groups.reduce((sum, { amount }) => sum + amount, 0),
      count: found,
      unpriced: groups.reduce((sum, own) => sum + own.unpriced, 0),
    },
    doubts,
    ...(withDeals ? { deals: deals.slice(0, found), versions: versions.slice(0, found) } : {}),
  };
}

interface Grouping {
  keys: readonly string[];
  codeOf: (deal: number, version: number) => number;
}

function grouping(log: PipelineLog, by: Dimension | undefined): Grouping {
  const ofVersion = (codes: Codes, keys: readonly string[]): Grouping => ({
    keys,
    codeOf: (_deal, version) => codes[version] ?? 0,
  });
  const ofDeal = (codes: Codes, keys: readonly string[]): Grouping => ({ keys, codeOf: (deal) => codes[deal] ?? 0 });
  switch (by) {
    case undefined:
      return { keys: [''], codeOf: () => 0 };
    case 'stage':
      return ofVersion(log.stage, log.words.stage);
    case 'owner':
      return ofVersion(log.owner, log.words.owner);
    case 'category':
      return ofVersion(log.category, CATEGORIES);
    case 'account':
      return ofDeal(log.account, log.words.account);
    case 'type':
      return ofDeal(log.type, log.words.type);
    case 'source':
      return ofDeal(log.source, log.words.source);
    case 'recordType':
      return ofDeal(log.recordType, log.words.recordType);
    case 'amountBand':
      return {
        keys: BANDS,
        codeOf: (_deal, version) => amountBandOf(log.amount[version] ?? Number.NaN),
      };
  }
}
