import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant as instantOfMs } from '@/lib/calendar/instant';
import type { Instant } from '@/lib/calendar/instant';
import { hasChances } from '@/lib/forecast/chance/chances';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import { OPEN, versionAt } from '@/lib/log/event-log';
import { dealIndex, versionIndex } from '@/lib/log/positions';
import { seeded } from '@/lib/sample/seeded';

import { RUNS } from '../runs';
import { corrupted, DAY_ZERO, histories, type History, logOf, stateOn } from './histories';

const today = fc.integer({ min: DAY_ZERO + 100, max: DAY_ZERO + 720 });

/** Owners whose wins lie within a week of the date that stood a week before surely more, or less, often than those of the others. */
function habitsOf(given: readonly History[], wonOn: (history: History) => number | undefined): Map<string, string> {
  const wins = given.flatMap((history) => {
    const day = wonOn(history);
    const state = day === undefined ? undefined : stateOn(history, day - 6 - 1 / DAY_MS);
    return state?.status === 'open' ? [{ owner: state.owner, isKept: Math.abs(state.closeDay - day!) <= 7 }] : [];
  });
  const found = new Map<string, string>();
  for (const owner of new Set(wins.map((each) => each.owner))) {
    const own = wins.filter((each) => each.owner === owner);
    const others = wins.filter((each) => each.owner !== owner);
    if (owner === '' || own.length < 12 || others.length < 12) continue;
    const kept = (of: typeof wins): number => of.filter(({ isKept }) => isKept).length / of.length;
    const error = Math.sqrt(kept(wins) * (1 - kept(wins)) * (1 / own.length + 1 / others.length));
    const z = (kept(own) - kept(others)) / error;
    if (Math.abs(z) > 2.5) found.set(owner, z > 0 ? 'keeps' : 'strays');
  }
  return found;
}

/** Three sellers: one is decided about the planned day, one whenever it happens, and one too seldom to be judged. */
function threeSellers(seed: number): History[] {
  const random = seeded(seed);
  return Array.from({ length: 240 }, (_, index): History => {
    const owner = index % 24 === 0 ? 'cid' : index % 2 === 0 ? 'ann' : 'bob';
    const begun = DAY_ZERO + random.int(0, 700);
    const closeDay = begun + random.int(20, 120);
    const day = owner === 'ann' ? Math.max(begun + 1, closeDay + random.int(-3, 3)) : begun + random.int(8, 140);
    const base = { stage: 'One', amount: 1000, closeDay, owner, category: 'pipeline' as const };
    const status = random.next() < 0.5 ? ('won' as const) : ('lost' as const);
    return {
      id: String(index),
      steps: [
        { ...base, day: begun, status: 'open' },
        { ...base, day, status, closeDay: day },
      ],
    };
  });
}

/** The rates told in plain objects and nested loops, and how many deals stood in the stage. */
function naively(
  given: readonly History[],
  deal: History,
  now: number,
  last: number,
): { won: number; lost: number; n: number } {
  const atEnd = (day: number): number => day + 1 - 1 / DAY_MS;
  const outcome = (history: History): { status: 'open' | 'won' | 'lost'; day: number } | undefined => {
    const begun = history.steps[0];
    if (!begun || begun.day > atEnd(now)) return undefined;
    const state = stateOn(history, atEnd(now));
    if (!state) return { status: 'lost', day: Math.floor(history.gone ?? 0) };
    if (state.status === 'open') return { status: 'open', day: now };
    if (state.status === 'won') return { status: 'won', day: state.closeDay };
    const known = history.steps.filter(({ day }) => day <= atEnd(now));
    const since = known.findLastIndex(({ status }) => status !== 'lost') + 1;
    return { status: 'lost', day: Math.floor(known[since]?.day ?? 0) };
  };
  const cycles = given
    .flatMap((history) => {
      const end = outcome(history);
      return end?.status === 'won' && end.day >= now - 730 && end.day <= now
        ? [end.day - Math.floor(history.steps[0]?.day ?? 0)]
        : [];
    })
    .toSorted((a, b) => a - b);
  const [below, above] = [cycles[(cycles.length - 1) >> 1], cycles[cycles.length >> 1]];
  const cycle = Math.max(1, below === undefined || above === undefined ? 60 : (below + above) / 2);
  const habits = habitsOf(given, (history) => {
    const end = outcome(history);
    return end?.status === 'won' ? end.day : undefined;
  });
  // Dates from long gone to far ahead, with the day about which one goes over into the next, and how many days before and after it.
  const third = last / 3;
  const near = Math.max(7, third);
  const [half, beyond] = [Math.min(7, third / 2), Math.min(7, near / 2)];
  const dates: [string, string, number, number, number][] = [
    ['gone', 'month', -30, 3, 3],
    ['gone', 'weeks', -14, 3, 3],
    ['gone', 'just', 0.5, 2, Math.min(4, third - half)],
    ['inside', '1', 0.5 + third, half, half],
    ['inside', '2', 0.5 + 2 * third, half, half],
    ['inside', '3', 0.5 + last, half, beyond],
    ['later', 'near', 0.5 + last + near, beyond, beyond],
    ['later', 'far', Infinity, 0, 0],
  ];
  const shareOf = (place: number, ahead: number, isAsked: boolean): number => {
    const passed = (border: number): number => {
      const [, , middle, before, after] = dates[border] ?? ['', '', -Infinity, 0, 0];
      if (middle === -Infinity || ahead >= middle + after) return 1;
      return ahead <= middle - before ? 0 : (ahead - middle + before) / (before + after);
    };
    // A date that is gone is counted as gone, however near it is.
    const counted = (border: number): number => (border === 2 && !isAsked ? Number(ahead > 0) : passed(border));
    return counted(place - 1) - counted(place);
  };
  interface Place {
    share: number;
    path: string[];
  }
  const placesOf = (history: History, on: number, isAsked = false): Place[] => {
    const state = stateOn(history, atEnd(on));
    if (state?.status !== 'open' || (state.category === 'omitted' && !isAsked)) return [];
    const age = (on + 1 - (history.steps[0]?.day ?? 0)) / cycle;
    const band = [0.5, 1, 2].filter((edge) => age >= edge).length;
    return dates.flatMap(([due, part], place) => {
      const share = shareOf(place, state.closeDay - on, isAsked);
      const own = `${state.stage} ${due} ${part}`;
      const path = ['', state.stage, `${state.stage} ${due}`, own, `${own} ${band}`];
      if (habits.has(state.owner)) path.push(`${own}, ${habits.get(state.owner)}`);
      return share > 0 ? [{ share, path }] : [];
    });
  };
  const decided = 1 - 2 ** (-last / 60);
  const past = given.flatMap((history) => {
    const end = outcome(history);
    const days: { history: History; look: number; end: NonNullable<typeof end>; places: Place[] }[] = [];
    for (let look = now - last; end && look > now - last - 730; look -= last < 14 ? 7 : 14)
      days.push({ history, look, end, places: placesOf(history, look) });
    return days.filter(({ places }) => places.length > 0);
  });
  const held = new Map<string, number>();
  const raw = (level: number, wanted: string, status: 'won' | 'lost'): number => {
    const key = `${level} ${wanted} ${status}`;
    const known = held.get(key);
    if (known !== undefined) return known;
    let [rows, ends] = [0, 0];
    for (const { look, end, places } of past)
      for (const { share, path } of places) {
        if (path[level] !== wanted) continue;
        rows += share;
        if (end.status === status && end.day <= look + last) ends += share;
      }
    held.set(key, ends / rows);
    return ends / rows;
  };
  // What a planned date says over all stages: ends beside those that the rate of the wider group lets expect, and one more of both.
  const fresh = Math.min(1, (last < 14 ? 7 : 14) / Math.max(1, last));
  const dateFactor = (level: number, wanted: readonly string[], status: 'won' | 'lost'): number => {
    const dateOf = (path: readonly string[]): string => (path[level] ?? '').slice((path[1] ?? '').length);
    let [came, expected] = [0, 0];
    for (const { look, end, places } of past)
      for (const { share, path } of places) {
        if (dateOf(path) !== dateOf(wanted)) continue;
        expected += share * raw(level - 1, path[level - 1] ?? '', status);
        if (end.status === status && end.day <= look + last) came += share;
      }
    return (came * fresh + 1) / (expected * fresh + 1);
  };
  const rateOf = (path: readonly string[]): [number, number] => {
    let [won, lost] = [0.21 * decided, 0.6 * decided];
    path.forEach((wanted, level) => {
      if (level === 2 || level === 3) {
        [won, lost] = [won * dateFactor(level, path, 'won'), lost * dateFactor(level, path, 'lost')];
        const most = Math.max(1, won + lost);
        [won, lost] = [won / most, lost / most];
      }
      let [rows, wins, losses] = [0, 0, 0];
      const seen = new Map<string, number>();
      for (const { history, look, end, places } of past) {
        const share = places.reduce((sum, each) => sum + (each.path[level] === wanted ? each.share : 0), 0);
        if (share === 0) continue;
        rows += share;
        seen.set(history.id, Math.max(share, seen.get(history.id) ?? 0));
        if (end.day > look + last) continue;
        if (end.status === 'won') wins += share;
        if (end.status === 'lost') losses += share;
      }
      const weight = level === 0 ? 20 : 10;
      const deals = [...seen.values()].reduce((sum, each) => sum + each, 0);
      const each = rows === 0 ? 0 : deals / rows;
      won = (wins * each + weight * won) / (deals + weight);
      lost = (losses * each + weight * lost) / (deals + weight);
    });
    return [won, lost];
  };
  let [won, lost] = [0, 0];
  const stage = stateOn(deal, atEnd(now))?.stage ?? '';
  const n = new Set(past.flatMap(({ history, places }) => (places[0]?.path[1] === stage ? [history.id] : []))).size;
  for (const { share, path } of placesOf(deal, now, true)) {
    const own = rateOf(path);
    won += share * own[0];
    lost += share * own[1];
  }
  return { won, lost, n };
}

/** Instants at the end of a day, and within one. */
const instant = fc.tuple(today, fc.constantFrom(1 - 1 / DAY_MS, 0.3, 0.75)).map(([day, part]) => day + part);
const at = (day: number): Instant => instantOfMs(Math.round(day * DAY_MS));
/** The last instant before a day. */
const before = (day: number): Instant => instantOfMs(at(day) - 1);
const daysLeft = fc.integer({ min: 0, max: 130 });

describe('rates by stage', () => {
  test('G8.1: equal a plain recount of the past for every open deal', () => {
    fc.assert(
      fc.property(histories(14), today, daysLeft, (given, now, left) => {
        const log = logOf(given);
        const source = stageRates(log, { at: before(now + 1), end: before(now + left + 1) }).source;
        given.forEach((history, deal) => {
          if (stateOn(history, now + 1 - 1 / DAY_MS)?.status !== 'open') return;
          const found = source.of(dealIndex(deal), versionAt(log, dealIndex(deal), instantOfMs(at(now + 1) - 1)));
          const { won, lost, n } = naively(given, history, now, left);
          expect(found.n).toBe(n);
          expect(Math.abs(found.won - won)).toBeLessThan(1e-12);
          expect(Math.abs(found.lost - lost)).toBeLessThan(1e-12);
          expect(found.won + found.lost).toBeLessThanOrEqual(1 + 1e-12);
          expect(found.low).toBeLessThanOrEqual(found.won);
          expect(found.high).toBeGreaterThanOrEqual(found.won);
        });
      }),
      { numRuns: Math.min(RUNS, 500) },
    );
  });

  test('G8.1: and where sellers keep their dates differently, by how each does', () => {
    const now = DAY_ZERO + 650;
    const given = threeSellers(3);
    const log = logOf(given);
    const source = stageRates(log, { at: before(now + 1), end: before(now + 31) }).source;
    const inside = { ann: [] as number[], bob: [] as number[], cid: [] as number[] };
    given.forEach((history, deal) => {
      const state = stateOn(history, now + 1 - 1 / DAY_MS);
      if (state?.status !== 'open') return;
      const found = source.of(dealIndex(deal), versionAt(log, dealIndex(deal), before(now + 1)));
      const { won, lost, n } = naively(given, history, now, 30);
      expect(found.n).toBe(n);
      expect(found.won).toBeCloseTo(won, 12);
      expect(found.lost).toBeCloseTo(lost, 12);
      if (state.closeDay > now && state.closeDay <= now + 20)
        inside[state.owner as keyof typeof inside].push(found.won + found.lost);
    });
    // What ann plans for these days is decided in them.
    expect(inside.ann.length).toBeGreaterThan(0);
    expect(Math.min(...inside.ann)).toBeGreaterThan(Math.max(...inside.bob) + 0.1);
  });

  test('G8.12: do not change by a bit when everything after their instant is replaced, within the day too', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(histories(14), instant)
          .chain(([given, now]) => fc.tuple(fc.constant(given), fc.constant(now), corrupted(given, now))),
        daysLeft,
        ([given, now, other], left) => {
          const end = before(Math.floor(now) + left + 1);
          const told = (of: readonly History[]): unknown => {
            const log = logOf(of);
            const { history, n, of: chance } = stageRates(log, { at: at(now), end }).source;
            const deals = of.flatMap(({ id }, deal) => {
              const version = versionAt(log, dealIndex(deal), at(now));
              return version >= 0 && log.status[version] === OPEN ? [{ id, ...chance(dealIndex(deal), version) }] : [];
            });
            return { history, n, deals };
          };
          expect(told(other)).toStrictEqual(told(given));
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('come near the truth of a planted process: a third of stage Two is won within 30 days, a tenth of stage One', () => {
    const random = seeded(8);
    const given = Array.from({ length: 3000 }, (_, index): History => {
      const stage = index % 2 === 0 ? 'One' : 'Two';
      const rate = stage === 'One' ? 0.1 : 1 / 3;
      const begun = DAY_ZERO + random.int(0, 700);
      const base = { stage, amount: 1000, closeDay: begun + 500, owner: 'ann', category: 'pipeline' as const };
      // Won at a constant daily hazard that makes the 30-day chance what is planted.
      const day = begun + Math.ceil((Math.log(1 - random.next()) / Math.log(1 - rate)) * 30);
      return {
        id: String(index),
        steps: [
          { ...base, day: begun, status: 'open' },
          { ...base, day, status: 'won', closeDay: day },
        ],
      };
    });
    const now = DAY_ZERO + 690;
    const log = logOf(given);
    const source = stageRates(log, { at: before(now + 1), end: before(now + 31) }).source;
    for (const [stage, rate] of [
      ['One', 0.1],
      ['Two', 1 / 3],
    ] as const) {
      const deal = given.findIndex(
        (each) => stateOn(each, now + 0.99)?.status === 'open' && each.steps[0]?.stage === stage,
      );
      const { won, n } = source.of(dealIndex(deal), versionAt(log, dealIndex(deal), at(now)));
      expect(Math.abs(won - rate)).toBeLessThan(0.05);
      // As many deals as were seen, though each was looked at many times.
      expect(n).toBeLessThanOrEqual(1500);
    }
  });

  test('G8.13: without any history are the documented prior, on no deals, and not fit to be shown', () => {
    const step = {
      day: DAY_ZERO,
      stage: 'One',
      amount: 5,
      closeDay: DAY_ZERO + 30,
      owner: '',
      category: 'pipeline' as const,
    };
    const log = logOf([{ id: 'a', steps: [{ ...step, status: 'open' }] }]);
    const source = stageRates(log, { at: before(DAY_ZERO + 1), end: before(DAY_ZERO + 61) }).source;
    const { won, lost, n } = source.of(dealIndex(0), versionIndex(0));
    expect(n).toBe(0);
    expect(won).toBeCloseTo(0.21 / 2, 12);
    expect(lost).toBeCloseTo(0.6 / 2, 12);
    expect(hasChances(source)).toBe(false);
    // Nothing can be won in a period that is over.
    expect(
      stageRates(log, { at: before(DAY_ZERO + 1), end: at(DAY_ZERO) }).source.of(dealIndex(0), versionIndex(0)).won,
    ).toBe(0);
  });

  test('deals whose date went by within the week do not take over what comes of those whose date is to come', () => {
    const random = seeded(5);
    const given = Array.from({ length: 3000 }, (_, index): History => {
      const begun = DAY_ZERO + random.int(0, 700);
      const closeDay = begun + random.int(20, 60);
      const base = { stage: 'One', amount: 1000, closeDay, owner: 'ann', category: 'pipeline' as const };
      // Half are won just before their date; of the others nothing comes for a year.
      const isWon = index % 2 === 0;
      const day = isWon ? closeDay - random.int(0, 3) : closeDay + 365;
      return {
        id: String(index),
        steps: [
          { ...base, day: begun, status: 'open' },
          { ...base, day, status: isWon ? 'won' : 'lost', closeDay: isWon ? day : closeDay },
        ],
      };
    });
    const now = DAY_ZERO + 690;
    const log = logOf(given);
    const { source } = stageRates(log, { at: before(now + 1), end: before(now + 31) });
    const saidOf = (from: number, to: number): number => {
      const found = given.flatMap((history, deal) => {
        const state = stateOn(history, now + 1 - 1 / DAY_MS);
        const ahead = state?.status === 'open' ? state.closeDay - now : Number.NaN;
        return ahead >= from && ahead <= to
          ? [source.of(dealIndex(deal), versionAt(log, dealIndex(deal), before(now + 1))).won]
          : [];
      });
      expect(found.length).toBeGreaterThan(1);
      return found.reduce((sum, each) => sum + each, 0) / found.length;
    };
    expect(saidOf(6, 10)).toBeGreaterThan(0.4);
    expect(saidOf(-3, -1)).toBeLessThan(0.03);
  });

  test('a planned date that comes a day nearer, or goes by, moves a chance by a few points at most', () => {
    const now = DAY_ZERO + 650;
    const given = threeSellers(4);
    for (const left of [14, 30, 60, 90]) {
      const log = logOf(given);
      const { source } = stageRates(log, { at: before(now + 1), end: before(now + left + 1) });
      let [most, widest] = [0, 0];
      given.forEach((history, deal) => {
        if (stateOn(history, now + 1 - 1 / DAY_MS)?.status !== 'open') return;
        const version = versionAt(log, dealIndex(deal), before(now + 1));
        const held = log.closeDay[version]!;
        const chances = Array.from({ length: 200 }, (_, day) => {
          (log.closeDay as Int32Array)[version] = now - 50 + day;
          return source.of(dealIndex(deal), version).won;
        });
        (log.closeDay as Int32Array)[version] = held;
        chances.slice(1).forEach((chance, day) => (most = Math.max(most, Math.abs(chance - chances[day]!))));
        widest = Math.max(widest, Math.max(...chances) - Math.min(...chances));
      });
      expect(widest).toBeGreaterThan(0.2);
      expect(most).toBeLessThan(0.12);
    }
  });
});
