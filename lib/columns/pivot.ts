import { type PipelineLog, versionAt } from '@/lib/domain/log';
import { compile, type Dimension, dimension, isCounted, type PipelineFilter } from '@/lib/domain/pipeline';

/** A table of cells by up to three dimensions: `amounts[a * b.length * c.length + b * c.length + c]`, in minor units. */
export interface Pivot {
  axes: { words: readonly string[] }[];
  amounts: Float64Array;
  counts: Uint32Array;
}

/** Month of a close date, counted from the first one; the third dimension that a pipeline is most often cut by. */
export interface MonthAxis {
  /** Days since 1970 on which each month begins, and the end of the last one. */
  edges: Int32Array;
}

/**
 * filter → group → accumulate in one pass: the version of each deal that holds at an instant, cut by dimensions and, if wanted, by
 * the month of the close date. Sums are of whole minor units, so they are exact up to 2^53.
 */
export function pivot(
  log: PipelineLog,
  {
    at,
    by,
    months,
    filter = {},
  }: { at: number; by: readonly Dimension[]; months?: MonthAxis; filter?: PipelineFilter },
): Pivot {
  const compiled = compile(log, filter);
  const cuts = by.map((each) => dimension(log, each));
  const monthOf = months && monthIndex(months);
  const sizes = [...cuts.map(({ words }) => words.length), ...(months ? [months.edges.length - 1] : [])];
  const cells = sizes.reduce((all, size) => all * size, 1);
  const amounts = new Float64Array(cells);
  const counts = new Uint32Array(cells);
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0 || !isCounted(log, compiled, deal, version)) continue;
    let cell = 0;
    for (let cut = 0; cut < cuts.length; cut += 1)
      cell = cell * (sizes[cut] ?? 1) + (cuts[cut]?.code(deal, version) ?? 0);
    if (monthOf) {
      const month = monthOf(log.closeDay[version] ?? 0);
      if (month < 0) continue;
      cell = cell * (sizes[cuts.length] ?? 1) + month;
    }
    const amount = log.amount[version] ?? Number.NaN;
    // NaN is the one number that is not itself.
    if (amount === amount) amounts[cell] = (amounts[cell] ?? 0) + amount;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { axes: cuts.map(({ words }) => ({ words })), amounts, counts };
}

/** Month of a day by table look-up: a search a row would cost more than the rest of the row. */
function monthIndex({ edges }: MonthAxis): (day: number) => number {
  const first = edges[0] ?? 0;
  const last = edges.at(-1) ?? first;
  const table = new Int16Array(Math.max(0, last - first));
  for (let month = 0; month + 1 < edges.length; month += 1)
    table.fill(month, (edges[month] ?? 0) - first, (edges[month + 1] ?? 0) - first);
  return (day) => (day < first || day >= last ? -1 : (table[day - first] ?? -1));
}
