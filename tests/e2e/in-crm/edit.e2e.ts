import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '12' });
  await settled(it);
});
afterAll(() => it?.close());

const row = (id: string) => it.org.find('Opportunity', id);

test('a deal is changed where it is read, by keys alone: it is in the CRM, and taken back again', async () => {
  const [deal] = openDeals(it);
  if (!deal) throw new Error('No open deal.');
  const { session } = it;
  await session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  const formerStep = row(deal.Id)?.['NextStep'] ?? null;
  const formerDay = row(deal.Id)?.['CloseDate'];
  await panel.locator('main').focus();
  await session.page.keyboard.press('e');
  const step = panel.getByLabel('Next step', { exact: true });
  await step.fill('Send the security answers');
  await panel.getByLabel('Close date', { exact: true }).fill('+2w');
  if (process.env['SHOTS']) await session.page.screenshot({ path: `${process.env['SHOTS']}/form.png` });
  await session.page.keyboard.press('Enter');
  await panel.locator('[data-edit-state="saved"]').waitFor();
  expect(row(deal.Id)?.['NextStep']).toBe('Send the security answers');
  expect(row(deal.Id)?.['CloseDate']).not.toBe(formerDay);
  if (process.env['SHOTS']) await session.page.screenshot({ path: `${process.env['SHOTS']}/saved.png` });
  await panel.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => row(deal.Id)?.['NextStep'] ?? null).toBe(formerStep);
  expect(row(deal.Id)?.['CloseDate']).toBe(formerDay);
  if (process.env['SHOTS']) await session.page.screenshot({ path: `${process.env['SHOTS']}/undone.png` });
});
