import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { PAGE_HOST } from '@/tests/org/org';
import { PAGE_OBJECTS, type PageObject } from '@/tests/org/pages/page-objects';

import { openDeals, world, type World } from '../world';

/** The pages against the selectors of Salesforce's own page objects, in the page's own world, where those look too. */
let it: World;
beforeAll(async () => {
  it = await world({ size: '40' });
});
afterAll(() => it.close());

const PATHS = {
  record: () => `/lightning/r/Opportunity/${String(openDeals(it)[0]?.Id)}/view`,
  list: () => '/lightning/o/Opportunity/list?filterName=AllOpportunities',
};
const go = async (path: string, shadow: string): Promise<Page> => {
  const url = new URL(path, `https://${PAGE_HOST}`);
  url.searchParams.set('shadow', shadow);
  await it.session.page.goto(url.href);
  return it.session.page;
};
/** Those of the selectors that match below some element of the host's name. */
const matching = (page: Page, { host, selectors }: { host: string; selectors: readonly string[] }): Promise<string[]> =>
  page.evaluate(
    ({ tag, all }) => {
      const everywhere = function* (root: Document | ShadowRoot): Generator<Element> {
        for (const element of root.querySelectorAll('*')) {
          yield element;
          if (element.shadowRoot) yield* everywhere(element.shadowRoot);
        }
      };
      const hosts = [...everywhere(document)].filter((element) => element.localName === tag);
      return all.filter((selector) => {
        let found: (Element | ShadowRoot)[] = hosts;
        for (const [at, step] of selector
          .split('#')
          .map((text) => text.trim())
          .entries()) {
          if (at > 0)
            found = found.flatMap((each) => ('shadowRoot' in each && each.shadowRoot ? [each.shadowRoot] : []));
          if (step === ':scope > *') found = found.flatMap((each) => [...each.children]);
          else if (step !== '')
            found = found.flatMap((each) => {
              const below = [...each.querySelectorAll(step)];
              if (at > 0) return below;
              // With native shadow, what is slotted through two hosts is a child of the outer one alone.
              const slots = [...each.querySelectorAll('slot')];
              const slotted = slots.flatMap((slot) => slot.assignedElements({ flatten: true }));
              return [...below, ...slotted.filter((element) => element.matches(step))];
            });
        }
        return found.length > 0;
      });
    },
    { tag: host, all: [...selectors] },
  );
const optional = ({ optional: others = {} }: PageObject): string[] => Object.values(others).flat();

/** What the pages of today have, and in the long form what they may have. */
const SHADOWS = process.env['LONG'] ? ['synthetic', 'native', 'mixed'] : ['synthetic'];

describe.each(SHADOWS)('%s shadow', (shadow) => {
  test.each(['record', 'list'] as const)('every selector that always matches on a %s page does here', async (kind) => {
    const page = await go(PATHS[kind](), shadow);
    await page
      .getByText(kind === 'record' ? 'Next Step' : 'Close Date')
      .first()
      .waitFor();
    const missing = async (): Promise<string[]> => {
      const none: string[] = [];
      for (const object of PAGE_OBJECTS.filter((each) => each.page === kind)) {
        const found = new Set(await matching(page, { host: object.host, selectors: object.always }));
        none.push(...object.always.filter((each) => !found.has(each)).map((each) => `${object.host} ${each}`));
      }
      return none;
    };
    await expect.poll(missing).toEqual([]);
  });
});

test('most selectors that only some pages have are not on these, and one that is while a field is edited comes with it', async () => {
  const page = await go(PATHS.record(), 'native');
  await page.getByText('Next Step').first().waitFor();
  const footer = { host: 'records-base-record-form', selectors: ['# records-form-footer'] };
  expect(await matching(page, footer)).toEqual([]);
  await page.getByTitle('Edit Next Step').click();
  await expect.poll(() => matching(page, footer)).toEqual(footer.selectors);
});

test('the table counts what it says: of the selectors, those that are always there and those that are not', () => {
  expect(PAGE_OBJECTS.reduce((sum, { always }) => sum + always.length, 0)).toBe(63);
  expect(PAGE_OBJECTS.reduce((sum, object) => sum + optional(object).length, 0)).toBe(61);
});

test('Details can be empty until it is clicked, while the highlights have the name', async () => {
  const path = `${PATHS.record()}?c__details=lazy`;
  for (const shadow of ['synthetic', 'native']) {
    const page = await go(path, shadow);
    const name = { host: 'records-highlights2', selectors: ["[slot='primaryField']"] };
    await expect.poll(() => matching(page, name)).toEqual(name.selectors);
    const anchors = { host: 'records-record-layout-item', selectors: ["[slot='outputField']"] };
    expect(await matching(page, anchors)).toEqual([]);
    await page.getByRole('tab', { name: 'Details' }).click();
    await expect.poll(() => matching(page, anchors)).toEqual(anchors.selectors);
  }
});
