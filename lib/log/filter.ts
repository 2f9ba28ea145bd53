import type { Day } from '@/lib/calendar/days';
import { dayNumber } from '@/lib/calendar/days';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import { ATTRIBUTES, CATEGORIES, type Codes, NO_DAY, type PipelineLog } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

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
  campaigns?: Iterable<string>;
  territories?: Iterable<string>;
  /** Minor units, both included; a deal without an amount meets neither. */
  minAmount?: number;
  maxAmount?: number;
}

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
  campaign?: Uint8Array;
  territory?: Uint8Array;
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
    campaign: mask(words.campaign, filter.campaigns),
    territory: mask(words.territory, filter.territories),
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
const isIn = (codes: Codes, index: number, allowed: Uint8Array | undefined): boolean =>
  allowed === undefined || allowed[codes[index] ?? 0] === 1;

/** A filter by its parts: the part that a deal no longer meets names the movement. */
export interface CompiledFilter {
  /** What is the same for every version: each of what it is filed under whose past nobody kept. */
  isDeal(deal: DealIndex): boolean;
  /** Whose the version is, and what it was filed under where that is known of it. */
  isInScope(version: VersionIndex): boolean;
  /** Close date of the version: −1 before the period, 0 in it, 1 after it. Without a date: 1. */
  side(version: VersionIndex): -1 | 0 | 1;
  /** Stage, category and amount of the version. */
  isState(version: VersionIndex): boolean;
}

export function compile(log: PipelineLog, filter: PipelineFilter): CompiledFilter {
  const own = logFilter(log, filter);
  const asked = ATTRIBUTES.filter((name) => own[name] !== undefined);
  const kept = asked.filter((name) => log.past[name]);
  const lasting = asked.filter((name) => !log.past[name]);
  return {
    isDeal: (deal) => lasting.every((name) => isIn(log[name], deal, own[name])),
    isInScope: (version) =>
      isIn(log.owner, version, own.owner) &&
      kept.every((name) => isIn(log.past[name] ?? log[name], version, own[name])),
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
