import { type Bet, jumps, type Jumps, spelled } from '@/lib/forecast/sum/bets';
import { addBet, type Masses } from '@/lib/forecast/sum/masses';
import { type Known, shockGiven } from '@/lib/forecast/sum/shock';

/** Up to so many deals every combination is gone through; above it sums are put into cells. */
export const EXACT_DEALS = 12;
/** Cells for many deals; few deals can afford finer ones, and need them. */
const CELLS = 512;
const FINE_CELLS = 4096;
/** Deals × cells that take a few milliseconds: twice as many take twice as long, and the largest error, a tenth of a point, is that of 200 deals either way. */
const WORK = 51_200;

/** What one deal does to the chance of a target (G7.7): p · won + (1 − p) · lost = now. */
export interface DealEffect {
  won: number;
  lost: number;
}

/**
 * P(sum of the won bets ≥ target), 0–1 (`pReachQuota`, G7.4), and the same once each bet is won or lost; the mean over several
 * targets where there are several. Exact for up to 12 deals, whatever the amounts. Above, sums are rounded to cells (4096 of them up
 * to the target for few deals, 512 for many) so that their mean stays; no rounding at all where amounts and targets have a common
 * measure. What a deal's outcome says about the shared shock is part of its two numbers. A target already reached has the chance 1;
 * one that is no number has none. `of` names the bets whose effect is wanted, by position; by default all. `known` deals are over,
 * and what they say about the shock counts.
 */
export function reach(
  asked: readonly Bet[],
  targets: readonly number[],
  sd = 0,
  wanted: readonly number[] = [...asked.keys()],
  known: readonly Known[] = [],
): { now: number; effects: DealEffect[] } {
  const { bets, of } = withSpelled(asked, wanted);
  const common = shockGiven(sd, known);
  const given = jumps(bets, targets, common);
  if (given.goals.some((goal) => Number.isNaN(goal))) return certain(Number.NaN, of);
  // Out of reach, or reached, in every case: each counts with its share.
  const finite = given.goals.filter((goal) => goal > 0 && goal < Infinity).toSorted((a, b) => a - b);
  const reached = given.goals.filter((goal) => goal <= 0).length;
  if (finite.length === 0) return certain(given.goals.length === 0 ? 0 : reached / given.goals.length, of);
  const usable = { ...given, goals: finite };
  // A deal that is over keeps its place in what decides how exactly is counted, so that “if lost” is the chance once it is lost.
  const sizes = [...given.sizes, ...known.map(({ amount }) => Math.abs(Math.round(amount) || 0))];
  const found =
    sizes.length <= EXACT_DEALS ? exactly(usable, common.weights, of) : inCells(usable, common.weights, of, sizes);
  const whole = (chance: number): number => Math.min(1, (chance * finite.length + reached) / given.goals.length);
  return {
    now: whole(found.now),
    effects: found.effects.map(({ won, lost }) => ({ won: whole(won), lost: whole(lost) })),
  };
}

/** With all that the amounts of the other bets may be. */
function withSpelled(
  asked: readonly Bet[],
  wanted: readonly number[],
): { bets: readonly Bet[]; of: readonly number[] } {
  if (!asked.some(({ may }) => may)) return { bets: asked, of: wanted };
  const kept = new Set(wanted);
  const bets: Bet[] = [];
  const places = asked.map((bet, place) => {
    bets.push(...(kept.has(place) ? [bet] : spelled(bet)));
    return bets.length - 1;
  });
  return { bets, of: wanted.map((place) => places[place] ?? -1) };
}

/** P(sum ≥ target) alone; the mean over several targets. `known` deals are over, and what they say about the shock counts. */
export const chanceOf = (
  bets: readonly Bet[],
  targets: readonly number[],
  sd = 0,
  known: readonly Known[] = [],
): number => reach(bets, targets, sd, [], known).now;

/** Chance of a target from the first bet alone, the first two, and so on: what a list of deals adds up to. */
export function chancesAlong(bets: readonly Bet[], target: number, sd = 0): number[] {
  const common = shockGiven(sd, []);
  const given = jumps(bets, [target], common);
  const [goal = Number.NaN] = given.goals;
  if (!Number.isFinite(goal)) return bets.map(() => certain(goal === -Infinity ? 1 : 0, []).now);
  const { weights } = common;
  const found = new Float64Array(given.sizes.length);
  if (given.sizes.length <= EXACT_DEALS) {
    for (const last of found.keys()) {
      const upTo = { ...given, sizes: given.sizes.map((size, deal) => (deal <= last ? size : 0)) };
      found[last] = weights.reduce((sum, weight, k) => sum + weight * combinations(upTo, k, -1, 0), 0);
    }
    return [...found];
  }
  const grid = gridOf(given);
  weights.forEach((weight, k) => {
    const mass = started(grid);
    for (let deal = 0; deal < found.length; deal += 1) {
      addBet(mass, grid.steps[deal]!, grid.parts[deal]!, given.chances[deal]?.[k] ?? 0);
      found[deal] = (found[deal] ?? 0) + weight * mass.cells[grid.cells]!;
    }
  });
  return [...found];
}

const certain = (now: number, of: readonly number[]): { now: number; effects: DealEffect[] } => ({
  now,
  effects: of.map(() => ({ won: now, lost: now })),
});

interface Found {
  now: number;
  effects: DealEffect[];
}

function exactly(given: Jumps, weights: readonly number[], of: readonly number[]): Found {
  const now = weights.reduce((sum, weight, k) => sum + weight * combinations(given, k, -1, 0), 0);
  const effects = of.map((deal) => {
    const size = given.sizes[deal] ?? 0;
    const sides = weights.map((_, k) => [combinations(given, k, deal, size), combinations(given, k, deal, 0)] as const);
    return sided(given, deal, weights, sides);
  });
  return { now, effects };
}

/** Chance, at one point of the shock, that the jumps but for one, and something for sure, add up to the goals. */
function combinations({ sizes, chances, goals }: Jumps, k: number, without: number, sure: number): number {
  let sums = [sure];
  let odds = [1];
  for (let deal = 0; deal < sizes.length; deal += 1) {
    const size = sizes[deal] ?? 0;
    if (deal === without || size === 0) continue;
    const p = chances[deal]?.[k] ?? 0;
    sums = [...sums, ...sums.map((sum) => sum + size)];
    odds = [...odds.map((each) => each * (1 - p)), ...odds.map((each) => each * p)];
  }
  let found = 0;
  sums.forEach((sum, index) => {
    let reached = 0;
    while (reached < goals.length && sum >= goals[reached]!) reached += 1;
    found += ((odds[index] ?? 0) * reached) / goals.length;
  });
  return found;
}

interface Grid {
  /** The last cell is "reached". */
  cells: number;
  steps: Uint32Array;
  /** Share of a jump that goes one cell further. */
  parts: Float64Array;
  /** Before any deal. */
  start: Masses;
}

const started = ({ start }: Grid): Masses => ({ ...start, cells: start.cells.slice() });

/** Several goals are one, the largest, begun from as far up as the goal is nearer. `all` are the sizes that the cells have to fit. */
function gridOf({ sizes, goals }: Jumps, all: ArrayLike<number> & Iterable<number> = sizes): Grid {
  const goal = Math.max(...goals);
  const span = Math.max(1, goal);
  const starts = goals.map((each) => goal - each);
  const measure = [...all, ...starts].reduce(divisor, span);
  const most = Math.max(CELLS, Math.min(FINE_CELLS, Math.floor(WORK / Math.max(1, all.length))));
  const width = span / measure <= most ? measure : span / most;
  const cells = Math.round(span / width);
  const cap = (amount: number): number => Math.min(cells, amount / width);
  const start = new Float64Array(cells + 1);
  for (const each of starts) {
    // Reached already: all of it lies in the last cell.
    const goesTo = goal <= 0 ? cells : cap(each);
    const low = Math.floor(goesTo);
    start[low] = (start[low] ?? 0) + (1 - (goesTo - low)) / starts.length;
    if (goesTo > low) start[low + 1] = (start[low + 1] ?? 0) + (goesTo - low) / starts.length;
  }
  return {
    cells,
    steps: Uint32Array.from(sizes, (size) => Math.floor(cap(size))),
    parts: Float64Array.from(sizes, (size) => cap(size) - Math.floor(cap(size))),
    start: {
      cells: start,
      bottom: start.findIndex((held) => held > 0),
      top: start.findLastIndex((held, cell) => cell < cells && held > 0),
    },
  };
}

const divisor = (a: number, b: number): number => {
  let [big, small] = [a, b];
  while (small > 0) [big, small] = [small, big % small];
  return big;
};

function inCells(given: Jumps, weights: readonly number[], of: readonly number[], sizes: readonly number[]): Found {
  const grid = gridOf(given, sizes);
  const width = grid.cells + 1;
  const wanted = new Set(of);
  const others = [...given.sizes.keys()].filter((deal) => !wanted.has(deal));
  const rows = new Float64Array((of.length + 1) * width);
  const sides = of.map(() => weights.map((): [number, number] => [0, 0]));
  let now = 0;
  weights.forEach((weight, k) => {
    const mass = started(grid);
    const add = (deal: number): void =>
      addBet(mass, grid.steps[deal]!, grid.parts[deal]!, given.chances[deal]?.[k] ?? 0);
    for (const deal of others) add(deal);
    lookAhead(rows, grid, given, k, of);
    for (let cell = 0; cell < width; cell += 1) now += weight * mass.cells[cell]! * rows[cell]!;
    of.forEach((deal, row) => {
      const side = sides[row]?.[k];
      if (side) meet(side, mass.cells, rows, (row + 1) * width, grid, deal);
      add(deal);
    });
  });
  return { now, effects: of.map((deal, row) => sided(given, deal, weights, sides[row] ?? [])) };
}

/** Row r: the chance of reaching the last cell from each cell with the deals `of` from r on still to come. */
function lookAhead(rows: Float64Array, grid: Grid, given: Jumps, k: number, of: readonly number[]): void {
  const { cells, steps, parts } = grid;
  const width = cells + 1;
  rows.fill(0, of.length * width);
  rows[of.length * width + cells] = 1;
  for (let row = of.length - 1; row >= 0; row -= 1) {
    const deal = of[row] ?? 0;
    const p = given.chances[deal]?.[k] ?? 0;
    const step = steps[deal] ?? 0;
    const far = p * (parts[deal] ?? 0);
    const near = p - far;
    const [before, after] = [row * width, (row + 1) * width];
    const from = Math.max(0, cells - step);
    for (let cell = 0; cell < from; cell += 1) {
      const index = after + cell;
      const next = index + step;
      rows[before + cell] = (1 - p) * (rows[index] ?? 0) + near * (rows[next] ?? 0) + far * (rows[next + 1] ?? 0);
    }
    for (let cell = from; cell <= cells; cell += 1) rows[before + cell] = (1 - p) * (rows[after + cell] ?? 0) + p;
  }
}

/** Chance with and without one deal's jump: what the deals before it have brought meets what those after it may bring. */
function meet(
  side: [number, number],
  mass: Float64Array,
  rows: Float64Array,
  after: number,
  { cells, steps, parts }: Grid,
  deal: number,
): void {
  const step = steps[deal] ?? 0;
  const part = parts[deal] ?? 0;
  const from = Math.max(0, cells - step);
  let [won, lost] = [0, 0];
  for (let cell = 0; cell < from; cell += 1) {
    const own = mass[cell] ?? 0;
    const next = after + cell + step;
    lost += own * (rows[after + cell] ?? 0);
    won += own * ((1 - part) * (rows[next] ?? 0) + part * (rows[next + 1] ?? 0));
  }
  for (let cell = from; cell <= cells; cell += 1) {
    const own = mass[cell] ?? 0;
    lost += own * (rows[after + cell] ?? 0);
    won += own;
  }
  [side[0], side[1]] = [won, lost];
}

/** From chances with and without the jump at each point of the shock to those given that the deal is won, or lost. */
function sided(
  { chances, isCredit }: Jumps,
  deal: number,
  weights: readonly number[],
  sides: readonly (readonly [number, number])[],
): DealEffect {
  const own = chances[deal];
  const given = (jumped: boolean): number => {
    let [sum, mass, plain] = [0, 0, 0];
    sides.forEach(([up, down], k) => {
      const p = own?.[k] ?? 0;
      const weight = weights[k] ?? 0;
      const value = jumped ? up : down;
      sum += weight * (jumped ? p : 1 - p) * value;
      mass += weight * (jumped ? p : 1 - p);
      plain += weight * value;
    });
    // What cannot happen says nothing about the shock.
    return Math.min(1, mass > 0 ? sum / mass : plain);
  };
  return isCredit[deal] ? { won: given(false), lost: given(true) } : { won: given(true), lost: given(false) };
}
