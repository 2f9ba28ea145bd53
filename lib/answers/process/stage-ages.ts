import type { Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { minor, type Minor } from '@/lib/deal/money';
import { agePipeline } from '@/lib/figures/ages';
import { asOf } from '@/lib/figures/ask';
import type { StageProcess } from '@/lib/figures/stage-process';
import type { PipelineLog } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { type DealIndex, FIRST_VERSION } from '@/lib/log/positions';
import { daysSince, sinceVersion } from '@/lib/log/stays';

/**
 * How long a deal has been in its stage, beside the time that is typical there (`stageDwell`, G2.25): less than half of it, less than it, up
 * to twice, longer. `unknown` where too many have not left yet for the stage to have a typical time.
 */
export const STAGE_AGES = ['short', 'usual', 'over', 'long', 'unknown'] as const;
export type StageAge = (typeof STAGE_AGES)[number];

const ageIn = (days: number, typical: number | undefined): StageAge =>
  typical === undefined
    ? 'unknown'
    : days < typical / 2
      ? 'short'
      : days < typical
        ? 'usual'
        : days <= 2 * typical
          ? 'over'
          : 'long';

export interface Aged {
  deal: DealIndex;
  stage: string;
  age: StageAge;
  amount: Minor;
}

interface Asked {
  log: PipelineLog;
  now: Instant;
  today: Day;
  filter: PipelineFilter;
  stages: readonly StageProcess[];
}

/** Each open deal with its stage and how long it has been there. */
export function agedDeals({ log, now, today, filter, stages }: Asked): Aged[] {
  const typical = new Map(stages.map(({ stage, medianDays }) => [stage, medianDays]));
  const { deals, versions } = asOf(log, now).rows(agePipeline, { today, filter });
  return Array.from(deals, (deal, row) => {
    const version = versions[row] ?? FIRST_VERSION;
    const stage = log.words.stage[log.stage[version] ?? 0] ?? '';
    const days = daysSince(log, sinceVersion(log, deal, version, 'stage'), now);
    return { deal, stage, age: ageIn(days, typical.get(stage)), amount: minor(log.amount[version] || 0) };
  });
}

export interface AgeCell {
  age: StageAge;
  amount: Minor;
  count: number;
}

/** The cells of a stage that hold something, from the shortest to the longest. */
export const ageCells = (deals: readonly Aged[]): AgeCell[] =>
  STAGE_AGES.flatMap((age) => {
    const own = deals.filter((each) => each.age === age);
    return own.length === 0
      ? []
      : [{ age, count: own.length, amount: minor(own.reduce((sum, { amount }) => sum + amount, 0)) }];
  });

/** Times the typical time, at least: how much an amount weighs that lies there. What is in time weighs nothing. */
const WEIGHTS: Partial<Record<StageAge, number>> = { over: 1, long: 2 };

/** Where most money has lain still longest; none where all is in time. */
export function worstCell<Cell extends AgeCell>(cells: readonly Cell[]): Cell | undefined {
  const weight = ({ age, amount }: AgeCell): number => amount * (WEIGHTS[age] ?? 0);
  return cells.reduce<Cell | undefined>(
    (worst, cell) => (weight(cell) > (worst ? weight(worst) : 0) ? cell : worst),
    undefined,
  );
}
