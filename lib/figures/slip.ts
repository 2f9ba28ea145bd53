import type { Day } from '@/lib/calendar/days';
import { type Instant, later } from '@/lib/calendar/instant';
import { startOfDay } from '@/lib/calendar/zoned-time';
import { asOf } from '@/lib/figures/ask';
import { metric } from '@/lib/figures/figure';
import { calledOpen, closed } from '@/lib/figures/states';
import type { PipelineLog } from '@/lib/log/event-log';
import { type DealIndex, type VersionIndex, FIRST_VERSION } from '@/lib/log/positions';

export const slipRate = metric({
  id: 'slipRate',
  rule: 'G4.4',
  compute: (called: readonly { isClosedInside: boolean }[]) =>
    called.length > 0 ? called.filter(({ isClosedInside }) => !isClosedInside).length / called.length : undefined,
  vectors: [
    { input: Array.from({ length: 10 }, (_, index) => ({ isClosedInside: index < 4 })), output: 0.6 },
    { input: [], output: undefined },
  ],
});

/**
 * What `slipRate` is made of: the deals that were in commit or best case when a period began, and whether each was closed inside it by
 * an instant (ms), as it stands then.
 */
export function forecastAtStart(
  log: PipelineLog,
  {
    at,
    period,
    ownerIds,
  }: { at: Instant; period: { start: Day; end: Day }; ownerIds?: ReadonlySet<string> | undefined },
): { deal: DealIndex; version: VersionIndex; isClosedInside: boolean }[] {
  const filter = { period, ...(ownerIds ? { ownerIds } : {}) };
  const called = asOf(log, beginOf(log, period)).rows(calledOpen, { filter });
  if (called.deals.length === 0) return [];
  const closedInside = new Set(asOf(log, at).rows(closed, { filter }).deals);
  return Array.from(called.deals, (deal, row) => ({
    deal,
    version: called.versions[row] ?? FIRST_VERSION,
    isClosedInside: closedInside.has(deal),
  }));
}

/** The last instant before a period begins: what was forecast for it was so then. */
export const beginOf = (log: PipelineLog, { start }: { start: Day }): Instant =>
  later(startOfDay(start, log.timeZone), -1);
