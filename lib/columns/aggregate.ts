import type { Packed } from './pack';

/**
 * Open amount and count by stage, in one pass over the packed columns: no row is built and no text is read. Only for chunks
 * whose ids are unique, as a full pull leaves them.
 */
export function openByStage(chunks: readonly Packed[]): Map<string, { amount: number; count: number }> {
  const found = new Map<string, { amount: number; count: number }>();
  for (const { size, columns } of chunks) {
    const { stage, amount, isClosed } = columns;
    if (stage?.kind !== 'dict' || isClosed?.kind !== 'bool') continue;
    // Where no row has an amount there is no such column.
    const amounts = amount?.kind === 'number' ? amount.values : undefined;
    const sums = new Float64Array(stage.words.length);
    const counts = new Uint32Array(stage.words.length);
    for (let row = 0; row < size; row += 1) {
      if (isClosed.values[row] === 1) continue;
      const code = stage.values[row] ?? 0;
      // Absent amounts are packed as 0, which adds nothing.
      sums[code] = (sums[code] ?? 0) + (amounts?.[row] ?? 0);
      counts[code] = (counts[code] ?? 0) + 1;
    }
    stage.words.forEach((word, code) => {
      const own = found.get(word) ?? { amount: 0, count: 0 };
      found.set(word, { amount: own.amount + (sums[code] ?? 0), count: own.count + (counts[code] ?? 0) });
    });
  }
  return found;
}
