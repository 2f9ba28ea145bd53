import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { hasChances } from '@/lib/domain/chances';
import { DAY_MS, dayFromNumber, dayNumber } from '@/lib/domain/days';
import { endOfDay } from '@/lib/domain/outcomes';
import { stageRates } from '@/lib/domain/stage-rate';
import { seeded } from '@/lib/sample/random';

import { RUNS } from '../runs';
import { corrupted, DAY_ZERO, histories, type History, logOf, QUARTERS, stateOn } from './histories';

const today = fc.integer({ min: DAY_ZERO + 100, max: DAY_ZERO + 720 });
const quarter = fc.constantFrom(...QUARTERS.slice(4));

/** The rates told in plain objects and nested loops. */
function naively(given: readonly History[], deal: History, now: number, first: number, last: number): [number, number] {
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
      return end?.status === 'won'
        ? [Math.max(1, Math.min(end.day, now) - Math.floor(history.steps[0]?.day ?? 0))]
        : [];
    })
    .toSorted((a, b) => a - b);
  const cycle = cycles[Math.floor(cycles.length / 2)] ?? 60;
  const group = (history: History, on: number): string[] => {
    const state = stateOn(history, atEnd(on));
    if (state?.status !== 'open') return [];
    const due = state.closeDay > on + last ? 'later' : state.closeDay >= on + first ? 'inside' : 'before';
    const age = (on - (history.steps[0]?.day ?? 0)) / cycle;
    const band = [0.5, 1, 2].filter((edge) => age >= edge).length;
    return ['', state.stage, `${state.stage} ${due}`, `${state.stage} ${due} ${band}`];
  };
  const decided = 2 ** (-first / 60) - 2 ** (-(last + 1) / 60);
  let [won, lost] = [0.25 * decided, 0.75 * decided];
  group(deal, now).forEach((wanted, level) => {
    let [rows, wins, losses] = [0, 0, 0];
    const seen = new Set<string>();
    for (const history of given) {
      const end = outcome(history);
      for (let look = now - last; end && look > now - last - 730; look -= 14) {
        if (group(history, look)[level] !== wanted) continue;
        rows += 1;
        seen.add(history.id);
        if (end.day > look + last || (end.day < look + first && first > 0)) continue;
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

describe('rates by stage', () => {
  test('equal a plain recount of the past for every open deal', () => {
    fc.assert(
      fc.property(histories(14), today, quarter, (given, now, period) => {
        const source = stageRates(logOf(given), { at: endOfDay(now), today: dayFromNumber(now) });
        given.forEach((history, deal) => {
          const found = source.chance(deal, period);
          const isOpen = stateOn(history, now + 1 - 1 / DAY_MS)?.status === 'open';
          expect(found !== undefined).toBe(isOpen);
          if (!found) return;
          const [first, last] = [Math.max(0, dayNumber(period.start) - now), dayNumber(period.end) - now];
          const [won, lost] = last < first ? [0, 0] : naively(given, history, now, first, last);
          expect(Math.abs(found.won - won)).toBeLessThan(1e-12);
          expect(Math.abs(found.lost - lost)).toBeLessThan(1e-12);
          expect(found.won + found.lost).toBeLessThanOrEqual(1 + 1e-12);
        });
      }),
      { numRuns: Math.min(RUNS, 500) },
    );
  });

  test('do not change by a bit when everything after their instant is replaced', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(histories(14), today)
          .chain(([given, now]) =>
            fc.tuple(fc.constant(given), fc.constant(now), corrupted(given, now + 1 - 1 / DAY_MS)),
          ),
        quarter,
        ([given, now, other], period) => {
          const asOf = { at: endOfDay(now), today: dayFromNumber(now) };
          const chances = (of: readonly History[]): unknown => {
            const source = stageRates(logOf(of), asOf);
            return {
              history: source.history,
              deals: of.flatMap(({ id }, deal) => {
                const chance = source.chance(deal, period);
                return chance ? [{ id, ...chance }] : [];
              }),
            };
          };
          expect(chances(other)).toStrictEqual(chances(given));
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
      const steps: History['steps'] = [{ ...base, day: begun, status: 'open' }];
      // Won at a constant daily hazard that makes the 30-day chance what is planted.
      const day = begun + Math.ceil((Math.log(1 - random.next()) / Math.log(1 - rate)) * 30);
      steps.push({ ...base, day, status: 'won', closeDay: day });
      return { id: String(index), steps };
    });
    const now = DAY_ZERO + 690;
    const source = stageRates(logOf(given), { at: endOfDay(now), today: dayFromNumber(now) });
    const span = { start: dayFromNumber(now), end: dayFromNumber(now + 30) };
    for (const [stage, rate] of [
      ['One', 0.1],
      ['Two', 1 / 3],
    ] as const) {
      const deal = given.findIndex(
        (each) => stateOn(each, now + 0.99)?.status === 'open' && each.steps[0]?.stage === stage,
      );
      expect(Math.abs((source.chance(deal, span)?.won ?? 0) - rate)).toBeLessThan(0.05);
    }
  });

  test('without any history are the documented prior, on no deals, and not fit to be shown', () => {
    const step = {
      day: DAY_ZERO,
      stage: 'One',
      amount: 5,
      closeDay: DAY_ZERO + 30,
      owner: '',
      category: 'pipeline' as const,
    };
    const log = logOf([{ id: 'a', steps: [{ ...step, status: 'open' }] }]);
    const source = stageRates(log, { at: endOfDay(DAY_ZERO), today: dayFromNumber(DAY_ZERO) });
    const chance = source.chance(0, { start: dayFromNumber(DAY_ZERO), end: dayFromNumber(DAY_ZERO + 59) });
    expect(chance).toMatchObject({ n: 0, method: 'stageRate' });
    expect(chance?.won).toBeCloseTo(0.25 * 0.5, 12);
    expect(chance?.lost).toBeCloseTo(0.75 * 0.5, 12);
    expect(hasChances(source)).toBe(false);
    expect(source.chance(0, { start: dayFromNumber(DAY_ZERO - 90), end: dayFromNumber(DAY_ZERO - 1) })?.won).toBe(0);
  });
});
