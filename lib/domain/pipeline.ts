import { dayNumber, type Day } from '@/lib/domain/days';
import { CATEGORIES, NO_DAY, OPEN, type Codes, type PipelineLog } from '@/lib/domain/log';
import type { ForecastCategory } from '@/lib/domain/opportunity';

/** What a pipeline can be split by. A key is the CRM's own value or id; '' where the deal has none. */
export type Dimension = 'stage' | 'category' | 'owner' | 'account' | 'type' | 'source' | 'recordType' | 'amountBand';

/**
 * Which deals count. An absent condition admits all, an empty list admits none, and '' in a list admits deals without a value.
 * Conditions on a state (owner, stage, category, close date, amount) ask the version that holds, not the deal as it is today.
 */
export interface PipelineFilter {
  /** Close date from `start` to `end`, both included; a deal without a close date is in no period. */
  period?: { start: Day; end: Day };
  ownerIds?: readonly string[];
  stages?: readonly string[];
  categories?: readonly (ForecastCategory | '')[];
  accounts?: readonly string[];
  types?: readonly string[];
  sources?: readonly string[];
  recordTypes?: readonly string[];
  /** Minor units of the corporate currency, both included; an unpriced deal is in no range. */
  minAmount?: number;
  maxAmount?: number;
}

/** A filter against one log's codes: what a loop over its columns asks. An absent mask admits every code. */
export interface LogFilter {
  firstDay: number;
  lastDay: number;
  minAmount: number;
  maxAmount: number;
  /** Period or amount is asked for, so that a deal without one fails. */
  needsDay: boolean;
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
    firstDay: period ? dayNumber(period.start) : -Infinity,
    lastDay: period ? dayNumber(period.end) : Infinity,
    needsDay: period !== undefined,
    minAmount: minAmount ?? -Infinity,
    maxAmount: maxAmount ?? Infinity,
    needsAmount: minAmount !== undefined || maxAmount !== undefined,
    ...Object.fromEntries(Object.entries(masks).filter(([, own]) => own !== undefined)),
  };
}

function mask(words: readonly string[], wanted: readonly string[] | undefined): Uint8Array | undefined {
  if (!wanted) return undefined;
  const known = new Set(wanted);
  return Uint8Array.from(words, (word) => (known.has(word) ? 1 : 0));
}

const admits = (allowed: Uint8Array | undefined, codes: Codes, at: number): boolean =>
  allowed === undefined || allowed[codes[at] ?? 0] === 1;

/** Whether one state of a deal meets every condition, whether open or closed. */
export function passes(log: PipelineLog, filter: LogFilter, deal: number, version: number): boolean {
  if (filter.needsDay) {
    const day = log.closeDay[version] ?? NO_DAY;
    if (day === NO_DAY || day < filter.firstDay || day > filter.lastDay) return false;
  }
  if (filter.needsAmount) {
    // An unpriced amount is NaN and fails both.
    const amount = log.amount[version] ?? Number.NaN;
    if (!(amount >= filter.minAmount && amount <= filter.maxAmount)) return false;
  }
  return (
    admits(filter.owner, log.owner, version) &&
    admits(filter.stage, log.stage, version) &&
    admits(filter.category, log.category, version) &&
    admits(filter.account, log.account, deal) &&
    admits(filter.type, log.type, deal) &&
    admits(filter.source, log.source, deal) &&
    admits(filter.recordType, log.recordType, deal)
  );
}

const OMITTED = CATEGORIES.indexOf('omitted');

/** Open pipeline (`openPipeline`, glossary §2): open and not omitted from the forecast. */
export const isOpenPipeline = (log: PipelineLog, version: number): boolean =>
  log.status[version] === OPEN && log.category[version] !== OMITTED;
