import { afterAll, beforeAll, expect, test } from 'vitest';

import { settled, world, type World } from './world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '200' });
  await settled(it);
});
afterAll(() => it.close());

test('the popup shows the org’s own forecast beside its figures, and that both are the same sum', async () => {
  const popup = await it.session.extensionPage('popup.html');
  const commit = popup.locator('[data-crm="commit"]');
  await commit.waitFor({ timeout: 10_000 });
  const period = it.org
    .rows('Period')
    .find((row) => String(row['StartDate']) <= it.org.asOf && it.org.asOf <= String(row['EndDate']));
  const deals = it.org
    .rows('Opportunity')
    .filter(
      (row) =>
        String(row['CloseDate']) >= String(period?.['StartDate']) &&
        String(row['CloseDate']) <= String(period?.['EndDate']),
    );
  const sum = (categories: string[]): number =>
    deals.reduce(
      (all, row) => all + (categories.includes(String(row['ForecastCategory'])) ? Number(row['Amount'] ?? 0) : 0),
      0,
    );
  expect(Number(await commit.getAttribute('data-amount'))).toBe(sum(['Forecast', 'Closed']));
  expect(await commit.getAttribute('data-difference')).toBe('0');
  const best = popup.locator('[data-crm="bestCase"]');
  expect(Number(await best.getAttribute('data-amount'))).toBe(sum(['BestCase', 'MostLikely', 'Forecast', 'Closed']));
  await popup.close();
});
