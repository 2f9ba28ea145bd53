import type { Day } from '@/lib/calendar/days';
import { type Instant, instant } from '@/lib/calendar/instant';
import { daysInStage } from '@/lib/deal/history';
import { pushesOf } from '@/lib/deal/pushes';
import { type PipelineLog, stateOf, versionAt } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION } from '@/lib/log/positions';
import { type Trend, trendBetween } from '@/lib/log/trend';

/** The figures that an open deal has for itself (chapters G2 and G4 of the glossary). */
export interface DealMeasures {
  id: string;
  /** Days since it entered its present stage, by the calendar of the org. */
  daysInStage: number;
  pushEvents: number;
  pushDays: number;
  /** Since the instant `before`; absent for a deal that was not there then. */
  trend?: Trend;
}

/**
 * A deal's own figures from its versions until an instant `at` (ms). A date that is a slip of the keyboard was no plan. `order` are
 * the open stages, the first one first.
 */
export function dealMeasures(
  log: PipelineLog,
  deal: DealIndex,
  {
    at,
    today,
    timeZone,
    before,
    order,
  }: { at: Instant; today: Day; timeZone: string; before: Instant; order: readonly string[] },
): DealMeasures {
  const pushes = pushesOf(log.closeDay, log.starts[deal] ?? 0, versionAt(log, deal, at) + 1);
  let [stage, entered] = ['', at];
  for (let version = log.starts[deal] ?? FIRST_VERSION; version < (log.starts[deal + 1] ?? 0); version++) {
    const from = instant(log.from[version] ?? Infinity);
    if (from > at) break;
    const state = stateOf(log, version);
    if (version === log.starts[deal] || state.stage !== stage) [stage, entered] = [state.stage, from];
  }
  const was = versionAt(log, deal, before);
  return {
    id: log.ids[deal] ?? '',
    daysInStage: daysInStage(entered, today, timeZone),
    pushEvents: pushes.count,
    pushDays: pushes.days,
    ...(was < 0 ? {} : { trend: trendBetween(log, was, versionAt(log, deal, at), order) }),
  };
}
