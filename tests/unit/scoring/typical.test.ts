import { expect, test } from 'vitest';

import { dealIndex } from '@/lib/log/positions';
import { dealScore } from '@/lib/scoring/deal-score';
import { categoryColumn, numberColumn } from '@/lib/scoring/model/training-table';
import { usualMedians } from '@/lib/scoring/typical';

/** Six won deals in a stage, whose age is known. */
const WON = [3, 5, 8, 13, 21, 34];

test.each(['__proto__', 'constructor', 'toString', 'Propose'])(
  'a deal of a stage called %s is compared with the deals won from it',
  (stage) => {
    const found = usualMedians(
      {
        size: WON.length,
        columns: [
          categoryColumn(
            'stage',
            WON.map(() => stage),
          ),
          numberColumn('age', WON),
        ],
      },
      WON.map((_, deal) => ({ deal: dealIndex(deal), at: 0, endedAt: 1, isWon: true })),
      WON.map(() => stage),
    );
    // As it is after it was kept.
    const { age } = structuredClone(found);
    expect(Object.entries(age ?? {})).toContainEqual([stage, { median: 10.5, n: 6 }]);
  },
);

test.each(['__proto__', 'constructor', 'toString'])(
  'a word called %s that nobody knows is compared with nothing',
  (word) => {
    const typical = { medians: { age: { '': { median: 7, n: 9 } } }, words: { stage: {} }, ever: {} };
    const explained = (id: string, value: number | string) =>
      dealScore(
        { base: 0, reasons: [{ id, logOdds: 1, points: 0, value }], missing: [] },
        { calibration: { method: 'none', intercept: 0, slope: 1, n: 0 }, typical, stage: word },
      ).reasons[0]?.compare;
    expect(explained('stage', word)).toBeUndefined();
    expect(explained('age', 3)).toEqual({ kind: 'median', median: 7, n: 9 });
  },
);
