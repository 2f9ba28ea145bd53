import { skillGate } from '@/lib/scoring/gate';
import { chancesOf, fitModel } from '@/lib/scoring/model/model';
import { finish } from '@/lib/scoring/model/steps';
import { pick, rowsOf, type TrainingTable, where } from '@/lib/scoring/model/training-table';
import { doubtOf } from '@/lib/scoring/prepare-rows';
import { rungOf } from '@/lib/scoring/score-ladder';
import { stageTable, tableChance } from '@/lib/scoring/stage-table';

import { boostedChances, fitBoosted } from './boosted';
import type { Say } from './map-columns';
import { noteText, rungText } from './map-notes';
import { PRODUCT, scoreRow, type ScoreRow, TREES } from './row';

export interface Rows {
  table: TrainingTable;
  y: ArrayLike<number>;
}

/** Learns from rows in their order, or from rows without one, and gives chances of others. */
type Learner = (train: Rows, isOrdered: boolean) => (asked: TrainingTable) => ArrayLike<number>;

const product: Learner = ({ table, y }) => {
  const model = finish(fitModel(table, { y }));
  return (asked) => chancesOf(model, asked);
};
const boosted: Learner = ({ table, y }, isOrdered) => {
  const fit = fitBoosted(
    table,
    y,
    isOrdered ? { order: Float64Array.from({ length: table.size }, (_, row) => row) } : {},
  );
  return (asked) => boostedChances(fit, asked);
};

/** One split of finished deals: the product's model, the table of one column if any, and the base rate, on the same test rows. */
export function splitRows(
  protocol: string,
  train: Rows,
  test: Rows,
  byColumn: string | undefined,
  { isOrdered, say }: { isOrdered: boolean; say?: Say },
): ScoreRow[] {
  const table = stageTable(wordsOf(train.table, byColumn), train.y);
  const rung = rungFor(product, train, byColumn, isOrdered);
  say?.(rungText(rung));
  const isPassed = rung.step === 'full';
  const words = wordsOf(test.table, byColumn);
  const own = scoreRow(protocol, PRODUCT, product(train, isOrdered)(test.table), test.y, isPassed);
  for (const note of doubtOf(own.auc)) say?.(noteText(note));
  return [
    own,
    ...(byColumn === undefined
      ? []
      : [
          scoreRow(
            protocol,
            `table(${byColumn})`,
            words.map((word) => tableChance(table, word)),
            test.y,
            isPassed,
          ),
        ]),
    scoreRow(
      protocol,
      'constant',
      words.map(() => table.base),
      test.y,
      isPassed,
    ),
  ];
}

/** A split of published rows: beside those of `splitRows` the rival with trees, which no one who uses the product meets. */
export function publishedRows(
  protocol: string,
  train: Rows,
  test: Rows,
  byColumn: string,
  isOrdered: boolean,
): ScoreRow[] {
  const isPassed = rungFor(boosted, train, byColumn, isOrdered).step === 'full';
  return [
    ...splitRows(protocol, train, test, byColumn, { isOrdered }),
    scoreRow(protocol, TREES, boosted(train, isOrdered)(test.table), test.y, isPassed),
  ];
}

function rungFor(learner: Learner, train: Rows, byColumn: string | undefined, isOrdered: boolean) {
  const won = Array.from(train.y).filter((y) => y === 1).length;
  return rungOf({ won, lost: train.table.size - won }, gateOf(learner, train, byColumn, isOrdered));
}

/** The gate on the last 30 % of the training rows, or on every third where they have no order: no test row is looked at. */
function gateOf(
  learner: Learner,
  { table, y }: Rows,
  byColumn: string | undefined,
  isOrdered: boolean,
): ReturnType<typeof skillGate> {
  const isHeld = (row: number): boolean =>
    isOrdered ? row >= Math.floor(table.size * 0.7) : (Math.imul(row + 1, 0x9e3779b1) >>> 0) % 3 === 0;
  const learnt = where(table.size, (row) => !isHeld(row));
  const held = where(table.size, isHeld);
  const inner = rowsOf(table, learnt);
  const stages = stageTable(wordsOf(inner, byColumn), pick(y, learnt));
  const outer = rowsOf(table, held);
  return skillGate({
    p: learner({ table: inner, y: pick(y, learnt) }, isOrdered)(outer),
    table: wordsOf(outer, byColumn).map((word) => tableChance(stages, word)),
    constant: Array.from(held, () => stages.base),
    y: pick(y, held),
    deal: held,
  });
}

/** A column's values as words; of a number, its value. Without a column all rows are alike. */
export function wordsOf({ size, columns }: TrainingTable, name: string | undefined): string[] {
  if (name === undefined) return Array.from({ length: size }, () => '');
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`There is no column ${name}.`);
  return Array.from(column.values, (value) => (column.words ? (column.words[value] ?? '') : `${value}`));
}
