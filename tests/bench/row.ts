/** One figure beside its baseline of the same run. `ratio` is baseline ÷ value where less is better. */
export interface BenchRow {
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

const round = (value: number): number => Number(value.toPrecision(4));

export const row = (
  name: string,
  value: number,
  unit: string,
  baseline: number,
  target: string,
  pass: boolean,
): BenchRow => ({
  name,
  value: round(value),
  unit,
  baseline: round(baseline),
  ratio: round(baseline / value),
  target,
  pass,
});
