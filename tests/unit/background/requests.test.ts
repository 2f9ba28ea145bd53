import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createBar } from '@/lib/background/bar';
import { createDoor } from '@/lib/background/door';
import { createJottingService } from '@/lib/background/jotting-service';
import { createPageRefresh } from '@/lib/background/page-refresh';
import { createRequestHandlers } from '@/lib/background/requests';
import { createRest } from '@/lib/background/rest';
import { createSyncer } from '@/lib/background/syncer';
import { createOutbox } from '@/lib/background/writing/outbox';
import { forgetConnections } from '@/lib/storage/registry';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeStorage, fakeTabs } from './fake-browser';
import { serve, type ServedOrg } from './served-org';

let it: ServedOrg;
beforeEach(async () => {
  await forgetConnections();
  it = await serve();
});
afterEach(() => it.close());

const none = (): never => {
  throw new Error('is not asked here');
};

/** The handlers over the stand-in org, at a clock of the test's own; `reads` counts reads of single records. */
function handlers() {
  const clock = { now: Date.now() };
  const rest = createRest(fakeStorage());
  const bar = createBar({ rest, permissions: { contains: () => Promise.resolve(true) } });
  const syncer = createSyncer({
    bar,
    tabs: fakeTabs(),
    cookies: fakeCookies(it.cookies),
    fetch: it.fetch,
    tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
    now: () => clock.now,
    publish: () => Promise.resolve(),
    onWatched: () => undefined,
  });
  const reads: string[] = [];
  const followed = { count: 0 };
  const counting: typeof syncer = {
    ...syncer,
    refresh(opened, recordId) {
      reads.push(recordId);
      return syncer.refresh(opened, recordId);
    },
  };
  const reminders = { add: none, snooze: none, done: none } as unknown;
  const made = createRequestHandlers({
    now: () => clock.now,
    syncer: counting,
    door: createDoor({ syncer: counting, bar, onAsked: () => (followed.count += 1) }),
    rest,
    // Safe: no test here asks for a reminder.
    reminders: reminders as Parameters<typeof createRequestHandlers>[0]['reminders'],
    outbox: createOutbox({ now: () => clock.now, publish: () => Promise.resolve() }),
    pageRefresh: createPageRefresh({ run: () => Promise.resolve(undefined), sleep: () => Promise.resolve() }),
    jottings: createJottingService({ now: () => clock.now, publish: () => Promise.resolve(), timeZone: () => 'UTC' }),
    signIn: { start: none },
  });
  return { ...made, clock, reads, followed };
}
const sender = () => ({ url: it.pageUrl, tab: { url: it.pageUrl } });
/** A page of our own, about the org in front. */
const surface = () => ({ url: 'chrome-extension://x/popup.html', whose: { host: PAGE_HOST } });
const ids = (): string[] => it.org.rows('Opportunity').map((row) => String(row['Id']));

test('the record of a panel is read again while its page is in front, and not behind another tab', async () => {
  const { page, extension, clock, reads } = handlers();
  await page['page/hello']({}, sender());
  const [recordId = ''] = ids();
  const ask = (active: boolean, splitViewId = -1) =>
    extension.query(
      { name: 'record', input: { host: PAGE_HOST, recordId } },
      { url: 'chrome-extension://x/panel.html', tab: { url: it.pageUrl, active, splitViewId } },
    );
  expect(await ask(false)).toMatchObject({ view: { recordId } });
  clock.now += 3_600_000;
  await ask(false);
  expect(reads).toEqual([]);
  await ask(true);
  expect(reads).toEqual([recordId]);
  // Side by side with the tab in front.
  clock.now += 3_600_000;
  await ask(false, 3);
  expect(reads).toEqual([recordId, recordId]);
});

test('after everything was deleted a page that the browser has loaded ahead starts nothing, one that a person opens does', async () => {
  const { page, extension } = handlers();
  await page['page/hello']({}, sender());
  await extension['data/rest']({}, surface());
  const before = it.asked.length;
  await page['page/hello']({}, { ...sender(), isAhead: true });
  expect(it.asked.length).toBe(before);
  expect(await extension['whose/here']({}, surface())).toMatchObject({ freshness: { state: 'deleted' } });
  await page['page/hello']({}, sender());
  expect(await extension['whose/here']({}, surface())).toHaveProperty('whose');
});

test('whoever looks at what can be read has it kept current: a list and a panel, and neither after everything was deleted', async () => {
  const { page, extension, followed } = handlers();
  await page['page/hello']({}, sender());
  expect(followed.count).toBe(0);
  await page['badges/sheet']({ ids: ids(), hasLinkedRows: false }, sender());
  expect(followed.count).toBe(1);
  const [recordId = ''] = ids();
  await extension.query({ name: 'record', input: { host: PAGE_HOST, recordId } }, surface());
  expect(followed.count).toBe(2);
  await extension['data/rest']({}, surface());
  await page['badges/sheet']({ ids: ids(), hasLinkedRows: false }, sender());
  expect(followed.count).toBe(2);
});

describe('what a CRM page asks', () => {
  test('badges are those of deals that are known, by the ids as the page wrote them, and of nothing else', async () => {
    const { page } = handlers();
    await page['page/hello']({}, sender());
    const [first = '', second = ''] = ids();
    const short = second.slice(0, 15);
    const asked = [first, short, '006000000000000AAA', '003000000000001AAA', 'no-id'];
    const { css } = await page['badges/sheet']({ ids: asked, hasLinkedRows: false }, sender());
    expect(asked.map((id) => css.includes(`"${id}"`))).toEqual([true, true, false, false, false]);
    for (const row of it.org.rows('Opportunity')) expect(css).not.toContain(String(row['Name']));
  });

  test('deals that a page has seen are kept only where the API is refused, and never what is no deal', async () => {
    const { page } = handlers();
    const contact = { id: '003000000000001AAA', name: 'A person', cells: [] };
    expect(await page['page/seen']({ deals: [contact] }, sender())).toEqual({ ok: false });
  });
});

describe('what our own pages ask', () => {
  test('a record on screen is read again when it is older than a quarter of a minute, and not before', async () => {
    const { page, extension, clock, reads } = handlers();
    await page['page/hello']({}, sender());
    const [recordId = ''] = ids();
    const ask = () => extension.query({ name: 'record', input: { host: PAGE_HOST, recordId } }, surface());
    expect(await ask()).toMatchObject({ view: { recordId } });
    clock.now += 10_000;
    await ask();
    expect(reads).toEqual([recordId]);
    clock.now += 10_000;
    await ask();
    expect(reads).toEqual([recordId, recordId]);
  });

  test('the short form of an id is the record’s own', async () => {
    const { page, extension } = handlers();
    await page['page/hello']({}, sender());
    const [recordId = ''] = ids();
    const input = { host: PAGE_HOST, recordId: recordId.slice(0, 15) };
    expect(await extension.query({ name: 'record', input }, surface())).toMatchObject({ view: { recordId } });
  });

  test('every question of the registry is answered by its name', async () => {
    const { page, extension } = handlers();
    await page['page/hello']({}, sender());
    const questions = {
      forecast: {},
      focus: {},
      team: {},
      plan: { lost: [] },
      accuracy: {},
      deals: {},
      changes: { span: 'quarter' },
      moved: { span: 'quarter', movement: 'won' },
      process: {},
    } as const;
    for (const [name, input] of Object.entries(questions)) {
      // Safe: the keys of the list above.
      const answer = await extension.query({ name: name as keyof typeof questions, input }, surface());
      expect(answer, name).toHaveProperty('freshness');
      expect(answer, name).not.toHaveProperty('noConnection');
    }
  });

  test('without a connection each says so', async () => {
    const { extension } = handlers();
    // Nobody is signed in there.
    const elsewhere = { ...surface(), whose: { host: 'other.lightning.force.com' } };
    expect(await extension.query({ name: 'team', input: {} }, elsewhere)).toMatchObject({ noConnection: true });
    expect(await extension.query({ name: 'stages', input: {} }, elsewhere)).toEqual([]);
  });
});
