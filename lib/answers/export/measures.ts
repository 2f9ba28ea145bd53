import { type DealMeasures, dealMeasures } from '@/lib/answers/export/deal-measures';
import { addDays, DAY_MS, type Day, dayNumber } from '@/lib/calendar/days';
import { type Instant, later, instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { endOfDay, instantsOf } from '@/lib/calendar/zoned-time';
import { isExact } from '@/lib/deal/money';
import type { Stage } from '@/lib/deal/org';
import { ask, asOf } from '@/lib/figures/ask';
import {
  type Booking,
  bookings as bookingsAt,
  cumShare,
  finalWeekShare,
  linearityGini,
  month3Share,
  sumOf,
  weeksOf,
} from '@/lib/figures/bookings';
import { createdAndClosedShare, createdLate, pipelineCreated, pipelineCreationRate } from '@/lib/figures/creation';
import type { StateFigure } from '@/lib/figures/figure';
import type { FigureAnswer } from '@/lib/figures/groups';
import { pacing, usualRemainder } from '@/lib/figures/pacing';
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
import { type RuleId, type RuleName, RULES, type Unit } from '@/lib/figures/rules';
import { beginOf, forecastAtStart, slipRate } from '@/lib/figures/slip';
import { stageProcess } from '@/lib/figures/stage-process';
import { valueOf } from '@/lib/figures/state-figure';
import { closedWon, openDeals, openPipeline, overdue } from '@/lib/figures/states';
import {
  atStage,
  attainment,
  coverage,
  gapToQuota,
  pipelineNeeded,
  requiredCoverage50,
  weightedPipeline,
} from '@/lib/figures/targets';
import { type RateDays, rateDays, rateStart } from '@/lib/figures/windows';
import { requiredCoverage } from '@/lib/forecast/required-coverage';
import { addDoubts, type Doubts, toldDoubts } from '@/lib/log/doubts';
import type { PipelineLog } from '@/lib/log/event-log';
import type { DealIndex } from '@/lib/log/positions';
import { stageOrder } from '@/lib/log/trend';

/** Days over which a deal's trend is measured. */
const TREND_DAYS = 30;

export interface MeasureQuestion {
  /** Instant, ms, and the day it lies in. */
  at: Instant;
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
  /** Its sum is too large for each minor unit to be held: the value is near. */
  isNear?: true;
  /** What went into it, by name; of a list its length. */
  inputs: Record<string, number | string>;
  /** Deals without an amount among those that it sums up: counted, not priced. */
  unpriced?: number;
  /** What history could not know of the deals behind it, in numbers of deals. */
  doubts?: Partial<Doubts>;
}

/** The days that the figures look between, both included. */
interface Windows extends RateDays {
  period: Period;
  /** A deal's trend: from the end of the one day to that of the other. */
  trend: { start: Day; end: Day };
}

export interface Measures {
  windows: Windows;
  metrics: Measured[];
  /** The open deals that are not omitted. */
  deals: DealMeasures[];
}

type Inputs = Record<string, number | string>;

/** Every figure of pipeline, quota, rates, dates and linearity for some owners, a period and an instant. */
export function measure(log: PipelineLog, question: MeasureQuestion): Measures {
  const { at, today, period, quota, ownerIds, timeZone } = question;
  const metrics: Measured[] = [];
  const put = (
    id: RuleName,
    value: number | 'met' | undefined,
    inputs: Inputs,
    { doubts, ...more }: Pick<Measured, 'of' | 'unpriced'> & { doubts?: Doubts } = {},
  ): void => {
    const { id: rule, unit } = RULES[id];
    const told = doubts && toldDoubts(doubts);
    metrics.push({
      id,
      rule,
      ...(value === undefined ? {} : { value }),
      unit,
      ...(unit === 'money' && typeof value === 'number' && !isExact(Math.round(value))
        ? { isNear: true as const }
        : {}),
      inputs,
      ...more,
      ...(told ? { doubts: told } : {}),
    });
  };
  const filter = ownerIds ? { ownerIds } : {};
  const then = asOf(log, at);
  const putState = (figure: StateFigure): FigureAnswer => {
    const answer = then.ask(figure, { today, filter: { ...filter, period } });
    const { count, unpriced } = answer.total;
    const isMoney = RULES[figure.id].unit === 'money';
    put(figure.id, valueOf(figure, answer), { n: count }, { ...(isMoney ? { unpriced } : {}), doubts: answer.doubts });
    return answer;
  };
  const open = putState(openPipeline);
  const wonNow = putState(closedWon);
  const won = wonNow.total.amount;
  const booked = bookingsAt(log, at, { ...filter, period });

  const days = rateDays(today);
  const closed = closings(log, at, { ...filter, days: days.closed });
  const ends = { won: closed.filter(({ isWon }) => isWon).length, lost: closed.filter(({ isWon }) => !isWon).length };
  const unpriced = closed.filter((each) => each.isUnpriced).length;
  const [winRate, amountRate] = [winRateCount.compute(closed), winRateAmount.compute(closed)];
  const ended = { doubts: doubtsAt(log, at, closed, { filter }) };
  put('winRateCount', winRate, ends, ended);
  put('winRateAmount', amountRate, { ...ends, closed: sumOf(closed) }, { unpriced, ...ended });
  const created = born(log, at, { ...filter, days: days.cohort });
  put(
    'winRateCohort',
    winRateCohort.compute(created),
    { created: created.length },
    { doubts: doubtsAt(log, at, created, { filter, isByCreation: true }) },
  );
  const cycle = cycleDays.compute(closed);
  const sold = closed.filter(({ isWon }) => isWon);
  const ofCycle = { doubts: doubtsAt(log, at, sold, { filter, isByCreation: true }) };
  put('cycleDays', cycle, { n: ends.won }, ofCycle);
  const counted = then.rows(openDeals, { filter }).deals;
  const speed = velocity.compute({ open: counted.length, closings: closed });
  if (speed !== undefined) put('velocity', speed, { open: counted.length, ...ends }, ofCycle);

  const weighted = weightedPipeline.compute(atStage(log, open.rows.versions, question.stages));
  put('weightedPipeline', weighted, { n: open.total.count }, { unpriced: open.total.unpriced, doubts: open.doubts });
  const { from, to } = instantsOf(period, timeZone);
  const until = Math.min(at + 1, to);
  const entered = ask(log, pipelineCreated, { from: later(from, -1), at: instant(Math.max(from, until) - 1), filter });
  const ofCreation = { doubts: entered.doubts };
  const weeks = Math.max(0, until - from) / (7 * DAY_MS);
  put(
    'pipelineCreated',
    entered.total.amount,
    { n: entered.total.count },
    { unpriced: entered.total.unpriced, ...ofCreation },
  );
  put('pipelineCreationRate', pipelineCreationRate.compute({ created: entered.parts, weeks }), { weeks }, ofCreation);
  const isNew = ({ deal }: { deal: DealIndex }): boolean => (log.createdAt[deal] ?? 0) >= from;
  put(
    'createdAndClosedShare',
    createdAndClosedShare.compute(booked.map((each) => ({ amount: each.amount, isNew: isNew(each) }))),
    { won },
    { doubts: doubtsAt(log, at, booked, { filter, isByCreation: true }) },
  );

  const elapsed = Math.min(dayNumber(today), dayNumber(period.end)) - dayNumber(period.start) + 1;
  const past = question.pastPeriods.map((each) => pastOf(each, elapsed));
  const even = { given: booked, period, lastMonthStart: question.lastMonthStart };
  const weekCount = won > 0 ? weeksOf(booked, period).length : 0;
  const ofBookings = { doubts: wonNow.doubts };
  put('month3Share', month3Share.compute(even), { won }, ofBookings);
  put('finalWeekShare', finalWeekShare.compute(even), { won }, ofBookings);
  put('linearityGini', linearityGini.compute(even), { weeks: weekCount }, ofBookings);
  // Disjoint: a deal is booked in one of the periods.
  const ofPast = {
    doubts: doubtsAt(log, at, [...booked, ...past.flatMap((each) => each.booked)], { filter }),
  };
  const remainders = past.map(({ remainder }) => remainder);
  put('usualRemainder', usualRemainder.compute({ won, remainders }), { won, periods: past.length }, ofPast);
  if (quota !== undefined) putQuota(quota);
  putState(overdue);
  const called = forecastAtStart(log, { at, period, ownerIds });
  put(
    'slipRate',
    slipRate.compute(called),
    { forecast: called.length },
    { doubts: doubtsAt(log, beginOf(log, period), called, { filter }) },
  );

  const order = stageOrder(question.stages);
  const stretch = { log, from: instant(rateStart(today, timeZone) - 1), to: at, filter };
  for (const step of stageProcess(stretch, order)) {
    const more = { of: step.stage, doubts: step.doubts };
    const inputs = { visits: step.entered, over: step.left };
    put('stageConversion', step.conversion, { ...inputs, forward: step.forward }, more);
    put('stageDwell', step.medianDays, inputs, more);
    put('stageDwellP80', step.p80Days, inputs, more);
  }
  const trendFrom = addDays(today, -TREND_DAYS);
  const before = endOfDay(trendFrom, timeZone);
  return {
    windows: { period, ...days, trend: { start: trendFrom, end: today } },
    metrics,
    deals: Array.from(counted, (deal) => dealMeasures(log, deal, { at, today, timeZone, before, order })),
  };

  function putQuota(wanted: number): void {
    const asked = { quota: wanted, won };
    const gap = gapToQuota.compute(asked);
    put('gapToQuota', gap, asked, ofBookings);
    put('attainment', attainment.compute(asked), asked, ofBookings);
    put(
      'coverage',
      coverage.compute({ open: open.total.amount, gap }),
      { open: open.total.amount, gap },
      { doubts: addDoubts(wonNow.doubts, open.doubts) },
    );
    if (amountRate !== undefined)
      put('requiredCoverage50', requiredCoverage50.compute(amountRate), { winRateAmount: amountRate }, ended);
    const sizes = closed.flatMap(({ amount, isUnpriced }) => (isUnpriced ? [] : [amount]));
    for (const chance of [0.5, 0.8])
      put(
        'requiredCoverage',
        requiredCoverage({ gap, sizes, winRate: winRate ?? 0, chance, random: question.random }),
        { gap, sizes: sizes.length, winRate: winRate ?? 0, chance },
        { of: `${chance * 100} %`, ...ended },
      );
    const shares = past.flatMap(({ share }) => share ?? []);
    put('pacing', pacing.compute({ won, quota: wanted, shares }), { ...asked, periods: shares.length }, ofPast);
    // Disjoint: periods of one kind, each deal created in one of them.
    const made = past.reduce((sum, each) => sum + each.created, 0);
    const wonOfMade = past.reduce((sum, each) => sum + each.turned, 0);
    const needed = { ...asked, weighted, conversion: made > 0 ? wonOfMade / made : 0 };
    put('pipelineNeeded', pipelineNeeded.compute(needed), needed, ofPast);
  }

  /** What an earlier period had won by its day `day`, and what became there of the pipeline created after that day. */
  function pastOf(each: Period, day: number): Past {
    const own = bookingsAt(log, at, { ...filter, period: each });
    const rest = { start: addDays(each.start, day), end: each.end };
    return {
      booked: own,
      share: cumShare.compute({ given: own, period: each, elapsed: day }),
      remainder: sumOf(own.filter((booking) => booking.day >= dayNumber(rest.start))),
      ...createdLate(log, { period: each, elapsed: day, booked: own, filter }),
    };
  }
}

interface Past {
  booked: Booking[];
  /** Absent when it won nothing. */
  share: number | undefined;
  remainder: number;
  created: number;
  turned: number;
}
