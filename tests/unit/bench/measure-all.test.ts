import { expect, test } from 'vitest';

import { measureAll, row } from '@/tests/bench/row';

const one = (name: string) => row('readTable', name, 2, 'ms', 4, '≤ 3 ms', true);

test('a part that breaks off keeps what it measured, and the parts after it are measured', async () => {
  const kept: [rows: string[], failed: string[]][] = [];
  const { rows, failed } = await measureAll(
    [
      {
        lines: ['P12', 'P21'],
        async *rows() {
          yield one('P12');
          throw new Error('frame.evaluate: Frame was detached\nCall log: …');
        },
      },
      { lines: ['P9'], rows: () => Promise.reject(new Error('Target page, context or browser has been closed')) },
      { lines: ['P1'], rows: () => Promise.resolve([one('P1')]) },
    ],
    (soFar, broken) => kept.push([soFar.map(({ name }) => name), broken.flatMap(({ lines }) => lines)]),
  );
  expect(rows.map(({ name, entry }) => [name, entry])).toEqual([
    ['P12', 'readTable'],
    ['P1', 'readTable'],
  ]);
  expect(failed).toEqual([
    { lines: ['P12', 'P21'], reason: 'frame.evaluate: Frame was detached' },
    { lines: ['P9'], reason: 'Target page, context or browser has been closed' },
  ]);
  // What is known is handed over after each row and each failure, so that a run that ends there has it on disk.
  expect(kept).toEqual([
    [['P12'], []],
    [['P12'], ['P12', 'P21']],
    [['P12'], ['P12', 'P21', 'P9']],
    [
      ['P12', 'P1'],
      ['P12', 'P21', 'P9'],
    ],
  ]);
});
