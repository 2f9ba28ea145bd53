import { randomStream } from '@/lib/domain/random';

import { ece, lossOf, platt } from './measure';

/** Chances given on a hold-out later than all that was learnt from, beside those of the shrunk stage table. */
export interface HeldOut {
  p: ArrayLike<number>;
  table: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Rows of one deal are drawn together. */
  deal: ArrayLike<number>;
}

/** Whether the model may speak, and on what grounds; `reason` is a stable id, texts are in the locales. */
export interface GateResult {
  isPassed: boolean;
  reason: 'skilled' | 'tooFewHeldOut' | 'notBetterThanStages' | 'notCalibrated';
  n: number;
  /** Mean log loss saved against the stage table, and the 5 % quantile of it over the draws. */
  gain: number;
  gainLow: number;
  /** Share of the table's log loss that is saved. */
  skill: number;
  ece: number;
  slope: number;
}

const DRAWS = 400;
const LOW = 0.05;
/** Less than this share of the table's loss is not worth a number beside the stage. */
const LEAST_SKILL = 0.01;
const LEAST_DEALS = 30;
const MOST_ECE = 0.05;
const [LEAST_SLOPE, MOST_SLOPE] = [0.8, 1.25];
const Z90 = 1.645;

/** Skill gate of scoring.md §6.4: bootstrap over deals, the same draws every time. */
export function skillGate({ p, table, y, deal }: HeldOut, seed = 7): GateResult {
  const byDeal = new Map<number, { gain: number; rows: number }>();
  let [gain, tableLoss] = [0, 0];
  for (let row = 0; row < y.length; row += 1) {
    const base = lossOf(table[row]!, y[row]!);
    const own = base - lossOf(p[row]!, y[row]!);
    gain += own;
    tableLoss += base;
    const sum = byDeal.get(deal[row]!) ?? { gain: 0, rows: 0 };
    sum.gain += own;
    sum.rows += 1;
    byDeal.set(deal[row]!, sum);
  }
  const n = y.length;
  const { slope, slopeError } = platt(p, y);
  const result = {
    n,
    gain: gain / n,
    gainLow: lowGain([...byDeal.values()], seed),
    skill: gain / tableLoss,
    ece: ece(p, y),
    slope,
  };
  if (byDeal.size < LEAST_DEALS) return { ...result, isPassed: false, reason: 'tooFewHeldOut' };
  if (!(result.gainLow > 0 && result.skill > LEAST_SKILL))
    return { ...result, isPassed: false, reason: 'notBetterThanStages' };
  // On few rows the slope is uncertain: it counts as off only when all of its 90 % interval is.
  const isSloped = slope + Z90 * slopeError >= LEAST_SLOPE && slope - Z90 * slopeError <= MOST_SLOPE;
  if (result.ece >= MOST_ECE && !isSloped) return { ...result, isPassed: false, reason: 'notCalibrated' };
  return { ...result, isPassed: true, reason: 'skilled' };
}

function lowGain(deals: readonly { gain: number; rows: number }[], seed: number): number {
  const random = randomStream(seed);
  const means = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let [gain, rows] = [0, 0];
    for (let at = 0; at < deals.length; at += 1) {
      const own = deals[Math.floor(random() * deals.length)]!;
      gain += own.gain;
      rows += own.rows;
    }
    means[draw] = gain / rows;
  }
  return means.sort()[Math.floor(DRAWS * LOW)] ?? Number.NaN;
}
