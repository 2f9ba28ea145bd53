import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { listPath, recordPath, signIn } from '../browser/session';
import { ask, synced } from '../demo/ask';
import { lightningPages, openOrg } from '../org/open';

/** What Chrome Web Store and Edge Add-ons take: pictures of 1280 × 800 and a tile of 440 × 280, pixels. */
const PICTURE = { width: 1280, height: 800 };
const TILE = { width: 440, height: 280 };
const SIDE_WIDTH = 440;
const POPUP = { width: 380, height: 560 };

const asSource = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`;

/** Writes the pictures of the listing: the built extension over the stand-in org, in the sizes of the stores. */
export async function storePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const org = await openOrg({ size: '200' }, lightningPages);
  const session = await signIn(org.org, org.token, '/lightning/page/home', {
    orgPort: org.server.tlsPort,
    headless: true,
    viewport: PICTURE,
  });
  try {
    const { page, extensionPage } = session;
    const helper = await extensionPage('options.html', PICTURE);
    await synced(helper, org.org.rows('Opportunity').length);
    const { rows } = await ask(helper, 'deals', { figure: 'needsAttention' });
    const [dearest] = rows.toSorted((a, b) => (b.converted ?? 0) - (a.converted ?? 0));
    if (!dearest) throw new Error('No deal of the sample needs attention: there is no picture of one.');
    const save = (of: Page, name: string): Promise<Buffer> => of.screenshot({ path: join(folder, `${name}.png`) });

    await page.bringToFront();
    await session.goInApp(recordPath(dearest.id));
    const panel = await session.panel();
    await panel.waitForSelector(`article[data-record-id="${dearest.id}"]`);
    await page.waitForTimeout(1500);
    await save(page, '1-deal');
    await session.goInApp(listPath('AllOpenOpportunities'));
    await panel.locator('.rows button').first().waitFor();
    await page.waitForTimeout(1500);
    await save(page, '2-list');

    const stage = await session.context.newPage();
    await stage.setViewportSize(PICTURE);
    /** The CRM's page with one of ours over its right edge, as the browser draws it. */
    const beside = async (name: string, file: string, size: { width: number; height: number }): Promise<void> => {
      const own = await extensionPage(file, size);
      await own.waitForTimeout(4000);
      const [behind, before] = [await page.screenshot(), await own.screenshot()];
      await own.close();
      await stage.setContent(
        `<body style="margin:0"><img src="${asSource(behind)}"><img style="position:absolute;right:0;top:0;outline:1px solid #0003" src="${asSource(before)}"></body>`,
      );
      await save(stage, name);
    };
    await page.keyboard.press('Escape');
    await beside('3-team', 'sidepanel.html', { width: SIDE_WIDTH, height: PICTURE.height });
    await beside('4-popup', 'popup.html', POPUP);
    await helper.waitForTimeout(500);
    await save(helper, '5-settings');

    await stage.setViewportSize(TILE);
    const [title = ''] = readFileSync('store/listing/en.md', 'utf8').split('\n');
    await stage.setContent(
      `<body style="margin:0;height:100vh;display:grid;place-content:center;justify-items:center;gap:16px;background:#fff;font:600 20px system-ui;text-align:center"><img width="96" src="${asSource(readFileSync('public/icon/128.png'))}"><span lang="en">${title.replace('# ', '')}</span></body>`,
    );
    await save(stage, `tile-${TILE.width}x${TILE.height}`);
  } finally {
    await session.close();
    await org.server.close();
  }
}
