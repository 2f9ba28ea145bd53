import { cleanup, renderHook } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { useCovered } from '@/components/views/shared/use-covered';

type Seen = { isIntersecting: boolean; isVisible?: boolean };
let tell: (seen: Seen[]) => void;
let asked: unknown;
let now: number;

const hook = (): (() => boolean) =>
  renderHook(() => useCovered(useRef(document.createElement('button')))).result.current;

beforeEach(() => {
  now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(listener: (seen: Seen[]) => void, options: unknown) {
        tell = listener;
        asked = options;
      }
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('the browser is asked whether the button can be seen, and not only whether it is in the window', () => {
  hook();
  expect(asked).toMatchObject({ trackVisibility: true });
});

test('a button that can be seen may be pressed at once', () => {
  const isCovered = hook();
  expect(isCovered()).toBe(false);
  tell([{ isIntersecting: true, isVisible: true }]);
  expect(isCovered()).toBe(false);
});

test('while something lies over it a press is refused, and half a second after it is gone', () => {
  const isCovered = hook();
  tell([{ isIntersecting: true, isVisible: false }]);
  expect(isCovered()).toBe(true);
  now += 60_000;
  expect(isCovered()).toBe(true);
  tell([{ isIntersecting: true, isVisible: true }]);
  expect(isCovered()).toBe(true);
  now += 499;
  expect(isCovered()).toBe(true);
  now += 1;
  expect(isCovered()).toBe(false);
});

test('of several reports the last holds', () => {
  const isCovered = hook();
  tell([
    { isIntersecting: true, isVisible: true },
    { isIntersecting: true, isVisible: false },
  ]);
  expect(isCovered()).toBe(true);
});

test('scrolled out of the frame it is not covered, and a browser that does not tell refuses nothing', () => {
  const isCovered = hook();
  tell([{ isIntersecting: false, isVisible: false }]);
  expect(isCovered()).toBe(false);
  tell([{ isIntersecting: true }]);
  expect(isCovered()).toBe(false);
});
