/** One figure beside its baseline of the same run. `ratio` is baseline ÷ value where less is better. */
export interface BenchRow {
  /** What was called or opened: a function of the sources, or a file of the built extension. */
  entry: string;
  /** P1…P22 where it is a line of the performance budgets. */
  name: string;
  value: number;
  unit: string;
  baseline: number;
  ratio: number;
  target: string;
  pass: boolean;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** Rows that a part should have given and did not, with what went wrong. */
export interface FailedRows {
  lines: readonly string[];
  reason: string;
}

interface Part {
  lines: readonly string[];
  rows: () => AsyncIterable<BenchRow> | Promise<BenchRow[]>;
}

/**
 * Measures each part, whatever became of the one before: a browser that closes or a frame that goes away costs the rest of its own
 * part alone. `keep` is told after each row all that is known so far.
 */
export async function measureAll(
  parts: readonly Part[],
  keep: (rows: readonly BenchRow[], failed: readonly FailedRows[]) => void,
): Promise<{ rows: BenchRow[]; failed: FailedRows[] }> {
  const rows: BenchRow[] = [];
  const failed: FailedRows[] = [];
  for (const { lines, rows: measure } of parts) {
    try {
      const found = measure();
      for await (const each of 'then' in found ? await found : found) {
        rows.push(each);
        keep(rows, failed);
      }
    } catch (error) {
      failed.push({
        lines,
        reason: error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error),
      });
      keep(rows, failed);
    }
  }
  return { rows, failed };
}

const round = (value: number): number => Number(value.toPrecision(4));

export const row = (
  entry: string,
  name: string,
  value: number,
  unit: string,
  baseline: number,
  target: string,
  pass: boolean,
): BenchRow => ({
  entry,
  name,
  value: round(value),
  unit,
  baseline: round(baseline),
  ratio: round(baseline / value),
  target,
  pass,
});
