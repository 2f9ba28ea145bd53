import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, world, type World } from '../world';
import { readInIsolation } from './isolated';

/** The pages as users meet them: every kind, shadow mode and language, read by the extension's own reader. */
let it: World;
beforeAll(async () => {
  it = await world({ size: '24' });
});
afterAll(() => it.close());

const SHADOWS = ['synthetic', 'native', 'mixed'] as const;
const LOCALES = { de: 'de-DE', pl: 'pl-PL', ja: 'ja-JP' } as const;
const pairs = SHADOWS.flatMap((shadow, at) =>
  Object.keys(LOCALES).map((locale, other) => ({ shadow, locale, at, other })),
);
/** Each shadow and each language; in the long form each with each. */
const visits = pairs.filter(({ at, other }) => process.env['LONG'] || at === other);

const deal = () => {
  const found = openDeals(it).find(
    (row) => row['NextStep'] !== null && row['Amount'] !== null && row['AccountId'] !== null,
  );
  if (!found) throw new Error('No deal with every field.');
  return found;
};
const go = async (path: string, setup: Record<string, string>): Promise<void> => {
  const url = new URL(path, `https://${PAGE_HOST}`);
  for (const [name, value] of Object.entries(setup)) url.searchParams.set(name, value);
  await it.session.page.goto(url.href);
};
/** The reader's finding, once the page has rendered. */
async function read(isReady: (found: NonNullable<Awaited<ReturnType<typeof readInIsolation>>>) => boolean) {
  for (const until = Date.now() + 30_000; ;) {
    const found = await readInIsolation(it.session.page);
    if ((found && isReady(found)) || Date.now() > until) return found;
    await it.session.page.waitForTimeout(50);
  }
}
const digits = (text = ''): string => text.normalize('NFKC').replace(/[^\d]/g, '');

describe.each(visits)('$shadow shadow, $locale', ({ shadow, locale }) => {
  const number = new Intl.NumberFormat(LOCALES[locale as keyof typeof LOCALES], { minimumFractionDigits: 2 });
  /** The record that was read, and which of its values the reader did not find. */
  const record = async (path: string, setup: Record<string, string> = {}) => {
    const wanted = deal();
    await go(path, { shadow, locale, ...setup });
    const values = [
      it.org.find('Account', String(wanted['AccountId']))?.['Name'],
      it.org.find('User', String(wanted['OwnerId']))?.['Name'],
      wanted['StageName'],
      wanted['NextStep'],
      // The amount in the language's own digits and separators.
      digits(number.format(Number(wanted['Amount']))),
      String(wanted['Probability']),
    ];
    const missing = (cells: readonly { text: string }[]) => {
      const texts = new Set(cells.flatMap(({ text }) => [text, digits(text)]));
      return values.filter((value) => !texts.has(String(value)));
    };
    const found = await read(({ deals: [only] }) => only !== undefined && missing(only.cells).length === 0);
    const [{ id, name, cells } = { id: '', name: '', cells: [] }] = found?.deals ?? [];
    return {
      records: found?.deals.length,
      id,
      name,
      missing: missing(cells),
      unlabelled: cells.filter(({ label }) => label === '').length,
    };
  };
  const whole = () => ({ records: 1, id: deal().Id, name: deal()['Name'], missing: [], unlabelled: 0 });
  test('record', async () => {
    expect(await record(`/lightning/r/Opportunity/${deal().Id}/view`)).toEqual(whole());
  });
  test('record without a path, its address with 15 characters', async () => {
    expect(await record(`/lightning/r/Opportunity/${deal().Id.slice(0, 15)}/view`, { path: '0' })).toEqual(whole());
  });
  test('record on a page that comes seconds after its address', async () => {
    const other = openDeals(it).find(({ Id }) => Id !== deal().Id);
    await go(`/lightning/r/Opportunity/${String(other?.Id)}/view`, { shadow, locale, pldelay: '1500' });
    await read(({ deals }) => (deals[0]?.cells.length ?? 0) > 10);
    const left = performance.now();
    await it.session.goInApp(`/lightning/r/Opportunity/${deal().Id}/view`);
    const found = await read(
      ({ deals: [only] }) => only !== undefined && only.name === deal()['Name'] && only.cells.length > 8,
    );
    expect(performance.now() - left).toBeGreaterThan(1400);
    expect(found?.deals.map(({ id, name, cells }) => [id, name, cells.length > 8])).toEqual([
      [deal().Id, deal()['Name'], true],
    ]);
  });
  test('record in a console, with the split view beside it', async () => {
    expect(await record(`/lightning/r/Opportunity/${deal().Id}/view`, { app: 'console' })).toEqual(whole());
  });

  test('record with a field in edit mode, under a modal, a toast and a docked composer', async () => {
    const { page } = it.session;
    await go(`/lightning/r/Opportunity/${deal().Id}/view`, { shadow, locale });
    await read(({ deals }) => (deals[0]?.cells.length ?? 0) > 10);
    await page
      .locator(
        'records-record-layout-item[target$=".NextStep"] button, [data-target-selection-name$=".NextStep"] button',
      )
      .first()
      .click();
    await page.locator('records-record-layout-item input, lightning-input input').first().waitFor();
    await page.evaluate(() => {
      const org = (window as unknown as { pipelensOrg: { overlay(name: string): void } }).pipelensOrg;
      for (const overlay of ['modal', 'toast', 'composer']) org.overlay(overlay);
    });
    const found = await read(({ deals }) => (deals[0]?.cells.length ?? 0) > 8);
    expect(found?.deals.map(({ id, name }) => [id, name])).toEqual([[deal().Id, deal()['Name']]]);
    expect(found?.deals[0]?.cells.length).toBeGreaterThan(8);
  });

  /** Rows that were read, those that are named wrongly, and the least number of further cells. */
  const list = async (setup: Record<string, string>, least = { rows: 20, cells: 0 }) => {
    await go('/lightning/o/Opportunity/list?filterName=AllOpportunities', { shadow, locale, ...setup });
    const found = await read(
      ({ deals }) => deals.length >= least.rows && deals.every((row) => row.cells.length >= least.cells),
    );
    const names = new Map(it.org.rows('Opportunity').map((row) => [row.Id, row['Name']]));
    const deals = found?.deals ?? [];
    return {
      count: deals.length,
      wrong: deals.filter(({ id, name }) => names.get(id) !== name),
      cells: Math.min(...deals.map((row) => row.cells.length)),
      total: found?.total,
    };
  };
  test('list', async () => {
    const { count, wrong, cells } = await list({}, { rows: 20, cells: 3 });
    expect([wrong, count >= 20, cells >= 3]).toEqual([[], true, true]);
  });
  test('list of Aura components', async () => {
    const { count, wrong, cells } = await list({ list: 'aura' }, { rows: 50, cells: 2 });
    expect([wrong, count, cells >= 2]).toEqual([[], 50, true]);
  });
  test('board', async () => {
    const { count, wrong, total } = await list({ view: 'kanban' });
    expect([wrong, count >= 20, total]).toEqual([[], true, it.org.rows('Opportunity').length]);
  });
});

/** Renames a share of all class names and ids, each name the same way everywhere, as a release might. Undone by the answer. */
const renamed = (seed: number) =>
  it.session.page.evaluateHandle((start) => {
    let state = start * 2_654_435_761 + 1;
    const chance = (): boolean => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 < 0.3;
    const names = new Map<string, string>();
    const rename = (name: string): string => {
      if (!names.has(name)) names.set(name, chance() ? `x${names.size}` : name);
      return names.get(name) ?? name;
    };
    const before: [Element, string, string][] = [];
    const walk = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        for (const attribute of ['class', 'id']) {
          const value = element.getAttribute(attribute);
          if (value === null) continue;
          before.push([element, attribute, value]);
          element.setAttribute(attribute, value.split(/\s+/).map(rename).join(' '));
        }
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return before;
  }, seed + 1);

/** Seeds a kind and shadow. */
const SEEDS = process.env['LONG'] ? 100 : 5;
const KINDS = [
  ['record', {}],
  ['record without a path', { path: '0' }],
  ['record in a console', { app: 'console' }],
  ['list', {}],
  ['list of Aura components', { list: 'aura' }],
  ['board', { view: 'kanban' }],
] as const satisfies [string, Record<string, string>][];

/** Each kind in one shadow, each shadow twice; in the long form each in each. */
const renames = KINDS.flatMap(([kind, setup], at) =>
  SHADOWS.filter((_, other) => process.env['LONG'] || at % SHADOWS.length === other).map((shadow) => ({
    kind,
    setup,
    shadow,
  })),
);

test.each(renames)(
  'with 30 % of all class names and ids renamed, ids and names are still found: $kind, $shadow shadow',
  async ({ kind, setup, shadow }) => {
    const wanted = deal();
    const isRecord = kind.startsWith('record');
    const other = openDeals(it).find(({ Id }) => Id !== wanted.Id);
    await go(
      isRecord
        ? `/lightning/r/Opportunity/${other?.Id}/view`
        : '/lightning/o/Opportunity/list?filterName=AllOpportunities',
      { shadow, ...setup },
    );
    await read(({ deals }) => deals.length > (isRecord ? 0 : 19));
    if (isRecord) {
      // The page before stays in the document, hidden: a reader that loses its bearings would read that.
      await it.session.goInApp(`/lightning/r/Opportunity/${wanted.Id}/view`);
      await read(({ deals }) => deals[0]?.id === wanted.Id && deals[0].name === wanted['Name']);
    }
    const names = new Map(it.org.rows('Opportunity').map((row) => [row.Id, row['Name']]));
    const before = (await readInIsolation(it.session.page))?.deals.map(({ id }) => id) ?? [];
    const found: string[] = [];
    const start = SHADOWS.indexOf(shadow) * SEEDS;
    for (let seed = start; seed < start + SEEDS; seed += 1) {
      const undo = await renamed(seed);
      const deals = (await readInIsolation(it.session.page))?.deals ?? [];
      const isWrong = deals.some(({ id, name }) => names.get(id) !== name);
      const isWhole = before.every((id) => deals.some((each) => each.id === id));
      found.push(isWrong ? `${seed} wrong` : isWhole ? 'right' : `${seed} ${deals.length} of ${before.length}`);
      await undo.evaluate((held) => {
        for (const [element, attribute, value] of held) element.setAttribute(attribute, value);
      });
    }
    expect(before.length).toBeGreaterThan(isRecord ? 0 : 19);
    expect(found.filter((each) => each.endsWith('wrong'))).toEqual([]);
    expect(
      found.filter((each) => each === 'right').length / SEEDS,
      found.filter((each) => each !== 'right').join('\n'),
    ).toBeGreaterThanOrEqual(0.95);
  },
  120_000,
);
