import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { allCells, type Cell, fewCells, nameOf } from '../gallery/cells';
import { drawCell, openGallery } from '../gallery/look';
import { type Gallery, serveGallery } from '../gallery/server';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const isLong = Boolean(process.env['LONG']);
const cells = isLong ? allCells() : fewCells();

let gallery: Gallery;
let browser: Browser;
let page: Page;
let errors: string[];
beforeAll(async () => {
  gallery = await serveGallery();
  ({ page, browser, errors } = await openGallery(gallery.url));
  await page.evaluate(AXE);
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

declare global {
  var axe: { run(options: RunOptions): Promise<AxeResults>; getRules(): { ruleId: string }[] } | undefined;
}

/** Every rule that axe has, the strictest and the experimental too: what it finds, each as the rule and where. */
const findings = (): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = globalThis;
    if (!axe) throw new Error('The page has no axe.');
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
    const { violations } = await axe.run({ rules, resultTypes: ['violations'] });
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
    return [...document.querySelectorAll('main *')]
      .filter((each) => isOut(each.getBoundingClientRect()))
      .toReversed()
      .map((each) => each.outerHTML.slice(0, 120));
  });

test.each(cells.map((cell): [string, Cell] => [nameOf(cell), cell]))(
  '%s: axe finds nothing, nothing is wider than the surface, nothing throws',
  async (_name, cell) => {
    await drawCell(page, cell);
    expect(await findings()).toEqual([]);
    expect((await tooWide()).slice(0, 3)).toEqual([]);
    expect(errors.splice(0)).toEqual([]);
  },
);
