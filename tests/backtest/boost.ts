import type { Binned } from '@/lib/scoring/model/bins';
import type { Target } from '@/lib/scoring/model/curvature';
import { lossOf, sigmoid } from '@/lib/scoring/model/quality';
import type { Steps } from '@/lib/scoring/model/steps';

/**
 * A small tree over bins. Node 0 is the root; `feature` −1 marks a leaf. A row goes left when its bin's rank is at most `cut`.
 * `value` is the log-odds that the node adds; an inner node's value is what its rows would get without the split below it.
 */
export interface Tree {
  readonly feature: Int16Array;
  readonly cut: Uint8Array;
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly value: Float64Array;
}

export interface BoostLimits {
  trees: number;
  leaves: number;
  leafRows: number;
  /** Pull of a leaf's value to nothing. */
  lambda: number;
  rate: number;
}

/** Larger trees fit the past and fail in time order (D-21). */
export const BOOST: BoostLimits = { trees: 200, leaves: 8, leafRows: 100, lambda: 10, rate: 0.1 };

/**
 * Order of each feature's bins for cuts: as they are for numbers, by the additive shape for categories, so that one cut parts
 * likely words from unlikely ones. `ranks[feature][bin]`.
 */
export type Ranks = readonly Uint8Array[];

export interface Held {
  binned: Binned;
  y: ArrayLike<number>;
  offset: Float64Array;
}

/**
 * Trees on what the additive part leaves over (`offset`, log-odds). With held-out rows it also gives their mean loss after each
 * tree, so that the number of trees is chosen on rows that no tree saw.
 */
export function* fitBoost(
  binned: Binned,
  ranks: Ranks,
  target: Target,
  offset: Float64Array,
  limits: BoostLimits,
  held?: Held,
): Steps<{ trees: Tree[]; heldLoss: number[] }> {
  const { size } = binned;
  const ranked = rankedCodes(binned, ranks);
  const heldRanked = held ? rankedCodes(held.binned, ranks) : [];
  const heldLogits = held?.offset.slice();
  const logits = offset.slice();
  const [g, h] = [new Float64Array(size), new Float64Array(size)];
  const trees: Tree[] = [];
  const heldLoss: number[] = [];
  for (let round = 0; round < limits.trees; round += 1) {
    for (let row = 0; row < size; row += 1) {
      const p = sigmoid(logits[row]!);
      const weight = target.weight ? target.weight[row]! : 1;
      g[row] = weight * (p - target.y[row]!);
      h[row] = weight * p * (1 - p);
    }
    const tree = growTree(ranked, size, g, h, limits);
    if (tree.feature[0] === -1) break;
    trees.push(tree);
    addTree(tree, ranked, logits);
    if (held && heldLogits) {
      addTree(tree, heldRanked, heldLogits);
      heldLoss.push(meanLoss(heldLogits, held.y));
    }
    yield;
  }
  return { trees, heldLoss };
}

const meanLoss = (logits: Float64Array, y: ArrayLike<number>): number => {
  let sum = 0;
  for (let row = 0; row < logits.length; row += 1) sum += lossOf(sigmoid(logits[row]!), y[row]!);
  return sum / logits.length;
};

export const rankedCodes = ({ codes }: Binned, ranks: Ranks): Uint8Array[] =>
  codes.map((own, feature) => own.map((bin) => ranks[feature]![bin]!));

/** Adds a tree's values to the rows' log-odds. */
export function addTree(tree: Tree, ranked: readonly Uint8Array[], logits: Float64Array): void {
  for (let row = 0; row < logits.length; row += 1) {
    let node = 0;
    while (tree.feature[node]! >= 0)
      node = ranked[tree.feature[node]!]![row]! <= tree.cut[node]! ? tree.left[node]! : tree.right[node]!;
    logits[row]! += tree.value[node]!;
  }
}

interface Leaf {
  node: number;
  from: number;
  to: number;
  /** Sums of slope, curvature and rows by feature and rank. */
  sums: Float64Array;
  gain: number;
  feature: number;
  cut: number;
}

function growTree(
  ranked: readonly Uint8Array[],
  size: number,
  g: Float64Array,
  h: Float64Array,
  { leaves, leafRows, lambda, rate }: BoostLimits,
): Tree {
  const room = 2 * leaves - 1;
  const tree = {
    feature: new Int16Array(room).fill(-1),
    cut: new Uint8Array(room),
    left: new Uint8Array(room),
    right: new Uint8Array(room),
    value: new Float64Array(room),
  };
  const order = Uint32Array.from({ length: size }, (_, row) => row);
  const scratch = new Uint32Array(size);
  const makeLeaf = (node: number, from: number, to: number, sums: Float64Array): Leaf => {
    let [sumG, sumH] = [0, 0];
    for (let rank = 0; rank < 256; rank += 1) {
      sumG += sums[rank * 3]!;
      sumH += sums[rank * 3 + 1]!;
    }
    tree.value[node] = (-rate * sumG) / (sumH + lambda);
    return { node, from, to, sums, ...bestCut(sums, ranked.length, sumG, sumH, to - from, leafRows, lambda) };
  };
  const open = [makeLeaf(0, 0, size, sumRows(ranked, order, 0, size, g, h))];
  let nodes = 1;
  for (let count = 1; count < leaves; count += 1) {
    const best = open.reduce((a, b) => (b.gain > a.gain ? b : a));
    if (!(best.gain > 1e-9)) break;
    open.splice(open.indexOf(best), 1);
    const middle = part(order, scratch, best.from, best.to, ranked[best.feature]!, best.cut);
    const isLeftSmall = middle - best.from < best.to - middle;
    const small = isLeftSmall
      ? sumRows(ranked, order, best.from, middle, g, h)
      : sumRows(ranked, order, middle, best.to, g, h);
    const large = best.sums;
    for (let at = 0; at < large.length; at += 1) large[at]! -= small[at]!;
    tree.feature[best.node] = best.feature;
    tree.cut[best.node] = best.cut;
    tree.left[best.node] = nodes;
    tree.right[best.node] = nodes + 1;
    open.push(makeLeaf(nodes, best.from, middle, isLeftSmall ? small : large));
    open.push(makeLeaf(nodes + 1, middle, best.to, isLeftSmall ? large : small));
    nodes += 2;
  }
  return tree;
}

function sumRows(
  ranked: readonly Uint8Array[],
  order: Uint32Array,
  from: number,
  to: number,
  g: Float64Array,
  h: Float64Array,
): Float64Array {
  const sums = new Float64Array(ranked.length * 768);
  ranked.forEach((codes, feature) => {
    const start = feature * 768;
    for (let at = from; at < to; at += 1) {
      const row = order[at]!;
      const place = start + codes[row]! * 3;
      sums[place]! += g[row]!;
      sums[place + 1]! += h[row]!;
      sums[place + 2]! += 1;
    }
  });
  return sums;
}

function bestCut(
  sums: Float64Array,
  features: number,
  sumG: number,
  sumH: number,
  rows: number,
  leafRows: number,
  lambda: number,
): { gain: number; feature: number; cut: number } {
  const best = { gain: 0, feature: -1, cut: 0 };
  if (rows < 2 * leafRows) return best;
  const whole = (sumG * sumG) / (sumH + lambda);
  for (let feature = 0; feature < features; feature += 1) {
    let [g, h, n] = [0, 0, 0];
    for (let cut = 0; cut < 255; cut += 1) {
      const place = feature * 768 + cut * 3;
      const here = sums[place + 2]!;
      if (here === 0) continue;
      g += sums[place]!;
      h += sums[place + 1]!;
      n += here;
      if (n < leafRows) continue;
      if (rows - n < leafRows) break;
      const gain = (g * g) / (h + lambda) + (sumG - g) ** 2 / (sumH - h + lambda) - whole;
      if (gain > best.gain) [best.gain, best.feature, best.cut] = [gain, feature, cut];
    }
  }
  return best;
}

/** Moves the rows that go left before the others, each kept in order; returns where the others begin. */
function part(
  order: Uint32Array,
  scratch: Uint32Array,
  from: number,
  to: number,
  codes: Uint8Array,
  cut: number,
): number {
  let [left, right] = [from, 0];
  for (let at = from; at < to; at += 1) {
    const row = order[at]!;
    if (codes[row]! <= cut) order[left++] = row;
    else scratch[right++] = row;
  }
  order.set(scratch.subarray(0, right), left);
  return left;
}
