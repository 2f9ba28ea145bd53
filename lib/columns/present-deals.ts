import { isAbsent } from './dictionary';
import { numberAt } from './pack';
import { eachChunk, type TableChunks } from './read-columns';

/** How many deals are there now, and when each of them was last changed (ms), in one pass over the packed columns: no row is built. */
export function presentDeals(table: Required<TableChunks>): { count: number; modifiedAt: Float64Array } {
  const modifiedAt = new Float64Array(table.index.size);
  let count = 0;
  eachChunk(table, table.index.rows(), ({ goneAt, modifiedAt: changed }, own) => {
    for (const row of own) {
      if (goneAt && !isAbsent(goneAt.absent, row)) continue;
      if (changed?.kind === 'number' && !isAbsent(changed.absent, row)) modifiedAt[count] = numberAt(changed, row);
      count += 1;
    }
  });
  return { count, modifiedAt: modifiedAt.subarray(0, count) };
}
