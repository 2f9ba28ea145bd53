import { afterAll, beforeAll, expect, test } from 'vitest';

import { settled, world, type World } from '../world';

/** What the forecast says is tested on its views; here, that what a person adds to it is kept by the background of a real browser. */
let it: World;
beforeAll(async () => {
  it = await world({ size: '60' });
  await settled(it);
});
afterAll(() => it.close());

test('adjustments typed one after the other are all kept in the store, the last one on screen, also after a reload', async () => {
  const page = await it.session.extensionPage('sidepanel.html', { width: 480, height: 1400 });
  await page.locator('.tabs').getByRole('button', { name: 'Forecast', exact: true }).click();
  const row = page.locator('li:has([data-person])').nth(1);
  for (const amount of [123_000, 150_000]) {
    await row.locator('button').first().click();
    await row.locator('input').fill(String(amount));
    await row.getByRole('button', { name: 'Save' }).click();
    await page.waitForSelector(`[data-adjustment="${amount}"]`);
    // Any news may bring the figure before the form's own answer closes it.
    await row.locator('input').waitFor({ state: 'detached' });
  }
  const kept = await page.evaluate(async () => {
    const [name] = (await indexedDB.databases()).flatMap((each) =>
      each.name?.startsWith('pipelens-00D') ? [each.name] : [],
    );
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name ?? '');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('Cannot open the store.'));
    });
    return new Promise<number>((resolve) => {
      const request = db.transaction('calls').objectStore('calls').count();
      request.onsuccess = () => resolve(request.result);
    });
  });
  expect(kept).toBe(2);
  await page.reload();
  await page.waitForSelector('[data-adjustment="150000"]');
  await page.close();
});
