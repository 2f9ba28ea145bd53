import { dayAt } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { ask } from '@/lib/figures/ask';
import type { Sums } from '@/lib/figures/groups';
import { openPipeline } from '@/lib/figures/states';
import type { Dimension } from '@/lib/log/dimension';
import type { Doubts } from '@/lib/log/doubts';
import type { PipelineLog } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';

/** The open pipeline at an instant as plain values, to hold against a recount. */
export function pipelineAsOf(
  log: PipelineLog,
  { at, by = 'stage', filter = {} }: { at: Instant; by?: Dimension; filter?: PipelineFilter },
): { groups: ({ key: string } & Sums)[]; total: Sums; doubts: Doubts; deals: number[] } {
  const { groups, total, doubts, rows } = ask(log, openPipeline, { at, today: dayAt(at), by, filter });
  return {
    groups: groups.map(({ key, amount, count, unpriced }) => ({ key, amount, count, unpriced })),
    total,
    doubts,
    deals: [...rows.deals],
  };
}
