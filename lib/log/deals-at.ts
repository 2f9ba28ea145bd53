import { dayFromNumber, dayNumber, type Day } from '@/lib/calendar/days';
import { type DealState, type PipelineLog, stateOf, versionAt } from '@/lib/log/event-log';

/** A deal as it stood at an instant. */
export interface DealAt extends DealState {
  /** Position in the log. */
  deal: number;
  /** Instant, ms. */
  createdAt: number;
}

/** Every deal of some owners as it stood at an instant (ms); undefined owners are everyone. */
export function dealsAt(log: PipelineLog, at: number, ownerIds?: ReadonlySet<string>): DealAt[] {
  const found: DealAt[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0) continue;
    const state = stateOf(log, version);
    if (ownerIds && !(state.ownerId !== undefined && ownerIds.has(state.ownerId))) continue;
    found.push({ ...state, deal, createdAt: log.createdAt[deal] ?? 0 });
  }
  return found;
}

/** The days of a number before a day, that day included: what "closed in the last year" looks at. */
export const daysBefore = (today: Day, days: number): { start: Day; end: Day } => ({
  start: dayFromNumber(dayNumber(today) - days + 1),
  end: today,
});
