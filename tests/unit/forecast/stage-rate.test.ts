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

/** The rates told in plain objects and nested loops. */
function naively(given: readonly History[], deal: History, now: number, last: number): [number, number] {
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
  const group = (history: History, on: number, isAsked = false): string[] => {
    const state = stateOn(history, atEnd(on));
    if (state?.status !== 'open' || (state.category === 'omitted' && !isAsked)) return [];
    const ahead = state.closeDay - on;
    const due = ahead <= 0 ? 'gone' : ahead <= last ? 'inside' : 'later';
    const part =
      due === 'gone'
        ? ahead > -14
          ? 'just'
          : 'long'
        : due === 'inside'
          ? `${[1, 2].filter((third) => 3 * ahead > third * last).length}`
          : ahead > last + Math.max(7, last / 3)
            ? 'far'
            : 'near';
    const age = (on + 1 - (history.steps[0]?.day ?? 0)) / cycle;
    const band = [0.5, 1, 2].filter((edge) => age >= edge).length;
    return [
      '',
      state.stage,
      `${state.stage} ${due}`,
      `${state.stage} ${due} ${part}`,
      `${state.stage} ${due} ${part} ${band}`,
      ...(habits.has(state.owner) ? [`${state.stage} ${due} ${part}, ${habits.get(state.owner)}`] : []),
    ];
  };
  const decided = 1 - 2 ** (-last / 60);
  let [won, lost] = [0.21 * decided, 0.6 * decided];
  group(deal, now, true).forEach((wanted, level) => {
    let [rows, wins, losses] = [0, 0, 0];
    const seen = new Set<string>();
    for (const history of given) {
      const end = outcome(history);
      for (let look = now - last; end && look > now - last - 730; look -= last < 14 ? 7 : 14) {
        if (group(history, look)[level] !== wanted) continue;
        rows += 1;
        seen.add(history.id);
        if (end.day > look + last) continue;
        if (end.status === 'won') wins += 1;
        if (end.status === 'lost') losses += 1;
      }
    }
    const weight = level === 0 ? 20 : 10;
    const share = rows === 0 ? 0 : seen.size / rows;
    won = (wins * share + weight * won) / (seen.size + weight);
    lost = (losses * share + weight * lost) / (seen.size + weight);
  });
  return [won, lost];
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
          const [won, lost] = naively(given, history, now, left);
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
      const [won, lost] = naively(given, history, now, 30);
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
});
