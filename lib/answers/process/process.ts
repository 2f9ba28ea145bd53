import { type OwnChange, ownChanges } from '@/lib/answers/leading/own-changes';
import { experimentView, type ExperimentQuestion, type ExperimentView } from '@/lib/answers/process/experiment-view';
import { ageCells, agedDeals, type StageAge, worstCell } from '@/lib/answers/process/stage-ages';
import { type Day, dayNumber, dayNumberAt } from '@/lib/calendar/days';
import { neighbour, periodAt, quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { minor, type Minor, toMajor, type Total } from '@/lib/deal/money';
import type { Jotting } from '@/lib/deal/own/jotting';
import { agePipeline, zombies } from '@/lib/figures/ages';
import { asOf } from '@/lib/figures/ask';
import { during } from '@/lib/figures/during';
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
import { type StageProcess, stageProcess } from '@/lib/figures/stage-process';
import { leakage, stageEntered } from '@/lib/figures/stage-visits';
import { openDeals } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { Doubts } from '@/lib/log/doubts';
import { LOST, OPEN, WON } from '@/lib/log/event-log';
import { type StageChange, stageChanges } from '@/lib/process/process-changes';
import { recycled } from '@/lib/process/recycled';
import { atAsked, processScope, wholeQuarters } from '@/lib/process/scope';
import { originName, type SourceRate, sourceRates } from '@/lib/process/source-rates';
import { type Fate, FATES, largestLeak, type LeakCost, type StageLeak, stageLeaks } from '@/lib/process/stage-leaks';

export interface ProcessQuestion {
  experiment?: ExperimentQuestion;
}

/** How the team's process runs. Amounts in corporate currency, shares 0–1. */
export interface ProcessView {
  today: Day;
  currency: string;
  /** The quarter at whose end everything is looked at, where that is over. */
  past?: { period: Period };
  /** Days in which the deals behind rates and stages closed, or came into a stage; and the cohort's, in which they were created. */
  days: { start: Day; end: Day };
  cohortDays: { start: Day; end: Day };
  finished: { won: number; lost: number };
  /** Win rate of those by where they come from; `label` is the CRM's own name. */
  sources: (Omit<SourceRate, 'deal'> & { label: string })[];
  /** In the order of the ladder; those that nothing came into are left out. */
  stages: (Omit<StageProcess, 'doubts' | 'lostAmount'> & { lostAmount: number; label: string })[];
  /** What became of what came into each stage, and what that costs; the stage that costs most, where that is no chance. */
  leaks: LeakRow[];
  worstLeak?: string;
  /** Deals by the month in which they were created, the newest first: what has become of them. */
  cohorts: { month: Period; created: number; won: number; lost: number; open: number; wonAmount: number }[];
  /** What is open by stage and how long it has been there, beside the time that is typical there; cells without a deal are left out. */
  ages: {
    stage: string;
    label: string;
    typicalDays?: number;
    cells: { age: StageAge; amount: number; count: number; isWorst: boolean }[];
  }[];
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
  /** Dated changes of the process, the newest first: those of the stages that the org made, and those that the person keeps. */
  stageChanges: (StageChange & { label: string; about?: string })[];
  ownChanges: OwnChange[];
  /** What history could not know of the deals behind the figures of each kind. */
  doubts: Record<
    | 'winRateCount'
    | 'winRateCohort'
    | 'cycleDays'
    | 'slipRate'
    | 'stageDwell'
    | 'leakage'
    | 'agePipeline'
    | 'zombies'
    | 'recycle',
    Doubts
  >;
}

/** Counts, and amounts in corporate currency. */
export interface LeakRow extends Pick<StageLeak, 'stage'> {
  label: string;
  fates: Record<Fate, { count: number; amount: number }>;
  ways: { to: 'stage' | 'won' | 'lost'; stage: string; label: string; count: number; amount: number }[];
  cost?: Omit<LeakCost, 'aQuarter' | 'low' | 'high'> & { aQuarter: number; low: number; high: number };
}

/** Months of creation that are told. */
const COHORTS = 12;

/** Lost deals that are listed; the others are counted. */
const RECYCLED = 10;

export function processView(
  present: OrgFacts,
  { experiment = {} }: ProcessQuestion,
  jottings: readonly Jotting[] = [],
): ProcessView {
  const facts = atAsked(present);
  const { log, now, today, profile, stages } = facts;
  const { stretch, order, filter, period, days, cohortDays } = processScope(facts);
  const label = (stage: string): string => stages.get(stage)?.label ?? stage;
  const major = (units: Minor): number => toMajor(units, profile.currency);
  const closed = closings(log, now, { ...filter, days });
  const won = closed.filter(({ isWon }) => isWon).length;
  const created = born(log, now, { ...filter, days: cohortDays });
  const state = asOf(log, now);
  const open = state.rows(openDeals, { filter }).deals.length;
  const speed = velocity.compute({ open, closings: closed });
  const aged = state.ask(agePipeline, { today, filter, by: ['stage', 'stageAge'] });
  const still = state.ask(zombies, { today, filter });
  const lost = recycled(log, { at: now, today, filter });
  const { ask } = during({ ...stretch, filter: { ...filter, stages: order } });
  const leaked = ask(leakage);
  const called = forecastAtStart(log, { at: now, period, ownerIds: filter.ownerIds });
  const slipped = slipRate.compute(called);
  const [byCount, byAmount] = [winRateCount, winRateAmount].map(({ compute }) => compute(closed));
  const [ofCohort, cycle] = [winRateCohort.compute(created), cycleDays.compute(closed)];
  const steps = stageProcess(stretch, order);
  const standing = Map.groupBy(agedDeals({ log, now, today, filter, stages: steps }), ({ stage }) => stage);
  const ages = ladder().map((stage) => ({ stage, cells: ageCells(standing.get(stage) ?? []) }));
  const worstAge = worstCell(ages.flatMap(({ cells }) => cells));
  const leaks = leakRows();
  const worst = largestLeak(leaks);
  return {
    today,
    currency: profile.currency,
    ...(facts === present ? {} : { past: { period: quarterAt(profile, today) } }),
    days,
    cohortDays,
    finished: { won, lost: closed.length - won },
    sources: sourceRates(facts, { filter, days }).map(({ deal, ...rate }) => ({
      ...rate,
      label: originName(facts, { ...rate, deal }),
    })),
    stages: steps.map(({ doubts: _doubts, ...step }) => ({
      ...step,
      lostAmount: major(step.lostAmount),
      label: label(step.stage),
    })),
    leaks,
    ...(worst ? { worstLeak: worst.stage } : {}),
    cohorts: cohortRows(),
    ages: ages.map(({ stage, cells }) => {
      const typicalDays = steps.find((step) => step.stage === stage)?.medianDays;
      return {
        stage,
        label: label(stage),
        ...(typicalDays === undefined ? {} : { typicalDays }),
        cells: cells.map((cell) => ({ ...cell, amount: major(cell.amount), isWorst: cell === worstAge })),
      };
    }),
    ...(byCount === undefined ? {} : { winRateCount: byCount }),
    ...(byAmount === undefined ? {} : { winRateAmount: byAmount }),
    ...(ofCohort === undefined ? {} : { winRateCohort: ofCohort }),
    cohortSize: created.length,
    ...(cycle === undefined ? {} : { cycleDays: cycle }),
    ...(speed === undefined ? {} : { velocity: major(minor(speed)) }),
    slip: { period, forecast: called.length, ...(slipped === undefined ? {} : { rate: slipped }) },
    leaked: { amount: major(leaked.total.amount), count: leaked.total.count },
    zombies: { amount: major(still.total.amount), count: still.total.count },
    recycle: {
      amount: major(lost.answer.total.amount),
      count: lost.answer.total.count,
      rows: lost.deals.slice(0, RECYCLED).map(({ deal, amount, daysSinceLost }) => {
        const id = log.ids[deal] ?? '';
        return { id, name: facts.deal(id)?.opportunity.name ?? id, amount: major(amount), days: daysSinceLost };
      }),
    },
    experiment: experimentView(facts, { stretch, order, filter }, experiment),
    stageChanges: stageChanges({
      stretch,
      order,
      stages,
      renames: facts.stageRenames ?? [],
      versions: facts.stageVersions ?? [],
    }).map((change) => ({
      ...change,
      label: label(change.stage),
      ...(change.conversion ? { about: label(change.conversion.stage) } : {}),
    })),
    ownChanges: ownChanges(facts, { stretch, order, filter }, jottings),
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
      // Time in a stage is told without amounts.
      stageDwell: { ...ask(stageEntered).doubts, currencyAssumed: 0 },
      leakage: leaked.doubts,
      agePipeline: aged.doubts,
      zombies: still.doubts,
      recycle: lost.answer.doubts,
    },
  };

  function leakRows(): LeakRow[] {
    return stageLeaks({ stretch, order, dwell: facts.context.dwell, quarters: wholeQuarters(facts, days.start) }).map(
      ({ stage, fates, ways, cost }) => ({
        stage,
        label: label(stage),
        // Safe: each of the fates is there.
        fates: Object.fromEntries(
          FATES.map((fate) => [fate, { count: fates[fate].count, amount: major(fates[fate].amount) }]),
        ) as LeakRow['fates'],
        ways: ways.map(({ amount, ...way }) => ({ ...way, label: label(way.stage), amount: major(amount) })),
        ...(cost
          ? { cost: { ...cost, aQuarter: major(cost.aQuarter), low: major(cost.low), high: major(cost.high) } }
          : {}),
      }),
    );
  }

  function cohortRows(): ProcessView['cohorts'] {
    const months = [periodAt(profile, 'month', today)];
    for (let last = months[0]; last && months.length < COHORTS; last = months.at(-1))
      months.push(neighbour(profile, last, -1, 'month'));
    const own = born(log, now, { ...filter, days: { start: months.at(-1)?.start ?? today, end: today } }).map(
      (each) => ({
        ...each,
        day: dayNumberAt(instant(log.createdAt[each.deal] ?? 0), log.timeZone),
      }),
    );
    return months.map((month) => {
      const [first, last] = [dayNumber(month.start), dayNumber(month.end)];
      const those = own.filter(({ day }) => day >= first && day <= last);
      const count = (of: number): number => those.filter(({ version }) => log.status[version] === of).length;
      const wonAmount = those.reduce(
        (sum, { version, isWon }) => sum + (isWon ? (log.amount[version] ?? Number.NaN) || 0 : 0),
        0,
      );
      return {
        month,
        created: those.length,
        won: count(WON),
        lost: count(LOST),
        open: count(OPEN),
        wonAmount: major(minor(wonAmount)),
      };
    });
  }

  /** The org's stages that hold something, and any that it lists no more. */
  function ladder(): string[] {
    const held = new Set(aged.groups.map(({ key }) => key));
    const known = order.filter((stage) => held.has(stage));
    return [...known, ...[...held].filter((stage) => !known.includes(stage))];
  }
}
