import { addDays, dayAt, daysBetween } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { asOf } from '@/lib/figures/ask';
import { sumOf } from '@/lib/figures/bookings';
import { closedWon, openPipeline } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf } from '@/lib/forecast/outlook';
import { bias, intervalCoverage, type Outcome, wape } from '@/lib/forecast/past/accuracy';
import type { Snapshot } from '@/lib/forecast/past/calls';
import { REPLAY_DAYS } from '@/lib/forecast/past/replay';
import { CATEGORIES } from '@/lib/log/event-log';

/** Error and side (G7.14, G7.16) over so many quarters; absent below {@link ENOUGH_QUARTERS}. */
export interface Off {
  quarters: number;
  wape?: number;
  bias?: number;
}

/** What categories and people said of past quarters, beside what came. */
export interface AccuracyBy {
  /** What was won and all that stood in a category or a better one, so long before the end, as if it were the call. */
  categories: ({ category: 'commit' | 'bestCase' | 'pipeline'; daysBefore: number } & Off)[];
  /** How often what came lay between the calls of commit and of best case. */
  between: { daysBefore: number; held: number; of: number }[];
  /**
   * Of each person, the call of commit, and how often the locked range held. The deals that were the person's then; what came is by the
   * owner when it did.
   */
  reps: ({ userId: string; name: string; daysBefore: number; held: number; of: number } & Off)[];
  /** Of the methods that locked forecasts were made by. */
  versions: string[];
}

/** Of fewer quarters an error says nothing. */
export const ENOUGH_QUARTERS = 4;
/** A locked forecast speaks for a day that lies so many days from it. */
const NEAR_DAYS = 4;

const BY_CATEGORY = ['commit', 'bestCase', 'pipeline'] as const;
type Called = Record<(typeof BY_CATEGORY)[number], number>;

/** By days before the end of finished quarters, for the people given; amounts never leave it, only shares. */
export function accuracyBy(facts: OrgFacts, userIds: ReadonlySet<string>, snapshots: readonly Snapshot[]): AccuracyBy {
  const { log, users } = facts;
  const { past, booked, first } = engineOf(facts);
  const nameOf = (code: number): string => log.words.owner[code] ?? '';
  const team = new Map<number, (Called & { actual: number })[]>();
  const own = new Map<string, Map<number, Outcome[]>>();
  const versions = new Set<string>();
  for (const [index, period] of past.entries()) {
    const actuals = Map.groupBy(
      (booked[index] ?? []).filter(({ owner }) => userIds.has(nameOf(owner))),
      ({ owner }) => nameOf(owner),
    );
    const actual = sumOf([...actuals.values()].flat());
    const locks = Map.groupBy(
      snapshots.filter(({ ownerId, periodStart }) => ownerId !== '' && periodStart === period.start),
      ({ ownerId }) => ownerId,
    );
    for (const daysBefore of REPLAY_DAYS) {
      const day = addDays(period.end, -daysBefore);
      const at = endOfDay(day, log.timeZone);
      if (at <= first) continue;
      const then = asOf(log, at);
      const said = new Map<string, Called>();
      const add = (figure: typeof closedWon, isWon: boolean): void => {
        const { versions: rows } = then.rows(figure, { filter: { period }, today: day });
        for (const version of rows) {
          const owner = nameOf(log.owner[version] ?? 0);
          if (!userIds.has(owner)) continue;
          const amount = log.amount[version] || 0;
          const category = CATEGORIES[log.category[version] ?? 0];
          const calls = said.get(owner) ?? { commit: 0, bestCase: 0, pipeline: 0 };
          calls.pipeline += amount;
          if (isWon || category === 'commit') calls.commit += amount;
          if (isWon || category === 'commit' || category === 'bestCase' || category === 'mostLikely')
            calls.bestCase += amount;
          said.set(owner, calls);
        }
      };
      add(closedWon, true);
      add(openPipeline, false);
      const of = (name: keyof Called): number => sumOf([...said.values()].map((each) => ({ amount: each[name] })));
      const rows = team.get(daysBefore) ?? [];
      team.set(daysBefore, [
        ...rows,
        { actual, commit: of('commit'), bestCase: of('bestCase'), pipeline: of('pipeline') },
      ]);
      for (const owner of new Set([...said.keys(), ...actuals.keys(), ...locks.keys()])) {
        if (!userIds.has(owner)) continue;
        const lock = (locks.get(owner) ?? [])
          .map((each) => ({ each, away: Math.abs(daysBetween(day, dayAt(instant(each.lockedAt), log.timeZone))) }))
          .filter(({ away }) => away <= NEAR_DAYS)
          .toSorted((a, b) => a.away - b.away)[0]?.each;
        if (lock) versions.add(lock.methodVersion);
        const days = own.get(owner) ?? new Map<number, Outcome[]>();
        const outcome: Outcome = {
          forecast: said.get(owner)?.commit ?? 0,
          actual: sumOf(actuals.get(owner) ?? []),
          ...(lock ? { low: lock.p10, high: lock.p90 } : {}),
        };
        own.set(owner, days.set(daysBefore, [...(days.get(daysBefore) ?? []), outcome]));
      }
    }
  }
  return {
    categories: BY_CATEGORY.flatMap((category) =>
      [...team].map(([daysBefore, rows]) => ({
        category,
        daysBefore,
        ...offOf(rows.map((row) => ({ forecast: row[category], actual: row.actual }))),
      })),
    ),
    between: [...team].map(([daysBefore, rows]) => ({
      daysBefore,
      ...intervalCoverage(
        rows.map((row) => ({ forecast: row.commit, actual: row.actual, low: row.commit, high: row.bestCase })),
      ),
    })),
    reps: [...own].flatMap(([userId, days]) =>
      [...days].map(([daysBefore, outcomes]) => ({
        userId,
        name: users.get(userId)?.name ?? userId,
        daysBefore,
        ...offOf(outcomes),
        ...intervalCoverage(outcomes),
      })),
    ),
    versions: [...versions].toSorted(),
  };
}

function offOf(outcomes: readonly Outcome[]): Off {
  const [off, side] = [wape(outcomes), bias(outcomes)];
  const isEnough = outcomes.length >= ENOUGH_QUARTERS;
  return {
    quarters: outcomes.length,
    ...(isEnough && off !== undefined ? { wape: off } : {}),
    ...(isEnough && side !== undefined ? { bias: side } : {}),
  };
}
