import { afterAll, beforeAll, expect, test } from 'vitest';

import { plantCookies } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';

import { world, type World } from '../world';

let it: World;
const CALLBACK = (id: string): string => `https://${id}.chromiumapp.org/salesforce`;
beforeAll(async () => {
  it = await world({ size: '12' }, {}, '/lightning/o/Opportunity/list?filterName=AllOpportunities', (org) => {
    org.policy.isApiControlled = true;
  });
  const panel = await it.session.panel();
  await panel.locator('.page-only').waitFor();
});
afterAll(() => it.close());

const signIn = async (): Promise<void> => {
  await it.helper.bringToFront();
  await it.helper.reload();
  await it.helper.getByLabel('Consumer key').fill('pipelens-app');
  await it.helper.getByRole('button', { name: 'Sign in' }).click();
};
const accessTokens = (): string[] => [...it.org.sessions.keys()].filter((token) => token.includes('.OAUTH'));

test('an app that is not installed is refused in the org’s own words', async () => {
  it.org.apps.set('pipelens-app', {
    redirectUris: [CALLBACK(it.session.extensionId)],
    isInstalled: false,
    rotates: true,
  });
  await signIn();
  await it.helper.getByText('OAUTH_APP_BLOCKED').waitFor();
  expect(accessTokens()).toEqual([]);
});

test('a sign-in through an installed app reads everything that the browser session could not', async () => {
  it.org.apps.set('pipelens-app', {
    redirectUris: [CALLBACK(it.session.extensionId)],
    isInstalled: true,
    rotates: true,
  });
  await signIn();
  await it.helper.getByText('Signed in. Everything is read').waitFor();
  await it.session.page.bringToFront();
  const panel = await it.session.panel();
  await panel.locator('.list-total').waitFor();
  expect(await panel.locator('.page-only').count()).toBe(0);
});

test('tokens are in the session storage and nowhere else', async () => {
  const [token = ''] = accessTokens();
  const stored = await it.helper.evaluate(async () => {
    const databases: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
      });
      for (const store of db.objectStoreNames)
        databases.push(
          await new Promise((resolve) => {
            const request = db.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
          }),
        );
      db.close();
    }
    return {
      databases: JSON.stringify(databases),
      local: JSON.stringify(await chrome.storage.local.get(null)),
      session: JSON.stringify(await chrome.storage.session.get(null)),
      page: JSON.stringify(Object.entries(localStorage)),
    };
  });
  expect(token.length).toBeGreaterThan(20);
  expect(stored.session).toContain(token);
  for (const place of ['databases', 'local', 'page'] as const) {
    expect(stored[place], place).not.toContain(token);
    expect(stored[place], place).not.toContain('5Aep');
  }
});

test('an access token that has ended is renewed, and the refresh token rotates', async () => {
  const read = () => it.helper.evaluate(async () => JSON.stringify(await chrome.storage.session.get(null)));
  const before = await read();
  for (const token of accessTokens()) it.org.sessions.delete(token);
  const sync = () =>
    it.helper.evaluate(
      (host) =>
        chrome.runtime.sendMessage({ type: 'sync/now', request: { host } }) as Promise<{ reply?: { state: string } }>,
      PAGE_HOST,
    );
  // The first finds the token dead, the second renews it.
  await sync();
  expect((await sync()).reply?.state).toBe('live');
  const after = await read();
  const refreshOf = (text: string): string => /5Aep[\w-]+/.exec(text)?.[0] ?? '';
  expect(refreshOf(after)).not.toBe('');
  expect(refreshOf(after)).not.toBe(refreshOf(before));
});

test('the health shows calls, version and failures, and its report holds nothing of the org', async () => {
  await it.helper.bringToFront();
  await it.helper.reload();
  await it.helper.getByText('that Pipelens may make').waitFor();
  await it.helper.getByText('Report to send').click();
  const report = await it.helper.getByLabel('Report to send').inputValue();
  expect(report).toContain('API 67.0');
  expect(report).toMatch(/calls in 24 h \d+ of 750 allowed, org \d+ of 15000/);
  expect(report).toContain('INVALID_SESSION_ID');
  const secrets = [
    PAGE_HOST,
    it.org.orgId.slice(0, 15),
    String(it.user['Name']),
    it.user.Id.slice(0, 15),
    ...it.org.rows('Opportunity').map(({ Id }) => Id.slice(0, 15)),
  ];
  for (const secret of secrets) expect(report).not.toContain(secret);
});

test('after Login-As the sign-in of the former user is not used', async () => {
  const other = it.org.rows('User').find(({ Id }) => Id !== it.user.Id);
  await plantCookies(it.session, it.org, it.org.login(String(other?.Id)));
  await it.session.page.bringToFront();
  await it.session.page.goto(`https://${PAGE_HOST}/lightning/o/Opportunity/list?filterName=AllOpportunities`);
  const panel = await it.session.panel();
  await panel.locator('.page-only').waitFor();
  expect(await panel.locator('.list-total').count()).toBe(0);
});
