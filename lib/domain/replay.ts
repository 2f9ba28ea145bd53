import { type Book, bookAt, type Owners, totalOf } from '@/lib/domain/book';
import type { AsOf, FitChances, Span } from '@/lib/domain/chances';
import { addDays, type Day, dayNumber } from '@/lib/domain/days';
import { forecast } from '@/lib/domain/forecast';
import { alikePeriods } from '@/lib/domain/later-business';
import { NO_DAY, type PipelineLog } from '@/lib/domain/log';
import { endOfDay } from '@/lib/domain/outcomes';
import { type FinishedPeriod, shockSd } from '@/lib/domain/shock';

/** Days before the end of a period at which it is replayed. */
export const REPLAY_DAYS_LEFT = [90, 60, 30, 15, 7] as const;
/** For the run rate. */
const RUN_RATE_PERIODS = 3;

/** What this engine would have said of a past period on one day, and what came. Minor units. */
export interface ReplayRow {
  period: Span & { label?: string };
  daysLeft: number;
  on: Day;
  /** From nothing dated after the end of that day. */
  said: {
    p10: number;
    p50: number;
    p90: number;
    won: number;
    openDeals: number;
    /** Wins among the open deals that were expected, and Σ p(1 − p): what the next periods' shock is learnt from. */
    expectedWins: number;
    variance: number;
    shockSd: number;
    /** Finished deals the chances rested on. */
    history: { won: number; lost: number };
    /** The simple ways to say a number that it has to beat. */
    stageWeighted: number;
    runRate?: number;
    bookedPlusUsual?: number;
  };
  /** What closed, as it is known now; and how many of the deals then open were won in the period. */
  closed: number;
  wins: number;
}

export interface ReplayQuestion {
  log: PipelineLog;
  /** Now: only periods that are over by then have a result. */
  asOf: AsOf;
  /** Fiscal periods in any order. */
  periods: readonly (Span & { label?: string })[];
  owners: Owners;
  fit: FitChances;
  /** Chance to win by the org's own stage settings, by stage name, 0–1: the stage-weighted pipeline. */
  stageChance(stage: string): number;
  daysLeft?: readonly number[];
}

/**
 * For each finished period and some days before its end, oldest first: what would have been said then, beside what closed (product.md
 * MS-01). Every row is fitted anew to the log as of its day; the shared shock comes from periods that were over by then.
 */
export function replay(question: ReplayQuestion): ReplayRow[] {
  const { log, asOf, periods, daysLeft = REPLAY_DAYS_LEFT } = question;
  const begins = log.from.reduce((least, from) => Math.min(least, from), Infinity);
  const finished = periods.filter(({ end }) => end < asOf.today).toSorted((a, b) => (a.end < b.end ? -1 : 1));
  return daysLeft.flatMap((left) => {
    const rows: Told[] = [];
    for (const period of finished) {
      const on = addDays(period.end, -left);
      if (endOfDay(on) < begins) continue;
      const over = rows.filter(({ row }) => row.period.end < on);
      rows.push(rowOf(question, period, left, on, finished, over));
    }
    return rows.map(({ row }) => row);
  });
}

interface Told {
  row: ReplayRow;
  /** Positions of the deals that were open. */
  deals: readonly number[];
}

function rowOf(
  { log, asOf, owners, fit, stageChance }: ReplayQuestion,
  period: ReplayRow['period'],
  daysLeft: number,
  on: Day,
  periods: readonly Span[],
  over: readonly Told[],
): Told {
  const then: AsOf = { at: endOfDay(on), today: on };
  const source = fit(log, then);
  const past = periods.filter(({ end }) => end < on);
  // Wins of those periods as they were known on that day, not as they are now.
  const sd = shockSd(
    over.map((told) => ({
      ...finishedOf(told.row),
      won: winsAmong(told.deals, bookAt(log, then, told.row.period, owners)),
    })),
  );
  const said = forecast({ log, asOf: then, period, owners, source, past, shockSd: sd });
  const { deals } = said.open;
  const chances = deals.map(({ chance }) => chance.won);
  const open = deals.map(({ deal }) => deal);
  const actual = bookAt(log, asOf, period, owners);
  // The rivals see what the engine saw: past periods as they were known on that day.
  const past3 = past.toSorted((a, b) => (a.end < b.end ? 1 : -1)).slice(0, RUN_RATE_PERIODS);
  const totals = past3.map((each) => totalOf(bookAt(log, then, each, owners).won));
  const rest = alikePeriods(log, then, period, past).map((alike) => {
    const before = totalOf(bookAt(log, alike.asOf, alike.period, owners).won);
    return totalOf(bookAt(log, then, alike.period, owners).won) - before;
  });
  const mean = (values: readonly number[]): number => Math.round(values.reduce((a, b) => a + b, 0) / values.length);
  const row: ReplayRow = {
    period,
    daysLeft,
    on,
    said: {
      p10: said.total.p10,
      p50: said.total.p50,
      p90: said.total.p90,
      won: said.won.amount,
      openDeals: deals.length,
      expectedWins: chances.reduce((sum, p) => sum + p, 0),
      variance: chances.reduce((sum, p) => sum + p * (1 - p), 0),
      shockSd: sd,
      history: said.history,
      stageWeighted: said.won.amount + Math.round(weighted()),
      ...(totals.length > 0 ? { runRate: mean(totals) } : {}),
      ...(rest.length > 0 ? { bookedPlusUsual: said.won.amount + mean(rest) } : {}),
    },
    closed: totalOf(actual.won),
    wins: winsAmong(open, actual),
  };
  return { row, deals: open };

  /** Open deals planned for the period, times the chance that the org itself gives their stage. */
  function weighted(): number {
    const [first, last] = [dayNumber(period.start), dayNumber(period.end)];
    return deals.reduce((sum, { version, amount }) => {
      const closeDay = log.closeDay[version] ?? NO_DAY;
      const isDue = first <= closeDay && closeDay <= last;
      return isDue ? sum + amount * stageChance(log.words.stage[log.stage[version] ?? 0] ?? '') : sum;
    }, 0);
  }
}

function winsAmong(deals: readonly number[], { won }: Book): number {
  const found = new Set(won.map(({ deal }) => deal));
  return deals.filter((deal) => found.has(deal)).length;
}

/** What a row teaches about the shared shock. */
export const finishedOf = ({ said, wins }: ReplayRow): FinishedPeriod => ({
  expected: said.expectedWins,
  variance: said.variance,
  won: wins,
});
