import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { randomStream } from '@/lib/figures/random';
import type { ChanceSource } from '@/lib/forecast/chance/chances';
import { mixedChances } from '@/lib/forecast/chance/mixed-chances';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import { forecastDeals } from '@/lib/forecast/forecast';

import { makeWorld, OPTIONS } from '../scoring/world';

const { log } = makeWorld(900, 5);
const at = endOfDay('2025-11-15' as Day, 'UTC');
const end = endOfDay('2025-12-31' as Day, 'UTC');
const rates = timedRates(log, { at, end, fiscal: OPTIONS.fiscal });
const open = forecastDeals(log, { at, owners: undefined, chances: rates });
const logit = (p: number): number => Math.log(p / (1 - p));
const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

/** Chances that someone else says of the same deals, with bounds about them. */
const said = (chances: readonly number[]): ChanceSource => {
  const own = new Map(open.map(({ deal }, place) => [deal, chances[place % chances.length] ?? 0.5]));
  return {
    method: 'learnt',
    version: 'someone else',
    n: 500,
    history: { won: 200, lost: 300 },
    of(deal) {
      const won = own.get(deal) ?? 0;
      return { won, lost: (1 - won) / 2, n: 500, low: won * 0.8, high: won + (1 - won) * 0.2 };
    },
  };
};
const next = randomStream(3);
const learnt = said(open.map(() => 0.02 + 0.9 * next()));
const mixed = mixedChances(log, at, { rates, learnt });

describe('learnt chances mixed with rates of stages', () => {
  test('name both methods: what was kept is made anew when either changes', () => {
    expect(mixed.version).toContain(learnt.version);
    expect(mixed.version).toContain(rates.version);
  });

  test('let as many of the open deals be won as the rates say, whatever the learnt ones say', () => {
    expect(open.length).toBeGreaterThan(40);
    const wanted = sum(open.map(({ p }) => p));
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 0.95, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (chances) => {
          const { of } = mixedChances(log, at, { rates, learnt: said(chances) });
          expect(sum(open.map(({ deal, version }) => of(deal, version).won))).toBeCloseTo(wanted, 6);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('lie half way between both in log-odds, all moved by the same', () => {
    const moves = open.map(
      ({ deal, version, p }) =>
        logit(mixed.of(deal, version).won) - (logit(p) + logit(learnt.of(deal, version).won)) / 2,
    );
    expect(Math.max(...moves) - Math.min(...moves)).toBeLessThan(1e-9);
  });

  test('are the rates where both say the same', () => {
    const same = mixedChances(log, at, { rates, learnt: { ...rates, method: 'learnt' } });
    for (const { deal, version, p } of open) expect(same.of(deal, version).won).toBeCloseTo(p, 9);
  });

  test('stay within their bounds, and no deal is won and lost', () => {
    for (const { deal, version } of open) {
      const { won, lost, low = 1, high = 0 } = mixed.of(deal, version);
      expect(low).toBeLessThanOrEqual(won);
      expect(high).toBeGreaterThanOrEqual(won);
      expect(won + lost).toBeLessThanOrEqual(1);
      expect(lost).toBeGreaterThanOrEqual(0);
    }
  });

  test('keep what is sure, and let the rates speak where each is sure of what the other rules out', () => {
    for (const sure of [0, 1]) {
      const { of } = mixedChances(log, at, { rates, learnt: said([sure]) });
      for (const { deal, version } of open) expect(of(deal, version).won).toBe(sure);
    }
    const never: ChanceSource = { ...rates, of: () => ({ won: 0, lost: 1, n: 1 }) };
    const { of } = mixedChances(log, at, { rates: never, learnt: said([1]) });
    for (const { deal, version } of open) expect(of(deal, version).won).toBe(0);
  });

  test('say of the calendar and of the level that as many wins come of them as the rates say', () => {
    expect(mixed.shared).toEqual(rates.shared);
    for (const part of ['calendar', 'level'] as const) {
      const [ours, theirs] = [mixed, rates].map(({ of, without }) =>
        sum(open.map(({ deal, version }) => of(deal, version).won - (without?.[part](deal, version) ?? 0))),
      );
      expect(ours).toBeCloseTo(theirs ?? Number.NaN, 6);
    }
  });
});
