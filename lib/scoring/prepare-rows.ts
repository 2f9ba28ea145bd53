import { type Leak, leakOf } from './leaks';
import { pick, rowsOf, type TrainingTable } from './model/training-table';

/** What the rows cannot teach, as stable ids; `column` names the feature that is left out. */
export type RowsNote =
  | { id: 'noRows' }
  | { id: 'oneOutcome' }
  | { id: 'fewRows'; rows: number }
  | { id: 'leak'; column: string; leak: Leak }
  | { id: 'tooGood'; auc: number }
  | { id: 'empty'; column: string };

const FEW = 40;
/** Sales that are told apart so well were told by something that was written at their end. */
const DOUBT_AUC = 0.95;

/** Rows by which leaks are looked for: those of deals that ended, and of columns that were not known as they are at the time of the row. */
export interface Suspects {
  rows?: Uint32Array;
  columns?: readonly string[];
}

/** The table without features that can only be leaks or that say nothing, and what was found. Rows stay as they are. */
export function prepareRows(
  table: TrainingTable,
  y: ArrayLike<number>,
  { rows, columns: suspects }: Suspects = {},
): { table: TrainingTable; notes: RowsNote[] } {
  const notes: RowsNote[] = [];
  if (table.size === 0) return { table, notes: [{ id: 'noRows' }] };
  if (table.size < FEW) notes.push({ id: 'fewRows', rows: table.size });
  const [asked, ends] = rows ? [rowsOf(table, rows), pick(y, rows)] : [table, y];
  if (!Array.from(ends).some((each) => each !== ends[0])) notes.push({ id: 'oneOutcome' });
  const columns = table.columns.filter((column, place) => {
    const isMissing = column.kind === 'number' ? Number.isNaN : (code: number): boolean => code === 0;
    if (column.values.every(isMissing)) {
      notes.push({ id: 'empty', column: column.name });
      return false;
    }
    const own = asked.columns[place];
    if (!own || asked.size < FEW || (suspects && !suspects.includes(column.name))) return true;
    const leak = leakOf(own, ends);
    if (!leak) return true;
    notes.push({ id: 'leak', column: column.name, leak });
    return false;
  });
  return { table: { size: table.size, columns }, notes };
}

/** A word of doubt about a model that tells the rows apart better than any honest one does. */
export const doubtOf = (auc: number): RowsNote[] => (auc > DOUBT_AUC ? [{ id: 'tooGood', auc }] : []);
