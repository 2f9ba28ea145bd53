import { expect, test } from 'vitest';

import { answering, replyOf } from '@/lib/messaging/reply';

test('an error crosses with its name, in the words that are known here, or else in its own', async () => {
  const wordsOf = (error: unknown) => (error instanceof RangeError ? 'Za daleko.' : undefined);
  const crossed = async (error: Error) => {
    try {
      return replyOf(structuredClone(await answering(() => Promise.reject(error), wordsOf)));
    } catch (caught) {
      return String(caught);
    }
  };
  expect(await crossed(new RangeError('Too far.'))).toBe('RangeError: Za daleko.');
  expect(await crossed(new TypeError('Not this.'))).toBe('TypeError: Not this.');
});
