import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, world, type World } from '../world';

let it: World;
let id: string;
beforeAll(async () => {
  it = await world({ size: '12' });
  await settled(it);
  id = openDeals(it)[0]?.Id ?? '';
  await it.session.goInApp(recordPath(id));
  await panelOn(it, id);
});
afterAll(() => it.close());

const toggle = (name: string): Promise<void> =>
  it.session.page.evaluate((overlay) => {
    (window as unknown as { pipelensOrg: { overlay(name: string): void } }).pipelensOrg.overlay(overlay);
  }, name);
/** Whether the topmost element at the middle of what is asked for belongs to it. */
const isOnTop = (selector: string): Promise<boolean> =>
  it.session.page.evaluate((css) => {
    const wanted = document.querySelector(css);
    const { left, top, width, height } = wanted?.getBoundingClientRect() ?? new DOMRect();
    return wanted?.contains(document.elementFromPoint(left + width / 2, top + height / 2)) ?? false;
  }, selector);

test('a toast and a modal stay above the panel, and the modal’s backdrop covers it', async () => {
  await toggle('toast');
  await expect.poll(() => isOnTop('.forceToastMessage')).toBe(true);
  await toggle('toast');
  await toggle('modal');
  await expect.poll(() => isOnTop('.slds-modal__container .slds-button_brand')).toBe(true);
  const { width } = it.session.page.viewportSize() ?? { width: 1440 };
  const onPanel = await it.session.page.evaluate(
    (x) => document.elementFromPoint(x, 300)?.closest('.orgOverlay') !== null,
    width - 180,
  );
  expect(onPanel).toBe(true);
  await toggle('modal');
});

test('with a field in edit mode the panel stays on the record', async () => {
  const { page } = it.session;
  await page.locator('button[title="Edit Next Step"]').first().click();
  await page.locator('records-record-layout-item input').first().waitFor();
  const panel = await panelOn(it, id);
  await page.waitForTimeout(1500);
  expect(await panel.locator('h1').innerText()).toBe(it.org.find('Opportunity', id)?.['Name']);
});

test('a docked composer and the utility bar stay in reach beside the open panel', async () => {
  await expect.poll(() => isOnTop('.slds-utility-bar')).toBe(true);
  await toggle('composer');
  const panel = await panelOn(it, id);
  await expect.poll(() => isOnTop('.slds-docked-composer__header')).toBe(true);
  expect(await panel.locator('h1').innerText()).toBe(it.org.find('Opportunity', id)?.['Name']);
  const height = () => panel.evaluate(() => innerHeight);
  const short = await height();
  await toggle('composer');
  await expect.poll(height).toBeGreaterThan(short);
});
