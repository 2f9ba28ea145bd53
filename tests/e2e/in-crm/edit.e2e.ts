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

/** The page's own inline edit of the next step: what it shows, or what it says of a refusal. */
async function editInPage(text: string): Promise<string> {
  const { page } = it.session;
  const field = page.locator('[data-target-selection-name="sfdc:RecordField.Opportunity.NextStep"]');
  await field.getByRole('button', { name: /^Edit/ }).click();
  await field.locator('input').fill(text);
  await page.locator('records-form-footer').getByRole('button', { name: 'Save' }).click();
  const problem = page.locator('.org-save-problem');
  await problem.or(field.getByText(text)).first().waitFor();
  return (await problem.isVisible()) ? await problem.innerText() : '';
}

test('the page behind shows what was saved, without a reload, and takes its own next edit; one that was not refreshed refuses it', async () => {
  const [, deal] = openDeals(it);
  if (!deal) throw new Error('No second deal.');
  const { session } = it;
  const { page } = session;
  await session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  await page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''));
  const saveStep = async (text: string) => {
    await panel.locator('[data-edit]').click();
    await panel.getByLabel('Next step', { exact: true }).fill(text);
    await panel.getByRole('button', { name: 'Save to Salesforce' }).click();
  };
  await saveStep('Shown in the page');
  await page
    .locator('[data-target-selection-name="sfdc:RecordField.Opportunity.NextStep"]')
    .getByText('Shown in the page')
    .waitFor();
  expect(await page.locator('body[data-not-reloaded]').count()).toBe(1);
  await expect.poll(() => panel.getByText('may still show the former value').count()).toBe(0);
  expect(await editInPage('By the page itself')).toBe('');
  expect(row(deal.Id)?.['NextStep']).toBe('By the page itself');
  // The CRM's stamps have whole seconds: what is written in the same one is no later change to the page.
  const stamped = Date.parse(String(row(deal.Id)?.['LastModifiedDate']));
  await expect.poll(() => Date.now()).toBeGreaterThanOrEqual(stamped + 1000);

  // The page is in edit mode: that is said first, and then nothing of it is lost.
  const field = page.locator('[data-target-selection-name="sfdc:RecordField.Opportunity.NextStep"]');
  await field.getByRole('button', { name: /^Edit/ }).click();
  await field.locator('input').fill('Half typed');
  await saveStep('From the panel');
  await panel.getByRole('alert').getByText('is in edit mode').waitFor();
  expect(row(deal.Id)?.['NextStep']).toBe('By the page itself');
  await panel.getByRole('button', { name: 'Save to Salesforce' }).click();
  await panel.getByText('open form or dialogue').waitFor();
  expect(row(deal.Id)?.['NextStep']).toBe('From the panel');
  expect(await field.locator('input').inputValue()).toBe('Half typed');
  await page.locator('records-form-footer').getByRole('button', { name: 'Save' }).click();
  await page.getByText('modified during your edit session').waitFor();
});

test('keys of the page stay the page’s: its own form comes by the same letter, and lies over the panel', async () => {
  const [, , deal] = openDeals(it);
  if (!deal) throw new Error('No third deal.');
  const { session } = it;
  const { page } = session;
  await session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  await page.locator('.oneContent.active').getByText('Opportunity Information').click();
  const step = page.locator('[data-org-overlay="form"] [name="NextStep"]');
  await page.keyboard.press('e');
  await step.fill('By the page’s own form');
  const { width } = await page.evaluate(() => ({ width: innerWidth }));
  expect(
    await page.evaluate((x) => document.elementFromPoint(x, 400)?.closest('.slds-modal') !== null, width - 100),
  ).toBe(true);
  expect(await panel.locator('.edit-form').count()).toBe(0);
  await page.keyboard.press('Control+s');
  await expect.poll(() => row(deal.Id)?.['NextStep']).toBe('By the page’s own form');
  await step.waitFor({ state: 'detached' });
});
