import { afterAll, beforeAll, expect, test } from 'vitest';

import { ask } from '@/tests/demo/ask';

import { settled, turnOptions, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
});
afterAll(() => it.close());

test('the popup shows the org’s own forecast beside its figures, and that both are the same sum', async () => {
  const popup = await it.session.extensionPage('popup.html');
  const commit = popup.locator('[data-crm="commit"]');
  await popup.getByText('What this rests on').click();
  await commit.waitFor();
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

test('quotas from a file are taken line by line, and what is wrong is told with its line', async () => {
  const rep = it.org.rows('User').find((user) => it.org.rows('Opportunity').some((row) => row['OwnerId'] === user.Id));
  const text = `user,start,amount\n${String(rep?.['Name'])},2031-01-01,5000\nNobody At All,2031-01-01,1\n`;
  await turnOptions(it.helper, 'quotas');
  await it.helper
    .getByLabel(/^CSV file for/)
    .setInputFiles({ name: 'quotas.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await it.helper.getByText('Line 3: No user is called Nobody At All').waitFor();
  await it.helper.getByRole('button', { name: 'Set 1 quota' }).click();
  await it.helper.getByText('1 quota was set.').waitFor();
  const held = await it.helper.evaluate(async () => {
    const [name = ''] = (await indexedDB.databases()).flatMap((each) =>
      each.name?.startsWith('pipelens-00D') ? [each.name] : [],
    );
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('Cannot open the store.'));
    });
    return new Promise<unknown[]>((resolve) => {
      const request = db.transaction('quotas').objectStore('quotas').getAll();
      request.onsuccess = () => resolve(request.result as unknown[]);
    });
  });
  expect(held).toEqual([expect.objectContaining({ userId: rep?.Id, amount: 5000, start: '2031-01-01' })]);
});

test('the forecast of the week is locked when it is first looked at, and stays', async () => {
  const look = async () => {
    const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
    await side.locator('.tabs button', { hasText: 'Forecast' }).click();
    await side.locator('[data-locked]').first().waitFor({ state: 'attached' });
    const rows = await side.locator('[data-locked]').allTextContents();
    await side.close();
    return rows;
  };
  const first = await look();
  expect(first).toHaveLength(1);
  const deal = it.org
    .rows('Opportunity')
    .find((row) => row['IsClosed'] === false && row['HasOpportunityLineItem'] === false);
  it.org.update('Opportunity', String(deal?.Id), { Amount: 9_000_000 }, String(deal?.['OwnerId']));
  await it.helper.evaluate(() => chrome.runtime.sendMessage({ type: 'sync/now', request: {} }));
  const held = async () =>
    (await ask(it.helper, 'deals', { figure: 'listed' })).rows.find(({ id }) => id === deal?.Id)?.amount;
  await expect.poll(held).toBe(9_000_000);
  expect(await look()).toEqual(first);
});
