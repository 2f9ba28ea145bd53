import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { allCells, type Cell, cellNamed, nameOf, TABS } from '../gallery/cells';
import { drawCell, openGallery } from '../gallery/look';

let gallery: Awaited<ReturnType<typeof openGallery>>;
let page: Page;
beforeAll(async () => {
  gallery = await openGallery();
  ({ page } = gallery);
});
afterAll(() => gallery?.close());

const draw = (name: string): Promise<void> => drawCell(page, cellNamed(name));
const FULL = ['popup-full-light-380-en', ...['record', 'list', ...TABS].map((view) => `${view}-full-light-360-en`)];
const PRESSED = 'button:not(:disabled), summary';

/** Text as one sees it, of what is in sight and no field. */
const seenTexts = (): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      if (node.parentElement?.checkVisibility() && node.textContent?.trim()) found.push(node.textContent);
    return found;
  });

test.each(FULL)('%s: rows are 28 px high and 40 px by the same setting', async (name) => {
  await draw(name);
  const heights = (density: 'compact' | 'comfortable'): Promise<string[]> =>
    page.evaluate((density) => {
      globalThis.gallery?.density(density);
      const rows = [...document.querySelectorAll('.button, .chip, .icon-button, main select, .grid:not(.cards) td')];
      return [
        ...new Set(
          rows
            .map((row) => getComputedStyle(row))
            .map(({ minHeight, height }) => (minHeight === 'auto' || minHeight === '0px' ? height : minHeight)),
        ),
      ];
    }, density);
  const [compact, comfortable] = [await heights('compact'), await heights('comfortable')];
  await page.evaluate(() => globalThis.gallery?.density('compact'));
  expect(compact.filter((each) => Number.parseFloat(each) < 24)).toEqual([]);
  expect(comfortable).toContain('40px');
  expect(comfortable).not.toContain('28px');
});

test.each(FULL)('%s: of no list more than seven items stand before the first scroll', async (name) => {
  await draw(name);
  const counts = await page.evaluate(() =>
    [...document.querySelectorAll('main :is(ul, ol, tbody, [role="list"], [role="grid"])')].map(
      (list) =>
        [...list.children].filter(
          (each) => each.getBoundingClientRect().bottom <= innerHeight && each.checkVisibility(),
        ).length,
    ),
  );
  expect(Math.max(0, ...counts)).toBeLessThanOrEqual(7);
});

test.each([...FULL, 'now-full-dark-700-pl', 'forecast-opened-light-700-en', 'record-opened-light-360-pl'])(
  '%s: a minus is a minus, tiles have three digits, columns of figures end at one edge, nothing is blank',
  async (name) => {
    await draw(name);
    expect((await seenTexts()).filter((text) => /(^|[\s(€$])-\d/.test(text))).toEqual([]);
    const tiles = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.pairs dd, .figure > strong')].map(
        (each) => each.firstChild?.textContent ?? '',
      ),
    );
    const digits = (text: string): number =>
      (/\d[\d.,\u00A0\u202F]*/.exec(text)?.[0] ?? '').replaceAll(/\D/g, '').replace(/^0+/, '').length;
    expect(tiles.filter((text) => digits(text) > 3)).toEqual([]);
    const columns = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLTableCellElement>('.grid:not(.cards) tbody td:not(:first-child)')]
        .filter((cell) => cell.checkVisibility() && getComputedStyle(cell).display === 'table-cell')
        .flatMap((cell) =>
          !['end', 'right'].includes(getComputedStyle(cell).textAlign) ||
          (cell.innerText.trim() === '' && !cell.ariaLabel)
            ? [cell.outerHTML.slice(0, 120)]
            : [],
        ),
    );
    expect(columns).toEqual([]);
  },
);

test.each(FULL)('%s: whatever is pressed looks pressed before it is let go, without motion', async (name) => {
  await draw(name);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('DOM.enable');
  await cdp.send('CSS.enable');
  const { root } = await cdp.send('DOM.getDocument');
  const { nodeIds } = await cdp.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: PRESSED });
  const looks = (): Promise<{ shadow: string; seenThrough: string }[]> =>
    page.evaluate(
      (selector) =>
        [...document.querySelectorAll(selector)].map((each) => {
          const { boxShadow, opacity, filter, transform } = getComputedStyle(each);
          return { shadow: boxShadow, seenThrough: `${opacity} ${filter} ${transform}` };
        }),
      PRESSED,
    );
  const before = await looks();
  for (const nodeId of nodeIds) await cdp.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: ['active'] });
  const after = await looks();
  await cdp.detach();
  expect(before.length).toBeGreaterThan(3);
  expect(after.filter(({ shadow }, at) => shadow === before[at]?.shadow)).toEqual([]);
  // A browser calls covered what is seen through, or moved, and a press of that is refused.
  expect(after.map(({ seenThrough }) => seenThrough)).toEqual(before.map(({ seenThrough }) => seenThrough));
});

test.each(['now', 'changes', 'questions', 'forecast', 'record'])(
  '%s: a chart is said in words, and its figures stand beside it or behind a press',
  async (view) => {
    await draw(`${view}-full-light-360-en`);
    const charts = await page.evaluate(() =>
      [...document.querySelectorAll('.chart-box, [class*="plot"], .sankey')]
        .filter((each) => each.checkVisibility())
        .map((each) => {
          const block = each.closest('section, details, figure');
          const named = each.closest('[aria-label], [role="img"]') ?? each;
          return {
            isSaid: (named.ariaLabel ?? '').length > 20 || each.getAttribute('aria-hidden') === 'true',
            hasTitle: (block?.querySelector('h2, h3, summary, figcaption')?.textContent ?? '').trim().length > 2,
            hasTable: block?.querySelector('table, ul, ol, dl, button[aria-pressed]') !== null,
            what: each.outerHTML.slice(0, 100),
          };
        })
        .filter(({ isSaid, hasTitle, hasTable }) => !isSaid || !hasTitle || !hasTable),
    );
    expect(charts).toEqual([]);
  },
);

/** By how much the page is wider than its window, px. */
async function tooWide(): Promise<number> {
  const wide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].map(
      ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
    ),
  );
  return Math.max(...wide);
}

test.each(['record', 'list', 'now', 'focus'].map((view) => `${view}-pageOnly-light-320-pl`))(
  '%s: how much the pages have shown is read whole in the stamp',
  async (name) => {
    await draw(name);
    const stamp = page.locator('.stamp');
    expect(await stamp.innerText()).toContain('3 z 40');
    expect(await stamp.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  },
);

test('on a page that reads from the right, the figures of a card begin where their names do', async () => {
  await draw('now-full-forced-480-rtl');
  const gaps = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.grid.cards tbody td:not(:first-child):not(.more)')].map((cell) => {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      range.selectNode(texts.nextNode() ?? cell);
      return Math.round(cell.getBoundingClientRect().right - range.getBoundingClientRect().right);
    }),
  );
  expect(gaps.length).toBeGreaterThan(8);
  expect(gaps.filter((gap) => gap > 6)).toEqual([]);
});

/** What a sidebar of Firefox is at its narrowest, and what is left of a panel of 480 px at 200 %. */
const NARROWEST = 240;
const narrow = process.env['LONG']
  ? allCells().filter(
      ({ view, look, width, tongue }) => view !== 'popup' && look === 'light' && width === 320 && tongue !== 'rtl',
    )
  : allCells().filter(
      ({ state, look, width, tongue }) => state === 'full' && look === 'light' && width === 320 && tongue === 'pl',
    );
test.each(narrow.map((cell): [string, Cell] => [nameOf(cell), cell]))(
  '%s: at 240 px nothing is wider',
  async (_name, cell) => {
    await drawCell(page, { ...cell, width: NARROWEST });
    expect(await tooWide()).toBe(0);
  },
);

test.each(
  ['extreme', 'over', 'opened'].flatMap((state) =>
    ['en', 'pl', 'rtl'].map((tongue) => `now-${state}-light-700-${tongue}`),
  ),
)('%s: a table of people has room for all of its columns', async (name) => {
  await draw(name);
  expect(await tooWide()).toBe(0);
});

test.each(
  allCells()
    .filter(
      ({ view, look, state }) =>
        view === 'popup' && look === 'light' && ['full', 'stale', 'nothing', 'pageOnly'].includes(state),
    )
    .map((cell): [string, Cell] => [nameOf(cell), cell]),
)('%s: the popup has room for what it shows, and what it has no room for is one press away', async (_name, cell) => {
  await drawCell(page, cell);
  const { over, shown, all } = await page.evaluate(() => {
    const main = document.querySelector('main');
    const list =
      document.querySelector('.todo-link')?.closest('section') ??
      document.querySelector('main section:has(header .link)');
    return {
      over: (main?.scrollHeight ?? 0) - (main?.clientHeight ?? 0),
      shown: document.querySelectorAll('.todo-link').length,
      all: /\d+/.exec(list?.querySelector('header .link')?.textContent ?? '')?.[0],
    };
  });
  expect(over).toBe(0);
  if (all !== undefined) expect(shown).toBeLessThan(Number(all));
});

/** Drawn while every question takes its time: what it waits for is named, and nothing that stood there moves once it is answered. */
test.each(['popup', 'record', 'list', ...TABS] as const)(
  '%s: while it waits it says for what, and what stands there does not move when the answer comes',
  async (view) => {
    const fresh = await gallery.browser.newPage({
      viewport: { width: view === 'popup' ? 380 : 360, height: 640 },
      reducedMotion: 'reduce',
    });
    await fresh.goto(`${gallery.url}#driven`);
    await fresh.waitForFunction(() => globalThis.gallery !== undefined);
    // The facts come first; the answers wait.
    let isSlow = false;
    await fresh.route('**/ask', async (route) => {
      if (isSlow) await new Promise((next) => setTimeout(next, 400));
      await route.continue();
    });
    await fresh.evaluate(() => globalThis.gallery?.show({ view: 'welcome', state: 'full', tongue: 'en' }));
    isSlow = true;
    const { waits, moved } = await fresh.evaluate(async (view) => {
      const moved: string[] = [];
      const waits = new Set<string>();
      const drawn = globalThis.gallery?.show({ view, state: 'full', tongue: 'en' });
      for (let frames = 0; frames < 6; frames += 1) await new Promise((next) => requestAnimationFrame(next));
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const shift = entry as PerformanceEntry & { value: number; sources?: { node?: Node }[] };
          moved.push(
            `${shift.value.toFixed(4)} ${(shift.sources ?? []).map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : node?.textContent)).join(' | ')}`,
          );
        }
      });
      observer.observe({ type: 'layout-shift' });
      for (const each of document.querySelectorAll('.skeleton')) waits.add(each.getAttribute('aria-label') ?? '');
      await drawn;
      for (let frames = 0; frames < 10; frames += 1) await new Promise((next) => requestAnimationFrame(next));
      observer.disconnect();
      return { waits: [...waits], moved };
    }, view);
    await fresh.close();
    expect(waits.filter((words) => words.length > 10)).not.toEqual([]);
    expect(moved).toEqual([]);
  },
);
