import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Cell, cellNamed, isInSidePanel, type View, VIEWS } from '../gallery/cells';
import { drawCell, openGallery } from '../gallery/look';

let gallery: Awaited<ReturnType<typeof openGallery>>;
let page: Page;
beforeAll(async () => {
  gallery = await openGallery();
  ({ page } = gallery);
});
afterAll(() => gallery?.close());

/** The tabs behind Now and Focus are made of the same parts: one of them, and all in the long form. The last two define nothing themselves. */
const LATER: readonly View[] = process.env['LONG']
  ? VIEWS.filter((view) => isInSidePanel(view) && view !== 'now' && view !== 'focus')
  : ['changes'];
const WALKED: readonly View[] = [
  'popup',
  'record',
  'list',
  'now',
  'focus',
  ...LATER,
  'options',
  'options-quotas',
  'options-rules',
  'options-keys',
  'welcome',
  'sample',
];
const cellOf = (view: View): Cell => cellNamed(`${view}-full-light-${view === 'popup' ? 380 : 360}-en`);

/** A stop of the Tab key: what it is, what a person cannot see of it, and whether one reads it before the stop that came before it. */
interface Stop {
  name: string;
  fault: string;
  isTurned: boolean;
}
declare global {
  /** The stop before, in the page. */
  var formerStop: HTMLElement | undefined;
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
    // Both at this moment, in all that can be scrolled to: what comes into sight may move what stands below it. A header stays where it is.
    const placeOf = (element: HTMLElement): { top: number; bottom: number; left: number } => {
      const box = element.getBoundingClientRect();
      const scrolled = element.closest('main')?.scrollTop ?? 0;
      return { top: box.top + scrolled, bottom: box.bottom + scrolled, left: box.left };
    };
    const former = globalThis.formerStop?.isConnected ? placeOf(globalThis.formerStop) : undefined;
    const here = placeOf(at);
    // A column of its own may begin higher up, but not further back; a line goes on to its end.
    const isTurned =
      former !== undefined &&
      ((here.bottom <= former.top + 1 && here.left <= former.left) ||
        (Math.abs(here.top - former.top) < 8 && here.left < former.left));
    globalThis.formerStop = at;
    const isAgain = at.dataset['walked'] === walk;
    at.dataset['walked'] = walk;
    if (isAgain && at.tagName !== 'INPUT') return undefined;
    return {
      name: `${at.tagName.toLowerCase()} ${(at.getAttribute('aria-label') ?? at.innerText ?? '').slice(0, 40)} ${at.dataset['focus'] ?? ''}`,
      isTurned,
      fault: hasRing ? (isSeen ? (isCovered ? 'is covered' : '') : 'is out of sight') : 'has no ring',
    };
  }, walk);

test.each(WALKED)('%s: Tab goes through it as one reads it, and what has the focus is seen', async (view) => {
  await drawCell(page, cellOf(view));
  await page.evaluate(() => void (globalThis.formerStop = undefined));
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
  const turned = stops.flatMap(({ name, isTurned }, at) => (isTurned ? [`${stops[at - 1]?.name} → ${name}`] : []));
  expect({ faults, turned }).toEqual({ faults: [], turned: [] });
});

/** Opens something by a key from a control of a view: what it is, and how one sees that it is open. */
const OPENED: [what: string, view: View, from: string, key: string, isOpen: string][] = [
  ...(['popup', 'now', 'focus', ...LATER.slice(0, 6), 'record'] as const).map(
    (view): [string, View, string, string, string] => [
      'a definition',
      view,
      'main .defined:visible',
      '?',
      'dialog[open]',
    ],
  ),
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
