/**
 * Whole numbers for shares that are shown together and must be seen to add up (method of the largest remainder): each is the share's
 * floor or the next number, and they sum to `total`.
 */
export function wholePoints(shares: readonly number[], total: number): number[] {
  const floors = shares.map(Math.floor);
  let left = total - floors.reduce((sum, each) => sum + each, 0);
  const order = shares
    .map((share, index) => ({ index, rest: share - Math.floor(share) }))
    .toSorted((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of order) {
    if (left <= 0) break;
    floors[index] = (floors[index] ?? 0) + 1;
    left -= 1;
  }
  return floors;
}

/**
 * An amount in minor units divided by weights, as many as it is divided into (largest remainder): the parts add up to it, to the minor
 * unit, whatever its sign. The weights are at least 0 and not all of them 0.
 */
export function divided(amount: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, each) => sum + each, 0);
  // What is divided as it is needs no division, which large numbers would round.
  if (amount === all && weights.every(Number.isInteger)) return [...weights];
  const sign = amount < 0 ? -1 : 1;
  const shares = weights.map((weight) => Math.abs(amount) * (weight / all));
  const parts = wholePoints(shares, Math.abs(amount));
  // Of numbers that doubles barely hold a share may be off by a unit or two: the largest takes it.
  const off = parts.reduce((left, each) => left - each, Math.abs(amount));
  if (off !== 0) parts[parts.indexOf(Math.max(...parts))]! += off;
  return parts.map((part) => (part === 0 ? 0 : sign * part));
}
