import { randomStream } from '@/lib/figures/random';
import type { Bet } from '@/lib/forecast/sum/bets';
import { type Known, type Shock, shockGiven } from '@/lib/forecast/sum/shock';

/** What is left of a period, as the forecast has it. Amounts in minor units. */
export interface Unplayed {
  won: number;
  deals: readonly Bet[];
  /** What deals not yet created may bring, each as likely. */
  futures: readonly number[];
  /** Of the shock that all deals share, log-odds. */
  sd: number;
  /** Deals that are over: what they say about the shock counts. */
  known?: readonly Known[];
}

/** The rest of a period, played many times. Columns by run; runs under the same shock lie together. */
export interface Played {
  runs: number;
  /** What the period brings in all, minor units. */
  sums: Float64Array;
  /** What deals not yet created bring of it. */
  fresh: Float64Array;
  /** From where on the runs lie that are under each point of the shock; one more at the end. */
  bounds: Uint32Array;
  shock: Shock;
}

/** How often the rest of a quarter is played. */
export const RUNS = 10_000;
/** Below this chance it is quicker to draw how many runs go by until the next win. */
const RARE = 0.25;

/** Columns by run in which a deal is followed: whether it is won, and what some deals together bring. */
export interface Followed {
  won?: Uint8Array | undefined;
  brought?: Float64Array | undefined;
}

/**
 * Plays what is left of a period: each run has its shared shock, under it each deal is won or not by itself, and one of the futures of
 * new business comes. That is the distribution of `periodForecast` (G7.6), with names. Shock and futures come as often as they are likely
 * (systematic sampling), the deals are drawn. Deterministic: the same seed plays the same.
 */
export function play(
  { won, deals, futures, sd, known = [] }: Unplayed,
  { runs = RUNS, seed, follow }: { runs?: number; seed: number; follow?: (deal: number) => Followed },
): Played {
  const next = randomStream(seed);
  const shock = shockGiven(sd, known);
  let reached = 0;
  const bounds = Uint32Array.of(0, ...shock.weights.map((weight) => Math.round((reached += weight) * runs)));
  const fresh = Float64Array.from({ length: runs }, (_, run) => futures[run % futures.length] ?? 0);
  const sums = fresh.map((each) => won + each);
  const drawn = new Uint32Array(runs);
  for (let deal = 0; deal < deals.length; deal += 1) {
    const { amount, may, p } = deals[deal]!;
    if (!(p > 0) || !Number.isFinite(amount) || amount === 0) continue;
    const count = winsOf(shock.at(p), bounds, next, drawn);
    const { won: wins, brought } = follow?.(deal) ?? {};
    for (let place = 0; place < count; place += 1) {
      const run = drawn[place]!;
      const own = may ? (may[place % may.length] ?? amount) : amount;
      sums[run]! += own;
      if (wins) wins[run] = 1;
      if (brought) brought[run]! += own;
    }
  }
  return { runs, sums, fresh, bounds, shock };
}

/** Draws in which runs a deal is won, into `drawn`; how many they are. */
function winsOf(chances: Float64Array, bounds: Uint32Array, next: () => number, drawn: Uint32Array): number {
  let count = 0;
  for (let point = 0; point + 1 < bounds.length; point += 1) {
    const p = chances[point]!;
    const end = bounds[point + 1]!;
    let run = bounds[point]!;
    if (p >= RARE) {
      for (; run < end; run += 1) if (next() < p) drawn[count++] = run;
    } else if (p > 0) {
      const scale = 1 / Math.log1p(-p);
      for (;;) {
        run += Math.floor(Math.log(1 - next()) * scale);
        if (run >= end) break;
        drawn[count++] = run++;
      }
    }
  }
  return count;
}

/** Smallest of some values that so large a share of them does not exceed. */
export function quantileIn(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1))] ?? 0;
}
