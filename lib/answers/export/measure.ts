import { type DealMeasures, dealMeasures } from '@/lib/answers/export/deal-measures';
import { addDays, DAY_MS, type Day, dayAt, dayNumber } from '@/lib/calendar/days';
import { isWithin } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { endOfDay, instantsOf, startOfDay } from '@/lib/calendar/zoned-time';
import type { Stage } from '@/lib/deal/org';
import { asOf, type FigureAnswer } from '@/lib/figures/ask';
import { type Booking, bookings as bookingsAt, cumShare, linearity, sumOf } from '@/lib/figures/bookings';
import { pipelineCreated } from '@/lib/figures/creation';
import type { Derived, StateFigure } from '@/lib/figures/figure';
import * as pipeline from '@/lib/figures/pipeline';
import { type RuleId, type RuleName, RULES, type Unit } from '@/lib/figures/rules';
import { stageVisits, type Visit } from '@/lib/figures/stage-visits';
import { valueOf } from '@/lib/figures/state-figure';
import { closedWon, openPipeline, overdue } from '@/lib/figures/states';
import * as time from '@/lib/figures/time';
import { dealsAt, daysBefore } from '@/lib/log/deals-at';
import type { PipelineLog } from '@/lib/log/event-log';
import { stageOrder } from '@/lib/log/trend';
import { stageDwellP80 } from '@/lib/process/metrics';
import { requiredCoverage, stageDwell, usualRemainder } from '@/lib/process/org-metrics';
import { forecastAtStart } from '@/lib/process/slip';

/** Length of the window behind rates: a year, so that no season weighs twice. */
const WINDOW_DAYS = 365;
/** Days over which a deal's trend is measured. */
const TREND_DAYS = 30;

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
  stages: ReadonlyMap<string, Pick<Stage, 'name' | 'probability' | 'order' | 'isClosed'>>;
  /** Absent: everyone. */
  ownerIds?: ReadonlySet<string>;
  /** Minor units; absent where there is none. */
  quota?: number;
  /** Uniform on [0, 1), seeded: for the simulation of the required coverage. */
  random: () => number;
}

/** One metric's value with what it was computed from. Money in minor units. */
interface Measured {
  id: RuleName;
  /** Its rule in the glossary. */
  rule: RuleId;
  /** The chance or the stage that it is about, where a metric has several values. */
  of?: string;
  /** Absent: it has none here, as its rule says. */
  value?: number | 'met';
  unit: Unit;
  /** What went into it, by name; of a list its length. */
  inputs: Record<string, number | string>;
  /** Deals without an amount among those that it sums up: counted, not priced. */
  unpriced?: number;
}

/** The days that the figures look between, both included. */
interface Windows {
  period: Period;
  /** Close dates behind win rates, cycle and deal sizes; also when the visits behind conversion and dwell began. */
  closed: { start: Day; end: Day };
  /** Creations behind the cohort's win rate: the year before that one. */
  cohort: { start: Day; end: Day };
  /** A deal's trend: from the end of the one day to that of the other. */
  trend: { start: Day; end: Day };
}

export interface Measures {
  windows: Windows;
  metrics: Measured[];
  /** The open deals that are not omitted. */
  deals: DealMeasures[];
}

/** Every figure of pipeline, quota, rates, dates and linearity for some owners, a period and an instant. */
export function measure(log: PipelineLog, question: MeasureQuestion): Measures {
  const { at, today, period, quota, ownerIds, timeZone } = question;
  const metrics: Measured[] = [];
  const put = <Input>(
    { id, rule, compute }: Derived<Input>,
    input: Input,
    more: { of?: string; unpriced?: number } = {},
  ): number | 'met' | undefined => {
    const value = compute(input);
    metrics.push({
      id,
      rule,
      ...(value === undefined ? {} : { value }),
      unit: RULES[id].unit,
      inputs: named(input),
      ...more,
    });
    return value;
  };
  const filter = ownerIds ? { ownerIds } : {};
  const then = asOf(log, at);
  const putState = (figure: StateFigure, window?: Pick<Period, 'start' | 'end'>): FigureAnswer => {
    const answer = then.ask(figure, { today, filter: { ...filter, ...(window ? { period: window } : {}) } });
    const { id, rule } = figure;
    const { unit } = RULES[id];
    const { count, unpriced: without } = answer.total;
    metrics.push({
      id,
      rule,
      value: valueOf(figure, answer),
      unit,
      inputs: { n: count },
      ...(unit === 'money' ? { unpriced: without } : {}),
    });
    return answer;
  };
  const deals = dealsAt(log, at, ownerIds);
  const counted = deals.filter(({ status, category }) => status === 'open' && category !== 'omitted');
  const open = counted.filter(({ closeDate }) => isWithin(period, closeDate));
  const booked = bookingsAt(log, at, { ...filter, period });
  const [openAmount, won] = [total(open), sumOf(booked)];
  putState(openPipeline, period);
  putState(closedWon, period);

  const closed = daysBefore(today, WINDOW_DAYS);
  const cohort = daysBefore(addDays(closed.start, -1), WINDOW_DAYS);
  const closings = deals.filter(({ status, closeDate }) => status !== 'open' && isWithin(closed, closeDate));
  const wins = closings.filter(({ status }) => status === 'won');
  const [wonAmount, closedAmount] = [total(wins), total(closings)];
  const winRate = put(pipeline.winRateCount, { won: wins.length, lost: closings.length - wins.length });
  const amountRate = put(
    pipeline.winRateAmount,
    { won: wonAmount, lost: closedAmount - wonAmount },
    unpriced(closings),
  );
  const born = deals.filter(({ createdAt }) => isWithin(cohort, dayAt(createdAt, timeZone)));
  put(pipeline.winRateCohort, { won: born.filter(({ status }) => status === 'won').length, created: born.length });
  const cycle = put(
    time.cycleDays,
    wins.flatMap(({ closeDate, createdAt }) =>
      closeDate === undefined ? [] : [dayNumber(closeDate) - dayNumber(dayAt(createdAt, timeZone))],
    ),
  );
  const priced = amounts(wins);
  if (typeof winRate === 'number' && typeof cycle === 'number' && priced.length > 0)
    put(pipeline.velocity, { open: counted.length, winRate, meanWon: wonAmount / priced.length, cycleDays: cycle });

  const weighted = put(
    pipeline.weightedPipeline,
    open.map(({ amount = 0, stage }) => ({ amount, p: (question.stages.get(stage)?.probability ?? 0) / 100 })),
    unpriced(open),
  );
  const { from, to } = instantsOf(period, timeZone);
  const until = Math.min(at + 1, to);
  const created = pipelineCreated(log, { from, to: until }, filter);
  put(
    pipeline.pipelineCreated,
    created.map(({ amount }) => amount),
  );
  put(pipeline.pipelineCreationRate, { created: sumOf(created), weeks: Math.max(0, until - from) / (7 * DAY_MS) });
  put(pipeline.createdAndClosedShare, {
    created: sumOf(booked.filter(({ deal }) => (log.createdAt[deal] ?? 0) >= from)),
    won,
  });

  const elapsed = Math.min(dayNumber(today), dayNumber(period.end)) - dayNumber(period.start) + 1;
  const past = question.pastPeriods.map((each) => pastOf(each, elapsed));
  const after = (day: Day): number => sumOf(booked.filter((each) => each.day >= dayNumber(day)));
  put(time.month3Share, { last: after(question.lastMonthStart), won });
  put(time.finalWeekShare, { last: after(addDays(period.end, -6)), won });
  put(time.linearityGini, linearity(booked, period)?.weeks ?? []);
  put(usualRemainder, { won, remainders: past.map(({ remainder }) => remainder) });
  if (quota !== undefined) putQuota(quota);
  putState(overdue);
  const called = forecastAtStart(log, { at, period, ownerIds });
  put(time.slipRate, {
    forecast: called.length,
    closed: called.filter(({ isClosedInside }) => isClosedInside).length,
  });

  const order = stageOrder(question.stages);
  const own = new Set(deals.map(({ deal }) => deal));
  const process = { from: startOfDay(closed.start, timeZone), at, order, isDeal: (deal: number) => own.has(deal) };
  for (const { stage, entered, forward } of stageVisits(log, process)) {
    const days = (all: readonly Visit[]): number[] =>
      all.map(({ enteredAt, exit }) => ((exit?.at ?? at) - enteredAt) / DAY_MS);
    const [over, open] = [true, false].map((isOver) => entered.filter(({ exit }) => (exit !== undefined) === isOver));
    const spans = { stays: days(over ?? []), open: days(open ?? []) };
    put(pipeline.stageConversion, { forward: forward.length, left: spans.stays.length }, { of: stage });
    put(stageDwell, spans, { of: stage });
    put(stageDwellP80, spans, { of: stage });
  }
  const trendFrom = addDays(today, -TREND_DAYS);
  const before = endOfDay(trendFrom, timeZone);
  return {
    windows: { period, closed, cohort, trend: { start: trendFrom, end: today } },
    metrics,
    deals: counted.map(({ deal }) => dealMeasures(log, deal, { at, today, timeZone, before, order })),
  };

  function putQuota(wanted: number): void {
    const gap = wanted - won;
    put(pipeline.gapToQuota, { quota: wanted, won });
    put(pipeline.attainment, { quota: wanted, won });
    put(pipeline.coverage, { open: openAmount, gap });
    if (typeof amountRate === 'number') put(pipeline.requiredCoverage50, amountRate);
    const rate = typeof winRate === 'number' ? winRate : 0;
    for (const chance of [0.5, 0.8])
      put(
        requiredCoverage,
        { gap, sizes: amounts(closings), winRate: rate, chance, random: question.random },
        { of: `${chance * 100} %` },
      );
    put(time.pacing, { won, quota: wanted, shares: past.flatMap(({ share }) => share ?? []) });
    const conversion = past.reduce((sum, each) => sum + each.wonOfCreated, 0);
    const made = past.reduce((sum, each) => sum + each.created, 0);
    put(pipeline.pipelineNeeded, {
      quota: wanted,
      won,
      weighted: typeof weighted === 'number' ? weighted : 0,
      conversion: made > 0 ? conversion / made : 0,
    });
  }

  /** What an earlier period had won by its day `day`, and what became there of the pipeline created after that day. */
  function pastOf(each: Period, day: number): Past {
    const own: Booking[] = bookingsAt(log, at, { ...filter, period: each });
    const rest = { start: addDays(each.start, day), end: each.end };
    const window = instantsOf(rest, timeZone);
    const entries = window.from < window.to ? pipelineCreated(log, window, filter) : [];
    const isNew = new Set(entries.map(({ deal }) => deal));
    return {
      share: sumOf(own) > 0 ? cumShare(own, each, day) : undefined,
      remainder: sumOf(own.filter((booking) => booking.day >= dayNumber(rest.start))),
      created: sumOf(entries),
      wonOfCreated: sumOf(own.filter(({ deal }) => isNew.has(deal))),
    };
  }
}

interface Past {
  /** Absent when it won nothing. */
  share: number | undefined;
  remainder: number;
  created: number;
  wonOfCreated: number;
}

const amounts = (deals: readonly { amount?: number }[]): number[] => deals.flatMap(({ amount }) => amount ?? []);
// Disjoint: `dealsAt` gives each deal once.
const total = (deals: readonly { amount?: number }[]): number =>
  amounts(deals).reduce((sum, amount) => sum + amount, 0);
const unpriced = (deals: readonly { amount?: number }[]): { unpriced: number } => ({
  unpriced: deals.filter(({ amount }) => amount === undefined).length,
});

function named(input: unknown): Record<string, number | string> {
  if (typeof input === 'number') return { value: input };
  if (Array.isArray(input)) return { n: input.length };
  return Object.fromEntries(
    Object.entries(input ?? {}).flatMap(([name, value]): [string, number | string][] => {
      if (typeof value === 'number' || typeof value === 'string') return [[name, value]];
      return Array.isArray(value) ? [[`${name} (n)`, value.length]] : [];
    }),
  );
}
