import { type Bet, spelledOut } from '@/lib/forecast/sum/bets';
import { addBet, type Masses } from '@/lib/forecast/sum/masses';
import { EXACT_DEALS } from '@/lib/forecast/sum/reach';
import { shock } from '@/lib/forecast/sum/shock';

/** A distribution over amounts in minor units: rising values with their probabilities, which add up to 1. */
export interface Distribution {
  values: Float64Array;
  probs: Float64Array;
}

/** Sums of many deals are counted in so many cells. */
export const CELLS = 1024;

/**
 * The distribution of the sum of the won bets. Up to 12 bets: every sum there is. More: a grid of 1,024 cells over all that is
 * possible; a sum between two cells is shared so that the mean stays. No draws: at any number of deals the grid takes less time
 * than drawing 10,000 sums, and gives the same answer each time.
 */
export function sumDistribution(bets: readonly Bet[], sd = 0): Distribution {
  const { at, weights } = shock(sd);
  const used = spelledOut(bets).filter(({ amount, p }) => Number.isFinite(amount) && amount !== 0 && p > 0);
  const chances = used.map(({ p }) => at(p));
  if (used.length <= EXACT_DEALS) return exactSums(used, chances, weights);
  const low = used.reduce((sum, { amount }) => sum + Math.min(0, amount), 0);
  const width = used.reduce((sum, { amount }) => sum + Math.abs(amount), 0) / CELLS;
  const probs = new Float64Array(CELLS + 2);
  weights.forEach((weight, k) => {
    const row = cells(used, chances, k, width);
    row.cells.forEach((mass, cell) => (probs[cell] = (probs[cell] ?? 0) + weight * mass));
  });
  return { values: Float64Array.from(probs, (_, cell) => low + cell * width), probs };
}

function exactSums(bets: readonly Bet[], chances: readonly Float64Array[], weights: readonly number[]): Distribution {
  const sums = new Map<number, number>();
  weights.forEach((weight, node) => {
    let own = new Map([[0, 1]]);
    bets.forEach(({ amount }, bet) => {
      const p = chances[bet]?.[node] ?? 0;
      const next = new Map<number, number>();
      for (const [sum, q] of own) {
        next.set(sum, (next.get(sum) ?? 0) + q * (1 - p));
        next.set(sum + amount, (next.get(sum + amount) ?? 0) + q * p);
      }
      own = next;
    });
    for (const [sum, q] of own) sums.set(sum, (sums.get(sum) ?? 0) + weight * q);
  });
  const sorted = [...sums].toSorted((a, b) => a[0] - b[0]);
  return { values: Float64Array.from(sorted, ([sum]) => sum), probs: Float64Array.from(sorted, ([, q]) => q) };
}

/**
 * Masses by cell, each `width` wide, at one point of the shock (`k`); the first is that of all credits. A credit is its loss for sure and
 * a jump back with 1 − p.
 */
export function cells(bets: readonly Bet[], chances: readonly Float64Array[], k: number, width: number): Masses {
  const masses = { cells: new Float64Array(CELLS + 2), bottom: 0, top: 0 };
  masses.cells[0] = 1;
  for (let bet = 0; bet < bets.length; bet += 1) {
    const amount = bets[bet]?.amount ?? 0;
    const own = chances[bet]?.[k] ?? 0;
    const jump = Math.abs(amount) / width;
    addBet(masses, Math.floor(jump), jump - Math.floor(jump), amount < 0 ? 1 - own : own);
  }
  return masses;
}

/** Smallest value whose probability of not being exceeded reaches `share`. */
export function quantileOf({ values, probs }: Distribution, share: number): number {
  let sum = 0;
  for (let place = 0; place < values.length; place += 1) {
    sum += probs[place] ?? 0;
    if (sum >= share - 1e-12) return values[place] ?? 0;
  }
  return values.at(-1) ?? 0;
}

export const chanceToReach = ({ values, probs }: Distribution, target: number): number => {
  let sum = 0;
  for (let place = values.length - 1; place >= 0 && (values[place] ?? 0) >= target; place -= 1)
    sum += probs[place] ?? 0;
  return Math.min(1, sum);
};

export const meanOf = ({ values, probs }: Distribution): number =>
  values.reduce((sum, value, index) => sum + value * (probs[index] ?? 0), 0);
