import * as v from 'valibot';

import { categoryColumn, numberColumn, type Table } from '@/lib/scoring/table';

/** What a mapping file says (lib/scoring/README.md). */
export const Mapping = v.strictObject({
  /** Names the protocol in the output. */
  name: v.string(),
  /** CSV, `.xes` or `.xes.gz`, from the mapping's own folder. */
  file: v.string(),
  delimiter: v.optional(v.string(), ','),
  /** Column of the deal, needed for a log; without it each row is a deal. In XES the trace's own attributes are `case:…`. */
  id: v.optional(v.string()),
  /** Column of the day or instant of creation: rows are then split in that order. */
  created: v.optional(v.string()),
  /** Both for an event log: one row an event. */
  time: v.optional(v.string()),
  event: v.optional(v.string()),
  amount: v.optional(v.string()),
  /** The values of a column (of the event's, in a log) that end a deal. */
  outcome: v.strictObject({ column: v.string(), won: v.array(v.string()), lost: v.array(v.string()) }),
  categories: v.optional(v.array(v.string()), []),
  numbers: v.optional(v.array(v.string()), []),
});
export type Mapping = v.InferOutput<typeof Mapping>;
export type MappedRow = Record<string, string>;

export function columnsOf(
  rows: readonly MappedRow[],
  { categories, numbers, amount }: Pick<Mapping, 'categories' | 'numbers' | 'amount'>,
): Table {
  const number = (raw = ''): number =>
    raw.trim() === '' ? Number.NaN : Number(raw.replaceAll(/[ ,](?=\d{3}\b)/g, ''));
  return {
    size: rows.length,
    columns: [
      ...categories.map((name) =>
        categoryColumn(
          name,
          rows.map((row) => row[name]),
        ),
      ),
      ...numbers.map((name) =>
        numberColumn(
          name,
          rows.map((row) => number(row[name])),
        ),
      ),
      ...(amount === undefined
        ? []
        : [
            numberColumn(
              amount,
              rows.map((row) => number(row[amount])),
            ),
          ]),
    ],
  };
}
