import { type CsvCell, csvText } from '@/lib/answers/export/csv';
import type { Cell, TableColumn, WarehouseTable } from '@/lib/warehouse/warehouse-table';

function written({ type }: Pick<TableColumn, 'type'>, cell: Cell): CsvCell {
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  return type === 'instant' && typeof cell === 'number' ? new Date(cell).toISOString() : cell;
}

type Report = (done: number, of: number) => void;
/** Rows after which it is told how far it is. */
const STEP = 5000;

function* rowsOf({ columns, size }: WarehouseTable, report?: Report): Generator<CsvCell[]> {
  for (let row = 0; row < size; row += 1) {
    if (row % STEP === 0) report?.(row, size);
    yield columns.map((column) => written(column, column.at(row)));
  }
}

/** A table as CSV, safe to be opened in a spreadsheet. Instants are ISO 8601 in UTC, yes and no are 1 and 0. */
export const csvOf = (table: WarehouseTable, report?: Report): string =>
  csvText(
    table.columns.map(({ name }) => name),
    rowsOf(table, report),
  );
