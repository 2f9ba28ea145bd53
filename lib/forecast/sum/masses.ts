/** Less than this at an end of all that is likely has no part in any sum, and takes far longer to multiply. */
export const NEGLIGIBLE = 1e-20;

/** Chances by cell. The last one is "so much, or more"; below it only those from `bottom` to `top` hold anything. */
export interface Masses {
  cells: Float64Array;
  bottom: number;
  top: number;
}

/**
 * One more bet among the masses, in place: with chance `p` it jumps `step` cells up, and `part` of such jumps go one further, so that the mean
 * of a jump between two cells stays.
 */
export function addBet(into: Masses, step: number, part: number, p: number): void {
  const { cells } = into;
  let { bottom, top } = into;
  const far = p * part;
  if (p === 0 || bottom > top || (step === 0 && far === 0)) return;
  const near = p - far;
  const stay = 1 - p;
  const last = cells.length - 1;
  // From this cell on all of a jump reaches the last one; from the one below, what goes one further.
  const edge = last - step;
  let over = 0;
  for (let cell = Math.max(edge, bottom); cell <= top; cell += 1) over += cells[cell]!;
  cells[last]! += p * over + (edge > bottom && edge <= top + 1 ? far * cells[edge - 1]! : 0);
  const reached = Math.min(last - 1, top + step + 1);
  const least = bottom + step;
  // From the top down, so that it counts once.
  for (let cell = reached; cell > least; cell -= 1)
    cells[cell] = stay * cells[cell]! + near * cells[cell - step]! + far * cells[cell - step - 1]!;
  if (least <= reached) cells[least] = stay * cells[least]! + near * cells[bottom]!;
  for (let cell = Math.min(least - 1, reached); cell >= bottom; cell -= 1) cells[cell]! *= stay;
  top = reached;
  while (bottom <= top && cells[bottom]! < NEGLIGIBLE) cells[bottom++] = 0;
  while (top > bottom && cells[top]! < NEGLIGIBLE) cells[top--] = 0;
  into.bottom = bottom;
  into.top = top;
}
