import { dayNumberAt, dayNumber } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import type { Period } from '@/lib/calendar/period';
import { type Minor, minor } from '@/lib/deal/money';
import type { Dwell } from '@/lib/deal/signals/signal';
import type { Between } from '@/lib/figures/during';
import { metric } from '@/lib/figures/figure';
import { type Visit, visitsIn } from '@/lib/figures/stage-visits';
import { OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { daysSince } from '@/lib/log/stays';

import { sharePrior, shrunkInterval, shrunkShare, type Tally } from './shrunk-share';
import { wilson } from './wilson';

/** `stageFates` (G9.9): what became of a visit to a stage, one of these, so that they add up to all that came in. */
export const FATES = ['on', 'back', 'lost', 'stuck', 'here'] as const;
export type Fate = (typeof FATES)[number];

/** Visits and their money, minor units, at the amount that each ended with or has by now. */
interface LeakSum {
  count: number;
  amount: Minor;
}

export interface StageLeak {
  stage: string;
  fates: Record<Fate, LeakSum>;
  /** Where visits went that are over, the most first. */
  ways: (WayOut & LeakSum)[];
  cost?: LeakCost;
}

/** Where a visit went: to a stage, or to its end, then `stage` is empty. */
export interface WayOut {
  to: 'stage' | 'won' | 'lost';
  stage: string;
}

/** What a stage costs against its own best quarter. */
export interface LeakCost {
  /** Share that went on, of so many visits that are over, in all quarters that compare. */
  share: number;
  n: number;
  /** The quarter in which most went on, and its share, drawn towards the usual one by as much as few cases can mislead. */
  best: { period: Period; share: number; n: number };
  /** Money that would have been won in a quarter besides, minor units, and its 95 % interval; the low end may be below 0. */
  aQuarter: Minor;
  low: Minor;
  high: Minor;
}

/** `leakCost` (G9.10): shares of 0–1, money that left the stage in a quarter, and the share of money that was won once it had gone on. */
export const leakCost = metric({
  id: 'leakCost',
  rule: 'G9.10',
  compute: ({ best, share, left, wonAfter }: { best: number; share: number; left: number; wonAfter: number }) =>
    (best - share) * left * wonAfter,
  vectors: [
    { input: { best: 0.75, share: 0.5, left: 1000, wonAfter: 0.5 }, output: 125 },
    { input: { best: 0.5, share: 0.5, left: 1000, wonAfter: 0.5 }, output: 0 },
  ],
});

/** Of a quarter's visits so many must be over: the first to leave are not like the rest. */
const MOSTLY_OVER = 0.8;
/** Visits that a quarter needs to be compared. */
const LEAST_A_QUARTER = 10;

export interface LeakQuestion {
  stretch: Between;
  /** The open stages, the first one first. */
  order: readonly string[];
  /** What is usual in each, for what is stuck. */
  dwell: ReadonlyMap<string, Dwell>;
  /** Whole quarters of the stretch, to compare with each other. */
  quarters: readonly Period[];
}

/**
 * Each stage that something came into: what became of it, where it went, and what the stage costs a quarter against the best of its own
 * quarters. Quarters that differ no more than by chance cost nothing (G9.8).
 */
export function stageLeaks({ stretch, order, dwell, quarters }: LeakQuestion): StageLeak[] {
  const { log, to } = stretch;
  const visits = Map.groupBy(derived(stretch, visitsIn), ({ stage }) => log.words.stage[stage] ?? '');
  return order.flatMap((stage): StageLeak[] => {
    const own = (visits.get(stage) ?? []).map((visit) => ({
      visit,
      fate: fateOf(log, visit, { order, dwell, at: to }),
      amount: amountOf(stretch, visit),
    }));
    if (own.length === 0) return [];
    const fates = Object.fromEntries(FATES.map((fate) => [fate, sumOf(own.filter((each) => each.fate === fate))]));
    const ways = [...Map.groupBy(own, ({ visit }) => JSON.stringify(wayOf(log, visit))).values()].flatMap((those) => {
      const way = those[0] && wayOf(log, those[0].visit);
      return way ? [{ ...way, ...sumOf(those) }] : [];
    });
    const cost = costOf(log, to, own, quarters);
    return [
      {
        stage,
        // Safe: each of the fates is there.
        fates: fates as Record<Fate, LeakSum>,
        ways: ways.toSorted((a, b) => b.count - a.count || a.stage.localeCompare(b.stage)),
        ...(cost ? { cost } : {}),
      },
    ];
  });
}

/** What became of a visit; `stuck`: still there, and for longer than four in five usually are (as the signal says it of a deal). */
export function fateOf(
  log: PipelineLog,
  visit: Visit,
  { order, dwell, at }: { order: readonly string[]; dwell: ReadonlyMap<string, Dwell>; at: Between['to'] },
): Fate {
  const stage = log.words.stage[visit.stage] ?? '';
  const { exit } = visit;
  if (!exit) {
    const usual = dwell.get(stage);
    return usual && daysSince(log, visit.version, at) > Math.max(usual.p80Days, 1) ? 'stuck' : 'here';
  }
  if (exit.to === 'lost') return 'lost';
  const isOn = exit.to === 'won' || order.indexOf(log.words.stage[exit.stage] ?? '') > order.indexOf(stage);
  return isOn ? 'on' : 'back';
}

export const wayOf = (log: PipelineLog, { exit }: Visit): WayOut | undefined =>
  exit && { to: exit.to, stage: exit.to === 'stage' ? (log.words.stage[exit.stage] ?? '') : '' };

/** What a visit is worth: as it ended, or as it is by now. Minor units, 0 where unpriced. */
export function amountOf({ log, to }: Between, { deal, exit }: Visit): Minor {
  const amount = log.amount[versionAt(log, deal, exit?.at ?? to)] ?? Number.NaN;
  return minor(Number.isNaN(amount) ? 0 : amount);
}

interface Quarter {
  period: Period;
  tally: Tally;
}

/** Whether a good quarter is good every year: in the other year, too, it stands out from the quarters beside it. No stage can have that all year. */
function isSeason(quarters: readonly Quarter[], { period }: Quarter): boolean {
  const days = (other: Quarter): number => Math.abs(dayNumber(other.period.start) - dayNumber(period.start));
  const others = quarters.filter((each) => days(each) > YEAR.least && days(each) < YEAR.most);
  return others.some((other) => {
    const first = dayNumber(other.period.start);
    const beside = quarters.filter((each) => {
      const apart = Math.abs(dayNumber(each.period.start) - first);
      return apart > 0 && apart < YEAR.most / 3;
    });
    const both: Tally = { counted: sum(beside, ({ tally }) => tally.counted), n: sum(beside, ({ tally }) => tally.n) };
    return (
      both.n > 0 && standsOut(other.tally, both, 2) && beside.every(({ tally }) => standsOut(other.tally, tally, 1))
    );
  });
}
const YEAR = { least: 330, most: 400 };

/** By more than so many standard errors. */
function standsOut(one: Tally, other: Tally, errors: number): boolean {
  const [a, b] = [one.counted / one.n, other.counted / other.n];
  return a - b > errors * Math.sqrt((a * (1 - a)) / one.n + (b * (1 - b)) / other.n);
}

interface Judged {
  visit: Visit;
  fate: Fate;
  amount: Minor;
}

const sumOf = (those: readonly Judged[]): LeakSum => ({
  count: those.length,
  amount: minor(those.reduce((sum, { amount }) => sum + amount, 0)),
});

function costOf(
  log: PipelineLog,
  at: Between['to'],
  own: readonly Judged[],
  quarters: readonly Period[],
): LeakCost | undefined {
  const days = own.map(({ visit }) => dayNumberAt(visit.enteredAt, log.timeZone));
  const compared = quarters.flatMap((period) => {
    const [first, last] = [dayNumber(period.start), dayNumber(period.end)];
    const came = own.filter((_, place) => {
      const day = days[place] ?? 0;
      return day >= first && day <= last;
    });
    const left = came.filter(({ visit }) => visit.exit);
    if (left.length < LEAST_A_QUARTER || left.length < came.length * MOSTLY_OVER) return [];
    return [{ period, left, tally: { counted: left.filter(({ fate }) => fate === 'on').length, n: left.length } }];
  });
  const prior = sharePrior(compared.map(({ tally }) => tally));
  if (!prior) return undefined;
  const all: Tally = { counted: sum(compared, ({ tally }) => tally.counted), n: sum(compared, ({ tally }) => tally.n) };
  const shares = compared.map((each) => ({ ...each, share: shrunkShare.compute({ ...each.tally, prior }) }));
  const best = shares.reduce((most, each) => (each.share > most.share ? each : most));
  const share = all.counted / all.n;
  const left = sum(compared, (each) => sumOf(each.left).amount) / compared.length;
  const wonAfter = shareWonAfter(
    log,
    at,
    compared.flatMap((each) => each.left),
  );
  if (wonAfter === undefined) return undefined;
  const cost = (difference: number): Minor =>
    minor(Math.round(leakCost.compute({ best: share + difference, share, left, wonAfter })));
  // Newcombe's interval of a difference of two shares (1998), of the intervals of each. The quarter was chosen for being the best: its low
  // end is that of the share drawn to the usual one, its high end that of its own cases, which the drawing would cut off.
  const usual = wilson(all.counted, all.n);
  const top = {
    low: shrunkInterval(best.tally, prior).low,
    high: wilson(best.tally.counted, best.tally.n).high,
  };
  const by = best.share - share;
  const isChance = prior.cases === Infinity || isSeason(compared, best);
  return {
    share,
    n: all.n,
    best: { period: best.period, share: best.share, n: best.tally.n },
    aQuarter: isChance ? minor(0) : cost(by),
    low: isChance ? minor(0) : cost(by - Math.hypot(best.share - top.low, usual.high - share)),
    high: isChance ? minor(0) : cost(by + Math.hypot(top.high - best.share, share - usual.low)),
  };
}

/** Of the money that went on from a stage and is closed by now, the share that was won. */
function shareWonAfter(log: PipelineLog, at: Between['to'], left: readonly Judged[]): number | undefined {
  let [won, closed] = [0, 0];
  for (const { visit, fate, amount } of left) {
    const status = fate === 'on' ? log.status[versionAt(log, visit.deal, at)] : undefined;
    if (status === undefined || status === OPEN) continue;
    closed += amount;
    if (status === WON) won += amount;
  }
  return closed > 0 ? won / closed : undefined;
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

/** The stage that costs most, of those whose cost is no chance; undefined where none is. */
export const largestLeak = <Leak extends { cost?: { aQuarter: number; low: number } }>(
  leaks: readonly Leak[],
): Leak | undefined =>
  leaks
    .filter(({ cost }) => cost !== undefined && cost.low > 0)
    .toSorted((a, b) => (b.cost?.aQuarter ?? 0) - (a.cost?.aQuarter ?? 0))[0];
