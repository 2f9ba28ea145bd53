import type { Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { minor, type Minor } from '@/lib/deal/money';
import { recycle } from '@/lib/figures/ages';
import { ask } from '@/lib/figures/ask';
import type { FigureAnswer } from '@/lib/figures/groups';
import type { PipelineLog } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { FIRST_VERSION, type DealIndex } from '@/lib/log/positions';
import { daysSince, sinceVersion } from '@/lib/log/stays';

interface Recycled {
  deal: DealIndex;
  /** Minor units; 0 when unpriced. */
  amount: Minor;
  daysSinceLost: number;
}

/** The deals behind `recycle`, the largest first. */
export function recycled(
  log: PipelineLog,
  question: { at: Instant; today: Day; filter?: PipelineFilter },
): { answer: FigureAnswer; deals: Recycled[] } {
  const answer = ask(log, recycle, question);
  const { deals, versions } = answer.rows;
  return {
    answer,
    deals: Array.from(deals, (deal, row) => {
      const version = versions[row] ?? FIRST_VERSION;
      const daysSinceLost = daysSince(log, sinceVersion(log, deal, version, 'status'), question.at);
      return { deal, amount: minor(log.amount[version] || 0), daysSinceLost };
    }).toSorted((a, b) => b.amount - a.amount),
  };
}
