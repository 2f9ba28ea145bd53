import { experimentView, type ExperimentQuestion, type ExperimentView } from '@/lib/answers/experiment-view';
import type { Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import { toMajor, type Total, type Minor, minor } from '@/lib/deal/money';
import { AGE_BANDS, type AgeCell, stageAgeMatrix, ZOMBIE_DAYS } from '@/lib/figures/ages';
import { asOf } from '@/lib/figures/ask';
import {
  born,
  closings,
  cycleDays,
  doubtsAt,
  velocity,
  winRateAmount,
  winRateCohort,
  winRateCount,
} from '@/lib/figures/rates';
import { beginOf, forecastAtStart, slipRate } from '@/lib/figures/slip';
import { doubtsOfVisits, type StageProcess, stageProcess, visits } from '@/lib/figures/stage-visits';
import { openDeals } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { Doubts } from '@/lib/log/doubts';
import { recycleList } from '@/lib/process/recycle';
import { processScope } from '@/lib/process/scope';

export interface ProcessQuestion {
  experiment?: ExperimentQuestion;
}

/** How the team's process runs. Amounts in corporate currency, shares 0–1. */
export interface ProcessView {
  today: Day;
  currency: string;
  /** Days in which the deals behind rates and stages closed, or came into a stage; and the cohort's, in which they were created. */
  days: { start: Day; end: Day };
  cohortDays: { start: Day; end: Day };
  finished: { won: number; lost: number };
  /** In the order of the ladder; those that nothing came into are left out. */
  stages: (Omit<StageProcess, 'lostAmount'> & { lostAmount: number; label: string })[];
  /** Lower edges of the age bands in days, and what is open by stage and band; cells without a deal are left out. */
  bands: readonly number[];
  ages: { stage: string; label: string; cells: { band: number; amount: number; count: number; isWorst: boolean }[] }[];
  winRateCount?: number;
  winRateAmount?: number;
  winRateCohort?: number;
  cohortSize: number;
  cycleDays?: number;
  /** Money a day. */
  velocity?: number;
  slip: { period: Period; forecast: number; rate?: number };
  leaked: Pick<Total, 'amount' | 'count'>;
  zombies: Pick<Total, 'amount' | 'count'>;
  recycle: Pick<Total, 'amount' | 'count'> & { rows: { id: string; name: string; amount: number; days: number }[] };
  experiment: ExperimentView;
  /** What history could not know of the deals behind the figures of each kind. */
  doubts: Record<'winRateCount' | 'winRateCohort' | 'cycleDays' | 'slipRate' | 'stageDwell', Doubts>;
}

/** Lost deals that are listed; the others are counted. */
const RECYCLED = 10;

export function processView(facts: OrgFacts, { experiment = {} }: ProcessQuestion): ProcessView {
  const { log, now, today, profile, stages } = facts;
  const { window, filter, period, days, cohortDays } = processScope(facts);
  const label = (stage: string): string => stages.get(stage)?.label ?? stage;
  const major = (units: Minor): number => toMajor(units, profile.currency);
  const closed = closings(log, now, { ...filter, days });
  const won = closed.filter(({ isWon }) => isWon).length;
  const created = born(log, now, { ...filter, days: cohortDays });
  const open = asOf(log, now).rows(openDeals, { filter }).deals.length;
  const speed = velocity.compute({ open, closings: closed });
  const cells = stageAgeMatrix(log, now, window.isDeal);
  const worst = worstCell(cells);
  const zombies = cells.filter(({ band }) => (AGE_BANDS[band] ?? 0) >= ZOMBIE_DAYS);
  const steps = stageProcess(log, window);
  const called = forecastAtStart(log, { at: now, period, ownerIds: filter.ownerIds });
  const slipped = slipRate.compute(called);
  const lost = recycleList(log, now, window.isDeal);
  const [byCount, byAmount] = [winRateCount, winRateAmount].map(({ compute }) => compute(closed));
  const [ofCohort, cycle] = [winRateCohort.compute(created), cycleDays.compute(closed)];
  return {
    today,
    currency: profile.currency,
    days,
    cohortDays,
    finished: { won, lost: closed.length - won },
    stages: steps.map((step) => ({ ...step, lostAmount: major(step.lostAmount), label: label(step.stage) })),
    bands: AGE_BANDS,
    ages: ladder().map((stage) => ({
      stage,
      label: label(stage),
      cells: cells
        .filter((cell) => cell.stage === stage)
        .map((cell) => ({ band: cell.band, amount: major(cell.amount), count: cell.count, isWorst: cell === worst })),
    })),
    ...(byCount === undefined ? {} : { winRateCount: byCount }),
    ...(byAmount === undefined ? {} : { winRateAmount: byAmount }),
    ...(ofCohort === undefined ? {} : { winRateCohort: ofCohort }),
    cohortSize: created.length,
    ...(cycle === undefined ? {} : { cycleDays: cycle }),
    ...(speed === undefined ? {} : { velocity: major(minor(speed)) }),
    slip: { period, forecast: called.length, ...(slipped === undefined ? {} : { rate: slipped }) },
    leaked: {
      amount: major(minor(steps.reduce((sum, { lostAmount }) => sum + lostAmount, 0))),
      count: steps.reduce((sum, { leaked }) => sum + leaked, 0),
    },
    zombies: { amount: major(minor(sumOf(zombies))), count: zombies.reduce((sum, { count }) => sum + count, 0) },
    recycle: {
      amount: major(minor(sumOf(lost))),
      count: lost.length,
      rows: lost.slice(0, RECYCLED).map(({ deal, amount, daysSinceLost }) => {
        const id = log.ids[deal] ?? '';
        return { id, name: facts.deal(id)?.opportunity.name ?? id, amount: major(amount), days: daysSinceLost };
      }),
    },
    experiment: experimentView(facts, { window, filter }, experiment),
    doubts: {
      winRateCount: doubtsAt(log, now, closed, { filter }),
      winRateCohort: doubtsAt(log, now, created, { filter, isByCreation: true }),
      cycleDays: doubtsAt(
        log,
        now,
        closed.filter(({ isWon }) => isWon),
        { filter, isByCreation: true },
      ),
      slipRate: doubtsAt(log, beginOf(log, period), called, { filter }),
      stageDwell: doubtsOfVisits(
        log,
        visits(log, now, window.isDeal).filter(({ enteredAt }) => enteredAt >= window.from),
        now,
      ),
    },
  };

  /** The org's stages that hold something, and any that it lists no more. */
  function ladder(): string[] {
    const held = new Set(cells.map(({ stage }) => stage));
    const known = window.order.filter((stage) => held.has(stage));
    return [...known, ...[...held].filter((stage) => !known.includes(stage))];
  }
}

/** Where most money has lain still longest: the largest amount × days at least in the stage; none where all is young. */
function worstCell(cells: readonly AgeCell[]): AgeCell | undefined {
  const weight = ({ amount, band }: AgeCell): number => amount * (AGE_BANDS[band] ?? 0);
  return cells.reduce<AgeCell | undefined>(
    (worst, cell) => (weight(cell) > (worst ? weight(worst) : 0) ? cell : worst),
    undefined,
  );
}

const sumOf = (parts: readonly { amount: number }[]): number => parts.reduce((sum, { amount }) => sum + amount, 0);
