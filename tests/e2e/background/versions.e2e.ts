import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';
import { ask } from '@/tests/demo/ask';

import { openDeals, panelOn, settled, world, type World } from '../world';

/* Two whole versions of the product, of which the newer one knows one version of the database more. */

const BUILT = '.output/chrome-mv3';
const NEWEST = /(?<=\{jottings:`id`\}\),)this\.version\((\d+)\)(?!\.)/;
/** As the source has it: that none came after it. */
const LAST = [...readFileSync('lib/storage/database.ts', 'utf8').matchAll(/this\.version\((\d+)\)/g)].at(-1)?.[1];

/** Makes the product in a folder one version newer. */
function update(folder: string): void {
  let changed = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    const newer = text.replace(NEWEST, (known, at) =>
      at === LAST ? `${known},this.version(${Number(at) + 1}).stores({later:\`id\`})` : known,
    );
    if (newer === text) continue;
    writeFileSync(path, newer);
    changed += 1;
  }
  // The background, our pages and their worker.
  if (changed < 2) throw new Error('The version of the database was not found in what was built.');
}

const restart = async (it: World): Promise<void> => {
  const worker = await it.session.worker();
  // The answer goes with the worker.
  void worker.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
  await it.session.page.waitForTimeout(3000);
};
const openPage = async (it: World): Promise<Page> => {
  for (const until = Date.now() + 60_000; ; await it.session.page.waitForTimeout(200)) {
    const page = await it.session.context.newPage();
    try {
      await page.goto(`chrome-extension://${it.session.extensionId}/sidepanel.html`);
      return page;
    } catch (error) {
      await page.close();
      if (Date.now() > until) throw error;
    }
  }
};
const OLDER = /An older copy of Pipelens holds what is stored here/;
const NEWER = /A newer version of Pipelens wrote what is stored here/;

// Minutes: a page hangs, and the extension is started anew three times.
test.runIf(process.env['LONG'])(
  'tabs of an older version let go of the database; one that hangs is named until it is gone; an older version does not touch what a newer one wrote',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pipelens-versions-'));
    cpSync(BUILT, folder, { recursive: true });
    const it = await world({ size: '24' }, { extension: folder, isDeveloper: true });
    try {
      await settled(it);
      const [deal] = openDeals(it);
      if (!deal) throw new Error('No open deal.');
      await it.session.goInApp(recordPath(deal.Id));
      await panelOn(it, deal.Id);
      const host = it.org.pageHost;
      const reminder = { host, recordId: deal.Id, recordName: 'Deal', text: 'Ask about the move', when: '+2w' };
      await it.helper.evaluate(
        (request) => chrome.runtime.sendMessage({ type: 'reminder/add', request, whose: { host: request.host } }),
        reminder,
      );
      const old = await openPage(it);
      await old.getByRole('navigation', { name: 'Views of the team' }).waitFor();
      await expect.poll(() => old.getByRole('main').innerText()).toMatch(/€/);
      const [worker] = old.workers();
      if (!worker) throw new Error('The side panel has no worker.');

      update(folder);
      // The worker of the older page hangs, and has the database open: nobody can ask it to let go.
      // By a timer: the browser does not end what DevTools run, even where its page is closed.
      await worker.evaluate(
        () =>
          void setTimeout(() => {
            for (const until = Date.now() + 300_000; Date.now() < until;);
          }),
      );
      const fresh = await openPage(it);
      await fresh.getByText(OLDER).first().waitFor();
      // It is gone: what was asked is answered by itself, or by a press.
      await old.close();
      await expect
        .poll(async () => {
          if ((await fresh.getByText(OLDER).count()) === 0) return true;
          await fresh
            .getByRole('button', { name: 'Try again' })
            .first()
            .click({ timeout: 1000 })
            .catch(() => undefined);
          return false;
        })
        .toBe(true);
      await expect.poll(() => fresh.getByRole('main').innerText()).toMatch(/€/);
      // The record panel and the background are still of the older version: they leave it alone, and say why.
      await expect
        .poll(async () => {
          const panel = await it.session.panel();
          it.org.update('Opportunity', deal.Id, { NextStep: String(Date.now()) }, String(deal['OwnerId']));
          return (await panel.locator('body').innerText()).replaceAll('\n', ' ');
        })
        .toMatch(NEWER);

      await restart(it);
      const newer = await openPage(it);
      await expect.poll(() => newer.getByRole('main').innerText()).toMatch(/€/);
      await it.session.page.reload();
      const panel = await panelOn(it, deal.Id);
      await expect.poll(() => panel.getByText('Ask about the move').count()).toBeGreaterThan(0);

      cpSync(BUILT, folder, { recursive: true });
      await newer.close();
      await restart(it);
      await it.session.page.reload();
      await expect
        .poll(async () => (await (await it.session.panel()).locator('body').innerText()).replaceAll('\n', ' '))
        .toMatch(NEWER);

      update(folder);
      await restart(it);
      await it.session.page.reload();
      const again = await panelOn(it, deal.Id);
      await expect.poll(() => again.getByText('Ask about the move').count()).toBeGreaterThan(0);
      const helper = await openPage(it);
      const { rows } = await ask(helper, 'deals', { figure: 'listed' });
      expect(rows.length).toBe(it.org.rows('Opportunity').length);
    } finally {
      await it.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  400_000,
);
