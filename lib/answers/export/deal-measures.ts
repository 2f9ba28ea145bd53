import { type Day, dayAt, daysBetween, isPlausible } from '@/lib/calendar/days';
import { pushDays, pushEvents } from '@/lib/figures/time';
import { type PipelineLog, stateOf, versionAt } from '@/lib/log/event-log';
import { type Trend, trendOf } from '@/lib/log/trend';

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
  deal: number,
  {
    at,
    today,
    timeZone,
    before,
    order,
  }: { at: number; today: Day; timeZone: string; before: number; order: readonly string[] },
): DealMeasures {
  const closeDates: Day[] = [];
  let [stage, entered] = ['', at];
  for (let version = log.starts[deal] ?? 0; version < (log.starts[deal + 1] ?? 0); version += 1) {
    const from = log.from[version] ?? Infinity;
    if (from > at) break;
    const state = stateOf(log, version);
    if (state.closeDate !== undefined && isPlausible(state.closeDate)) closeDates.push(state.closeDate);
    if (version === log.starts[deal] || state.stage !== stage) [stage, entered] = [state.stage, from];
  }
  const was = versionAt(log, deal, before);
  const number = (value: number | 'met' | undefined): number => (typeof value === 'number' ? value : 0);
  return {
    id: log.ids[deal] ?? '',
    daysInStage: daysBetween(dayAt(entered, timeZone), today),
    pushEvents: number(pushEvents.compute(closeDates)),
    pushDays: number(pushDays.compute(closeDates)),
    ...(was < 0 ? {} : { trend: trendOf(stateOf(log, was), stateOf(log, versionAt(log, deal, at)), order) }),
  };
}
