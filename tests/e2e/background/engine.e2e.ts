import { readFileSync } from 'node:fs';

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { settled, world, type World } from '../world';

/** The score was learnt before, as far as so few deals allow: nothing but the screen's own questions happens. */
let it: World;
beforeAll(async () => {
  it = await world({ size: '12' });
  await settled(it);
  await it.helper.reload();
  await it.helper.waitForFunction(hasScore);
});
/** Whether the one org's database has a score; runs in a page. */
async function hasScore(): Promise<boolean> {
  const [name = ''] = (await indexedDB.databases()).flatMap((each) =>
    each.name?.startsWith('pipelens-00D') ? [each.name] : [],
  );
  const asked = indexedDB.open(name);
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(new Error('Cannot open the store.'));
  });
  const request = db.transaction('meta').objectStore('meta').get('score');
  const row = await new Promise<unknown>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  db.close();
  return row !== undefined;
}
afterAll(() => it?.close());

/** A page of the extension whose own thread notes each database that it opens, and can hold what its workers say. */
async function watched(context: BrowserContext, path: string, isHeld: boolean): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 480, height: 900 });
  await page.addInitScript((holds) => {
    const state = { opened: [] as string[], held: [] as (() => void)[], isHeld: holds };
    Object.assign(globalThis, { watchedState: state });
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...given) => {
      state.opened.push(given[0]);
      return open(...given);
    };
    const listen = Worker.prototype.addEventListener as (...given: unknown[]) => void;
    Worker.prototype.addEventListener = function (this: Worker, type: string, listener: (event: Event) => void) {
      listen.call(this, type, (event: Event) => {
        if (state.isHeld && type === 'message') state.held.push(() => listener(event));
        else listener(event);
      });
    };
  }, isHeld);
  await page.goto(`chrome-extension://${it.session.extensionId}/${path}`);
  return page;
}
interface Watched {
  watchedState: { opened: string[]; held: (() => void)[]; isHeld: boolean };
}
const openedBy = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as Watched).watchedState.opened);
const release = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const state = (globalThis as unknown as Watched).watchedState;
    state.isHeld = false;
    for (const each of state.held.splice(0)) each();
  });

describe.each([
  ['sidepanel.html', 'tr[data-rep]'],
  ['popup.html', '[data-figure]'],
])('%s', (path, figures) => {
  test('every answer comes from its worker: while that is not heard the page waits, and then it shows its figures', async () => {
    const page = await watched(it.session.context, path, true);
    await page.waitForFunction(() => (globalThis as unknown as Watched).watchedState.held.length > 0);
    expect(await page.locator(figures).count()).toBe(0);
    // One answers; where the score is due another one learns it.
    expect(new Set(page.workers().map((worker) => new URL(worker.url()).pathname))).toEqual(new Set(['/engine.js']));
    await release(page);
    await page.locator(figures).first().waitFor();
    await page.close();
  });

  test('its own thread reads no deals: it opens no org’s database', async () => {
    const page = await watched(it.session.context, path, false);
    await page.locator(figures).first().waitFor();
    expect((await openedBy(page)).filter((name) => name.startsWith('pipelens-'))).toEqual([]);
    await page.close();
  });
});

test('a slider dragged by the mouse ends on the day that was let go of, with that day’s figures', async () => {
  const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
  const slider = side.locator('.slider input[type=range]');
  await side.locator('.time summary').click();
  await slider.waitFor();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error('The slider is not on screen.');
  await side.mouse.move(box.x + box.width - 8, box.y + box.height / 2);
  await side.mouse.down();
  await side.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 60 });
  await side.mouse.up();
  const wanted = await side.locator('.slider input[type=date]').inputValue();
  await side.locator(`.slider[data-on="${wanted}"]`).waitFor();
  const dragged = await side.locator('tr[data-rep]').evaluateAll((rows) => rows.map((row) => row.outerHTML));
  // Asked for by its date alone, the day shows the same.
  await side.locator('.slider button').click();
  await side.waitForFunction((day) => document.querySelector('.slider')?.getAttribute('data-on') !== day, wanted);
  await side.locator('.slider input[type=date]').fill(wanted);
  await side.locator(`.slider[data-on="${wanted}"]`).waitFor();
  expect(await side.locator('tr[data-rep]').evaluateAll((rows) => rows.map((row) => row.outerHTML))).toEqual(dragged);
  await side.close();
});

test('the workbook of figures and both forms of the log are made by the worker of files, which ends with them', async () => {
  const options = await it.session.extensionPage('options.html#privacy');
  for (const [label, begins] of [
    ['Figures (XLSX)', 'PK'],
    ['Event log (CSV)', 'deal_id,'],
    ['Event log (Parquet)', 'PAR1'],
  ] as const) {
    const [download] = await Promise.all([
      options.waitForEvent('download'),
      options.getByRole('button', { name: label }).click(),
    ]);
    const file = readFileSync(await download.path());
    expect(file.subarray(0, begins.length).toString('latin1')).toBe(begins);
    // It ends once it has handed over the file, which may be here before the browser has told of that.
    await expect
      .poll(() => options.workers().map((worker) => new URL(worker.url()).pathname))
      .not.toContain('/file-maker.js');
  }
  await options.close();
});
