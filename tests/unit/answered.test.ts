import { expect, test } from 'vitest';

import { answerOf, asking, failed, inOrder, ready, WAITING } from '@/lib/store/answered';

test('what a later question was answered with is not undone by an earlier one that comes back after it', () => {
  const order = inOrder();
  const [first, second, third] = [order.next(), order.next(), order.next()];
  expect([order.isLate(second), order.isLate(first), order.isLate(third)]).toEqual([false, true, false]);
});

test('a failure keeps the answer before it, also the one after it, and none where there was none', () => {
  const error = new RangeError('No such stage.');
  expect(failed(WAITING, error)).toEqual({ state: 'failed', failure: { kind: 'question', words: 'No such stage.' } });
  const once = failed(ready(7), error);
  expect(answerOf(once)).toBe(7);
  expect(answerOf(failed(once, error))).toBe(7);
});

test('asked again by hand, a question waits where there is nothing to show, and shows what there is', () => {
  expect(asking(failed(WAITING, 'x'))).toEqual(WAITING);
  expect(asking(failed(ready(7), 'x'))).toEqual(ready(7));
});
