import { randomStream } from '@/lib/figures/random';
import type { Bet } from '@/lib/forecast/sum/bets';
import { cells, CELLS } from '@/lib/forecast/sum/distribution';
import { addBet, type Masses, NEGLIGIBLE } from '@/lib/forecast/sum/masses';
import { shock } from '@/lib/forecast/sum/shock';

/** A deal that lacks a value: what it may turn out to be, each as likely. */
export type Unknown = readonly Bet[];

/** What blanks do to the 80 % range of a period. Amounts in minor units. */
export interface BlankCost {
  /** p90 − p10 with all that the blanks leave open, and, on average, once they are filled. */
  width: number;
  filled: number;
  /** How much narrower the range becomes, on average and in four of five cases: what is filled in may also turn out to be large. */
  narrows: number;
  low: number;
  high: number;
  /** What deals with blanks bring on average. */
  mean: number;
}

const MOST_TRIED = 120;
const LEAST_TRIED = 6;
/** Deals × values tried: more take seconds. */
const WORK = 3600;

/**
 * `blankCost` (G7.34): what it is worth to know (MS-13). The sum of the period is worked out with each blank open to all that it may be, and again for several
 * ways in which all are filled, each value of a deal in one of them (a Latin square): the difference of the ranges is what the blanks
 * cost. Both on one grid of cells, so that what that rounds is the same on both sides.
 */
export function blankCost(
  { deals, futures, sd }: { deals: readonly Bet[]; futures: readonly number[]; sd: number },
  unknowns: readonly Unknown[],
  seed: number,
): BlankCost {
  const tried = Math.max(LEAST_TRIED, Math.min(MOST_TRIED, Math.floor(WORK / Math.max(1, unknowns.length))));
  const next = randomStream(seed);
  const cases = unknowns
    .map((unknown) => spaced(unknown.filter(isBet), tried, next))
    .filter(({ length }) => length > 0);
  const known = deals.filter(isBet);
  const most = cases.reduce((sum, own) => sum + own.reduce((max, { amount }) => Math.max(max, amount), 0), 0);
  const width = (known.reduce((sum, { amount }) => sum + Math.abs(amount), 0) + most) / CELLS || 1;
  const common = shock(sd);
  const odds = known.map(({ p }) => common.at(p));
  const caseOdds = cases.map((own) => own.map(({ p }) => common.at(p)));
  const orders = cases.map(() => shuffled(tried, next));

  const open = new Float64Array(CELLS + 2);
  const filled = Array.from({ length: tried }, () => new Float64Array(CELLS + 2));
  const work: Masses = { cells: new Float64Array(CELLS + 2), bottom: 0, top: 0 };
  common.weights.forEach((weight, k) => {
    const base = cells(known, odds, k, width);
    const sum = (into: Float64Array, add: (deal: number) => void): void => {
      work.cells.set(base.cells);
      work.bottom = base.bottom;
      work.top = base.top;
      for (let deal = 0; deal < cases.length; deal += 1) add(deal);
      for (let cell = 0; cell < into.length; cell += 1) into[cell]! += weight * work.cells[cell]!;
    };
    sum(open, (deal) => join(work, cases[deal]!, { odds: caseOdds[deal]!, k, width }));
    filled.forEach((into, way) =>
      sum(into, (deal) => {
        const chosen = orders[deal]![way]!;
        const jump = Math.max(0, cases[deal]![chosen]!.amount) / width;
        addBet(work, Math.floor(jump), jump - Math.floor(jump), caseOdds[deal]![chosen]![k]!);
      }),
    );
  });
  const whole = rangeOf(open, width, futures);
  const widths = filled.map((masses) => rangeOf(masses, width, futures)).toSorted((a, b) => a - b);
  const mean = widths.reduce((sum, each) => sum + each, 0) / tried;
  const at = (share: number): number => widths[Math.round(share * (tried - 1))] ?? mean;
  return {
    width: whole,
    filled: mean,
    narrows: whole - mean,
    low: whole - at(0.9),
    high: whole - at(0.1),
    mean: cases.reduce((sum, own) => sum + own.reduce((all, { amount, p }) => all + amount * p, 0) / own.length, 0),
  };
}

/** What brings nothing for sure has no part in a range, and what a blank may be is never a credit. */
const isBet = ({ amount, p }: Bet): boolean => Number.isFinite(amount) && amount !== 0 && p > 0;

/** One more deal among the masses, which is one of some cases, each as likely. */
function join(
  into: Masses,
  bets: readonly Bet[],
  { odds, k, width }: { odds: readonly Float64Array[]; k: number; width: number },
): void {
  const { cells: found, bottom, top } = into;
  const masses = found.slice();
  found.fill(0);
  /** Chance of each jump, in cells: a jump between two is shared so that the mean stays. */
  const kernel = new Map<number, number>();
  const add = (step: number, p: number): void => void kernel.set(step, (kernel.get(step) ?? 0) + p);
  bets.forEach(({ amount }, each) => {
    const p = (odds[each]?.[k] ?? 0) / bets.length;
    const jump = Math.max(0, amount) / width;
    const step = Math.floor(jump);
    add(step, p * (1 - jump + step));
    add(step + 1, p * (jump - step));
    add(0, 1 / bets.length - p);
  });
  for (const [step, p] of kernel) {
    const last = Math.min(top, masses.length - step - 1);
    for (let cell = bottom; cell <= last; cell += 1) found[cell + step]! += p * masses[cell]!;
  }
  into.top = Math.min(found.length - 1, top + Math.max(...kernel.keys()));
  // What is next to nothing has no part in any sum, and takes far longer to multiply.
  for (let cell = bottom; cell <= into.top; cell += 1) if (found[cell]! < NEGLIGIBLE) found[cell] = 0;
}

/** Width of the 80 % range; between two cells the share grows evenly. */
function rangeOf(masses: Float64Array, width: number, futures: readonly number[]): number {
  const shifts = futures.length > 0 ? futures : [0];
  const below = new Float64Array(masses.length + 1);
  masses.forEach((mass, cell) => (below[cell + 1] = below[cell]! + mass));
  const total = below.at(-1) ?? 1;
  const shareBelow = (amount: number): number =>
    shifts.reduce((sum, extra) => {
      const place = Math.max(0, Math.min(masses.length, (amount - extra) / width + 0.5));
      const cell = Math.min(masses.length - 1, Math.floor(place));
      return sum + below[cell]! + (place - cell) * masses[cell]!;
    }, 0) /
    (shifts.length * total);
  const quantile = (share: number): number => {
    let [low, high] = [Math.min(...shifts) - width, Math.max(...shifts) + width * (masses.length + 1)];
    for (let round = 0; round < 50; round += 1) {
      const middle = (low + high) / 2;
      if (shareBelow(middle) < share) low = middle;
      else high = middle;
    }
    return high;
  };
  return quantile(0.9) - quantile(0.1);
}

/** So many of some cases that they stand for all: one drawn of each part, by what they bring. */
function spaced(cases: Unknown, count: number, next: () => number): Bet[] {
  const sorted = cases.toSorted((a, b) => a.amount * a.p - b.amount * b.p || a.amount - b.amount);
  return sorted.length === 0
    ? []
    : Array.from({ length: count }, (_, part) => sorted[Math.floor(((part + next()) * sorted.length) / count)]!);
}

function shuffled(count: number, next: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, place) => place);
  for (let place = count - 1; place > 0; place -= 1) {
    const other = Math.floor(next() * (place + 1));
    [order[place], order[other]] = [order[other]!, order[place]!];
  }
  return order;
}
