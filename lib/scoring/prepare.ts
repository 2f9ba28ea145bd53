import { findBins, toBins } from './model/bins';
import { auc } from './model/measure';
import type { Table } from './model/table';

/** What the rows cannot teach, as stable ids; `column` names the feature that is left out. */
export type RowsNote =
  | { id: 'noRows' }
  | { id: 'oneOutcome' }
  | { id: 'fewRows'; rows: number }
  | { id: 'leak'; column: string; auc: number }
  | { id: 'empty'; column: string };

const FEW = 40;
/** No honest single feature of a sale ranks won above lost so well: it was written when the deal ended. */
const LEAK_AUC = 0.98;
const BINS = 32;

/** The table without features that can only be leaks or that say nothing, and what was found. Rows stay as they are. */
export function prepareRows(table: Table, y: ArrayLike<number>): { table: Table; notes: RowsNote[] } {
  const notes: RowsNote[] = [];
  if (table.size === 0) return { table, notes: [{ id: 'noRows' }] };
  if (table.size < FEW) notes.push({ id: 'fewRows', rows: table.size });
  const isMixed = Array.from(y).some((each) => each !== y[0]);
  if (!isMixed) notes.push({ id: 'oneOutcome' });
  const columns = table.columns.filter((column) => {
    const isMissing = column.kind === 'number' ? Number.isNaN : (code: number): boolean => code === 0;
    if (column.values.every(isMissing)) {
      notes.push({ id: 'empty', column: column.name });
      return false;
    }
    if (!isMixed || table.size < FEW) return true;
    const ranked = aucAlone(table, column.name, y);
    if (ranked < LEAK_AUC) return true;
    notes.push({ id: 'leak', column: column.name, auc: ranked });
    return false;
  });
  return { table: { size: table.size, columns }, notes };
}

/** How well the share of won rows in its own bins ranks the rows. */
function aucAlone({ size, columns }: Table, name: string, y: ArrayLike<number>): number {
  const column = columns.find((each) => each.name === name);
  if (!column) return 0.5;
  const binning = findBins(column, BINS);
  const codes = toBins({ size, columns: [column] }, [binning]).codes[0] ?? new Uint8Array(size);
  const [won, all] = [new Float64Array(binning.count), new Float64Array(binning.count)];
  codes.forEach((bin, row) => {
    won[bin]! += y[row]!;
    all[bin]! += 1;
  });
  return auc(
    Float64Array.from(codes, (bin) => won[bin]! / all[bin]!),
    y,
  );
}
