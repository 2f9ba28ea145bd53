import { addDays, type Day, dayAt } from '@/lib/calendar/days';
import type { FiscalSettings } from '@/lib/calendar/fiscal';
import type { Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { endOfDay, periodEnd } from '@/lib/calendar/zoned-time';
import { asOf } from '@/lib/figures/ask';
import { bookings, sumOf } from '@/lib/figures/bookings';
import { usualRemainder } from '@/lib/figures/pacing';
import { closedWon, commit } from '@/lib/figures/states';
import { atLevel, type ChanceMethod, type ChanceSource } from '@/lib/forecast/chance/chances';
import { mixedChances } from '@/lib/forecast/chance/mixed-chances';
import { orgTempo } from '@/lib/forecast/chance/org-tempo';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import { forecast, forecastDeals, newBusiness } from '@/lib/forecast/forecast';
import { type FinishedWindow, learnShared } from '@/lib/forecast/sum/shared';
import type { PipelineLog } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';

/** So many days before the end of a period the forecast is made again. */
export const REPLAY_DAYS = [90, 60, 30, 15, 7] as const;

/** What would have been said of a past period on a past day, and what came. Amounts in minor units. */
export interface ReplayRow {
  period: string;
  start: Day;
  end: Day;
  daysBefore: number;
  p10: number;
  p50: number;
  p90: number;
  actual: number;
  won: number;
  /** For comparison: mean of the last three periods, booked and the usual remainder. */
  runRate?: number;
  remainder?: number;
  /** What people had called: won and commit, by category, at that day. */
  commit: number;
  /** Cases behind the chances. */
  n: number;
  method: ChanceMethod;
  methodVersion: string;
}

/**
 * A method that is made again from what was known at an instant, and then asked of that and later ones; undefined where too little was
 * known. It takes its time: a step at a time.
 */
export type Refit = (question: {
  at: Instant;
}) => Generator<void, ((question: { at: Instant; end: Instant }) => ChanceSource) | undefined>;

/** A period as it was replayed, and what it tells the later ones about the shock that all deals share. */
export interface ReplayedRows {
  rows: readonly ReplayRow[];
  window?: FinishedWindow & { end: number; version: string };
}

/** Periods that were replayed before from what is still all that was known by their end. */
export interface ReplayMemory {
  get(period: Period): ReplayedRows | undefined;
  set(period: Period, replayed: ReplayedRows): void;
}

/**
 * Replays finished periods: for each and each of {@link REPLAY_DAYS}, the forecast of that day from what was known on that day: by the
 * method that is `refit` once a period, on its first such day, else by the rates of stages at the tempo of those days. A generator, so that a screen can go on
 * between two steps, which yield nothing, and two rows. A period that `memory` has is taken from there. Nothing dated later than the day of a row has a part in it, but for `actual`.
 */
export function* replay(
  log: PipelineLog,
  {
    at,
    periods,
    fiscal,
    owners,
    refit,
    memory,
  }: {
    at: Instant;
    fiscal: FiscalSettings;
    periods: readonly Period[];
    owners?: ReadonlySet<string> | undefined;
    refit?: Refit | undefined;
    memory?: ReplayMemory;
  },
): Generator<ReplayRow | undefined> {
  const scope = owners ? { ownerIds: owners } : {};
  const windows: NonNullable<ReplayedRows['window']>[] = [];
  const first = log.createdAt.reduce((least, created) => Math.min(least, created), Infinity);
  const daysBeforeEnd = ({ end }: Period, days: number): Instant => endOfDay(addDays(end, -days), log.timeZone);
  for (const [index, period] of periods.entries()) {
    const end = periodEnd(period, log.timeZone);
    if (end > at) continue;
    const before = memory?.get(period);
    if (before) {
      yield* before.rows;
      if (before.window) windows.push(before.window);
      continue;
    }
    const rows: ReplayRow[] = [];
    let window: ReplayedRows['window'];
    const actual = sumOf(bookings(log, end, { period, ...scope }));
    const days = REPLAY_DAYS.filter((daysBefore) => daysBeforeEnd(period, daysBefore) > first);
    const [earliest] = days;
    const learnt =
      refit && earliest !== undefined ? yield* slices(refit({ at: daysBeforeEnd(period, earliest) })) : undefined;
    for (const daysBefore of days) {
      const asked = daysBeforeEnd(period, daysBefore);
      const earlier = periods.slice(0, index).filter((each) => periodEnd(each, log.timeZone) <= asked);
      const tempo = orgTempo(log, { at: asked, fiscal });
      const rates = timedRates(log, { at: asked, end, fiscal, tempo });
      const own = learnt ? mixedChances(log, asked, { rates, learnt: learnt({ at: asked, end }) }) : rates;
      const extra = newBusiness(log, { at: asked, daysLeft: daysBefore, periods: earlier, owners, tempo });
      const shared =
        own.shared ?? learnShared(windows.filter((each) => each.end <= asked && each.version === own.version));
      const chances = atLevel(own, shared);
      const said = forecast(log, { at: asked, period, owners, chances, newBusiness: extra, shared });
      const booked = earlier.map((each) => {
        const all = bookings(log, periodEnd(each, log.timeZone), { period: each, ...scope });
        const mark = daysBeforeEnd(each, daysBefore);
        return { total: sumOf(all), rest: sumOf(all) - sumOf(bookings(log, mark, { period: each, ...scope })) };
      });
      const recent = booked.slice(-3);
      const remainder = usualRemainder.compute({
        won: said.won,
        remainders: booked.slice(-4).map(({ rest }) => rest),
      });
      rows.push({
        period: period.label,
        start: period.start,
        end: period.end,
        daysBefore,
        p10: said.p10,
        p50: said.p50,
        p90: said.p90,
        actual,
        won: said.won,
        ...(recent.length > 0 ? { runRate: recent.reduce((sum, { total }) => sum + total, 0) / recent.length } : {}),
        ...(remainder === undefined ? {} : { remainder }),
        commit: wonAndCommit(log, asked, { period, ...scope }),
        n: said.n,
        method: own.method,
        methodVersion: own.version,
      });
      yield rows.at(-1);
      if (daysBefore === 30)
        window = {
          end,
          version: own.version,
          deals: forecastDeals(log, { at: asked, owners, chances: own }).map(({ amount, p }) => ({ amount, p })),
          newBusiness: extra,
          actual: actual - said.won,
        };
    }
    if (window) windows.push(window);
    memory?.set(period, { rows, ...(window ? { window } : {}) });
  }
}

/** The same work, each step of which is a row to come. */
function* slices<Result>(steps: Generator<void, Result>): Generator<undefined, Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield undefined;
  }
}

/** `wonAndCommit` (G2.12): what was won by an instant (ms), and what was in commit then. */
export function wonAndCommit(log: PipelineLog, at: Instant, filter: PipelineFilter): number {
  const then = asOf(log, at);
  // Disjoint: a deal is won or open.
  return [closedWon, commit].reduce(
    (sum, figure) => sum + then.ask(figure, { today: dayAt(at, log.timeZone), filter }).total.amount,
    0,
  );
}
