import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { FailureNote } from '@/components/views/shared/state/FailureNote';
import { NoticesNote } from '@/components/views/shared/state/NoticesNote';
import { closeFailure } from '@/lib/store/failures';
import { followNotices, type NoticePart } from '@/lib/store/notice-permission';

afterEach(cleanup);
beforeEach(closeFailure);

const WORDS = /shows no notifications of Pipelens/;

/** A browser that shows notifications or does not, and says so at any time. */
async function browserThat(level: string, show: () => Promise<unknown> = () => Promise.resolve('test')) {
  let now = level;
  const listeners: (() => void)[] = [];
  const part: NoticePart = {
    getPermissionLevel: () => Promise.resolve(now),
    onPermissionLevelChanged: { addListener: (listener) => void listeners.push(listener) },
    show,
  };
  render(
    <>
      <FailureNote />
      <NoticesNote />
    </>,
  );
  await act(() => followNotices(part));
  return {
    turns: (to: string, tell: 'by the browser' | 'unseen') =>
      act(async () => {
        now = to;
        if (tell === 'by the browser') for (const listener of listeners) listener();
        await Promise.resolve();
      }),
  };
}

test('where notifications are shown, nothing is said', async () => {
  await browserThat('granted');
  expect(document.body.textContent).toBe('');
});

test('where the browser shows none, that is said, with where reminders are seen instead', async () => {
  await browserThat('denied');
  expect(document.body.textContent).toMatch(WORDS);
  expect(document.body.textContent).toContain('popup');
});

test('a permission that is withdrawn while a surface is open is said at once, and given again it is not', async () => {
  const it = await browserThat('granted');
  await it.turns('denied', 'by the browser');
  expect(document.body.textContent).toMatch(WORDS);
  await it.turns('granted', 'by the browser');
  expect(document.body.textContent).toBe('');
});

test('who comes back from the settings, which tell nobody, is told what holds', async () => {
  const it = await browserThat('denied');
  await it.turns('granted', 'unseen');
  await act(async () => {
    fireEvent.focus(window);
    await Promise.resolve();
  });
  expect(document.body.textContent).toBe('');
});

test('a browser that cannot say, as Firefox, is taken to show them', async () => {
  render(<NoticesNote />);
  await act(() => followNotices({ show: () => Promise.resolve() }));
  expect(document.body.textContent).toBe('');
});

test('one can be tried: it is said that it was sent, or in which words it was refused', async () => {
  await browserThat('denied');
  fireEvent.click(screen.getByRole('button', { name: 'Show one now' }));
  await vi.waitFor(() => expect(document.body.textContent).toContain('was handed to the browser'));
  cleanup();
  await browserThat('denied', () => Promise.reject(new Error('Notifications are off.')));
  fireEvent.click(screen.getByRole('button', { name: 'Show one now' }));
  await vi.waitFor(() => expect(document.body.textContent).toContain('Notifications are off.'));
  expect(document.body.textContent).not.toContain('was handed');
});
