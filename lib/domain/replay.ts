import { bookings, sumOf } from '@/lib/domain/bookings';
import { endOfDay } from '@/lib/domain/chances';
import { DAY_MS, type Day } from '@/lib/domain/days';
import { forecast, learnShock, newBusiness } from '@/lib/domain/forecast';
import { CATEGORIES, OPEN, type PipelineLog, versionAt, WON } from '@/lib/domain/log';
import type { Period } from '@/lib/domain/org';
import { usualRemainder } from '@/lib/domain/pacing';
import { compile } from '@/lib/domain/pipeline';
import { stageRates } from '@/lib/domain/stage-rate';

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
  /** For comparison: stage-weighted pipeline, mean of the last three periods, booked and the usual remainder. */
  weighted: number;
  runRate?: number;
  remainder?: number;
  /** What people had called: won and commit, by category, at that day. */
  commit: number;
  /** Cases behind the chances. */
  n: number;
}

/**
 * Replays finished periods: for each and each of {@link REPLAY_DAYS}, the forecast of that day from what was known on that day. A generator, so
 * that a screen can go on between two rows. Nothing dated later than the day of a row has a part in it, but for `actual`.
 */
export function* replay(
  log: PipelineLog,
  { at, periods, owners }: { at: number; periods: readonly Period[]; owners?: ReadonlySet<string> | undefined },
): Generator<ReplayRow> {
  const scope = owners ? { ownerIds: owners } : {};
  const windows: { end: number; won: number; chances: number[] }[] = [];
  const first = log.createdAt.reduce((least, created) => Math.min(least, created), Infinity);
  for (const [index, period] of periods.entries()) {
    const end = endOfDay(period.end);
    if (end > at) continue;
    const actual = sumOf(bookings(log, end, { period, ...scope }));
    for (const daysBefore of REPLAY_DAYS) {
      const asked = end - daysBefore * DAY_MS;
      if (asked <= first) continue;
      const earlier = periods.slice(0, index).filter((each) => endOfDay(each.end) <= asked);
      const chances = stageRates(log, { at: asked, end });
      const extra = newBusiness(log, { at: asked, daysLeft: daysBefore, periods: earlier, owners });
      const shockSd = learnShock(windows.filter((window) => window.end <= asked));
      const said = forecast(log, { at: asked, period, owners, chances, newBusiness: extra, shockSd });
      const booked = earlier.map((each) => {
        const all = bookings(log, endOfDay(each.end), { period: each, ...scope });
        const mark = endOfDay(each.end) - daysBefore * DAY_MS;
        return { total: sumOf(all), rest: sumOf(all) - sumOf(bookings(log, mark, { period: each, ...scope })) };
      });
      const recent = booked.slice(-3);
      const remainder = usualRemainder(
        said.won,
        booked.slice(-4).map(({ rest }) => rest),
      );
      yield {
        period: period.label,
        start: period.start,
        end: period.end,
        daysBefore,
        p10: said.p10,
        p50: said.p50,
        p90: said.p90,
        actual,
        won: said.won,
        weighted: said.weighted,
        ...(recent.length > 0 ? { runRate: recent.reduce((sum, { total }) => sum + total, 0) / recent.length } : {}),
        ...(remainder === undefined ? {} : { remainder }),
        commit: said.won + committed(log, asked, period, owners),
        n: said.n,
      };
      if (daysBefore === 30)
        windows.push({
          end,
          won: said.deals.filter(({ deal }) => log.status[versionAt(log, deal, end)] === WON).length,
          chances: said.deals.map(({ p }) => p),
        });
    }
  }
}

const COMMIT = CATEGORIES.indexOf('commit');

/** Open amounts in commit with a close date in the period. */
function committed(
  log: PipelineLog,
  at: number,
  period: { start: Day; end: Day },
  owners: ReadonlySet<string> | undefined,
): number {
  const filter = compile(log, { period, ...(owners ? { ownerIds: owners } : {}) });
  let sum = 0;
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0 || log.status[version] !== OPEN || log.category[version] !== COMMIT) continue;
    if (filter.side(version) !== 0 || !filter.isOwner(version)) continue;
    const amount = log.amount[version] ?? Number.NaN;
    sum += Number.isNaN(amount) ? 0 : amount;
  }
  return sum;
}
