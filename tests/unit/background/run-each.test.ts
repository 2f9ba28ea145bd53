import { expect, test } from 'vitest';

import { runEach, settleAll } from '@/lib/background/run-each';

test('a step that fails does not cut off the next, and what failed is thrown at the end', async () => {
  const done: string[] = [];
  const steps = [
    () => done.push('first'),
    () => {
      throw new Error('at once');
    },
    () => done.push('second'),
    () => Promise.reject(new Error('later')),
    () => Promise.resolve(done.push('third')),
  ];
  await expect(runEach(steps)).rejects.toThrow('at once later');
  expect(done).toEqual(['first', 'second', 'third']);
  await expect(runEach(steps.slice(0, 2))).rejects.toEqual(new Error('at once'));
  await expect(runEach(steps.slice(0, 1))).resolves.toBeUndefined();
});

test('results of what succeeded are kept beside the errors of what did not', async () => {
  const failure = new Error('no');
  expect(await settleAll([Promise.resolve(1), Promise.reject(failure), Promise.resolve(3)])).toEqual({
    results: [1, 3],
    errors: [failure],
  });
});
