import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  additiveLogits,
  errorsOf,
  exactError,
  fitAdditive,
  fitShapes,
  gradient,
  logitError,
  PENALTY,
  startsOf,
} from '@/lib/scoring/model/additive';
import { type Binned, type Binning, findBins, toBins } from '@/lib/scoring/model/bins';
import { finish, finishInSlices } from '@/lib/scoring/model/steps';
import { numberColumn, rowsOf } from '@/lib/scoring/model/training-table';

import { RUNS } from '../runs';
import { makeRows } from './rows';

const rowsFor = (size: number, seed: number) => {
  const { table, y } = makeRows(size, seed);
  const binnings = table.columns.map((column) => findBins(column, 8));
  return { table, y, binnings, binned: toBins(table, binnings) };
};

/** The penalised loss from its definition, without any of the fit's code. */
function lossOf(beta: ArrayLike<number>, binned: Binned, binnings: readonly Binning[], y: ArrayLike<number>): number {
  const { ridge, smooth, baseDeals, baseChance } = PENALTY;
  const at: number[] = [];
  let next = 1;
  for (const { count } of binnings) {
    at.push(next);
    next += count;
  }
  let loss = 0;
  for (let row = 0; row < binned.size; row += 1) {
    let logit = beta[0]!;
    binned.codes.forEach((codes, feature) => (logit += beta[at[feature]! + codes[row]!]!));
    const p = 1 / (1 + Math.exp(-logit));
    loss -= y[row] === 1 ? Math.log(p) : Math.log(1 - p);
  }
  loss += (baseDeals * baseChance * (1 - baseChance) * (beta[0]! - Math.log(baseChance / (1 - baseChance))) ** 2) / 2;
  binnings.forEach(({ kind, count, isApart }, feature) => {
    let before: number | undefined;
    for (let bin = 0; bin < count; bin += 1) {
      const value = beta[at[feature]! + bin]!;
      loss += (ridge * value ** 2) / 2;
      if (kind === 'category' || isApart[bin]) continue;
      if (before !== undefined) loss += (smooth * (value - before) ** 2) / 2;
      before = value;
    }
  });
  return loss;
}

test('loss, gradient and Hessian are those of the penalised likelihood, by differences', () => {
  const { y, binnings, binned } = rowsFor(300, 1);
  const starts = startsOf(binnings);
  const size = starts.at(-1)!;
  const system = { binned, binnings, target: { y }, penalty: PENALTY, starts, size };
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: size, maxLength: size }),
      fc.nat(size - 1),
      (values, place) => {
        const beta = Float64Array.from(values);
        const found = finish(gradient(system, beta));
        expect(found.loss).toBeCloseTo(lossOf(beta, binned, binnings, y), 6);
        const moved = (by: number) => beta.map((value, at) => (at === place ? value + by : value));
        const [up, down] = [lossOf(moved(1e-4), binned, binnings, y), lossOf(moved(-1e-4), binned, binnings, y)];
        expect(found.gradient[place]!).toBeCloseTo((up - down) / 2e-4, 4);
        const [above, below] = [finish(gradient(system, moved(1e-4))), finish(gradient(system, moved(-1e-4)))];
        for (let other = 0; other <= place; other += 1)
          expect(found.hessian[place * size + other]!).toBeCloseTo(
            (above.gradient[other]! - below.gradient[other]!) / 2e-4,
            3,
          );
      },
    ),
    { numRuns: Math.ceil(RUNS / 20) },
  );
});

test('Newton ends where a slow optimiser ends: no coordinate descent step lowers the loss', () => {
  const { y, binnings, binned } = rowsFor(160, 5);
  const fitted = finish(fitAdditive(binned, binnings, { y }));
  const starts = startsOf(binnings);
  // Coordinate descent by golden section, from zero, with the naive loss alone.
  const beta = new Float64Array(starts.at(-1)!);
  for (let round = 0; round < 60; round += 1) {
    for (let place = 0; place < beta.length; place += 1) {
      const at = (value: number): number => {
        const kept = beta[place]!;
        beta[place] = value;
        const loss = lossOf(beta, binned, binnings, y);
        beta[place] = kept;
        return loss;
      };
      let [low, high] = [beta[place]! - 0.5, beta[place]! + 0.5];
      for (let cut = 0; cut < 22; cut += 1) {
        const [a, b] = [low + 0.382 * (high - low), low + 0.618 * (high - low)];
        if (at(a) < at(b)) high = b;
        else low = a;
      }
      beta[place] = (low + high) / 2;
    }
  }
  const logits = additiveLogits(fitted, binned);
  for (let row = 0; row < binned.size; row += 1) {
    let slow = beta[0]!;
    binned.codes.forEach((codes, feature) => (slow += beta[starts[feature]! + codes[row]!]!));
    expect(logits[row]!).toBeCloseTo(slow, 2);
  }
});

test('in many rows with few ends the first steps are made on some of them, and where they led does not show in the fit', () => {
  const { table, y } = makeRows(9000, 3);
  const ends = Uint8Array.from(y, (each, row) => Number(each > 0 && row % 9 === 0));
  const order = Uint32Array.from(table.columns[0]!.values, (_, row) => (row * 4001 + 5) % 9000);
  const binnings = table.columns.map((column) => findBins(column, 16));
  const plain = toBins(table, binnings);
  const turned = toBins(rowsOf(table, order), binnings);
  const turnedEnds = Uint8Array.from(order, (row) => ends[row]!);
  const [one, other] = [
    finish(fitAdditive(plain, binnings, { y: ends })),
    finish(fitAdditive(turned, binnings, { y: turnedEnds })),
  ];
  const [before, after] = [additiveLogits(one, plain), additiveLogits(other, turned)];
  for (const [place, row] of order.entries()) expect(after[place]!).toBeCloseTo(before[row]!, 4);
  // As many are won as the fit says, but for the deals that are believed beforehand: so it ends at the likelihood of all rows.
  const said = before.reduce((sum, logit) => sum + 1 / (1 + Math.exp(-logit)), 0);
  const came = ends.reduce((sum, each) => sum + each, 0);
  expect(Math.abs(said - came)).toBeLessThan(PENALTY.baseDeals);
  expect(finish(fitShapes(plain, binnings, { y: ends }))).toEqual({ base: one.base, shapes: one.shapes });
});

test('what the rows of a group have in common, counted once for all of them, gives the fit of the rows one by one', () => {
  const { table, y } = makeRows(700, 9);
  const group = Uint32Array.from({ length: 1900 }, (_, row) => (row * 7) % 700);
  const rows = rowsOf(table, group);
  const own = Uint8Array.from(group, (each, row) => (each + row) % 4);
  const ends = Uint8Array.from(group, (each, row) => Number((y[each] ?? 0) > 0 && row % 3 > 0));
  const binnings = [...rows.columns.map((column) => findBins(column, 8)), findBins(numberColumn('own', own), 4)];
  const binned = toBins({ size: rows.size, columns: [...rows.columns, numberColumn('own', own)] }, binnings);
  // The one that differs within a group stands between the others.
  const order = [1, binnings.length - 1, 0, ...binnings.keys()].filter((at, place, all) => all.indexOf(at) === place);
  const turned = { size: binned.size, codes: order.map((at) => binned.codes[at]!) };
  const turnedBinnings = order.map((at) => binnings[at]!);
  const offset = Float64Array.from(group, (each) => (each % 5) / 10);
  const [alone, together] = [{}, { group }].map((of) =>
    finish(fitAdditive(turned, turnedBinnings, { y: ends, offset, ...of })),
  );
  const [a, b] = [alone!, together!].map((each) => [each.base, ...each.shapes.flatMap((shape) => [...shape])]);
  a!.forEach((value, at) => expect(Math.abs(value - b![at]!)).toBeLessThan(1e-9));
  alone!.factor.forEach((value, at) => expect(Math.abs(value - together!.factor[at]!)).toBeLessThan(1e-8));
});

test('rows picked of others, once or again, have the bins of the same rows by themselves', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -5, max: 5 }), fc.constant(Number.NaN)), {
        minLength: 1,
        maxLength: 60,
      }),
      fc.array(fc.nat(), { maxLength: 200 }),
      fc.array(fc.nat(), { maxLength: 100 }),
      (values, first, second) => {
        const table = { size: values.length, columns: [numberColumn('x', values)] };
        const once = rowsOf(
          table,
          Uint32Array.from(first, (row) => row % values.length),
        );
        const again =
          first.length === 0
            ? once
            : rowsOf(
                once,
                Uint32Array.from(second, (row) => row % first.length),
              );
        for (const picked of [once, again]) {
          const column = picked.columns[0]!;
          const alone = numberColumn('x', column.values);
          expect(findBins(column, 6)).toEqual(findBins(alone, 6));
          const binnings = [findBins(alone, 6)];
          const own = { size: picked.size, columns: [alone] };
          expect(toBins(picked, binnings)).toEqual(toBins(own, binnings));
        }
      },
    ),
    { numRuns: RUNS },
  );
});

test('two fits of the same rows are the same to the last bit, at once or in slices', async () => {
  const { y, binnings, binned } = rowsFor(9000, 2);
  const [a, b] = [finish(fitAdditive(binned, binnings, { y })), finish(fitAdditive(binned, binnings, { y }))];
  const sliced = await finishInSlices(fitAdditive(binned, binnings, { y }), { sliceMs: 0 });
  for (const other of [b, sliced]) {
    expect(Object.is(other.base, a.base)).toBe(true);
    expect(other.shapes.map((shape) => [...shape])).toEqual(a.shapes.map((shape) => [...shape]));
  }
});

test('a fit that is aborted rejects with the reason and goes no further', async () => {
  const { y, binnings, binned } = rowsFor(30_000, 2);
  const stop = new AbortController();
  let slices = 0;
  const steps = fitAdditive(binned, binnings, { y });
  const counted = (function* () {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      slices += 1;
      if (slices === 3) stop.abort(new Error('no longer asked'));
      yield;
    }
  })();
  await expect(finishInSlices(counted, { signal: stop.signal })).rejects.toThrow('no longer asked');
  expect(slices).toBe(3);
});

test('every shape is 0 on average over its rows', () => {
  const { y, binnings, binned } = rowsFor(2000, 4);
  const { shapes } = finish(fitAdditive(binned, binnings, { y }));
  shapes.forEach((shape, feature) => {
    const mean = binned.codes[feature]!.reduce((sum, bin) => sum + shape[bin]!, 0) / binned.size;
    expect(mean).toBeCloseTo(0, 10);
  });
});

test('the small form of the errors is within a quarter of the exact ones on nine rows in ten', () => {
  const { y, binnings, binned } = rowsFor(1500, 6);
  const fitted = finish(fitAdditive(binned, binnings, { y }));
  const errors = errorsOf(fitted, binned);
  const ratios = Array.from(
    { length: 500 },
    (_, row) => logitError(errors, binned, row) / exactError(fitted, binned, row),
  );
  expect(ratios.filter((ratio) => ratio > 0.75 && ratio < 1.25).length).toBeGreaterThanOrEqual(450);
});

test('the Laplace error is the spread of fits to other draws of the same truth', () => {
  const draws = Array.from({ length: 40 }, (_, seed) => rowsFor(1500, 100 + seed));
  const first = draws[0]!;
  const row = toBins(
    {
      ...first.table,
      size: 1,
      columns: first.table.columns.map((each) => ({ ...each, values: each.values.slice(0, 1) })),
    },
    first.binnings,
  );
  const fits = draws.map(({ table, y }) => {
    const binned = toBins(table, first.binnings);
    return finish(fitAdditive(binned, first.binnings, { y }));
  });
  const logits = fits.map((fit) => additiveLogits(fit, row)[0]!);
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
  const sd = Math.sqrt(logits.reduce((sum, logit) => sum + (logit - mean) ** 2, 0) / (logits.length - 1));
  const told = exactError(fits[0]!, row, 0);
  // The prior holds fits together, so that they spread less than the posterior.
  expect(sd / told).toBeGreaterThan(0.5);
  expect(sd / told).toBeLessThan(1.3);
});
