import { waitFor } from '@testing-library/react';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { t } from '@/lib/i18n';

import { sample, type Sample } from '../sample';
import { screen, show, within } from '../screen';

let it: Sample;
let stop = (): void => undefined;
afterAll(() => stop());
beforeAll(async () => {
  it = await sample({ size: 120 });
}, 60_000);

async function opened() {
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await teamDrill.openTab('questions', 0);
  return user;
}

test('each family opens its deals, whose total is its part, and one comes back to it', async () => {
  const user = await opened();
  const label = t('families.by', { figure: t('metric.openPipeline') });
  const count = (await screen.findByRole('table', { name: label })).querySelectorAll('tr').length;
  expect(count).toBeGreaterThan(2);
  for (let place = 0; place < count; place += 1) {
    const row = (await screen.findByRole('table', { name: label })).querySelectorAll<HTMLElement>('tr')[place];
    if (!row) throw new Error('No such family.');
    const { amount, bar } = row.dataset;
    await user.click(within(row).getByRole('button'));
    await screen.findByRole('searchbox');
    const total = document.querySelector<HTMLElement>('.list-total');
    expect(total?.dataset['total'], bar).toBe(amount);
    expect(total?.dataset['count'], bar).not.toBe('0');
    await user.keyboard('{Escape}');
  }
  expect(await screen.findByText(t('families.text', {}))).toBeTruthy();
}, 60_000);

test('the headlines of families and the forecast in the bar open their deals, and one comes back to them', async () => {
  const user = await opened();
  const view = await it.queries.families({});
  if ('noConnection' in view) throw new Error('Nothing was read.');
  for (const [focus, total] of [
    ['families-openPipeline', view.open.total],
    ['families-closedWon', view.won.total],
    ['outlook-p50', view.open.total],
    ['outlook-expectedFromOpen', view.open.total],
  ] as const) {
    const door = await waitFor(() => {
      const found = document.querySelector<HTMLElement>(`[data-focus="${focus}"]`);
      if (!found) throw new Error(`No ${focus}.`);
      return found;
    });
    await user.click(door);
    await screen.findByRole('searchbox');
    const list = document.querySelector<HTMLElement>('.list-total');
    expect(Number(list?.dataset['total']), focus).toBeCloseTo(total.amount, 2);
    expect(Number(list?.dataset['count']), focus).toBe(total.count);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement?.getAttribute('data-focus')).toBe(focus));
  }
}, 60_000);
