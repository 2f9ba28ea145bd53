import { type Binning, findBins, toBins } from './bins';
import type { Column, Table } from './table';

/** Two features whose values count together, each in few bins: `stage` with `daysInStage`, say. */
export interface Pair {
  readonly a: Binning;
  readonly b: Binning;
}

const FEW_BINS = 8;

/** Pairs by name whose features the table has. */
export function findPairs({ columns }: Table, names: readonly (readonly [string, string])[]): Pair[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return names.flatMap(([first, second]) => {
    const [a, b] = [byName.get(first), byName.get(second)];
    return a && b ? [{ a: findBins(a, FEW_BINS), b: findBins(b, FEW_BINS) }] : [];
  });
}

const pairName = ({ a, b }: Pair): string => `${a.name} × ${b.name}`;

/** The table with one more column for each pair. */
export function withPairs(table: Table, pairs: readonly Pair[]): Table {
  const added = pairs.map((pair): Column => {
    const { codes } = toBins(table, [pair.a, pair.b]);
    const [a, b] = [codes[0] ?? new Uint8Array(), codes[1] ?? new Uint8Array()];
    const words = ['', ...Array.from({ length: pair.a.count * pair.b.count }, (_, code) => `${code}`)];
    const values = Float64Array.from(a, (code, row) => 1 + code * pair.b.count + (b[row] ?? 0));
    return { name: pairName(pair), kind: 'category', values, words };
  });
  return { size: table.size, columns: [...table.columns, ...added] };
}
