/** A seeded stream of numbers: the same seed gives the same org on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [low, high]. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Standard normal. */
  normal(): number;
  /** exp(normal(log(median), sigma)). */
  logNormal(median: number, sigma: number): number;
}

/** Mulberry32 (Tommy Ettinger, public domain algorithm): 32 bits of state, enough for a sample, quick everywhere. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick(from) {
      const found = from[Math.floor(next() * from.length)];
      if (found === undefined) throw new RangeError('Nothing to pick from.');
      return found;
    },
    normal,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
  };
}
