import { waitFor } from '@testing-library/react';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';

import { sample, type Sample } from '../sample';
import { button, screen, show } from '../screen';

let it: Sample;
let stop = (): void => undefined;
afterAll(() => stop());
beforeAll(async () => {
  it = await sample({
    size: 60,
    // Nobody ever fills in these two: both are proposed to be dropped.
    prepare({ tables }) {
      for (const row of tables.Opportunity) row['NextStep'] = null;
      tables.OpportunityContactRole = tables.OpportunityContactRole.slice(0, 3);
    },
  });
}, 60_000);

const there = <Found extends HTMLElement = HTMLElement>(selector: string): Promise<Found> =>
  waitFor(
    () => {
      const found = document.querySelector<Found>(selector);
      if (!found) throw new Error(`No ${selector}.`);
      return found;
    },
    { timeout: 20_000 },
  );

test('one proposal is accepted and one declined by clicks; the accepted one stands as an experiment with group, interval and placebos', async () => {
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button('Process'));
  const first = await there('[data-focus^="month-accept-"]');
  const keys = [...document.querySelectorAll('[data-focus^="month-accept-"]')].map((each) =>
    String(each.getAttribute('data-focus')).replace('month-accept-', ''),
  );
  expect(keys.length).toBeGreaterThan(1);
  const [taken = '', left = ''] = keys;

  await user.click(first);
  await user.click(await there(`[data-accepting="${taken}"] button[type="submit"]`));
  const said = (words: RegExp): Promise<void> =>
    waitFor(() => expect(document.querySelector('[data-month]')?.textContent).toMatch(words), { timeout: 20_000 });
  await said(/Accepted: it is among the changes/);
  const change = (await it.db.jottings.toArray()).find(({ kind }) => kind === 'change');
  if (change?.kind !== 'change') throw new Error('Nothing is kept.');
  expect(change.value).toMatchObject({ by: 'everyone' });
  await there(`[data-change="${change.of}"]`);

  await user.click(await screen.findByRole('button', { name: /^Decline: / }));
  await said(/Kept as declined/);
  const month = (await it.db.jottings.toArray()).find(({ kind }) => kind === 'month');
  expect(month?.value).toMatchObject({
    decided: { [taken]: { verdict: 'accepted', change: change.of }, [left]: { verdict: 'declined' } },
  });

  // As it stands once some months have gone by since, for some of the deals against all others.
  const type = String(it.org.rows('Opportunity').find((row) => row['Type'] !== null)?.['Type']);
  await it.db.jottings.put({
    ...change,
    value: {
      ...change.value,
      day: new Date(Date.now() - 200 * 86_400_000).toISOString().slice(0, 10),
      by: 'type',
      word: type,
    },
  });
  await user.click(await button('Focus'));
  await user.click(await button('Process'));
  await user.click(await there(`[data-focus="change-open-${change.of}"]`));
  const shown = await there('.experiment[data-effect]');
  const [effect, low, high] = ['effect', 'low', 'high'].map((name) => Number(shown.dataset[name]));
  expect(low).toBeLessThanOrEqual(effect ?? NaN);
  expect(effect).toBeLessThanOrEqual(high ?? NaN);
  expect(shown.querySelectorAll('tbody tr').length).toBeGreaterThanOrEqual(2);
  expect(shown.textContent).toMatch(/placebo|earlier dates/i);
}, 90_000);
