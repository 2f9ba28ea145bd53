import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { PAGE_HOST } from '../org/org';
import { readInIsolation } from './isolated';
import { openDeals, world, type World } from './world';

/** The pages as users meet them: every kind, shadow mode and language, read by the extension's own reader. */
let it: World;
beforeAll(async () => {
  it = await world({ size: '200' });
});
afterAll(() => it.close());

const SHADOWS = ['synthetic', 'native', 'mixed'] as const;
const LOCALES = { de: 'de-DE', pl: 'pl-PL', ja: 'ja-JP' } as const;
const visits = SHADOWS.flatMap((shadow) => Object.keys(LOCALES).map((locale) => ({ shadow, locale })));

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
  for (let tried = 0; ; tried += 1) {
    const found = await readInIsolation(it.session.page);
    if ((found && isReady(found)) || tried > 40) return found;
    await it.session.page.waitForTimeout(100);
  }
}
const digits = (text = ''): string => text.normalize('NFKC').replace(/[^\d]/g, '');

describe.each(visits)('$shadow shadow, $locale', ({ shadow, locale }) => {
  const number = new Intl.NumberFormat(LOCALES[locale as keyof typeof LOCALES], { minimumFractionDigits: 2 });
  const expectRecord = async (): Promise<void> => {
    const wanted = deal();
    const found = await read(({ deals }) => (deals[0]?.cells.length ?? 0) > 10);
    expect(found?.deals.map(({ id }) => id)).toEqual([wanted.Id]);
    const [{ name, cells } = { name: '', cells: [] }] = found?.deals ?? [];
    expect(name).toBe(wanted['Name']);
    const texts = cells.map(({ text }) => text);
    const account = it.org.find('Account', String(wanted['AccountId']));
    const owner = it.org.find('User', String(wanted['OwnerId']));
    for (const text of [account?.['Name'], owner?.['Name'], wanted['StageName'], wanted['NextStep']])
      expect(texts).toContain(text);
    // The amount in the language's own digits and separators, and none that reads differently.
    expect(texts.map(digits)).toContain(digits(number.format(Number(wanted['Amount']))));
    expect(texts.map(digits)).toContain(String(wanted['Probability']));
    expect(cells.every(({ label }) => label !== '')).toBe(true);
  };
  test('record', async () => {
    await go(`/lightning/r/Opportunity/${deal().Id}/view`, { shadow, locale });
    await expectRecord();
  });
  test('record without a path, its address with 15 characters', async () => {
    await go(`/lightning/r/Opportunity/${deal().Id.slice(0, 15)}/view`, { shadow, locale, path: '0' });
    await expectRecord();
  });
  test('record in a console, with the split view beside it', async () => {
    await go(`/lightning/r/Opportunity/${deal().Id}/view`, { shadow, locale, app: 'console' });
    await expectRecord();
  });
  const expectList = async (cells: number): Promise<void> => {
    const found = await read(({ deals }) => deals.length >= 20);
    const names = new Map(it.org.rows('Opportunity').map((row) => [row.Id, row['Name']]));
    expect(found?.deals.length).toBeGreaterThanOrEqual(20);
    for (const row of found?.deals ?? []) {
      expect(row.name).toBe(names.get(row.id));
      expect(row.cells.length, row.name).toBeGreaterThanOrEqual(cells);
    }
  };
  test('list', async () => {
    await go('/lightning/o/Opportunity/list?filterName=AllOpportunities', { shadow, locale });
    await expectList(3);
  });
  test('list of Aura components', async () => {
    await go('/lightning/o/Opportunity/list?filterName=AllOpportunities', { shadow, locale, list: 'aura' });
    await expectList(2);
  });
  test('board', async () => {
    await go('/lightning/o/Opportunity/list?filterName=AllOpportunities&view=kanban', { shadow, locale });
    await expectList(0);
    expect((await read(() => true))?.total).toBe(200);
  });
});

test('with 30 % of all class names and ids renamed, the record is still found, on 100 seeds', async () => {
  const wanted = deal();
  const other = openDeals(it).find(({ Id }) => Id !== wanted.Id);
  const found: string[] = [];
  for (const shadow of SHADOWS) {
    await go(`/lightning/r/Opportunity/${other?.Id}/view`, { shadow });
    await read(({ deals }) => deals.length > 0);
    // The page before stays in the document, hidden: a reader that loses its bearings would read that.
    await it.session.goInApp(`/lightning/r/Opportunity/${wanted.Id}/view`);
    await read(({ deals }) => deals[0]?.id === wanted.Id && deals[0].name === wanted['Name']);
    for (
      let seed = shadow === 'mixed' ? 66 : shadow === 'native' ? 33 : 0, end = seed + 34;
      seed < end && found.length < 100;
      seed += 1
    ) {
      const undo = await it.session.page.evaluateHandle((start) => {
        let state = start * 2_654_435_761 + 1;
        const chance = (): boolean => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 < 0.3;
        const renamed = new Map<string, string>();
        const rename = (name: string): string => {
          if (!renamed.has(name)) renamed.set(name, chance() ? `x${renamed.size}` : name);
          return renamed.get(name) ?? name;
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
      const [first] = (await readInIsolation(it.session.page))?.deals ?? [];
      found.push(
        first?.id === wanted.Id && first.name === wanted['Name'] ? 'right' : `${shadow} ${seed}: ${first?.name}`,
      );
      await undo.evaluate((before) => {
        for (const [element, attribute, value] of before) element.setAttribute(attribute, value);
      });
    }
  }
  expect(found.length).toBe(100);
  expect(
    found.filter((each) => each === 'right').length,
    found.filter((each) => each !== 'right').join('\n'),
  ).toBeGreaterThanOrEqual(95);
});
