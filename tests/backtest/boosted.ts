import { PENALTY } from '@/lib/scoring/model/additive';
import { toBins } from '@/lib/scoring/model/bins';
import { binsFor, fitModel, logitsOf, type Model } from '@/lib/scoring/model/model';
import { lossOf, sigmoid } from '@/lib/scoring/model/quality';
import { finish } from '@/lib/scoring/model/steps';
import { pick, rowsOf, type TrainingTable, where } from '@/lib/scoring/model/training-table';

import { addTree, BOOST, fitBoost, rankedCodes, type Ranks, type Tree } from './boost';

/** The product's additive model with small trees on what it leaves over: a rival of the product, not a part of it (D-21). */
export interface Boosted {
  model: Model;
  ranks: Ranks;
  /** None where they did not prove their worth. */
  trees: readonly Tree[];
  choice: Choice;
}

interface Choice {
  /** Held-out rows; 0 when there were too few to ask. */
  rows: number;
  additiveLoss: number;
  boostedLoss: number;
  /** Standard error of the mean difference. */
  error: number;
}

interface Options {
  /** Rows in order of time: the last quarter is held out to choose. Without it every fourth row is. */
  order?: ArrayLike<number>;
}

const HELD_SHARE = 0.25;
const ROWS_FOR_CHOICES = 1000;
/** Another penalty, and trees, are kept for a gain of more than two standard errors and of a hundredth of the loss. */
const CLEAR_ERRORS = 2;
const CLEAR_SHARE = 0.01;
/** Times the usual penalty: more where there are many features for the rows, less where outcomes are rare and effects large. */
const [MORE, LESS] = [4, 0.3];

/**
 * Fits the additive model, and tries other penalties and trees on its residual where there are enough rows. They are kept only if
 * they lower the log loss of a hold-out inside these rows by more than two standard errors; all is then fitted again to all rows.
 */
export function fitBoosted(table: TrainingTable, y: ArrayLike<number>, options: Options = {}): Boosted {
  const bins = binsFor(table);
  const fit = (own: TrainingTable, given: ArrayLike<number>, by: number): Model => {
    const penalty = { ...PENALTY, ridge: PENALTY.ridge * by, smooth: PENALTY.smooth * by };
    return finish(fitModel(own, { y: given }, { bins, penalty }));
  };
  if (table.size < ROWS_FOR_CHOICES) {
    const model = fit(table, y, 1);
    const none = { rows: 0, additiveLoss: Number.NaN, boostedLoss: Number.NaN, error: Number.NaN };
    return { model, ranks: ranksOf(model), trees: [], choice: none };
  }
  const isHeld = heldRows(table.size, options);
  const learnt = where(table.size, (row) => !isHeld[row]);
  const rows = where(table.size, (row) => isHeld[row] === 1);
  const [inner, outer] = [rowsOf(table, learnt), rowsOf(table, rows)];
  const [innerY, outerY] = [pick(y, learnt), pick(y, rows)];
  const attempt = (by: number) => {
    const model = fit(inner, innerY, by);
    return { by, model, logits: logitsOf(model, outer) };
  };
  const usual = attempt(1);
  const more = attempt(MORE);
  const beside = (other: typeof usual, one = usual): Choice => compare(one.logits, other.logits, outerY);
  const isMore = gainOf(beside(more)) > 0;
  const next = attempt(isMore ? MORE * MORE : LESS);
  const other = gainOf(beside(next, isMore ? more : usual)) > 0 ? next : more;
  const best = isClear(beside(other)) ? other : usual;
  const ranks = ranksOf(best.model);
  const held = toBins(outer, best.model.binnings);
  const { trees, heldLoss } = finish(
    fitBoost(toBins(inner, best.model.binnings), ranks, { y: innerY }, logitsOf(best.model, inner), BOOST, {
      binned: held,
      y: outerY,
      offset: best.logits,
    }),
  );
  const count = heldLoss.indexOf(Math.min(...heldLoss)) + 1;
  const logits = best.logits.slice();
  const ranked = rankedCodes(held, ranks);
  for (const tree of trees.slice(0, count)) addTree(tree, ranked, logits);
  const choice = compare(best.logits, logits, outerY);
  const model = fit(table, y, best.by);
  const all = ranksOf(model);
  const kept = isClear(choice)
    ? finish(fitBoost(toBins(table, model.binnings), all, { y }, logitsOf(model, table), { ...BOOST, trees: count }))
        .trees
    : [];
  return { model, ranks: all, trees: kept, choice };
}

export function boostedChances({ model, ranks, trees }: Boosted, table: TrainingTable): Float64Array {
  const logits = logitsOf(model, table);
  const ranked = rankedCodes(toBins(table, model.binnings), ranks);
  for (const tree of trees) addTree(tree, ranked, logits);
  return logits.map(sigmoid);
}

/** Whether the second of two is better by more than luck and by what is worth it. */
const isClear = (choice: Choice): boolean =>
  gainOf(choice) > CLEAR_ERRORS * choice.error && gainOf(choice) > CLEAR_SHARE * choice.additiveLoss;

const gainOf = ({ additiveLoss, boostedLoss }: Choice): number => additiveLoss - boostedLoss;

function ranksOf({ binnings, additive: { shapes } }: Model): Ranks {
  return binnings.map(({ kind, count }, feature) => {
    const bins = Array.from({ length: count }, (_, bin) => bin);
    const shape = shapes[feature]!;
    const sorted = kind === 'number' ? bins : bins.toSorted((a, b) => shape[a]! - shape[b]! || a - b);
    const ranks = new Uint8Array(count);
    sorted.forEach((bin, rank) => (ranks[bin] = rank));
    return ranks;
  });
}

function heldRows(size: number, { order }: Options): Uint8Array {
  const isHeld = new Uint8Array(size);
  if (!order) {
    // Scattered by a multiplicative hash, so that no period of the rows' order falls in or out together.
    for (let row = 0; row < size; row += 1) {
      const hash = Math.imul(row + 1, 0x9e3779b1) >>> 0;
      isHeld[row] = hash < HELD_SHARE * 2 ** 32 ? 1 : 0;
    }
    return isHeld;
  }
  const sorted = Float64Array.from({ length: size }, (_, row) => order[row]!).sort();
  const border = sorted[Math.floor(size * (1 - HELD_SHARE))] ?? Infinity;
  for (let row = 0; row < size; row += 1) isHeld[row] = order[row]! >= border ? 1 : 0;
  return isHeld;
}

/** Mean losses of both and the error of their difference. */
function compare(a: Float64Array, b: Float64Array, y: Float64Array): Choice {
  const loss = (logits: Float64Array) => logits.map((logit, row) => lossOf(sigmoid(logit), y[row]!));
  const mean = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0) / y.length;
  const [lossA, lossB] = [loss(a), loss(b)];
  const [additiveLoss, boostedLoss] = [mean(lossA), mean(lossB)];
  const gain = additiveLoss - boostedLoss;
  const spread = lossA.reduce((sum, each, row) => sum + (each - lossB[row]! - gain) ** 2, 0);
  return { rows: y.length, additiveLoss, boostedLoss, error: Math.sqrt(spread) / y.length };
}
