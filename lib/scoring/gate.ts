import { randomStream } from '@/lib/figures/random';

import { ece, logitOf, lossOf, platt } from './model/quality';

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
  reason: 'skilled' | 'tooFewHeldOut' | 'notBetterThanStages' | 'maybeLuck' | 'onlyTiming' | 'notCalibrated';
  n: number;
  /** Mean log loss saved against the better of the two, and the 1 % quantile over the draws of what is saved against each. */
  gain: number;
  gainLow: number;
  /** The same at 84 %, one error above the mean: below 0 the model has surely become worse than one of the two. Absent in what was kept before. */
  gainHigh?: number;
  /** Share of the better one's log loss that is saved. */
  skill: number;
  ece: number;
  slope: number;
  /** The same share of deals that ended, of which it is asked whether they were won: where it is not above 0, the model knows when deals end alone. */
  endsSkill?: number;
  endsHigh?: number;
}

const DRAWS = 1000;
/** Stricter than the usual 90 %: the gate is asked again with each fit, and must not pass by luck in one of many. */
const LOW = 0.01;
const HIGH = 0.84;
const LEAST_DEALS = 30;
const MOST_ECE = 0.05;
const [LEAST_SLOPE, MOST_SLOPE] = [0.8, 1.25];
const Z90 = 1.645;

/**
 * Skill gate (G8.6): bootstrap over deals, the same draws every time. Deals that are won soon can be told by when deals end at all, even where
 * outcomes are drawn by lot; so of those that `ended` it also has to tell the won from the lost, where they are there. However little a score tells, it
 * passes once that is beyond luck; until then it is called maybe luck.
 */
export function skillGate(held: HeldOut, { ended, seed = 7 }: { ended?: HeldOut; seed?: number } = {}): GateResult {
  const { p, y } = held;
  const { deals, gain, skill, gainLow, gainHigh } = gainsOf(held, seed);
  const { slope, slopeError } = platt(p, y);
  const n = y.length;
  const ends = ended && gainsOf(ended, seed);
  const result = {
    n,
    gain,
    gainLow,
    gainHigh,
    skill,
    ece: ece(p, y),
    slope,
    ...(ends ? { endsSkill: ends.skill, endsHigh: ends.gainHigh } : {}),
  };
  if (deals < LEAST_DEALS) return { ...result, isPassed: false, reason: 'tooFewHeldOut' };
  if (!(skill > 0)) return { ...result, isPassed: false, reason: 'notBetterThanStages' };
  if (!(gainLow > 0)) return { ...result, isPassed: false, reason: 'maybeLuck' };
  if (ended && ends && !(ends.skill > 0)) return { ...result, isPassed: false, reason: 'onlyTiming' };
  if (ended && !tellsApart(ended)) return { ...result, isPassed: false, reason: 'maybeLuck' };
  // On few rows the slope is uncertain: it counts as off only when all of its 90 % interval is.
  const isSloped = slope + Z90 * slopeError >= LEAST_SLOPE && slope - Z90 * slopeError <= MOST_SLOPE;
  if (result.ece >= MOST_ECE && !isSloped) return { ...result, isPassed: false, reason: 'notCalibrated' };
  return { ...result, isPassed: true, reason: 'skilled' };
}

/** Normal deviate of 99 %. */
const Z99 = 2.326;

/**
 * Whether rows with higher chances are won more often among those of one chance by the table, beyond luck: it asks for the order alone, and so sees
 * what log loss, of chances that need not be level, would take for noise. Deals are drawn as wholes.
 */
function tellsApart({ p, table, y, deal }: HeldOut): boolean {
  const groups = Map.groupBy(
    Array.from(y as ArrayLike<number>, (_, row) => row),
    (row) => table[row]!,
  );
  const byDeal = new Map<number, number>();
  for (const rows of groups.values()) {
    const mean = (of: (row: number) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
    const [won, middle] = [mean((row) => y[row]!), mean((row) => logitOf(p[row]!))];
    for (const row of rows)
      byDeal.set(deal[row]!, (byDeal.get(deal[row]!) ?? 0) + (y[row]! - won) * (logitOf(p[row]!) - middle));
  }
  let [sum, squares] = [0, 0];
  for (const own of byDeal.values()) {
    sum += own;
    squares += own * own;
  }
  return sum > Z99 * Math.sqrt(squares);
}

/** Log loss saved a row against the better of table and base rate, as a share of its loss too, and the low quantile of what is saved against each. */
function gainsOf(
  { p, table, constant, y, deal }: HeldOut,
  seed: number,
): { deals: number; gain: number; skill: number; gainLow: number; gainHigh: number } {
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
  return {
    deals: byDeal.size,
    gain: (better - loss) / y.length,
    skill: (better - loss) / better,
    ...gainRange([...byDeal.values()], seed),
  };
}

function gainRange(
  deals: readonly { table: number; constant: number; rows: number }[],
  seed: number,
): { gainLow: number; gainHigh: number } {
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
  tables.sort();
  constants.sort();
  const at = (share: number): number => {
    const place = Math.floor(DRAWS * share);
    return Math.min(tables[place]!, constants[place]!);
  };
  return { gainLow: at(LOW), gainHigh: at(HIGH) };
}
