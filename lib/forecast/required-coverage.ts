const RUNS = 4000;
/** Deals after which a run counts as never reaching the gap. */
const MOST_DEALS = 20_000;

export interface CoverageQuestion {
  /** Missing money, in the unit of `sizes`. */
  gap: number;
  /** Amounts of the org's own deals, those that closed either way. */
  sizes: readonly number[];
  /** Share of deals that are won, 0–1, by count. */
  winRate: number;
  /** Wanted chance of reaching the gap, 0–1. */
  chance: number;
  /** Uniform on [0, 1); seeded by the caller. */
  random: () => number;
}

/**
 * `requiredCoverage` (G2.9): the smallest open pipeline, in multiples of the gap, with which the gap is reached with the wanted
 * chance. By simulation: deals of the org's own sizes come one by one and are won at its own rate until the gap is filled; the
 * pipeline that this took is one draw, and the quantile of the draws is the answer. 0 when nothing is missing; undefined when
 * nothing was ever won, or no deal has an amount.
 */
export function requiredCoverage({ gap, sizes, winRate, chance, random }: CoverageQuestion): number | undefined {
  if (gap <= 0) return 0;
  const priced = sizes.filter((size) => size > 0);
  if (priced.length === 0 || !(winRate > 0) || !(chance > 0 && chance < 1)) return undefined;
  const needed = Float64Array.from({ length: RUNS }, () => {
    let [open, won] = [0, 0];
    for (let deal = 0; won < gap; deal += 1) {
      if (deal === MOST_DEALS) return Infinity;
      const size = priced[Math.floor(random() * priced.length)] ?? 0;
      open += size;
      if (random() < winRate) won += size;
    }
    return open / gap;
  }).toSorted();
  const found = needed[Math.ceil(chance * RUNS) - 1] ?? Infinity;
  return Number.isFinite(found) ? found : undefined;
}
