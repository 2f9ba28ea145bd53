import { solve } from './solve';

/** A step with how the slope changed along it: what has been seen of the curvature since the Hessian was made. */
export interface Seen {
  step: Float64Array;
  change: Float64Array;
  /** One over their product. */
  scale: number;
}

/** Values with the slope there. */
interface Place {
  point: Float64Array;
  slope: Float64Array;
}

/** What a step from one place to another shows; nothing where the slope did not rise along it. */
export function seenBetween(from: Place, to: Place): Seen[] {
  const step = to.point.map((value, index) => value - from.point[index]!);
  const change = to.slope.map((value, index) => value - from.slope[index]!);
  const bend = product(step, change);
  return bend > 0 ? [{ step, change, scale: 1 / bend }] : [];
}

/** The step down a slope (L-BFGS, its first guess of the curvature a Hessian's factor). */
export function moveBy(factor: Float64Array, seen: readonly Seen[], slope: Float64Array): Float64Array {
  const left = slope.slice();
  const shares = seen.map(() => 0);
  for (const [place, { step, change, scale }] of [...seen.entries()].toReversed()) {
    const share = scale * product(step, left);
    shares[place] = share;
    for (let index = 0; index < left.length; index += 1) left[index]! -= share * change[index]!;
  }
  const move = solve(factor, left);
  for (const [place, { step, change, scale }] of seen.entries()) {
    const share = (shares[place] ?? 0) - scale * product(change, move);
    for (let index = 0; index < move.length; index += 1) move[index]! += share * step[index]!;
  }
  return move;
}

const product = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);
