import { dayFromNumber, dayNumber, type Day } from '@/lib/domain/days';
import { type DealState, type PipelineLog, stateOf, versionAt } from '@/lib/domain/log';

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

/** Close dates of a deal in the order in which they were set, until an instant. */
export function closeDatesOf(log: PipelineLog, deal: number, at: number): Day[] {
  const found: Day[] = [];
  for (let version = log.starts[deal] ?? 0; version < (log.starts[deal + 1] ?? 0); version += 1) {
    if ((log.from[version] ?? Infinity) > at) break;
    const { closeDate } = stateOf(log, version);
    if (closeDate !== undefined && closeDate !== found.at(-1)) found.push(closeDate);
  }
  return found;
}

/** Stays of a deal in its stages until an instant: `to` is absent while it is there. Instants, ms. */
export function stageStays(log: PipelineLog, deal: number, at: number): { stage: string; from: number; to?: number }[] {
  const found: { stage: string; from: number; to?: number }[] = [];
  for (let version = log.starts[deal] ?? 0; version < (log.starts[deal + 1] ?? 0); version += 1) {
    const from = log.from[version] ?? Infinity;
    if (from > at) break;
    const stage = log.words.stage[log.stage[version] ?? 0] ?? '';
    const last = found.at(-1);
    if (last?.stage === stage) continue;
    if (last) last.to = from;
    found.push({ stage, from });
  }
  return found;
}

/** The days of a number before a day, that day included: what "closed in the last year" looks at. */
export const daysBefore = (today: Day, days: number): { start: Day; end: Day } => ({
  start: dayFromNumber(dayNumber(today) - days + 1),
  end: today,
});
