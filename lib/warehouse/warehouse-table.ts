/** A cell by its type: an instant is ms since 1970 in UTC, a day is `YYYY-MM-DD`; undefined is NULL. */
export type Cell = string | number | boolean | undefined;

/**
 * What a column holds: text, whole numbers (money in minor units), other numbers, days, instants, yes or no.
 */
export type ColumnType = 'text' | 'whole' | 'real' | 'day' | 'instant' | 'flag';

export interface TableColumn {
  name: string;
  type: ColumnType;
  /** Whether it may be empty. */
  isOptional?: true;
  /** What it says, for people who have nothing but the file. */
  about: string;
}

/** A column with the value of each row, by its place. */
export interface FilledColumn extends TableColumn {
  at(row: number): Cell;
}

/** One table of the warehouse: its documentation, its shape and its rows in one place. */
export interface WarehouseTable {
  name: string;
  about: string;
  /** Columns that no two rows share the values of. */
  key: readonly string[];
  /** Columns whose values stand in another table: `table.column`. */
  refers?: Readonly<Record<string, string>>;
  columns: readonly FilledColumn[];
  size: number;
}

/** A table of rows that are objects: a column is a name, a type, what it says, and how to get it from a row. */
export const tableOf = <Row>(
  { name, about, key, refers }: Pick<WarehouseTable, 'name' | 'about' | 'key' | 'refers'>,
  rows: readonly Row[],
  columns: readonly (TableColumn & { of(row: Row): Cell })[],
): WarehouseTable => ({
  name,
  about,
  key,
  ...(refers ? { refers } : {}),
  size: rows.length,
  columns: columns.map(({ of, ...column }) => ({
    ...column,
    at(row) {
      const own = rows[row];
      return own === undefined ? undefined : of(own);
    },
  })),
});
