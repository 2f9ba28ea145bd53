import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, panelOn, settled, turnOptions, world, type World } from '../world';

/** What of ours stands in a page: the button and the panel, under every medium, geometry and key. */
let it: World;
let ids: string[];
beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
  ids = openDeals(it).map(({ Id }) => Id);
});
afterAll(() => it.close());

const page = () => it.session.page;
const go = (path: string) => page().goto(`https://${PAGE_HOST}${path}`);
const isOpen = (): boolean =>
  page()
    .frames()
    .some((frame) => frame.url().endsWith('/panel.html'));
const opened = (is: boolean) => expect.poll(isOpen).toBe(is);
/** The command's own message, as the background sends it. */
const shortcut = () =>
  it.helper.evaluate(async () => {
    const tabs = await chrome.tabs.query({ url: 'https://*.lightning.force.com/*' });
    for (const { id } of tabs) if (id !== undefined) await chrome.tabs.sendMessage(id, { type: 'panel/toggle' });
  });
const close = async () => {
  if (isOpen()) await shortcut();
  await opened(false);
};
/** What of ours is on top at a point of the page: only its host can be seen from outside. */
const isOursAt = (x: number, y: number): Promise<boolean> =>
  page().evaluate(
    ([left, top]) => document.elementFromPoint(left ?? 0, top ?? 0)?.matches('[data-pipelens]') ?? false,
    [x, y] as const,
  );
const focused = (): Promise<string> =>
  page().evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.matches('[data-pipelens]') ? 'ours' : (active?.tagName.toLowerCase() ?? '');
  });
const edit = async () => {
  await page().locator('button[title="Edit Next Step"]').first().click();
  const field = page().locator('records-record-layout-item input').first();
  await field.waitFor();
  await field.focus();
  return field;
};

describe('the address decides what is shown', () => {
  test('a related list, a new task and a quick action of a deal keep it in the panel', async () => {
    const [id = ''] = ids;
    await go(recordPath(id));
    await panelOn(it, id);
    for (const path of [
      `/lightning/r/Opportunity/${id}/related/OpportunityContactRoles/view`,
      `/lightning/o/Task/new?backgroundContext=${encodeURIComponent(recordPath(id))}`,
      `/lightning/action/quick/Opportunity.Discount?recordId=${id}`,
    ]) {
      await it.session.goInApp(path);
      await page().waitForTimeout(1200);
      const panel = await panelOn(it, id);
      expect(await panel.getByText('Open an opportunity').count(), path).toBe(0);
      expect(await panel.getByText('cannot read this page').count(), path).toBe(0);
    }
    await close();
  });

  test.each(['/lightning/setup/SetupOneHome/home', '/builder_platform_interaction/flowBuilder.app'])(
    'in %s there is nothing of ours, though a panel was left open',
    async (path) => {
      await go(recordPath(ids[0] ?? ''));
      await it.session.panel();
      await page().evaluate((to) => history.pushState(null, '', to), path);
      await expect.poll(() => isOursAt(1424, 380)).toBe(false);
      expect(await isOursAt(1300, 300)).toBe(false);
      await go(recordPath(ids[0] ?? ''));
      await opened(true);
      await close();
    },
  );
});

describe('geometry and media', () => {
  test('on paper there is nothing of ours', async () => {
    await go(recordPath(ids[0] ?? ''));
    await it.session.panel();
    await page().emulateMedia({ media: 'print' });
    expect(await page().evaluate(() => document.querySelector('[data-pipelens]')?.checkVisibility())).toBe(false);
    await page().emulateMedia({ media: null });
    await close();
  });

  test('the panel follows the window at once, between the page’s head and its bar, and is never wider than it', async () => {
    await go(recordPath(ids[0] ?? ''));
    const panel = await it.session.panel();
    const size = () => panel.evaluate(() => [innerWidth, innerHeight]);
    const around = () =>
      page().evaluate(() => [
        document.querySelector('one-appnav')?.getBoundingClientRect().bottom ?? 0,
        document.querySelector('.forceDockingPanel--dockable')?.getBoundingClientRect().top ?? 0,
      ]);
    for (const [width, height] of [
      [720, 450],
      [2150, 1343],
      [320, 256],
      [900, 1440],
    ] as const) {
      await page().setViewportSize({ width, height });
      const [head = 0, bar = 0] = await around();
      expect(head).toBeGreaterThan(60);
      // Zoomed so far that the head takes a third of the window, the panel lies over it.
      const top = height > 300 ? head : 0;
      await expect.poll(size).toEqual([Math.min(360, width), Math.round(bar - top)]);
    }
    await page().setViewportSize({ width: 1440, height: 900 });
    await close();
  });

  test('the page makes room for the panel, whose head and save bar stay in reach, as far as it is wide enough', async () => {
    await go(recordPath(ids[0] ?? ''));
    await it.session.panel();
    const edge = () =>
      page().evaluate(() =>
        Math.max(
          ...[...document.querySelectorAll('.windowViewMode-normal.active > *')].map(
            (each) => each.getBoundingClientRect().right,
          ),
        ),
      );
    const side = () => page().evaluate(() => document.documentElement.clientWidth);
    await expect.poll(edge).toBeLessThanOrEqual((await side()) - 345);
    expect(await edge()).toBeGreaterThan((await side()) - 400);
    await page().locator('button[title="Setup"]').click({ timeout: 3000 });
    expect(await isOursAt(1424, 380)).toBe(true);
    await edit();
    await page().locator('records-form-footer button', { hasText: 'Save' }).click({ trial: true, timeout: 3000 });
    await page().keyboard.press('Escape');
    await page().setViewportSize({ width: 800, height: 900 });
    await expect.poll(edge).toBeGreaterThan(780 - 20);
    await page().setViewportSize({ width: 1440, height: 900 });
    await expect.poll(edge).toBeLessThanOrEqual((await side()) - 345);
    await close();
    await expect.poll(edge).toBeGreaterThan((await side()) - 60);
  });

  test('its edge is dragged and moved by keys between 280 and 520 pixels, and stays where it was put', async () => {
    await go(recordPath(ids[0] ?? ''));
    const width = async () => (await it.session.panel()).evaluate(() => innerWidth);
    await expect.poll(width).toBe(360);
    const drag = async (from: number, to: number) => {
      await page().mouse.move(from, 400);
      await page().mouse.down();
      await page().mouse.move((from + to) / 2, 420, { steps: 4 });
      await page().mouse.move(to, 430, { steps: 4 });
      await page().mouse.up();
    };
    const right = await page().evaluate(() => document.documentElement.clientWidth);
    await drag(right - 364, right - 454);
    await expect.poll(width).toBe(450);
    await drag(right - 454, right - 900);
    await expect.poll(width).toBe(520);
    // It has the focus from the press.
    await page().keyboard.press('ArrowRight');
    await expect.poll(width).toBe(500);
    await page().keyboard.press('Home');
    await expect.poll(width).toBe(280);
    await page().keyboard.press('ArrowLeft');
    await expect.poll(width).toBe(300);
    await page().reload();
    await expect.poll(isOpen).toBe(true);
    await expect.poll(width).toBe(300);
    await it.helper.evaluate(() => chrome.storage.local.remove('panelSize'));
    await expect.poll(width).toBe(360);
    await close();
  });

  test('folded it is a rail with the state and the number of things to do, which is remembered and opens it again', async () => {
    const [id = ''] = ids;
    await go(recordPath(id));
    const panel = await panelOn(it, id);
    const word = await panel.locator('.verdict .state').innerText();
    await panel.getByRole('button', { name: 'Fold into a rail' }).click();
    const unfold = (at: typeof panel) => at.getByRole('button', { name: `Unfold the panel · ${word.trim()}` });
    await unfold(panel).waitFor();
    expect(await panel.evaluate(() => innerWidth)).toBe(40);
    const kept = () => it.helper.evaluate(() => chrome.storage.local.get('panelSize'));
    await expect.poll(kept).toMatchObject({ panelSize: { isFolded: true } });
    await page().reload();
    const again = await it.session.panel();
    await unfold(again).click();
    await again.locator('.verdict .state').waitFor();
    expect(await again.evaluate(() => innerWidth)).toBe(360);
    await close();
  });

  test('on a page that runs from right to left, button and panel are at its left', async () => {
    await go(recordPath(ids[0] ?? ''));
    await page().evaluate(() => (document.documentElement.dir = 'rtl'));
    await expect.poll(() => isOursAt(16, 380)).toBe(true);
    expect(await isOursAt(1424, 380)).toBe(false);
    await page().mouse.click(16, 380);
    await opened(true);
    expect(await isOursAt(300, 300)).toBe(true);
    expect(await isOursAt(1140, 300)).toBe(false);
    await close();
  });

  test('badges keep a mark of their own with forced colours, are mirrored, and are not printed', async () => {
    await go('/lightning/o/Opportunity/list?filterName=AllOpportunities');
    const marks = () =>
      page().evaluate(() => {
        // An XPath sees the rows in any kind of shadow that the page makes itself.
        const rows = document.evaluate(
          '//tr[starts-with(@data-row-key-value,"006")]/*[1]',
          document,
          null,
          XPathResult.ORDERED_NODE_SNAPSHOT_TYPE,
          null,
        );
        return Array.from({ length: rows.snapshotLength }, (_, at) => {
          const { backgroundImage, backgroundPosition } = getComputedStyle(rows.snapshotItem(at) as Element);
          return { backgroundImage, backgroundPosition };
        });
      });
    await expect
      .poll(async () => (await marks()).filter(({ backgroundImage }) => backgroundImage.includes('gradient')).length, {
        timeout: 60_000,
      })
      .toBeGreaterThan(10);
    const shown = await marks();
    await page().emulateMedia({ forcedColors: 'active' });
    const forced = await marks();
    expect(forced.map(({ backgroundImage }) => backgroundImage.startsWith('url("data:image/svg+xml'))).toEqual(
      shown.map(({ backgroundImage }) => backgroundImage !== 'none'),
    );
    const kinds = (of: typeof shown) => new Set(of.map(({ backgroundImage }) => backgroundImage)).size;
    expect(kinds(forced)).toBe(kinds(shown));
    await page().emulateMedia({ forcedColors: null, media: 'print' });
    expect(kinds(await marks())).toBe(1);
    await page().emulateMedia({ media: null });
    await page().evaluate(() => (document.documentElement.dir = 'rtl'));
    expect((await marks())[0]?.backgroundPosition).toMatch(/^100%|^right/);
  });

  test('the panel looks as the page does, not as the system', async () => {
    await go(recordPath(ids[0] ?? ''));
    const panel = await it.session.panel();
    const paper = () => panel.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await expect.poll(paper).toBe('rgb(255, 255, 255)');
    await page().addStyleTag({ content: 'body, body * { background: #101418 !important; color: #eee !important }' });
    await page().mouse.wheel(0, 40);
    await expect.poll(paper).toBe('rgb(20, 26, 34)');
    await close();
  });

  test('the button is moved by pointer and by keys, stays where it was put, and a move opens nothing', async () => {
    await go(recordPath(ids[0] ?? ''));
    await expect.poll(() => isOursAt(1424, 380)).toBe(true);
    await page().mouse.move(1424, 380);
    await page().waitForTimeout(300);
    await page().mouse.down();
    await page().mouse.move(1424, 500, { steps: 5 });
    await page().mouse.move(1424, 640, { steps: 5 });
    await page().mouse.up();
    await expect.poll(() => isOursAt(1424, 640)).toBe(true);
    expect(await isOursAt(1424, 380)).toBe(false);
    expect(isOpen()).toBe(false);
    // It has the focus from the press. Keys come faster than a place is written down.
    for (let press = 0; press < 12; press += 1) await page().keyboard.press(press < 8 ? 'ArrowUp' : 'ArrowDown');
    const kept = () => it.helper.evaluate(async () => (await chrome.storage.local.get('launcher'))['launcher']);
    await expect.poll(kept).toMatchObject({ top: expect.closeTo(56.9, 0) });
    // 20 pixels high on each side of its middle.
    for (const [at, is] of [
      [513, true],
      [550, true],
      [490, false],
      [575, false],
    ] as const) {
      expect(await isOursAt(1424, at), `${at}`).toBe(is);
    }
    await page().reload();
    await expect.poll(() => isOursAt(1424, 532)).toBe(true);
    await page().mouse.click(1424, 532);
    await opened(true);
    await close();
    await it.helper.evaluate(() => chrome.storage.local.remove('launcher'));
  });
});

describe('keys', () => {
  test('the shortcut takes no key from who is typing: opened and closed, the text goes on', async () => {
    await go(recordPath(ids[0] ?? ''));
    const field = await edit();
    await field.fill('');
    await page().keyboard.type('abc');
    await shortcut();
    await opened(true);
    await page().waitForTimeout(500);
    await page().keyboard.type(' def');
    await shortcut();
    await opened(false);
    await page().keyboard.type(' ghi');
    expect(await field.inputValue()).toBe('abc def ghi');
    expect(isOpen()).toBe(false);
  });

  test('by keyboard the focus goes into the panel and comes back to the button', async () => {
    await go(recordPath(ids[0] ?? ''));
    await expect.poll(() => isOursAt(1424, 380)).toBe(true);
    await page().mouse.move(1424, 380);
    await page().waitForTimeout(300);
    await page().mouse.down();
    await page().mouse.up();
    const panel = await panelOn(it, ids[0] ?? '');
    await expect.poll(() => panel.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    // The frame that gets the key is gone before it could answer for it.
    void page()
      .keyboard.press('Escape')
      .catch(() => undefined);
    await opened(false);
    await expect.poll(focused).toBe('ours');
    void page()
      .keyboard.press('Enter')
      .catch(() => undefined);
    await opened(true);
    await close();
  });

  test('Escape in the page closes the panel, where nobody types and nothing else of the page wants it', async () => {
    await go(recordPath(ids[0] ?? ''));
    await shortcut();
    await opened(true);
    await panelOn(it, ids[0] ?? '');
    const overlay = (name: string) =>
      page().evaluate((each) => {
        (window as unknown as { pipelensOrg: { overlay(name: string): void } }).pipelensOrg.overlay(each);
      }, name);
    await page()
      .locator('body')
      .click({ position: { x: 300, y: 300 } });
    await overlay('modal');
    await page().keyboard.press('Escape');
    await page().waitForTimeout(300);
    expect(isOpen()).toBe(true);
    await overlay('modal');
    await edit();
    await page().keyboard.press('Escape');
    await page().waitForTimeout(300);
    expect(isOpen()).toBe(true);
    await page().evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page().locator('h1').first().click();
    await page().keyboard.press('Escape');
    await opened(false);
  });
});

describe('what a person began to write', () => {
  test('stays when Escape is pressed, another record comes or the panel closes, under its own record alone', async () => {
    const [first = '', second = ''] = ids;
    await go(recordPath(first));
    const panel = await panelOn(it, first);
    await panel.getByText('Follow-ups').click();
    await panel.getByLabel('What', { exact: true }).fill('Ask about the budget');
    await panel.getByLabel('When', { exact: true }).fill('mon 9');
    // The first Escape leaves the field.
    await panel.getByLabel('When', { exact: true }).press('Escape');
    await page().waitForTimeout(300);
    expect(isOpen()).toBe(true);
    await it.session.goInApp(recordPath(second));
    const other = await panelOn(it, second);
    expect(await other.getByLabel('What', { exact: true }).inputValue()).toBe('');
    await close();
    await go(recordPath(first));
    const again = await panelOn(it, first);
    expect(await again.getByLabel('What', { exact: true }).inputValue()).toBe('Ask about the budget');
    expect(await again.getByLabel('When', { exact: true }).inputValue()).toBe('mon 9');
    await again.getByRole('button', { name: 'Set reminder' }).click();
    await again.getByText(/^Reminder set for .*9:00/).waitFor();
    expect(await again.getByLabel('What', { exact: true }).inputValue()).toBe('');
    await close();
  });

  test('the button is hidden on a site where it is not wanted, and comes back from the options', async () => {
    await go(recordPath(ids[0] ?? ''));
    const panel = await it.session.panel();
    await panel.getByRole('button', { name: 'Hide the button on' }).click();
    await close();
    expect(await isOursAt(1424, 380)).toBe(false);
    await page().reload();
    await page().waitForTimeout(800);
    expect(await isOursAt(1424, 380)).toBe(false);
    await turnOptions(it.helper, 'appearance');
    await it.helper.getByRole('button', { name: 'Show the button on' }).click();
    await expect.poll(() => isOursAt(1424, 380)).toBe(true);
  });
});

test('before anything is read or refused, an administrator finds what is asked for and how to allow it', async () => {
  await turnOptions(it.helper, 'about');
  await it.helper.getByRole('link', { name: 'Page for administrators' }).click();
  await it.helper.getByRole('heading', { name: 'Objects and fields that are read' }).waitFor();
  const text = await it.helper.locator('.copyable').inputValue();
  expect(text).toContain(`https://${it.session.extensionId}.chromiumapp.org/salesforce`);
  expect(text).toContain('.mcas.ms');
  // Every object that was asked for in this run stands there.
  const asked = it.org.requests.flatMap((each) =>
    [...each.matchAll(/\/sobjects\/(\w+)\/describe/g)].map(([, name]) => name),
  );
  for (const object of asked) expect(text).toContain(`- ${object}: `);
  await it.helper.goBack();
});
