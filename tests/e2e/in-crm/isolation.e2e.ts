import { afterAll, beforeAll, expect, test } from 'vitest';

import { plantCookies, recordPath } from '@/tests/browser/session';
import { ask } from '@/tests/demo/ask';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, panelOn, world, type World } from '../world';

/** Two reps of one org in one browser: deals are private, so that any row of the other's is a leak. */
let it: World;
let reps: string[];
beforeAll(async () => {
  it = await world({ size: '60' }, {}, '/lightning/page/home', (org) => {
    org.sharing = 'private';
  });
  reps = [...new Set(openDeals(it).map((row) => String(row['OwnerId'])))].slice(0, 2);
});
afterAll(() => it.close());

const own = (user: string | undefined): Set<string> =>
  new Set(it.org.rows('Opportunity').flatMap((row) => (row['OwnerId'] === user ? [row.Id] : [])));

/** Login-As: the hosts stay, the session's token is another. */
async function become(user = ''): Promise<void> {
  await plantCookies(it.session, it.org, it.org.login(user));
  await it.session.page.goto(`https://${PAGE_HOST}/lightning/page/home`);
}
const held = async (): Promise<Set<string>> =>
  new Set((await ask(it.helper, 'deals', { figure: 'listed' }, { host: PAGE_HOST })).rows.map(({ id }) => id));

async function settledAs(user = ''): Promise<void> {
  await expect.poll(held, { interval: 200 }).toEqual(own(user));
}

test('each user’s cache holds what that user may see and nothing else, back and forth', async () => {
  for (const user of [reps[0], reps[1], reps[0], reps[1]]) {
    await become(user);
    await settledAs(user);
  }
  const names = await it.helper.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name));
  expect(names.filter((name) => reps.some((user) => name.endsWith(user))).length).toBe(2);
});

test('the panel of one user shows no record of the other, not even a read one', async () => {
  await become(reps[0]);
  await settledAs(reps[0]);
  const mine = [...own(reps[0])].find((id) => it.org.find('Opportunity', id)?.['IsClosed'] === false) ?? '';
  await it.session.goInApp(recordPath(mine));
  await panelOn(it, mine);
  await become(reps[1]);
  await it.session.page.goto(`https://${PAGE_HOST}${recordPath(mine)}`);
  const panel = await it.session.panel();

  await panel.getByText('This opportunity cannot be read').waitFor();
  expect(await panel.locator('article[data-record-id]').count()).toBe(0);
});

test('with the API out of order, a user who never read is shown nothing of the one who did', async () => {
  const third = it.org.rows('User').find(({ Id }) => !reps.includes(Id) && Id !== it.user.Id)?.Id;
  it.org.faults.set({ kind: 'maintenance' });
  await become(third);
  await it.session.page.goto(`https://${PAGE_HOST}/lightning/o/Opportunity/list?filterName=AllOpportunities`);
  const panel = await it.session.panel();
  await panel.getByText('Salesforce is not available').first().waitFor();
  expect(await panel.locator('.rows button').count()).toBe(0);
  // No badge either: the sheet of this page knows none of its rows.
  const rows = await it.helper.evaluate(
    (request) => chrome.runtime.sendMessage({ type: 'query', request }) as Promise<{ reply?: { rows: unknown[] } }>,
    { name: 'list', input: { host: PAGE_HOST, ids: [...own(reps[0])] } },
  );
  expect(rows.reply?.rows).toEqual([]);
  it.org.faults.set();
});
