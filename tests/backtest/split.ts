import { skillGate } from '@/lib/scoring/gate';
import { rungOf } from '@/lib/scoring/ladder';
import { chancesOf, fitModel, type FitOptions } from '@/lib/scoring/model/model';
import { finish } from '@/lib/scoring/model/steps';
import { pick, rowsOf, type Table, where } from '@/lib/scoring/model/table';
import { stageTable, tableChance } from '@/lib/scoring/stage-table';

import type { Say } from './map-columns';
import { rungText } from './map-notes';
import { PRODUCT, scoreRow, type ScoreRow } from './row';

export interface Rows {
  table: Table;
  y: ArrayLike<number>;
}

/** One split of finished deals: the product's model, the table of one column if any, and the base rate, on the same test rows. */
export function splitRows(
  protocol: string,
  train: Rows,
  test: Rows,
  byColumn: string | undefined,
  { isOrdered, say }: { isOrdered: boolean; say?: Say },
): ScoreRow[] {
  const options: FitOptions = isOrdered
    ? { order: Float64Array.from({ length: train.table.size }, (_, row) => row) }
    : {};
  const model = finish(fitModel(train.table, { y: train.y }, options));
  const table = stageTable(wordsOf(train.table, byColumn), train.y);
  const won = Array.from(train.y).filter((y) => y === 1).length;
  const rung = rungOf({ won, lost: train.table.size - won }, gateOf(train, byColumn, options));
  say?.(rungText(rung));
  const isPassed = rung.step === 'full';
  const words = wordsOf(test.table, byColumn);
  return [
    scoreRow(protocol, PRODUCT, chancesOf(model, test.table), test.y, isPassed),
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

/** The gate on the last 30 % of the training rows, or on every third where they have no order: no test row is looked at. */
function gateOf({ table, y }: Rows, byColumn: string | undefined, options: FitOptions): ReturnType<typeof skillGate> {
  const isHeld = (row: number): boolean =>
    options.order ? row >= Math.floor(table.size * 0.7) : (Math.imul(row + 1, 0x9e3779b1) >>> 0) % 3 === 0;
  const learnt = where(table.size, (row) => !isHeld(row));
  const held = where(table.size, isHeld);
  const inner = rowsOf(table, learnt);
  const order = options.order ? { order: pick(options.order, learnt) } : {};
  const model = finish(fitModel(inner, { y: pick(y, learnt) }, { ...options, ...order }));
  const stages = stageTable(wordsOf(inner, byColumn), pick(y, learnt));
  const outer = rowsOf(table, held);
  return skillGate({
    p: chancesOf(model, outer),
    table: wordsOf(outer, byColumn).map((word) => tableChance(stages, word)),
    constant: Array.from(held, () => stages.base),
    y: pick(y, held),
    deal: held,
  });
}

/** A column's values as words; of a number, its value. Without a column all rows are alike. */
export function wordsOf({ size, columns }: Table, name: string | undefined): string[] {
  if (name === undefined) return Array.from({ length: size }, () => '');
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`There is no column ${name}.`);
  return Array.from(column.values, (value) => (column.words ? (column.words[value] ?? '') : `${value}`));
}
