import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

import { dayNumber, type Day } from '@/lib/calendar/days';
import type { Cell, TableColumn, ColumnType, WarehouseTable } from '@/lib/warehouse/warehouse-table';

type SchemaElement = ParquetWriter['schema'][number];

/** Rows that are held as plain values at a time: what a browser's memory has room for beside the log. */
const GROUP_ROWS = 122_880;

const TYPES: Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  whole: { type: 'INT64' },
  real: { type: 'DOUBLE' },
  day: { type: 'INT32', converted_type: 'DATE' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  flag: { type: 'BOOLEAN' },
};

/** A value as the file holds it: a day by its number, an instant and a whole number by 64 bits. Absent is null. */
function written({ type }: Pick<TableColumn, 'type'>, value: Cell): string | number | bigint | boolean | null {
  if (value === undefined) return null;
  // Safe: a column of days holds days.
  if (type === 'day') return dayNumber(value as Day);
  if ((type === 'whole' || type === 'instant') && typeof value === 'number') return BigInt(value);
  return value;
}

/**
 * A table as an Apache Parquet file (Snappy), with what each column says in the file's own metadata. Instants are UTC. `report` is told how
 * many cells of all are read.
 */
export function parquetOf(
  { name, about, columns, size }: WarehouseTable,
  report?: (done: number, of: number) => void,
): ArrayBuffer {
  const writer = new ByteWriter();
  const schema: SchemaElement[] = [
    { name, num_children: columns.length },
    ...columns.map((column) => ({
      name: column.name,
      ...TYPES[column.type],
      repetition_type: column.isOptional ? ('OPTIONAL' as const) : ('REQUIRED' as const),
    })),
  ];
  const file = new ParquetWriter({
    writer,
    schema,
    createdBy: 'pipelens',
    kvMetadata: [
      { key: 'about', value: about },
      ...columns.map((column) => ({ key: `about.${column.name}`, value: column.about })),
    ],
  });
  // In memory both are done at once: only a writer that waits for a disk gives a promise.
  for (let from = 0; from < size; from += GROUP_ROWS) {
    const rows = Math.min(GROUP_ROWS, size - from);
    void file.write({
      columnData: columns.map((column, place) => {
        const data = Array.from({ length: rows }, (_, row) => written(column, column.at(from + row)));
        report?.(from * columns.length + rows * (place + 1), size * columns.length);
        return { name: column.name, data };
      }),
      rowGroupSize: rows,
    });
  }
  void file.finish();
  return writer.getBuffer();
}
