import type { ForecastCategory } from '@/lib/deal/opportunity';
import { CATEGORIES, LOST, NO_DAY, OPEN, type PipelineLog, WON } from '@/lib/log/event-log';
import { compile, logFilter, type LogFilter, type PipelineFilter } from '@/lib/log/filter';
import type { VersionIndex } from '@/lib/log/positions';

/** Which deals a figure counts, by the state they are in at an instant: the one form in which a figure says so. */
export interface Counted {
  status?: 'open' | 'won' | 'lost' | 'closed';
  /** Only these forecast categories. */
  categories?: readonly ForecastCategory[];
  /** Also deals that are omitted from the forecast; absent: they are left out of what is open, as in every forecast. */
  omitted?: true;
  /** Where the close date lies: in the period that is asked for, before the day that is asked for, or anywhere. */
  closes?: 'inPeriod' | 'beforeToday';
}

/** A {@link Counted} against the codes of the log: a 1 for each status and category that counts. */
export interface CountedMask {
  status: Uint8Array;
  category: Uint8Array;
  /** Days since 1970 between which the close date lies, both included; without one a deal meets neither. */
  firstDay: number;
  lastDay: number;
  needsDay: boolean;
}

const OMITTED = CATEGORIES.indexOf('omitted');
const STATUSES: Record<NonNullable<Counted['status']>, readonly number[]> = {
  open: [OPEN],
  won: [WON],
  lost: [LOST],
  closed: [WON, LOST],
};

/** `today` in days since 1970: that of the instant asked for. */
export function maskOf(counted: Counted, filter: LogFilter, today: number): CountedMask {
  // One more than there are: a deal that is not there has none of them.
  const status = new Uint8Array(4);
  for (const each of counted.status === undefined ? [OPEN, WON, LOST] : STATUSES[counted.status]) status[each] = 1;
  const category = new Uint8Array(CATEGORIES.length).fill(counted.categories ? 0 : 1);
  for (const each of counted.categories ?? []) category[CATEGORIES.indexOf(each)] = 1;
  if (counted.status === 'open' && !counted.omitted && !counted.categories) category[OMITTED] = 0;
  const isInPeriod = counted.closes === 'inPeriod' && filter.needsDay;
  const isBefore = counted.closes === 'beforeToday';
  return {
    status,
    category,
    firstDay: isInPeriod ? Math.max(filter.firstDay, NO_DAY + 1) : NO_DAY + 1,
    lastDay: isInPeriod ? filter.lastDay : isBefore ? today - 1 : Infinity,
    needsDay: isInPeriod || isBefore,
  };
}

/** Whether one version of a deal counts, whoever owns it: what `countedDeals` asks of many at once. */
const isCountedState = (log: PipelineLog, mask: CountedMask, version: VersionIndex): boolean => {
  const day = log.closeDay[version] ?? NO_DAY;
  return (
    mask.status[log.status[version] ?? OPEN] === 1 &&
    mask.category[log.category[version] ?? 0] === 1 &&
    (!mask.needsDay || (day >= mask.firstDay && day <= mask.lastDay))
  );
};

/**
 * Whether a version counts for a figure and belongs to an owner of the filter: what movements and bookings go by, deal for deal. Stage,
 * category and amount of a filter describe what is open, so a caller asks those where it means them. A version below 0 is a deal that
 * is not there.
 */
export function stateTest(
  log: PipelineLog,
  counted: Counted,
  filter: PipelineFilter,
): (version: VersionIndex) => boolean {
  const mask = maskOf(counted, logFilter(log, filter), NO_DAY);
  const { isInScope } = compile(log, filter);
  return (version) => version >= 0 && isCountedState(log, mask, version) && isInScope(version);
}
