/** One feature of many rows. A number that is missing is NaN; a category is a position in `words`, 0 when it is missing. */
export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'category';
  readonly values: Float64Array;
  /** Of a category; `words[0]` is ''. */
  readonly words?: readonly string[];
  /** Where the values are those of some rows of other ones: they are sorted, and put into bins, once for all that are picked of them. */
  readonly picked?: Picked;
}

/** Rows of a column: its values, and which. */
export interface Picked {
  readonly from: Float64Array;
  readonly rows: Uint32Array;
}

/** Rows to learn from or to score: features in columns, so that a worker takes them by transfer. */
export interface TrainingTable {
  readonly size: number;
  readonly columns: readonly Column[];
}

export const numberColumn = (name: string, values: ArrayLike<number>): Column => ({
  name,
  kind: 'number',
  values: Float64Array.from(values),
});

/** '' and undefined are missing. */
export function categoryColumn(name: string, values: readonly (string | undefined)[]): Column {
  const codes = new Map([['', 0]]);
  const column = Float64Array.from(values, (value = '') => {
    const own = codes.get(value) ?? codes.size;
    codes.set(value, own);
    return own;
  });
  return { name, kind: 'category', values: column, words: [...codes.keys()] };
}

/** The rows at some positions, in that order. */
export function rowsOf({ columns }: TrainingTable, rows: Uint32Array): TrainingTable {
  // Columns picked of the same rows are picked of the same again.
  const again = new Map<Uint32Array, Uint32Array>();
  const rowsIn = (before: Uint32Array): Uint32Array => {
    const found = again.get(before) ?? rows.map((row) => before[row] ?? 0);
    again.set(before, found);
    return found;
  };
  return {
    size: rows.length,
    columns: columns.map((column) => ({
      ...column,
      values: pick(column.values, rows),
      picked: column.picked
        ? { from: column.picked.from, rows: rowsIn(column.picked.rows) }
        : { from: column.values, rows },
    })),
  };
}

export function pick(values: ArrayLike<number>, rows: Uint32Array): Float64Array {
  const own = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) own[index] = values[rows[index] ?? 0] ?? Number.NaN;
  return own;
}

/** Positions of the rows for which a claim holds. */
export const where = (size: number, claim: (row: number) => boolean): Uint32Array =>
  Uint32Array.from({ length: size }, (_, row) => row).filter(claim);

/** The words of a category, row by row; '' where it is missing, or the table has no such column. */
export function wordsOf({ columns, size }: TrainingTable, name: string): string[] {
  const column = columns.find((each) => each.name === name);
  return Array.from({ length: size }, (_, row) => column?.words?.[column.values[row] ?? 0] ?? '');
}
