import { expect, test } from 'vitest';

import { randomStream } from '@/lib/figures/random';
import { chancesOf } from '@/lib/scoring/model/model';
import { logLoss, sigmoid } from '@/lib/scoring/model/quality';
import { numberColumn } from '@/lib/scoring/model/training-table';
import { boostedChances, fitBoosted } from '@/tests/backtest/boosted';

test('trees are kept where features act together, and dropped where they do not', () => {
  const next = randomStream(5);
  const size = 6000;
  const [a, b, luck] = [0, 1, 2].map(() => Float64Array.from({ length: size }, next)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const table = { size, columns: [numberColumn('a', a), numberColumn('b', b)] };
  const together = Uint8Array.from(luck, (x, row) => (x < (a[row]! > 0.5 === b[row]! > 0.5 ? 0.8 : 0.2) ? 1 : 0));
  const apart = Uint8Array.from(luck, (x, row) => (x < sigmoid(a[row]! - b[row]!) ? 1 : 0));
  const kept = fitBoosted(table, together);
  expect(kept.trees.length).toBeGreaterThan(0);
  expect(kept.choice.boostedLoss).toBeLessThan(kept.choice.additiveLoss - 2 * kept.choice.error);
  expect(logLoss(boostedChances(kept, table), together)).toBeLessThan(
    logLoss(chancesOf(kept.model, table), together) - 0.1,
  );
  expect(fitBoosted(table, apart).trees).toEqual([]);
});
