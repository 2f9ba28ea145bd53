import { act as react, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';

import { surface } from '@/entrypoints/shared/surface';
import { STOPPED } from '@/lib/messaging/worker';
import { catchRest, report, useFailures } from '@/lib/store/failures';

import { alerts, alertText, button, screen } from '../screen';

let element: HTMLElement;
beforeEach(() => {
  document.body.replaceChildren((element = document.createElement('div')));
});
const draw = (start: Parameters<typeof surface>[0]): Promise<void> => react(() => surface(start, element));
const fire = (type: string, values: object): Promise<void> =>
  react(async () => void window.dispatchEvent(Object.assign(new Event(type), { message: '', ...values })));

test('what fails before the first view has words, and a new load as the way on', async () => {
  await draw(() => Promise.reject(new Error('The store is locked.')));
  expect(await alertText()).toMatch(/Pipelens has stopped in this page.*The store is locked\./);
  expect(await button('Reload')).toBeTruthy();
});

test('a view that throws leaves words, not an empty page', async () => {
  const Broken = (): never => {
    throw new Error('Cannot read the stage.');
  };
  // Under test React hands what a view throws to whoever draws it; on a page it does not.
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
  await surface(() => <Broken />, element);
  expect(await alertText()).toMatch(/Pipelens has stopped in this page.*Cannot read the stage\./);
  expect(await button('Reload')).toBeTruthy();
  vi.unstubAllGlobals();
});

test('what nobody caught is shown above the view, the same words once', async () => {
  await draw(() => <p>The view</p>);
  await fire('unhandledrejection', { reason: new Error('Nobody saw this coming.') });
  expect(await alertText()).toMatch(/Something went wrong.*Nobody saw this coming\./);
  expect(screen.getByText('The view')).toBeTruthy();
  await userEvent.click(await button('Dismiss'));
  expect(alerts()).toEqual([]);
  await fire('unhandledrejection', { reason: new Error('Nobody saw this coming.') });
  expect(alerts()).toEqual([]);
  await fire('error', { error: new Error('And not this.') });
  expect(await alertText()).toContain('And not this.');
});

test('a worker that stopped unasked asks for a new load', async () => {
  await draw(() => <p>The view</p>);
  await react(async () => report(Object.assign(new Error('', { cause: 'Out of memory.' }), { name: STOPPED })));
  expect(await alertText()).toMatch(/Pipelens has stopped in this page.*Out of memory\./);
  expect(await button('Reload')).toBeTruthy();
});

test('the browser’s note on resizing is no failure, and nothing is caught once the page is left', async () => {
  const stop = catchRest();
  await fire('error', { message: 'ResizeObserver loop completed with undelivered notifications.' });
  expect(useFailures.getState().failure).toBeUndefined();
  stop();
});

test('a value that is no error is told as it is', async () => {
  await draw(() => <p>The view</p>);
  await fire('unhandledrejection', { reason: 'just words' });
  await waitFor(async () => expect(await alertText()).toContain('just words'));
});
