import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { allCells, type Cell, nameOf, type View } from '../gallery/cells';
import { drawCell, openGallery } from '../gallery/look';
import { type Gallery, serveGallery } from '../gallery/server';

let gallery: Gallery;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  gallery = await serveGallery();
  ({ page, browser } = await openGallery(gallery.url));
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

const WALKED: readonly View[] = [
  'popup',
  'record',
  'list',
  'now',
  'focus',
  'changes',
  'plan',
  'forecast',
  'process',
  'people',
  'questions',
  'review',
  'agenda',
  'options',
  'options-quotas',
  'options-rules',
  'options-keys',
  'welcome',
  'sample',
];
const cells = new Map(allCells().map((cell) => [nameOf(cell), cell]));
function cellOf(view: View): Cell {
  const cell = cells.get(`${view}-full-light-${view === 'popup' ? 380 : 360}-en`);
  if (!cell) throw new Error(`No cell of ${view}.`);
  return cell;
}

/** A stop of the Tab key: what it is, where it stands in all that can be scrolled to, and what a person cannot see of it. */
interface Stop {
  name: string;
  top: number;
  bottom: number;
  left: number;
  fault: string;
}
/** Undefined where the walk has left the page or begins again; fields of a date have several stops. */
const stop = (walk: string): Promise<Stop | undefined> =>
  page.evaluate(async (walk) => {
    // What has come into sight is laid out in the next frame.
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return undefined;
    const { top, bottom, left, right } = at.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    // The way to a calendar or a clock within a field has the browser's own ring.
    const hasRing =
      (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || at.matches('[type="date"], [type="time"]');
    const isSeen = bottom > top && right > left && top >= -1 && bottom <= innerHeight + 1 && left >= -1;
    // What lies over its middle: itself, a part of it, or its label.
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const isCovered = over !== null && !at.contains(over) && !over.contains(at);
    // A header stays where it is; what is under it is scrolled, or the whole page is.
    const scrolled = (at.closest('main')?.scrollTop ?? 0) + scrollY;
    const isAgain = at.dataset['walked'] === walk;
    at.dataset['walked'] = walk;
    if (isAgain && at.tagName !== 'INPUT') return undefined;
    return {
      name: `${at.tagName.toLowerCase()} ${(at.getAttribute('aria-label') ?? at.innerText ?? '').slice(0, 40)} ${at.dataset['focus'] ?? ''}`,
      top: top + scrolled,
      bottom: bottom + scrolled,
      left,
      fault: hasRing ? (isSeen ? (isCovered ? 'is covered' : '') : 'is out of sight') : 'has no ring',
    };
  }, walk);

test.each(WALKED)('%s: Tab goes through it as one reads it, and what has the focus is seen', async (view) => {
  await drawCell(page, cellOf(view));
  const stops: Stop[] = [];
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    const next = await stop(view);
    if (!next) break;
    stops.push(next);
  }
  expect(stops.length).toBeGreaterThan(0);
  if (view === 'now') expect(stops.length).toBeLessThanOrEqual(25);
  const faults = stops.flatMap(({ name, fault }) => (fault === '' ? [] : [`${name} ${fault}`]));
  const turned = stops.flatMap((each, at) => {
    const former = stops[at - 1];
    if (!former) return [];
    // A column of its own may begin higher up, but not further back; a line goes on to its end.
    const isAbove = each.bottom <= former.top + 1 && each.left <= former.left;
    const isBefore = Math.abs(each.top - former.top) < 8 && each.left < former.left;
    return isAbove || isBefore ? [`${former.name} → ${each.name}`] : [];
  });
  expect({ faults, turned }).toEqual({ faults: [], turned: [] });
});

/** Opens something by a key from a control of a view: what it is, and how one sees that it is open. */
const OPENED: [what: string, view: View, from: string, key: string, isOpen: string][] = [
  ...(
    ['popup', 'now', 'focus', 'changes', 'plan', 'forecast', 'process', 'people', 'questions', 'record'] as const
  ).map((view): [string, View, string, string, string] => [
    'a definition',
    view,
    'main .defined:visible',
    '?',
    'dialog[open]',
  ]),
  [
    'the filter',
    'now',
    '[data-focus="lens-filter"], .lens .picker button',
    'Enter',
    '.picker [role="listbox"], .picker input',
  ],
  ...(['popup', 'now', 'record'] as const).map((view): [string, View, string, string, string] => [
    'the list of commands',
    view,
    'main .defined:visible',
    'Control+k',
    'dialog.palette[open]',
  ]),
  ['a deal beside its list', 'focus', '.rows .deal-row', ' ', '.peek'],
];
test.each(OPENED)('%s of %s: Escape ends it, and the focus is where it was', async (_what, view, from, key, isOpen) => {
  await drawCell(page, cellOf(view));
  const heading = (): Promise<string> => page.locator('h1').first().innerText();
  const control = page.locator(from).first();
  await control.focus();
  const [before, title] = [await control.evaluate((each) => each === document.activeElement), await heading()];
  expect(before).toBe(true);
  await page.keyboard.press(key);
  await page.locator(isOpen).first().waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
  await page.locator(isOpen).first().waitFor({ state: 'hidden' });
  expect(await control.evaluate((each) => each === document.activeElement)).toBe(true);
  expect(await heading()).toBe(title);
});
