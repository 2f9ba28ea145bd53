/**
 * The split of BOH-P1 is scikit-learn's `train_test_split(test_size=0.3, stratify=y, random_state=1)`: its rows come from NumPy's
 * legacy Mersenne Twister. This repeats both, so that the same rows are tested as in the published model card.
 */
export function stratifiedSplit(
  y: readonly number[],
  testShare: number,
  seed: number,
): { train: number[]; test: number[] } {
  const random = mersenneTwister(seed);
  const total = y.length;
  const testSize = Math.ceil(total * testShare);
  const classes = [...new Set(y)].toSorted((a, b) => a - b);
  const members = classes.map((each) => y.flatMap((value, row) => (value === each ? [row] : [])));
  const counts = members.map(({ length }) => length);
  const trainCounts = approximateMode(counts, total - testSize, random);
  const left = counts.map((count, index) => count - (trainCounts[index] ?? 0));
  const testCounts = approximateMode(left, testSize, random);
  const train: number[] = [];
  const test: number[] = [];
  members.forEach((rows, index) => {
    const permuted = permutation(rows.length, random).map((at) => rows[at] ?? 0);
    const own = trainCounts[index] ?? 0;
    train.push(...permuted.slice(0, own));
    test.push(...permuted.slice(own, own + (testCounts[index] ?? 0)));
  });
  return { train, test };
}

/** Shares of a draw by class, the largest remainders rounded up; ties are drawn (sklearn.utils.extmath._approximate_mode). */
function approximateMode(counts: readonly number[], draws: number, random: () => number): number[] {
  const total = counts.reduce((sum, each) => sum + each, 0);
  const exact = counts.map((count) => (count / total) * draws);
  const floored = exact.map(Math.floor);
  let needed = draws - floored.reduce((sum, each) => sum + each, 0);
  const remainders = exact.map((value, index) => value - (floored[index] ?? 0));
  for (const value of [...new Set(remainders)].toSorted((a, b) => b - a)) {
    if (needed <= 0) break;
    const tied = remainders.flatMap((each, index) => (each === value ? [index] : []));
    const take = Math.min(tied.length, needed);
    for (const at of permutation(tied.length, random).slice(0, take)) floored[tied[at] ?? 0]! += 1;
    needed -= take;
  }
  return floored;
}

/** `RandomState.permutation`: Fisher–Yates from the end, each place drawn by masked rejection. */
function permutation(size: number, random: () => number): number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  for (let at = size - 1; at > 0; at -= 1) {
    let mask = at;
    for (const shift of [1, 2, 4, 8, 16]) mask |= mask >>> shift;
    let other = random() & mask;
    while (other > at) other = random() & mask;
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/** MT19937 seeded as `numpy.random.RandomState(seed)` is (Matsumoto and Nishimura, 1998): 32-bit numbers. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let at = 1; at < 624; at += 1) {
    const before = state[at - 1]!;
    state[at] = Math.imul(1_812_433_253, before ^ (before >>> 30)) + at;
  }
  let next = 624;
  return () => {
    if (next === 624) {
      for (let at = 0; at < 624; at += 1) {
        const mixed = (state[at]! & 0x80000000) | (state[(at + 1) % 624]! & 0x7fffffff);
        state[at] = state[(at + 397) % 624]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      }
      next = 0;
    }
    let value = state[next++]!;
    value ^= value >>> 11;
    value ^= (value << 7) & 0x9d2c5680;
    value ^= (value << 15) & 0xefc60000;
    return (value ^ (value >>> 18)) >>> 0;
  };
}
