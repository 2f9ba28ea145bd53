import { type Day, dayAt, daysBetween, isPlausible } from '@/lib/domain/days';
import { type PipelineLog, stateOf } from '@/lib/domain/log';
import { pushDays, pushEvents } from '@/lib/domain/metrics/time';

/** The figures that an open deal has for itself (glossary §2 and §4). */
export interface DealMeasures {
  id: string;
  /** Days since it entered its present stage, by the calendar of the org. */
  daysInStage: number;
  pushEvents: number;
  pushDays: number;
}

/** A deal's own figures from its versions until an instant (ms). A date that is a slip of the keyboard was no plan. */
export function dealMeasures(log: PipelineLog, deal: number, at: number, today: Day, timeZone: string): DealMeasures {
  const closeDates: Day[] = [];
  let [stage, entered] = ['', at];
  for (let version = log.starts[deal] ?? 0; version < (log.starts[deal + 1] ?? 0); version += 1) {
    const from = log.from[version] ?? Infinity;
    if (from > at) break;
    const state = stateOf(log, version);
    if (state.closeDate !== undefined && isPlausible(state.closeDate)) closeDates.push(state.closeDate);
    if (version === log.starts[deal] || state.stage !== stage) [stage, entered] = [state.stage, from];
  }
  const number = (value: number | 'met' | undefined): number => (typeof value === 'number' ? value : 0);
  return {
    id: log.ids[deal] ?? '',
    daysInStage: daysBetween(dayAt(entered, timeZone), today),
    pushEvents: number(pushEvents.compute(closeDates)),
    pushDays: number(pushDays.compute(closeDates)),
  };
}
