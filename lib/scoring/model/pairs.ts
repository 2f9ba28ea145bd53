import { type Binning, findBins, toBins } from './bins';
import type { Column, TrainingTable } from './training-table';

/** Two features whose values count together, each in few bins: `stage` with `daysInStage`, say. */
export interface Pair {
  readonly a: Binning;
  readonly b: Binning;
}

const FEW_BINS = 8;

/** Pairs by name whose features the table has. */
export function findPairs({ columns }: TrainingTable, names: readonly (readonly [string, string])[]): Pair[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return names.flatMap(([first, second]) => {
    const [a, b] = [byName.get(first), byName.get(second)];
    return a && b ? [{ a: findBins(a, FEW_BINS), b: findBins(b, FEW_BINS) }] : [];
  });
}

const pairName = ({ a, b }: Pair): string => `${a.name} × ${b.name}`;

/** The table with one more column for each pair; bins of its sides that are `known` are not looked up again. */
export function withPairs(
  table: TrainingTable,
  pairs: readonly Pair[],
  known?: ReadonlyMap<Binning, Uint8Array>,
): TrainingTable {
  const added = pairs.map((pair): Column => {
    const { codes } = toBins(table, [pair.a, pair.b], known);
    const [a, b] = [codes[0] ?? new Uint8Array(), codes[1] ?? new Uint8Array()];
    const words = ['', ...Array.from({ length: pair.a.count * pair.b.count }, (_, code) => `${code}`)];
    const values = new Float64Array(table.size);
    for (let row = 0; row < values.length; row += 1) values[row] = 1 + (a[row] ?? 0) * pair.b.count + (b[row] ?? 0);
    return { name: pairName(pair), kind: 'category', values, words };
  });
  return { size: table.size, columns: [...table.columns, ...added] };
}
