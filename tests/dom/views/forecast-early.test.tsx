import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Queries } from '@/lib/answers/queries';
import type { Waiting } from '@/lib/answers/waiting';

import { fakeBackend } from '../backend';
import { sample } from '../sample';
import { button, screen, show } from '../screen';

const TO_COME = /Working out what would have been predicted for past quarters/;
const record = (): HTMLElement | null => screen.queryByRole('table', { name: 'Backtest: past quarters' });

test('the forecast and everyone’s call are there before past quarters are worked out, and what was known of these stays meanwhile', async () => {
  const it = await sample({ size: 40 });
  // What is worked out once is known; only how long it seems to take is this test's.
  await it.queries.accuracy({});
  await it.db.meta.delete('replayedFor');
  let release = (): void => undefined;
  const accuracy: Queries['accuracy'] = async (input) => {
    if (!input.isEarly) await new Promise<void>((done) => (release = done));
    return it.queries.accuracy(input);
  };
  const backend = fakeBackend({ ...it.queries, accuracy });
  const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
  const stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button('Forecast'));

  expect(await screen.findByText(TO_COME)).toBeTruthy();
  const calls = await screen.findByRole('table', { name: 'Submissions as a table' });
  expect(calls.querySelectorAll('tbody tr').length).toBeGreaterThan(1);
  const before = calls.textContent;
  expect(record()).toBeNull();

  release();
  await waitFor(() => expect(record()).not.toBeNull());
  expect(screen.queryByText(TO_COME)).toBeNull();
  expect(screen.getByRole('table', { name: 'Submissions as a table' }).textContent).toBe(before);
  const said = record()?.textContent;

  // As if another day or method had begun: they are worked out again.
  await it.db.meta.delete('replayedFor');
  let isHeld = false;
  const held = release;
  backend.revise();
  await waitFor(() => {
    isHeld = release !== held;
    expect(isHeld).toBe(true);
  });
  expect(record()?.textContent).toBe(said);
  release();
  stop();
});

test('while past quarters are worked out a person sees how far that is, and whoever turns to another tab has it stopped', async () => {
  const it = await sample({ size: 40 });
  await it.queries.accuracy({});
  const waits: Waiting[] = [];
  const accuracy: Queries['accuracy'] = async (input, waiting = {}) => {
    if (input.isEarly) {
      const early = await it.queries.accuracy({});
      return 'noConnection' in early ? early : { ...early, isEarly: true, rows: [] };
    }
    waits.push(waiting);
    return new Promise((_, reject) => waiting.signal?.addEventListener('abort', () => reject(waiting.signal?.reason)));
  };
  const user = show(fakeBackend({ ...it.queries, accuracy }), <TeamApp onOpenRecord={() => undefined} />);
  const stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button('Forecast'));
  await screen.findByText(TO_COME);
  await waitFor(() => expect(waits.length).toBe(1));
  for (const done of [0, 3]) {
    waits[0]?.report?.({ done, of: 8 });
    expect(await screen.findByText(`${done} of 8 quarters`)).toBeTruthy();
  }
  expect(screen.getByRole('progressbar', { name: TO_COME }).getAttribute('value')).toBe('3');
  expect(waits[0]?.signal?.aborted).toBe(false);

  await user.click(await button('Now'));
  expect(waits[0]?.signal?.aborted).toBe(true);
  stop();
});

test('news asks again, and the question before it is stopped only once the new one has something to show', async () => {
  const it = await sample({ size: 40 });
  const asked: { waiting: Waiting; answer(): void }[] = [];
  const focus: Queries['focus'] = (input, waiting = {}) =>
    new Promise((resolve) => asked.push({ waiting, answer: () => void it.queries.focus(input).then(resolve) }));
  const backend = fakeBackend({ ...it.queries, focus });
  const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
  const stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button('Focus'));
  await waitFor(() => expect(asked.length).toBe(1));
  backend.revise();
  backend.revise();
  await waitFor(() => expect(asked.length).toBe(3));
  expect(asked.map(({ waiting }) => waiting.signal?.aborted)).toEqual([false, false, false]);
  asked[1]?.answer();
  await waitFor(() => expect(asked.map(({ waiting }) => waiting.signal?.aborted)).toEqual([true, false, false]));
  stop();
});
