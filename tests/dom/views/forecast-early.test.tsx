import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Queries } from '@/lib/answers/queries';

import { fakeBackend } from '../backend';
import { sample } from '../sample';
import { button, screen, show } from '../screen';

const TO_COME = /Working out what would have been said of past quarters/;
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
  const calls = await screen.findByRole('table', { name: 'Submissions vs. model' });
  expect(calls.querySelectorAll('tbody tr').length).toBeGreaterThan(1);
  const before = calls.textContent;
  expect(record()).toBeNull();

  release();
  await waitFor(() => expect(record()).not.toBeNull());
  expect(screen.queryByText(TO_COME)).toBeNull();
  expect(screen.getByRole('table', { name: 'Submissions vs. model' }).textContent).toBe(before);
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
