import { quantile } from '@/lib/figures/quantile';
import { randomStream } from '@/lib/figures/random';
import type { CalibrationLine } from '@/lib/forecast/score';

/** Draws of a right model, the share of them that the band holds, and at how many chances it is told. */
const DRAWS = 200;
const HELD = 0.9;
const BAND_POINTS = 41;

/**
 * The rising line nearest to what came (`y`: 1 or 0) by chance `p`, in steps, and its consistency band: what the line of as many rows with
 * the same chances is like where each comes true as often as was said. Rows count as independent of each other.
 */
export function calibrationLine(p: ArrayLike<number>, y: ArrayLike<number>, seed = 1): CalibrationLine {
  const order = Array.from({ length: p.length }, (_, row) => row).sort((a, b) => p[a]! - p[b]!);
  // Equal chances have one place on the line.
  const chances: number[] = [];
  const counts: number[] = [];
  const came: number[] = [];
  for (const row of order) {
    if (chances.at(-1) !== p[row]!) {
      chances.push(p[row]!);
      counts.push(0);
      came.push(0);
    }
    counts[counts.length - 1]! += 1;
    came[came.length - 1]! += y[row]!;
  }
  return { steps: pooled(counts, came).map(stepOf), band: bandOf() };

  function stepOf({ start, end, n, won }: Pool): CalibrationLine['steps'][number] {
    let sum = 0;
    for (let rank = start; rank < end; rank += 1) sum += chances[rank]! * counts[rank]!;
    return { n, from: chances[start]!, to: chances[end - 1]!, chance: sum / n, share: won / n };
  }

  function bandOf(): CalibrationLine['band'][number][] {
    const last = chances.length - 1;
    const places = [
      ...new Set(Array.from({ length: BAND_POINTS }, (_, point) => Math.round((point * last) / (BAND_POINTS - 1)))),
    ].filter((place) => place >= 0);
    const next = randomStream(seed);
    const shares = places.map(() => new Float64Array(DRAWS));
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const drawn = chances.map((chance, rank) => {
        let won = 0;
        for (let row = 0; row < counts[rank]!; row += 1) won += next() < chance ? 1 : 0;
        return won;
      });
      const pools = pooled(counts, drawn);
      let pool = 0;
      for (const [point, place] of places.entries()) {
        while (pools[pool]!.end <= place) pool += 1;
        shares[point]![draw] = pools[pool]!.won / pools[pool]!.n;
      }
    }
    return places.map((place, point) => ({
      chance: chances[place]!,
      low: quantile(shares[point]!, (1 - HELD) / 2) ?? 0,
      high: quantile(shares[point]!, (1 + HELD) / 2) ?? 1,
    }));
  }
}

/** Neighbours from `start` up to `end`, that stand on one step. */
interface Pool {
  start: number;
  end: number;
  n: number;
  won: number;
}

/** Pools neighbours that do not rise until all do (pool adjacent violators). */
function pooled(counts: ArrayLike<number>, won: ArrayLike<number>): Pool[] {
  const pools: Pool[] = [];
  for (let rank = 0; rank < counts.length; rank += 1) {
    const now: Pool = { start: rank, end: rank + 1, n: counts[rank]!, won: won[rank]! };
    for (let before = pools.at(-1); before && before.won * now.n >= now.won * before.n; before = pools.at(-1)) {
      pools.pop();
      now.start = before.start;
      now.n += before.n;
      now.won += before.won;
    }
    pools.push(now);
  }
  return pools;
}
