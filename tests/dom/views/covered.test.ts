import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { wasCoveredAtPress } from '@/lib/store/covered';
import { act, closeFailure, refuseWhere, useFailures } from '@/lib/store/failures';

type Seen = { isIntersecting: boolean; isVisible?: boolean };
let tell: (seen: Seen[]) => void;
let asked: unknown;
let now: number;

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
    },
  );
});
afterEach(() => {
  document.body.replaceChildren();
  refuseWhere(() => undefined);
  closeFailure();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Whether a press made now is taken for one that was not meant. */
function pressing(): () => boolean {
  const wasCovered = wasCoveredAtPress(document.documentElement);
  return () => {
    fireEvent.click(document.body);
    return wasCovered();
  };
}

test('the browser is asked whether the panel can be seen, and not only whether it is in the window', () => {
  wasCoveredAtPress(document.documentElement);
  expect(asked).toMatchObject({ trackVisibility: true });
});

test('a panel that can be seen may be pressed at once', () => {
  const press = pressing();
  expect(press()).toBe(false);
  tell([{ isIntersecting: true, isVisible: true }]);
  expect(press()).toBe(false);
});

test('while something lies over it a press is refused, and half a second after it is gone', () => {
  const press = pressing();
  tell([{ isIntersecting: true, isVisible: false }]);
  expect(press()).toBe(true);
  now += 60_000;
  expect(press()).toBe(true);
  tell([{ isIntersecting: true, isVisible: true }]);
  expect(press()).toBe(true);
  now += 499;
  expect(press()).toBe(true);
  now += 1;
  expect(press()).toBe(false);
});

test('a dialogue of its own is no cover, neither open nor just closed; what of the page stays when it is gone is one', () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const press = pressing();
  document.body.innerHTML = '<dialog open></dialog>';
  tell([{ isIntersecting: true, isVisible: false }]);
  expect(press()).toBe(false);
  const dialog = document.querySelector('dialog');
  dialog?.removeAttribute('open');
  dialog?.dispatchEvent(new Event('close'));
  expect(press()).toBe(false);
  vi.runAllTimers();
  expect(press()).toBe(true);
  tell([{ isIntersecting: true, isVisible: true }]);
  vi.useRealTimers();
});

test('of several reports the last holds', () => {
  const press = pressing();
  tell([
    { isIntersecting: true, isVisible: true },
    { isIntersecting: true, isVisible: false },
  ]);
  expect(press()).toBe(true);
});

test('scrolled out of the frame it is not covered, and a browser that does not tell refuses nothing', () => {
  const press = pressing();
  tell([{ isIntersecting: false, isVisible: false }]);
  expect(press()).toBe(false);
  tell([{ isIntersecting: true }]);
  expect(press()).toBe(false);
});

test('what was pressed while it was covered stays refused when the cover is gone by the time it is done', () => {
  const wasCovered = wasCoveredAtPress(document.documentElement);
  tell([{ isIntersecting: true, isVisible: false }]);
  fireEvent.submit(document.body);
  tell([{ isIntersecting: true, isVisible: true }]);
  now += 60_000;
  expect(wasCovered()).toBe(true);
});

test('what a person chooses in a list is a press, what they type is none', () => {
  const wasCovered = wasCoveredAtPress(document.documentElement);
  document.body.innerHTML = '<select><option>a<option>b</select><textarea></textarea>';
  tell([{ isIntersecting: true, isVisible: false }]);
  const type = document.querySelector('textarea') ?? document.body;
  fireEvent.change(type, { target: { value: 'a note' } });
  expect(wasCovered()).toBe(false);
  fireEvent.change(document.querySelector('select') ?? document.body, { target: { value: 'b' } });
  expect(wasCovered()).toBe(true);
});

test('a refused action is not begun, is said by its name, and is done when it is tried again in the open', async () => {
  let isCovered = true;
  const run = vi.fn<() => Promise<void>>(() => Promise.resolve());
  refuseWhere(() => (isCovered ? 'Something lies over it.' : undefined));
  expect(await act('Save', run)).toBe(false);
  expect(run).not.toHaveBeenCalled();
  expect(useFailures.getState().failure).toEqual({ kind: 'withheld', what: 'Save', words: 'Something lies over it.' });
  isCovered = false;
  await useFailures.getState().again?.();
  expect(run).toHaveBeenCalledOnce();
  expect(useFailures.getState().failure).toBeUndefined();
});
