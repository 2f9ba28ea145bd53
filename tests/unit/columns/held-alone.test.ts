import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, test } from 'vitest';

import { instant } from '@/lib/calendar/instant';
import { pack } from '@/lib/columns/pack';
import { slim } from '@/lib/columns/slim';
import { stageRates } from '@/lib/forecast/chance/stage-rate';

import { makeLog } from '../../bench/make-log';

setFlagsFromString('--expose-gc');
// Safe: the flag makes it a function.
const collect = runInNewContext('gc') as () => void;

/** Bytes of the heap that are still there because of what was made. */
function heldBy(make: () => object): number {
  const weigh = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  // What is compiled for it, and made once for all, is no part of one.
  make();
  const before = weigh();
  const made = make();
  const after = weigh();
  return Object.keys(made).length > 0 ? after - before : Infinity;
}

test('ids that are held apart keep nothing of the text that they were cut from', () => {
  const [columns, rows] = [200, 1000];
  const ids = (column: number) =>
    Array.from({ length: rows }, (_, row) => ({ id: `0060000000${column}`.padEnd(14, 'x') + String(1000 + row) }));
  const held = heldBy(() =>
    Array.from({ length: columns }, (_, column) => slim(pack({ id: 'text' }, ids(100 + column)))),
  );
  // Four of eighteen letters are left of each.
  expect(held / (columns * rows)).toBeLessThan(8);
});

test('rates of stages keep no list of the deals that they were counted from', () => {
  const log = makeLog(20_000, 3);
  const at = log.from.reduce((last, from) => Math.max(last, from), 0);
  const held = heldBy(() => stageRates(log, { at: instant(at), end: instant(at + 30 * 86_400_000) }));
  expect(held / log.size).toBeLessThan(10);
});
