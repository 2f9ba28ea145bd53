import { act as inReact, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { FailureNote } from '@/components/views/shared/state/FailureNote';
import { act, closeFailure } from '@/lib/store/failures';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  closeFailure();
});
const pass = (ms: number): Promise<void> => inReact(async () => void (await vi.advanceTimersByTimeAsync(ms)));

test.each([
  ['is done in the end', (end: { resolve(): void }) => end.resolve(), true],
  ['fails in the end', (end: { reject(error: Error): void }) => end.reject(new Error('The worker died.')), false],
])('an action that nobody answers is said to be under way, until it %s', async (_how, finish, isDone) => {
  const { container } = render(<FailureNote />);
  const shown = (): string => container.textContent ?? '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const done = act('Set reminder', () => promise);
  await pass(9_000);
  expect(shown()).toBe('');
  await pass(2_000);
  expect(shown()).toContain('“Set reminder” is not done yet.');
  await pass(600_000);
  expect(shown()).toContain('what was typed is kept');
  await inReact(async () => {
    finish({ resolve, reject });
    expect(await done).toBe(isDone);
  });
  expect(shown()).not.toContain('not done yet');
  expect(shown().includes('The worker died.')).toBe(!isDone);
});

test('an action that ends at once is not called slow afterwards', async () => {
  const { container } = render(<FailureNote />);
  await act('Done', () => Promise.resolve());
  await pass(60_000);
  expect(container.textContent).toBe('');
});
