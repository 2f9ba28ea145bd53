import type { Day } from '@/lib/calendar/days';
import { isWithin } from '@/lib/calendar/fiscal';
import { startOfDay } from '@/lib/calendar/zoned-time';
import { dealsAt } from '@/lib/log/deals-at';
import type { PipelineLog } from '@/lib/log/event-log';

/**
 * What `slipRate` (G4.4) is made of: the deals that were in commit or best case when a period began, and whether each was
 * closed inside it by an instant (ms), as it stands then.
 */
export function forecastAtStart(
  log: PipelineLog,
  {
    at,
    period,
    ownerIds,
  }: { at: number; period: { start: Day; end: Day }; ownerIds?: ReadonlySet<string> | undefined },
): { deal: number; isClosedInside: boolean }[] {
  const called = dealsAt(log, startOfDay(period.start, log.timeZone) - 1, ownerIds).filter(
    ({ status, category, closeDate }) =>
      status === 'open' && (category === 'commit' || category === 'bestCase') && isWithin(period, closeDate),
  );
  if (called.length === 0) return [];
  const now = new Map(dealsAt(log, at, ownerIds).map((each) => [each.deal, each]));
  return called.map(({ deal }) => {
    const then = now.get(deal);
    return { deal, isClosedInside: then !== undefined && then.status !== 'open' && isWithin(period, then.closeDate) };
  });
}
