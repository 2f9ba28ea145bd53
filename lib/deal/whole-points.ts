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
