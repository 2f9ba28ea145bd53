import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { AxeResults, RunOptions } from 'axe-core';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { en } from '@/lib/i18n/locales/en';
import { pl } from '@/lib/i18n/locales/pl';

import { allCells, type Cell, cellNamed, fewCells, nameOf } from '../gallery/cells';
import { drawCell, openGallery } from '../gallery/look';
import { TWO_SECONDS } from '../gallery/looks';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const isLong = Boolean(process.env['LONG']);
const cells = isLong ? allCells() : fewCells();

let gallery: Awaited<ReturnType<typeof openGallery>>;
let page: Page;
let errors: string[];
let cdp: CDPSession;
beforeAll(async () => {
  gallery = await openGallery();
  ({ page, errors } = gallery);
  await page.evaluate(AXE);
  cdp = await page.context().newCDPSession(page);
  await cdp.send('Profiler.enable');
  // Which functions ran, not how often: to count costs a fifth of the whole run.
  await cdp.send('Profiler.startPreciseCoverage', { callCount: false, detailed: false });
});
afterAll(() => gallery?.close());

declare global {
  var axe: { run(options: RunOptions): Promise<AxeResults>; getRules(): { ruleId: string }[] } | undefined;
}

/** Every rule that axe has, the strictest and the experimental too: what it finds, each as the rule and where. */
const findings = (): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = globalThis;
    if (!axe) throw new Error('The page has no axe.');
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
    const { violations } = await axe.run({ rules, resultTypes: ['violations'], selectors: false });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
    );
  });

/** What sticks out of the surface to the side, innermost first; where nothing does, the surface does not scroll that way. */
const tooWide = (): Promise<string[]> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const scrolls = [document.documentElement, main].some((each) => each && each.scrollWidth > each.clientWidth);
    if (!scrolls) return [];
    const isOut = ({ left, right }: DOMRect): boolean => right > innerWidth || left < 0;
    // A word too long for its own box sticks out of that, and the box does not.
    return [...document.querySelectorAll('main, main *')]
      .filter((each) => isOut(each.getBoundingClientRect()) || each.scrollWidth > each.clientWidth)
      .toReversed()
      .map((each) => each.outerHTML.slice(0, 120));
  });

test.each(cells.map((cell): [string, Cell] => [nameOf(cell), cell]))(
  '%s: axe finds nothing, nothing is wider than the surface, one button stands out at most, no card is in a card, no word is broken, nothing throws',
  async (_name, cell) => {
    await drawCell(page, cell);
    expect(await findings()).toEqual([]);
    expect((await tooWide()).slice(0, 3)).toEqual([]);
    expect((await primaries()).slice(1)).toEqual([]);
    expect(await cardsInCards()).toEqual([]);
    expect(await broken()).toEqual([]);
    if (cell.state !== 'failed') expect(await failures()).toEqual([]);
    expect(errors.splice(0)).toEqual([]);
  },
);

/** Words of up to twenty letters that go over two lines, as in a column that is too narrow for them. */
const broken = (): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!node.parentElement?.checkVisibility()) continue;
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(
        /(?<![\p{L}.])\p{L}{2,20}(?![\p{L}.]\p{L})/gu,
      )) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => top));
        if (lines.size > 1) found.push(word);
      }
    }
    return found;
  });

/** Heads of columns that stand in sight as a list above cards. */
const headsAboveCards = (): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLTableElement>('table.cards')]
      .filter((table) => getComputedStyle(table.tBodies[0]?.rows[0] ?? table).display === 'grid')
      .flatMap(({ tHead }) => (tHead && tHead.getBoundingClientRect().height > 2 ? [tHead.textContent ?? ''] : [])),
  );

test.each(['people-opened-light-360-en', 'process-opened-light-360-pl', 'record-pressed-light-480-en'])(
  '%s: cards name their figures themselves; the heads come into sight for the keyboard alone',
  async (name) => {
    await drawCell(page, cellNamed(name));
    expect(await headsAboveCards()).toEqual([]);
    const door = page.locator('table.cards thead button').first();
    if ((await door.count()) === 0) return;
    await door.focus();
    expect(await headsAboveCards()).toHaveLength(1);
    const { height } = (await door.boundingBox()) ?? { height: 0 };
    expect(height).toBeGreaterThanOrEqual(24);
  },
);

/** What is said of a question that fell over. */
const failures = (): Promise<string[]> =>
  page.evaluate(
    (titles) =>
      [...document.querySelectorAll('[role="alert"]')]
        .filter((each) => titles.includes(each.querySelector('h2')?.textContent ?? ''))
        .map(({ textContent }) => textContent ?? ''),
    [en, pl].map((words) => words['failure.question.title'] ?? ''),
  );

/** How many buttons stand out as the one to press; a form that was opened has its own. */
const primaries = (): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.button.primary')]
      .filter((each) => !each.closest('form') && each.checkVisibility())
      .map((each) => each.innerText),
  );

/** What looks like a card, by a surface of its own or a border all around, and stands in another one; the outermost line of each. */
const cardsInCards = (): Promise<string[]> =>
  page.evaluate(() => {
    // There frames alone tell one thing from another.
    if (matchMedia('(forced-colors: active)').matches) return [];
    const surface = getComputedStyle(document.documentElement).backgroundColor;
    const isCard = (each: Element): boolean => {
      // What is pressed or filled in, a cell of a table, and a layer over the page are none.
      if (each.matches('button, a, input, select, textarea, summary, td, th, dialog, svg *')) return false;
      const { width, height } = each.getBoundingClientRect();
      // Nor is a tag, a bar or a swatch.
      if (height < 40 || width < 60) return false;
      const style = getComputedStyle(each);
      const isFramed = (['Top', 'Right', 'Bottom', 'Left'] as const).every(
        (side) => Number.parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== 'none',
      );
      return isFramed || (style.backgroundColor !== 'rgba(0, 0, 0, 0)' && style.backgroundColor !== surface);
    };
    const cards = [...document.querySelectorAll('main *')].filter(isCard);
    return cards
      .filter((each) => cards.some((other) => other !== each && other.contains(each)))
      .map((each) => each.outerHTML.slice(0, 120));
  });

test('a card in a card is found, by its border or by its surface', async () => {
  await drawCell(page, cellNamed('now-full-light-360-en'));
  const put = (outer: string, inner: string): Promise<void> =>
    page.evaluate(
      ([out = '', own = '']) => {
        const box = document.createElement('div');
        box.style.cssText = `${out}; padding: 20px`;
        box.innerHTML = `<div class="inner" style="${own}; height: 60px"></div>`;
        document.querySelector('main')?.prepend(box);
      },
      [outer, inner],
    );
  await put('border: 1px solid', 'background: silver');
  expect(await cardsInCards()).toHaveLength(1);
  await put('background: silver', 'border: 1px solid');
  expect(await cardsInCards()).toHaveLength(2);
  await put('border-top: 1px solid', 'border: 1px solid');
  expect(await cardsInCards()).toHaveLength(2);
});

test.each(Object.entries(TWO_SECONDS))(
  '%s: how it is, why and what next stand in sight, in that order, the first within 64 px of the header',
  async (name, { how, why, next }) => {
    await drawCell(page, cellNamed(name));
    const tops = await page.evaluate(
      (selectors) => {
        const header = document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
        return selectors.map((each) => (document.querySelector(each)?.getBoundingClientRect().top ?? NaN) - header);
      },
      [how, why, next],
    );
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    expect(tops[0]).toBeLessThanOrEqual(64);
    // Without scrolling, in a window of 640 px.
    expect(tops[2]).toBeLessThanOrEqual(560);
  },
);

test.each(['now', 'focus', 'changes', 'plan', 'forecast', 'people'] as const)(
  '%s: nothing moves when the same comes again',
  async (view) => {
    await drawCell(page, cellNamed(`${view}-full-light-360-en`));
    const moved = await page.evaluate(async () => {
      const shifts: number[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
      });
      observer.observe({ type: 'layout-shift' });
      await globalThis.gallery?.again();
      observer.disconnect();
      return shifts;
    });
    expect(moved).toEqual([]);
  },
);

/** Components that are drawn nowhere here, and why. */
const NOT_HERE: Record<string, string> = {
  'components/views/team/review/ReviewCard.tsx Promised': 'what was agreed before: the sample has no review behind it',
  'components/views/team/review/WriteNextStep.tsx WriteNextStep':
    'what was agreed before: the sample has no review behind it',
  'components/views/team/Pinned.tsx With': 'of a pinned view that is compared with something',
  'components/views/team/changes/OtherLevel.tsx OtherLevel': 'of more movements than the sample has in a week',
  'components/views/shared/state/SiteAccessNote.tsx SiteAccessNote': 'of a browser that took access away',
  'components/views/record/LearntReasons.tsx LearntReasons': 'of a trained model, which the sample lacks',
  'components/views/record/LearntReasons.tsx Points': 'of a trained model, which the sample lacks',
  'components/views/record/playbook/PlaybookPart.tsx Content': 'of a playbook of one’s own',
  'components/views/record/playbook/PlaybookPart.tsx Outcome': 'of a playbook of one’s own',
  'components/views/record/notes/Notes.tsx LogNote': 'once a note is typed',
  'components/views/record/edit/EndNote.tsx EndNote': 'once a stage that ends a deal is chosen',
  'components/views/popup/Popup.tsx QuotaForm': 'where there is no quota',
  'components/views/options/quotas/QuotaInput.tsx Found': 'once a file is chosen',
  'components/views/team/now/Agenda.tsx Deal': 'of one’s own deals, and the sample is a manager’s',
  'components/views/team/now/Agenda.tsx Ways': 'of one’s own deals, and the sample is a manager’s',
};

test('each component of the views is drawn in some cell', async () => {
  const ran = new Set<string>();
  const { result } = await cdp.send('Profiler.takePreciseCoverage');
  for (const { url, functions } of result)
    for (const { functionName, ranges } of functions)
      if (ranges.some(({ count }) => count > 0)) ran.add(`${url.split('?')[0]?.split('/').at(-1)} ${functionName}`);
  const never = globSync('components/{views,charts}/**/*.tsx').flatMap((path) => {
    const file = path.split('/').at(-1) ?? '';
    const parts = [
      ...readFileSync(path, 'utf8').matchAll(
        /^(?:export )?(?:default )?(?:function ([A-Z]\w*[a-z]\w*)|const ([A-Z]\w*[a-z]\w*) = \()/gm,
      ),
    ];
    return parts
      .flatMap(([, made, kept = '']) => [made ?? kept])
      .flatMap((name) => (ran.has(`${file} ${name}`) ? [] : [`${path} ${name}`]));
  });
  expect(never.filter((name) => NOT_HERE[name] === undefined)).toEqual([]);
  expect(Object.keys(NOT_HERE).filter((name) => !never.includes(name))).toEqual([]);
});

test.each(['focus-extreme-light-700-pl', 'focus-extreme-light-320-en'])(
  '%s: a name of a hundred letters without a space goes on over lines where it stands in a sentence',
  async (name) => {
    await drawCell(page, cellNamed(name));
    expect(await page.locator('.focus-figures .whole-name').count()).toBeGreaterThan(3);
    expect((await tooWide()).slice(0, 3)).toEqual([]);
  },
);

test.each(['list-extreme-light-700-en', 'list-extreme-light-480-rtl'])(
  '%s: names of either direction of writing begin at one edge',
  async (name) => {
    await drawCell(page, cellNamed(name));
    const gaps = await page.evaluate(() => {
      const range = document.createRange();
      const isTurned = getComputedStyle(document.documentElement).direction === 'rtl';
      return [...document.querySelectorAll('.deal-row .deal-name')].map((each) => {
        range.selectNodeContents(each);
        const [box, text] = [each.getBoundingClientRect(), range.getBoundingClientRect()];
        // What is cut fills its box.
        if (text.width > box.width) return 0;
        return Math.round(isTurned ? box.right - text.right : text.left - box.left);
      });
    });
    expect(gaps.length).toBeGreaterThan(10);
    expect(gaps.filter((gap) => gap > 1)).toEqual([]);
  },
);

test.each(['now-nothing-forced-480-rtl', 'questions-nothing-forced-480-rtl'])(
  '%s: on a page that is read from the right, figures in cards, names of bars and sentences begin at the right',
  async (name) => {
    await drawCell(page, cellNamed(name));
    const { count, turned } = await page.evaluate(() => {
      const range = document.createRange();
      const starts = [...document.querySelectorAll('table.cards tbody td, .row-bars th, .outlook')].filter(
        (each) => each.checkVisibility() && each.textContent?.trim(),
      );
      return {
        count: starts.length,
        turned: starts.flatMap((each) => {
          range.selectNodeContents(each);
          const inner = each.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(each).paddingRight);
          const lines = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
          for (let node = lines.nextNode(); node; node = lines.nextNode()) {
            range.selectNodeContents(node);
            // Each line of what goes over several; a note behind a figure in the same line begins after it.
            const last = [...range.getClientRects()].at(-1);
            if (node.textContent?.trim() && last) return inner - last.right > 2 ? [each.outerHTML.slice(0, 120)] : [];
          }
          return [];
        }),
      };
    });
    expect(count).toBeGreaterThan(5);
    expect(turned).toEqual([]);
  },
);
