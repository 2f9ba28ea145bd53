import { bookingsAt, byWeek } from '@/lib/domain/bookings';
import { pipelineCreated } from '@/lib/domain/created';
import { addDays, DAY_MS, type Day, dayAt, dayNumber } from '@/lib/domain/days';
import { instantsOf, isWithin } from '@/lib/domain/fiscal';
import type { PipelineLog } from '@/lib/domain/log';
import { overdue, pushCountSf, pushDays, pushEvents, slipRate } from '@/lib/domain/metrics/dates';
import {
  cumShare,
  finalWeekShare,
  linearityGini,
  month3Share,
  pacing,
  usualRemainder,
} from '@/lib/domain/metrics/linearity';
import type { Metric, Unit } from '@/lib/domain/metrics/metric';
import {
  attainment,
  coverage,
  gapToQuota,
  requiredCoverage50,
  requiredCoverageMetric,
} from '@/lib/domain/metrics/quota';
import {
  cycleDays,
  daysInStage,
  stageConversion,
  stageDwell,
  velocity,
  winRateAmount,
  winRateCohort,
  winRateCount,
} from '@/lib/domain/metrics/rates';
import {
  closedWon,
  createdAndClosedShare,
  openPipeline,
  pipelineCreatedMetric,
  pipelineCreationRate,
  pipelineNeeded,
  weightedPipeline,
} from '@/lib/domain/metrics/sums';
import type { Period, Stage } from '@/lib/domain/org';

import { closeDatesOf, dealsAt, daysBefore, stageStays } from './closings';

/** Length of the window behind rates: a year, so that no season weighs twice. */
const WINDOW_DAYS = 365;

export interface MeasureQuestion {
  /** Instant, ms, and the day it lies in. */
  at: number;
  today: Day;
  period: Period;
  /** First day of the period's last month. */
  lastMonthStart: Day;
  /** Earlier periods of the same kind that are over, newest first: what is usual. */
  pastPeriods: readonly Period[];
  timeZone: string;
  stages: ReadonlyMap<string, Stage>;
  /** Absent: everyone. */
  ownerIds?: ReadonlySet<string>;
  /** Minor units; absent where there is none. */
  quota?: number;
  /** Uniform on [0, 1), seeded: for the simulation of the required coverage. */
  random: () => number;
}

/** One metric's value with what it was computed from. Money in minor units. */
export interface Measured {
  id: string;
  /** The stage or the chance that it is about, where a metric has several values. */
  of?: string;
  value: unknown;
  unit: Unit;
  formula: string;
  /** The inputs by name; lists only by their length. */
  inputs: Record<string, number | string>;
}

/** The dates that the windows of the figures run between, both included. */
export interface Windows {
  period: Period;
  /** Closings behind win rates, cycle and deal sizes. */
  closed: { start: Day; end: Day };
  /** Creations behind the cohort's win rate: the year before that one. */
  cohort: { start: Day; end: Day };
}

/** Every figure of pipeline, quota, rates, dates and linearity for some owners, a period and an instant. */
export function measure(
  log: PipelineLog,
  question: MeasureQuestion,
): { windows: Windows; metrics: Measured[]; deals: DealMeasures[] } {
  const { at, today, period, quota, ownerIds, stages, timeZone } = question;
  const metrics: Measured[] = [];
  const put = <Input extends object, Output>(metric: Metric<Input, Output>, input: Input, of?: string): Output => {
    const value = metric.compute(input);
    const inputs = Object.fromEntries(Object.entries(input).flatMap(([name, each]) => named(name, each)));
    metrics.push({
      id: metric.id,
      ...(of === undefined ? {} : { of }),
      value,
      unit: metric.unit,
      formula: metric.formula,
      inputs,
    });
    return value;
  };
  const deals = dealsAt(log, at, ownerIds);
  const open = put(openPipeline, { deals, period });
  const won = put(closedWon, { deals, period });
  const closed = daysBefore(today, WINDOW_DAYS);
  const cohort = daysBefore(addDays(closed.start, -1), WINDOW_DAYS);
  const windows: Windows = { period, closed, cohort };

  const closings = deals.filter(({ status, closeDate }) => status !== 'open' && isWithin(closed, closeDate));
  const wins = closings.filter(({ status }) => status === 'won');
  const rate = put(winRateCount, { won: wins.length, lost: closings.length - wins.length });
  const wonAmount = total(wins);
  const amountRate = put(winRateAmount, { won: wonAmount, lost: total(closings) - wonAmount });
  const born = deals.filter(({ createdAt }) => isWithin(cohort, dayAt(createdAt, timeZone)));
  put(winRateCohort, { created: born.length, won: born.filter(({ status }) => status === 'won').length });
  const cycle = put(cycleDays, {
    days: wins.flatMap(({ closeDate, createdAt }) =>
      closeDate === undefined ? [] : [dayNumber(closeDate) - dayNumber(dayAt(createdAt, timeZone))],
    ),
  });
  const counted = deals.filter(({ status, category }) => status === 'open' && category !== 'omitted');
  const priced = wins.filter(({ amount }) => amount !== undefined);
  if (rate !== undefined && cycle !== undefined && priced.length > 0)
    put(velocity, {
      openCount: counted.length,
      winRate: rate,
      avgWonAmount: wonAmount / priced.length,
      cycleDays: cycle,
    });

  if (quota !== undefined) {
    const gap = put(gapToQuota, { quota, closedWon: won.amount });
    put(attainment, { quota, closedWon: won.amount });
    put(coverage, { openPipeline: open.amount, gap });
    if (amountRate !== undefined) put(requiredCoverage50, { winRateAmount: amountRate });
    const sizes = closings.flatMap(({ amount }) => amount ?? []);
    for (const chance of [0.5, 0.8])
      put(
        requiredCoverageMetric,
        { gap, sizes, winRate: rate ?? 0, chance, random: question.random },
        `${chance * 100} %`,
      );
  }

  const chanceOf = ({ stage }: { stage: string }): number => (stages.get(stage)?.probability ?? 0) / 100;
  const weighted = put(weightedPipeline, {
    deals: counted
      .filter(({ closeDate }) => isWithin(period, closeDate))
      .map(({ amount, stage }) => ({ chance: chanceOf({ stage }), ...(amount === undefined ? {} : { amount }) })),
  });
  const filter = ownerIds ? { ownerIds } : {};
  const { from, to } = instantsOf(period, timeZone);
  const until = Math.min(at, to - 1);
  const created = put(pipelineCreatedMetric, { entries: pipelineCreated(log, { from: from - 1, to: until, filter }) });
  put(pipelineCreationRate, { created: created.amount, weeks: Math.max(0, until - from) / (7 * DAY_MS) });
  const bookings = bookingsAt(log, at, { ...filter, period });
  put(createdAndClosedShare, {
    won: won.amount,
    wonCreatedInside: total(bookings.filter(({ deal }) => (log.createdAt[deal] ?? 0) >= from)),
  });

  const days = bookings.map(({ day, amount = 0 }) => ({ day, amount }));
  const inPeriod = { won: days, start: period.start, end: period.end };
  put(month3Share, { ...inPeriod, lastMonthStart: question.lastMonthStart });
  put(finalWeekShare, inPeriod);
  put(linearityGini, { weeks: byWeek(days, period) });
  const x = Math.min(
    1,
    (dayNumber(today) - dayNumber(period.start) + 1) / (dayNumber(period.end) - dayNumber(period.start) + 1),
  );
  put(cumShare, { ...inPeriod, x });
  const past = question.pastPeriods.map((each) => pastOf(log, at, each, x, timeZone, filter));
  if (quota !== undefined)
    put(pacing, { won: won.amount, quota, pastShares: past.flatMap(({ share }) => share ?? []) });
  put(usualRemainder, { won: won.amount, pastRemainders: past.map(({ remainder }) => remainder) });
  if (quota !== undefined) {
    const [made, taken] = [
      past.reduce((sum, each) => sum + each.created, 0),
      past.reduce((sum, each) => sum + each.wonOfCreated, 0),
    ];
    put(pipelineNeeded, { quota, closedWon: won.amount, weighted, conversion: made > 0 ? taken / made : 0 });
  }

  put(overdue, {
    deals: counted.map(({ closeDate }) => ({ isOpen: true, ...(closeDate === undefined ? {} : { closeDate }) })),
    today,
  });
  const called = dealsAt(log, from - 1, ownerIds).filter(
    ({ status, category, closeDate }) =>
      status === 'open' && (category === 'commit' || category === 'bestCase') && isWithin(period, closeDate),
  );
  const stillThere = new Map(deals.map((each) => [each.deal, each]));
  put(slipRate, {
    forecast: called.length,
    closedInPeriod: called.filter(({ deal }) => {
      const now = stillThere.get(deal);
      return now !== undefined && now.status !== 'open' && isWithin(period, now.closeDate);
    }).length,
  });
  putStages();
  return { windows, metrics, deals: counted.map(({ deal }) => dealMeasures(log, deal, at, today, timeZone)) };

  /** Conversion and dwell of each open stage, from the stays of the deals of these owners. */
  function putStages(): void {
    const stays = deals.map(({ deal }) => stageStays(log, deal, at));
    const order = (stage: string): number => stages.get(stage)?.order ?? -1;
    for (const stage of [...stages.values()]
      .filter(({ isClosed }) => !isClosed)
      .toSorted((a, b) => a.order - b.order)) {
      let [entered, enteredNext] = [0, 0];
      const dwell: number[] = [];
      for (const own of stays) {
        const first = own.findIndex((stay) => stay.stage === stage.name);
        const entry = own[first];
        if (entry && isWithin(closed, dayAt(entry.from, timeZone))) {
          entered += 1;
          const isAhead = (name: string): boolean => {
            const next = stages.get(name);
            return next !== undefined && (next.isClosed ? next.isWon : order(name) > stage.order);
          };
          if (own.slice(first + 1).some((stay) => isAhead(stay.stage))) enteredNext += 1;
        }
        for (const { stage: name, from: since, to: left } of own)
          if (name === stage.name && left !== undefined) dwell.push((left - since) / DAY_MS);
      }
      put(stageConversion, { entered, enteredNext }, stage.name);
      put(stageDwell, { days: dwell }, stage.name);
    }
  }
}

/** The figures that each open deal has for itself. */
export interface DealMeasures {
  id: string;
  daysInStage: number;
  pushEvents: number;
  pushCountSf: number;
  pushDays: number;
}

function dealMeasures(log: PipelineLog, deal: number, at: number, today: Day, timeZone: string): DealMeasures {
  const closeDates = closeDatesOf(log, deal, at);
  const entered = stageStays(log, deal, at).at(-1)?.from ?? at;
  return {
    id: log.ids[deal] ?? '',
    daysInStage: daysInStage.compute({ enteredDay: dayNumber(dayAt(entered, timeZone)), today: dayNumber(today) }),
    pushEvents: pushEvents.compute({ closeDates }),
    pushCountSf: pushCountSf.compute({ closeDates }),
    pushDays: pushDays.compute({ closeDates }),
  };
}

/** What an earlier period had won by fraction `x` of it, and after; and what became of the pipeline created after that point. */
function pastOf(
  log: PipelineLog,
  at: number,
  period: Period,
  x: number,
  timeZone: string,
  filter: { ownerIds?: ReadonlySet<string> },
): { share: number | undefined; remainder: number; created: number; wonOfCreated: number } {
  const bookings = bookingsAt(log, at, { ...filter, period });
  const won = bookings.map(({ day, amount = 0 }) => ({ day, amount }));
  const share = cumShare.compute({ won, start: period.start, end: period.end, x });
  const { from, to } = instantsOf(period, timeZone);
  const point = from + x * (to - from);
  const entries = pipelineCreated(log, { from: point, to: to - 1, filter });
  const isNew = new Set(entries.map(({ deal }) => deal));
  return {
    share,
    remainder: total(won) * (1 - (share ?? 0)),
    created: total(entries),
    wonOfCreated: total(bookings.filter(({ deal }) => isNew.has(deal))),
  };
}

const total = (rows: readonly { amount?: number }[]): number => rows.reduce((sum, { amount = 0 }) => sum + amount, 0);

function named(name: string, value: unknown): [string, number | string][] {
  if (typeof value === 'number' || typeof value === 'string') return [[name, value]];
  return Array.isArray(value) ? [[`${name} (n)`, value.length]] : [];
}
