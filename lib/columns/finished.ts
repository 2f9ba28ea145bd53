import { eachChunk, type TableChunks } from './read-columns';

/** Deals that are won and lost as the records stand now, in one pass over the packed columns: no row is built. */
export function finishedDeals(table: Required<TableChunks>): { won: number; lost: number } {
  const found = { won: 0, lost: 0 };
  eachChunk(table, table.index.rows(), ({ isClosed, isWon }, own) => {
    if (isClosed?.kind !== 'bool') return;
    for (const row of own) {
      if (isClosed.values[row] !== 1) continue;
      if (isWon?.kind === 'bool' && isWon.values[row] === 1) found.won += 1;
      else found.lost += 1;
    }
  });
  return found;
}
