import 'fake-indexeddb/auto';
import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { CrmDifference } from '@/lib/answers/leading/crm-difference';
import { datedCurrencies, quotasByType } from '@/lib/sample/odd';
import { setQuotaType } from '@/lib/storage/quota-type';

import { sample } from '../sample';
import { button, screen, show, within } from '../screen';

const cents = (amount: number): number => Math.round(amount * 100) / 100;
const asked = async (made: Awaited<ReturnType<typeof sample>>, userId?: string): Promise<CrmDifference> => {
  const answer = await made.queries.crmDifference(userId === undefined ? {} : { userId });
  if ('noConnection' in answer) throw new Error('Nothing was read.');
  return answer;
};

test('of every person of an org with dated rates each figure is explained to the cent, by the rates alone beside what is won', async () => {
  const made = await sample({
    size: 100,
    odd: [datedCurrencies],
    prepare({ tables }) {
      for (const row of tables.CurrencyType) if (row['IsoCode'] === 'EUR') row['ConversionRate'] = 1.1;
      for (const [index, deal] of tables.Opportunity.entries()) if (index % 3 === 0) deal['CurrencyIsoCode'] = 'EUR';
    },
  });
  const people = made.org.rows('User').filter((user) => user['ForecastEnabled'] === true);
  const causes = new Map<string, number>();
  let compared = 0;
  let rounded = 0;
  for (const { Id } of people)
    for (const figure of (await asked(made, Id)).figures) {
      compared += 1;
      expect(figure.unexplained, `${Id} ${figure.figure}`).toEqual({ amount: 0, deals: [] });
      const sum = figure.causes.reduce((all, { amount }) => all + amount, figure.here);
      expect(cents(sum)).toBe(figure.crm);
      rounded += figure.causes.reduce(
        (all, { cause, amount }) => all + (cause === 'rounding' ? Math.abs(amount) : 0),
        0,
      );
      for (const { cause, deals } of figure.causes) causes.set(cause, (causes.get(cause) ?? 0) + deals.length);
    }
  expect(compared).toBeGreaterThan(10);
  expect(causes.get('currency')).toBeGreaterThan(0);
  expect([...causes.keys()].filter((cause) => cause !== 'rounding').toSorted()).toEqual(['currency', 'rollup']);
  expect(rounded).toBeLessThan(1);
});

test('a forecast with a filter of its own is explained by the filter alone, and its quota’s deals are those that it counts', async () => {
  const made = await sample({ size: 60, odd: [quotasByType] });
  const type = made.org.rows('ForecastingType').find((row) => row['MasterLabel'] === 'New business');
  await setQuotaType(made.db, type?.Id);
  let left = 0;
  for (const figure of (await asked(made)).figures) {
    expect(figure.unexplained, figure.figure).toEqual({ amount: 0, deals: [] });
    for (const { cause, deals } of figure.causes) {
      expect(['filter', 'rollup']).toContain(cause);
      if (cause !== 'filter') continue;
      left += deals.length;
      for (const { id } of deals) expect(made.org.find('Opportunity', id)?.['Type']).not.toBe('New Business');
    }
  }
  expect(left).toBeGreaterThan(0);
});

test('the forecast says why, cause by cause, and each opens its deals', async () => {
  const made = await sample({ size: 60 });
  const user = show(made.backend(), <TeamApp onOpenRecord={() => undefined} />);
  const stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button('Forecast'));
  await user.click(await screen.findByText('Why it differs from Salesforce’s forecast'));
  const table = await screen.findByRole('table', { name: 'Why it differs from Salesforce’s forecast' });
  const line = within(table).getByRole('button', { name: 'Categories counted together' });
  line.focus();
  await user.keyboard('{Enter}');
  const deals = [...table.querySelectorAll<HTMLElement>('[data-deal]')];
  const won = made.org.rows('Opportunity').filter((row) => row['IsWon'] === true);
  for (const deal of deals) expect(won.map(({ Id }) => Id)).toContain(deal.dataset['deal']);
  const shares = deals.reduce((all, deal) => all + Number(deal.dataset['amount']), 0);
  expect(deals.length).toBeGreaterThan(0);
  expect(cents(shares)).toBe(Number(table.querySelector<HTMLElement>('[data-cause="rollup"]')?.dataset['amount']));
  expect(table.querySelector<HTMLElement>('[data-cause="unexplained"]')?.dataset['amount']).toBe('0');

  // Another figure and another person are answered in place.
  await user.click(screen.getByRole('button', { name: 'Closed won' }));
  await waitFor(() => expect(document.querySelector('[data-crm]')?.getAttribute('data-crm')).not.toBe(''));
  const closed = document.querySelector<HTMLElement>('.crm-why [data-crm]');
  expect(closed?.dataset['crm']).toBe(closed?.dataset['here']);

  await user.click(await button('Commit'));
  await user.click(await button('Categories counted together'));
  const [first] = document.querySelectorAll<HTMLElement>('[data-deal] button');
  if (!first) throw new Error('No deal.');
  const name = first.textContent;
  await user.click(first);
  expect(await screen.findByRole('heading', { name })).toBeTruthy();
  stop();
});
