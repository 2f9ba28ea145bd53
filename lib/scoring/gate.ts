import { randomStream } from '@/lib/figures/random';

import { ece, lossOf, platt } from './model/quality';

/**
 * Chances given on a hold-out later than all that was learnt from, next to those of the shrunk stage table and of the base rate
 * alone: a table that learnt noise is easily beaten by saying the base rate, which is no skill.
 */
export interface HeldOut {
  p: ArrayLike<number>;
  table: ArrayLike<number>;
  constant: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Rows of one deal are drawn together. */
  deal: ArrayLike<number>;
}

/** Whether the model may speak, and on what grounds; `reason` is a stable id, texts are in the locales. */
export interface GateResult {
  isPassed: boolean;
  reason: 'skilled' | 'tooFewHeldOut' | 'notBetterThanStages' | 'maybeLuck' | 'notCalibrated';
  n: number;
  /** Mean log loss saved against the better of the two, and the 1 % quantile over the draws of what is saved against each. */
  gain: number;
  gainLow: number;
  /** Share of the better one's log loss that is saved. */
  skill: number;
  ece: number;
  slope: number;
}

const DRAWS = 1000;
/** Stricter than the usual 90 %: the gate is asked again with each fit, and must not pass by luck in one of many. */
const LOW = 0.01;
/** A smaller share of the loss is not worth a number of its own. */
const LEAST_SKILL = 0.01;
const LEAST_DEALS = 30;
const MOST_ECE = 0.05;
const [LEAST_SLOPE, MOST_SLOPE] = [0.8, 1.25];
const Z90 = 1.645;

/** Skill gate (G8.6): bootstrap over deals, the same draws every time. */
export function skillGate({ p, table, constant, y, deal }: HeldOut, seed = 7): GateResult {
  const byDeal = new Map<number, { table: number; constant: number; rows: number }>();
  let [loss, tableLoss, constantLoss] = [0, 0, 0];
  for (let row = 0; row < y.length; row += 1) {
    const own = lossOf(p[row]!, y[row]!);
    const [byTable, byConstant] = [lossOf(table[row]!, y[row]!), lossOf(constant[row]!, y[row]!)];
    loss += own;
    tableLoss += byTable;
    constantLoss += byConstant;
    const sum = byDeal.get(deal[row]!) ?? { table: 0, constant: 0, rows: 0 };
    sum.table += byTable - own;
    sum.constant += byConstant - own;
    sum.rows += 1;
    byDeal.set(deal[row]!, sum);
  }
  const better = Math.min(tableLoss, constantLoss);
  const gain = better - loss;
  const n = y.length;
  const { slope, slopeError } = platt(p, y);
  const result = {
    n,
    gain: gain / n,
    gainLow: lowGain([...byDeal.values()], seed),
    skill: gain / better,
    ece: ece(p, y),
    slope,
  };
  if (byDeal.size < LEAST_DEALS) return { ...result, isPassed: false, reason: 'tooFewHeldOut' };
  if (!(result.skill > LEAST_SKILL)) return { ...result, isPassed: false, reason: 'notBetterThanStages' };
  if (!(result.gainLow > 0)) return { ...result, isPassed: false, reason: 'maybeLuck' };
  // On few rows the slope is uncertain: it counts as off only when all of its 90 % interval is.
  const isSloped = slope + Z90 * slopeError >= LEAST_SLOPE && slope - Z90 * slopeError <= MOST_SLOPE;
  if (result.ece >= MOST_ECE && !isSloped) return { ...result, isPassed: false, reason: 'notCalibrated' };
  return { ...result, isPassed: true, reason: 'skilled' };
}

function lowGain(deals: readonly { table: number; constant: number; rows: number }[], seed: number): number {
  const random = randomStream(seed);
  const [tables, constants] = [new Float64Array(DRAWS), new Float64Array(DRAWS)];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let [table, constant, rows] = [0, 0, 0];
    for (let index = 0; index < deals.length; index += 1) {
      const own = deals[Math.floor(random() * deals.length)]!;
      table += own.table;
      constant += own.constant;
      rows += own.rows;
    }
    tables[draw] = table / rows;
    constants[draw] = constant / rows;
  }
  const place = Math.floor(DRAWS * LOW);
  return Math.min(tables.sort()[place]!, constants.sort()[place]!);
}
