import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { panelOf, plantCookies, recordPath } from '@/tests/browser/session';
import { ask } from '@/tests/demo/ask';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, settled, world, type World } from '../world';

/* What a person, an administrator or the browser does at the very moment at which something else is under way. */

let it: World;
let id: string;
let other: string;
let rep: string;
beforeAll(async () => {
  it = await world({ size: '24' }, { isDeveloper: true });
  await settled(it);
  [id = '', other = ''] = openDeals(it).map(({ Id }) => Id);
  rep = it.org.rows('User').find(({ Id, IsActive }) => Id !== it.user.Id && IsActive !== false)?.Id ?? '';
});
afterAll(() => it.close());
const SIZE = { width: 1440, height: 900 };
beforeEach(async () => {
  const { page } = it.session;
  it.org.faults.delayMs = 0;
  for (const each of it.session.context.pages()) if (each !== page && each !== it.helper) await each.close();
  await page.setViewportSize(SIZE);
  await page.bringToFront();
  await page.goto(`https://${PAGE_HOST}${recordPath(id)}`);
  await shown(page, id);
});

async function shown(page: Page, deal: string): Promise<Frame> {
  const panel = await panelOf(page);
  await panel.waitForSelector(`article[data-record-id="${deal}"]`);
  return panel;
}
const become = (user: string): Promise<void> => plantCookies(it.session, it.org, it.org.login(user));
const nextStep = (deal: string): unknown => it.org.find('Opportunity', deal)?.['NextStep'];
const save = (text: string, page = it.helper): Promise<unknown> =>
  page.evaluate(
    (message) =>
      chrome.runtime.sendMessage(message).then(
        (answer: unknown) => answer,
        (error: unknown) => ({ error: String(error) }),
      ),
    {
      type: 'edit/save',
      request: {
        host: PAGE_HOST,
        recordId: id,
        recordName: 'Deal',
        before: { nextStep: nextStep(id) ?? null },
        after: { nextStep: text },
      },
      whose: { host: PAGE_HOST },
    },
  );
const writes = (): number => it.org.requests.filter((each) => /PATCH .*Opportunity/.test(JSON.stringify(each))).length;
async function endWorker(): Promise<void> {
  const cdp = await it.session.context.newCDPSession(it.session.page);
  const { targetInfos } = await cdp.send('Target.getTargets');
  for (const { type, url, targetId } of targetInfos)
    if (type === 'service_worker' && url.includes(it.session.extensionId))
      await cdp.send('Target.closeTarget', { targetId });
  await cdp.detach();
}

describe('while a change of a deal is on its way', () => {
  test('the panel is closed and opened: it is made once, and the panel knows it', async () => {
    it.org.faults.delayMs = 500;
    const before = writes();
    const sent = save('Closed meanwhile');
    const panel = await shown(it.session.page, id);
    await panel
      .locator('button[aria-label="Close panel"]')
      .evaluate((button: HTMLElement) => button.click())
      .catch(() => undefined);
    await it.session.page.waitForTimeout(300);
    it.org.faults.delayMs = 0;
    await sent;
    expect(nextStep(id)).toBe('Closed meanwhile');
    expect(writes() - before).toBe(1);
    const again = await shown(it.session.page, id);
    await expect.poll(() => again.locator('body').innerText()).toContain('Closed meanwhile');
  });

  test('the page goes on to another deal: the change is that deal’s own, and nothing of it is said of the other', async () => {
    it.org.faults.delayMs = 500;
    const [was, sent] = [nextStep(other), save('Gone on meanwhile')];
    await it.session.goInApp(recordPath(other));
    it.org.faults.delayMs = 0;
    await sent;
    const panel = await shown(it.session.page, other);
    expect(nextStep(id)).toBe('Gone on meanwhile');
    expect(nextStep(other)).toBe(was);
    expect(await panel.locator('body').innerText()).not.toContain('Gone on meanwhile');
  });

  test('the worker is stopped between the form and the saving: it is made once', async () => {
    const before = writes();
    await it.helper.evaluate(
      (request) => chrome.runtime.sendMessage({ type: 'edit/form', request, whose: { host: request.host } }),
      { host: PAGE_HOST, recordId: id },
    );
    await endWorker();
    await save('Worker stopped');
    await expect.poll(() => nextStep(id)).toBe('Worker stopped');
    expect(writes() - before).toBe(1);
  });

  test('another user signs in: what was sent stays theirs who sent it, and the panel shows nothing of them any more', async () => {
    it.org.faults.delayMs = 400;
    const sent = save('As the head');
    await become(rep);
    it.org.faults.delayMs = 0;
    await sent;
    const panel = await panelOf(it.session.page);
    await panel.getByText('Somebody else is signed in now').first().waitFor();
    expect(await panel.locator('article[data-record-id]').count()).toBe(0);
    await become(it.user.Id);
  });
});

test('with another user signed in a draft of the first one is not there, and it is back with them', async () => {
  const { page } = it.session;
  const panel = await shown(page, id);
  await panel.getByText('Follow-ups').click();
  await panel.getByLabel('What', { exact: true }).fill('Ask Numbat quietly');
  await become(rep);
  await page.goto(`https://${PAGE_HOST}${recordPath(id)}`);
  const theirs = await shown(page, id);
  await theirs.getByText('Follow-ups').click();
  expect(await theirs.getByLabel('What', { exact: true }).inputValue()).toBe('');
  expect(await theirs.locator('body').innerText()).not.toContain('Numbat');
  await become(it.user.Id);
  await page.goto(`https://${PAGE_HOST}${recordPath(id)}`);
  const own = await shown(page, id);
  await own.getByText('Follow-ups').click();
  await expect.poll(() => own.getByLabel('What', { exact: true }).inputValue()).toBe('Ask Numbat quietly');
});

test('in a popup window without tabs and bars the panel is on its deal', async () => {
  const [popup] = await Promise.all([
    it.session.context.waitForEvent('page'),
    it.helper.evaluate(
      (url) => chrome.windows.create({ url, type: 'popup', width: 700, height: 600 }),
      `https://${PAGE_HOST}${recordPath(other)}`,
    ),
  ]);
  await popup.waitForLoadState();
  expect(await shown(popup, other)).toBeDefined();
  await popup.close();
});

test.each([
  { width: 288, height: 180, top: 97 },
  { width: 480, height: 300, top: 95 },
  { width: 4800, height: 3000, top: 0 },
])(
  'in a window of $width × $height pixels, as at a zoom of 500 to 30 %, the button is whole in it wherever it was put',
  async ({ top, ...size }) => {
    const { page } = it.session;
    const panel = await shown(page, id);
    await panel
      .locator('button[aria-label="Close panel"]')
      .evaluate((button: HTMLElement) => button.click())
      .catch(() => undefined);
    await it.helper.evaluate((put) => chrome.storage.local.set({ launcher: { top: put } }), top);
    try {
      await page.setViewportSize(size);
      await expect
        .poll(() =>
          page.evaluate(() => {
            const isOurs = (y: number): boolean =>
              document.elementFromPoint(innerWidth - 8, y)?.matches('[data-pipelens]') ?? false;
            return Array.from({ length: innerHeight }, (_, y) => y).filter(isOurs).length;
          }),
        )
        .toBeGreaterThanOrEqual(38);
    } finally {
      await it.helper.evaluate(() => chrome.storage.local.remove('launcher'));
    }
  },
);

// In `npm test` the browser is ended at each call of a batch in `batch.test.ts`.
test.runIf(process.env['LONG'])(
  'the extension is loaded anew in the middle of a batch: each change is made once, and what became of it is known',
  async () => {
    const { org, session } = it;
    const rows = openDeals(it).slice(0, 12);
    org.faults.delayMs = 300;
    const before = writes();
    void it.helper
      .evaluate((message) => chrome.runtime.sendMessage(message), {
        type: 'edit/batch',
        request: {
          host: PAGE_HOST,
          changes: rows.map((row) => ({
            recordId: row.Id,
            recordName: 'Deal',
            before: { nextStep: row['NextStep'] ?? null },
            after: { nextStep: `Batch ${row.Id}` },
          })),
        },
        whose: { host: PAGE_HOST },
      })
      .catch(() => undefined);
    await session.page.waitForTimeout(1500);
    const worker = await session.worker();
    void worker.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
    await session.page.waitForTimeout(3000);
    org.faults.delayMs = 0;
    const again = await session.context.newPage();
    const open = (): Promise<boolean> =>
      again.goto(`chrome-extension://${session.extensionId}/options.html`).then(
        () => true,
        () => false,
      );
    await expect.poll(open).toBe(true);
    it.helper = again;
    // What was written down before the end goes on at the next sync; what was not is not half done.
    await again.evaluate(
      (host) => chrome.runtime.sendMessage({ type: 'sync/now', request: { host }, whose: { host } }),
      PAGE_HOST,
    );
    const made = (): number => rows.filter((row) => nextStep(row.Id) === `Batch ${row.Id}`).length;
    const states = async (): Promise<string[]> =>
      (
        await Promise.all(
          rows.map(async (row) => {
            const { view } = await ask(again, 'record', { host: PAGE_HOST, recordId: row.Id }, { host: PAGE_HOST });
            return (view?.edits ?? []).filter(({ after }) => after['nextStep'] === `Batch ${row.Id}`);
          }),
        )
      ).flatMap((edits) => edits.map(({ state }) => state));
    await expect
      .poll(async () => [made(), (await states()).filter((state) => state === 'saved').length])
      .toEqual([12, 12]);
    expect(writes() - before).toBeLessThanOrEqual(14);
  },
  240_000,
);
