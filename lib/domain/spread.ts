import { jumps, type Prospects } from '@/lib/domain/bets';
import { EXACT_DEALS } from '@/lib/domain/reach';

const CELLS = 1024;
/** Above it a range tells nothing (scoring.md §6.7). */
const TOO_WIDE = 1;

/** `p10`, `p50`, `p90` of glossary §7: the sum stays below each with that chance. Minor units. */
export interface Spread {
  p10: number;
  p50: number;
  p90: number;
  mean: number;
}

/** Whether a range is too wide to be useful: (p90 − p10) ÷ p50 above 1. */
export const isTooWide = ({ p10, p50, p90 }: Spread): boolean => p90 - p10 > TOO_WIDE * Math.max(0, p50);

/** Quantiles of what the prospects bring: exact for up to 12 deals, above within a thousandth of all that is possible. */
export function spread(prospects: Prospects): Spread {
  const given = jumps(prospects);
  const { weights } = prospects.shock;
  const means = given.chances.map((own) => own.reduce((sum, p, k) => sum + p * (weights[k] ?? 0), 0));
  const mean =
    given.floor +
    given.later.reduce((sum, each) => sum + each, 0) / given.later.length +
    means.reduce((sum, p, deal) => sum + p * (given.sizes[deal] ?? 0), 0);
  const least = Math.min(...given.later);
  const most = Math.max(...given.later) - least + given.sizes.reduce((sum, size) => sum + size, 0);
  const width = given.sizes.length <= EXACT_DEALS ? 0 : Math.max(1, most / CELLS);
  const sums = new Map<number, number>();
  weights.forEach((weight, k) => {
    const own = width === 0 ? listed(given, k, least) : inCells(given, k, least, width);
    for (const [sum, mass] of own) sums.set(sum, (sums.get(sum) ?? 0) + weight * mass);
  });
  const sorted = [...sums].toSorted(([a], [b]) => a - b);
  const at = (share: number): number => {
    let below = 0;
    for (const [sum, mass] of sorted) {
      below += mass;
      // Sums of many small masses are off by rounding.
      if (below >= share - 1e-12) return Math.round(given.floor + least + sum);
    }
    return Math.round(given.floor + least + most);
  };
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9), mean };
}

type Given = ReturnType<typeof jumps>;

function listed({ sizes, chances, later }: Given, k: number, least: number): Map<number, number> {
  let masses = new Map<number, number>();
  for (const each of later) masses.set(each - least, (masses.get(each - least) ?? 0) + 1 / later.length);
  sizes.forEach((size, deal) => {
    const p = chances[deal]?.[k] ?? 0;
    const next = new Map<number, number>();
    const add = (sum: number, mass: number): Map<number, number> => next.set(sum, (next.get(sum) ?? 0) + mass);
    for (const [sum, mass] of masses) {
      add(sum, mass * (1 - p));
      add(sum + size, mass * p);
    }
    masses = next;
  });
  return masses;
}

/** Masses by cell; a sum between two cells is shared so that its mean stays. */
function inCells({ sizes, chances, later }: Given, k: number, least: number, width: number): [number, number][] {
  const masses = new Float64Array(CELLS + 2);
  let top = 0;
  for (const each of later) {
    const at = (each - least) / width;
    const low = Math.floor(at);
    masses[low] = (masses[low] ?? 0) + (1 - (at - low)) / later.length;
    masses[low + 1] = (masses[low + 1] ?? 0) + (at - low) / later.length;
    top = Math.max(top, low + 1);
  }
  for (let deal = 0; deal < sizes.length; deal += 1) {
    const p = chances[deal]?.[k] ?? 0;
    const jump = (sizes[deal] ?? 0) / width;
    if (p === 0 || jump === 0) continue;
    const step = Math.floor(jump);
    const far = p * (jump - step);
    const near = p - far;
    for (let cell = top; cell >= 0; cell -= 1) {
      const own = masses[cell] ?? 0;
      masses[cell] = own * (1 - p);
      const at = Math.min(CELLS, cell + step);
      masses[at] = (masses[at] ?? 0) + near * own;
      masses[at + 1] = (masses[at + 1] ?? 0) + far * own;
    }
    top = Math.min(CELLS, top + step + 1);
  }
  return [...masses].map((mass, cell) => [cell * width, mass]);
}
