import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DAY_MS, dayFromNumber, dayNumber } from '@/lib/domain/days';
import { dealEffect, forecast } from '@/lib/domain/forecast';
import { endOfDay } from '@/lib/domain/outcomes';
import { replay } from '@/lib/domain/replay';
import { stageRates } from '@/lib/domain/stage-rate';

import { RUNS } from '../runs';
import { corrupted, DAY_ZERO, histories, type History, logOf, QUARTERS, stateOn } from './histories';

const NOW = fc.integer({ min: DAY_ZERO + 200, max: DAY_ZERO + 700 });
const owners = fc.constantFrom(undefined, new Set(['ann']), new Set(['ann', 'bob']), new Set<string>());
const atEnd = (day: number): number => day + 1 - 1 / DAY_MS;

function ask(given: readonly History[], now: number, of: ReadonlySet<string> | undefined, quota?: number) {
  const log = logOf(given);
  const asOf = { at: endOfDay(now), today: dayFromNumber(now) };
  const period = QUARTERS.find(({ start, end }) => dayNumber(start) <= now && now <= dayNumber(end)) ?? QUARTERS[0]!;
  const source = stageRates(log, asOf);
  const rest = quota === undefined ? {} : { quota };
  return {
    log,
    period,
    found: forecast({ log, asOf, period, owners: of, source, past: QUARTERS, shockSd: 0.25, ...rest }),
  };
}

/** What a period brought as it was known at the end of a day, deal by deal. */
function booked(given: readonly History[], day: number, period: (typeof QUARTERS)[number], of?: ReadonlySet<string>) {
  return given.flatMap((history) => {
    const state = stateOn(history, atEnd(day));
    if (state?.status !== 'won' || (of && !of.has(state.owner))) return [];
    if (state.closeDay < dayNumber(period.start) || state.closeDay > dayNumber(period.end)) return [];
    return [{ id: history.id, amount: state.amount }];
  });
}

describe('the forecast', () => {
  test('splits into won, open and not yet created as a plain recount does', () => {
    fc.assert(
      fc.property(histories(14), NOW, owners, (given, now, of) => {
        const { log, period, found } = ask(given, now, of);
        const won = booked(given, now, period, of);
        expect(found.won.amount).toBe(won.reduce((sum, { amount = 0 }) => sum + amount, 0));
        expect(found.won.count).toBe(won.length);
        expect(found.won.unpriced).toBe(won.filter(({ amount }) => amount === undefined).length);
        const open = given.filter((history) => {
          const state = stateOn(history, atEnd(now));
          return state?.status === 'open' && state.category !== 'omitted' && (!of || of.has(state.owner));
        });
        const priced = open.filter((history) => stateOn(history, atEnd(now))?.amount !== undefined);
        expect(found.open.deals.map(({ deal }) => log.ids[deal])).toEqual(priced.map(({ id }) => id));
        expect(found.open.unpriced).toBe(open.length - priced.length);
        const weighted = found.open.deals.reduce((sum, { amount, chance }) => sum + amount * chance.won, 0);
        expect(Math.abs(found.open.mean - weighted)).toBeLessThan(1e-6 * (1 + weighted));
        expect(Math.abs(found.total.mean - found.won.amount - weighted - found.later.mean)).toBeLessThan(1);
        // Each finished quarter, on the day with as many days left: what it brought beyond the deals counted then.
        const left = dayNumber(period.end) - now;
        const begins = Math.min(...given.map(({ steps: [first] }) => first?.day ?? Infinity));
        const sums = QUARTERS.filter(({ end }) => dayNumber(end) < now)
          .toReversed()
          .filter(({ end }) => atEnd(dayNumber(end) - left) >= begins)
          .slice(0, 8)
          .map((past) => {
            const then = dayNumber(past.end) - left;
            const known = new Set([
              ...booked(given, then, past, of)
                .filter(({ amount }) => amount !== undefined)
                .map(({ id }) => id),
              ...given
                .filter((history) => {
                  const state = stateOn(history, atEnd(then));
                  const isCounted =
                    state?.status === 'open' && state.category !== 'omitted' && (!of || of.has(state.owner));
                  return isCounted && state.amount !== undefined;
                })
                .map(({ id }) => id),
            ]);
            return booked(given, now, past, of).reduce(
              (sum, { id, amount = 0 }) => (known.has(id) ? sum : sum + amount),
              0,
            );
          });
        expect(found.prospects.later).toEqual(sums);
      }),
      { numRuns: RUNS },
    );
  });

  test('does not change by a bit when everything after its instant is replaced', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(histories(12), NOW)
          .chain(([given, now]) => fc.tuple(fc.constant(given), fc.constant(now), corrupted(given, atEnd(now)))),
        owners,
        ([given, now, other], of) => {
          const told = (from: readonly History[]): unknown => {
            const { log, found } = ask(from, now, of, 900_000);
            const { prospects: _prospects, open, ...rest } = found;
            const deals = open.deals.map((each) => ({
              ...each,
              version: 0,
              deal: log.ids[each.deal],
              effect: dealEffect(found, each.deal),
            }));
            return { ...rest, open: { ...open, deals } };
          };
          expect(told(other)).toStrictEqual(told(given));
        },
      ),
      { numRuns: Math.min(RUNS, 2000) },
    );
  });

  test('a deal’s effect keeps the law of total probability: p · if won + (1 − p) · if lost = now', () => {
    fc.assert(
      fc.property(histories(30), NOW, fc.integer({ min: 0, max: 4_000_000 }), (given, now, quota) => {
        const { found } = ask(given, now, undefined, quota);
        for (const { deal, chance } of found.open.deals) {
          const effect = dealEffect(found, deal);
          expect(effect?.now).toBeCloseTo(found.reachesQuota ?? -1, 9);
          expect(chance.won * (effect?.ifWon ?? 0) + (1 - chance.won) * (effect?.ifLost ?? 0)).toBeCloseTo(
            effect?.now ?? -1,
            9,
          );
        }
      }),
      { numRuns: Math.min(RUNS, 2000) },
    );
  });

  test('of no deals is nothing, without quota there is no chance of it, and a quota of 0 is reached', () => {
    const { found } = ask([], DAY_ZERO + 300, undefined);
    expect(found.total).toEqual({ p10: 0, p50: 0, p90: 0, mean: 0 });
    expect(found.reachesQuota).toBeUndefined();
    expect(dealEffect(found, 0)).toBeUndefined();
    expect(ask([], DAY_ZERO + 300, undefined, 0).found.reachesQuota).toBe(1);
  });
});

describe('the replay', () => {
  const ask2 = (given: readonly History[], now: number) => {
    const log = logOf(given);
    return replay({
      log,
      asOf: { at: endOfDay(now), today: dayFromNumber(now) },
      periods: QUARTERS,
      owners: undefined,
      fit: stageRates,
      stageChance: (stage) => ({ One: 0.1, Two: 0.4 })[stage] ?? 0.8,
      daysLeft: [60, 15],
    });
  };

  test('says of a past day exactly what it says when everything after that day is replaced', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(histories(12), fc.integer({ min: DAY_ZERO + 200, max: DAY_ZERO + 600 }))
          .chain(([given, cut]) => fc.tuple(fc.constant(given), fc.constant(cut), corrupted(given, atEnd(cut)))),
        ([given, cut, other]) => {
          const end = DAY_ZERO + 800;
          const said = (from: readonly History[]) =>
            ask2(from, end)
              .filter(({ on }) => dayNumber(on) <= cut)
              .map((row) => ({ on: row.on, daysLeft: row.daysLeft, said: row.said }));
          const [now, then] = [said(given), said(other)];
          expect(then).toStrictEqual(now);
        },
      ),
      { numRuns: Math.min(RUNS, 300) },
    );
  });

  test('puts beside it what closed, the stage-weighted pipeline, the run rate and booked plus usual, as plain recounts do', () => {
    fc.assert(
      fc.property(histories(14), NOW, (given, now) => {
        const sum = (rows: readonly { amount: number | undefined }[]) =>
          rows.reduce((all, { amount = 0 }) => all + amount, 0);
        for (const { period, on, daysLeft, said, closed } of ask2(given, now)) {
          const [then, end] = [dayNumber(on), dayNumber(period.end)];
          expect(end - then).toBe(daysLeft);
          const own = QUARTERS.find(({ label }) => label === period.label) ?? QUARTERS[0]!;
          expect(closed).toBe(sum(booked(given, now, own)));
          expect(said.won).toBe(sum(booked(given, then, own)));
          const weighted = given.reduce((all, history) => {
            const state = stateOn(history, atEnd(then));
            const isDue = state && state.closeDay >= dayNumber(own.start) && state.closeDay <= end;
            if (!isDue || state.status !== 'open' || state.category === 'omitted') return all;
            return all + (state.amount ?? 0) * ({ One: 0.1, Two: 0.4 }[state.stage] ?? 0.8);
          }, 0);
          expect(Math.abs(said.stageWeighted - said.won - weighted)).toBeLessThan(1);
          const before = QUARTERS.filter((each) => dayNumber(each.end) < then).slice(-3);
          const runs = before.map((each) => sum(booked(given, then, each)));
          if (said.runRate !== undefined) expect(Math.abs(said.runRate - sumOf(runs) / runs.length)).toBeLessThan(1);
        }
        function sumOf(values: readonly number[]): number {
          return values.reduce((a, b) => a + b, 0);
        }
      }),
      { numRuns: Math.min(RUNS, 300) },
    );
  });
});
