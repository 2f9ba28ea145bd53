import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '12' });
  await settled(it);
});
afterAll(() => it?.close());

const shot = async (name: string): Promise<void> => {
  if (process.env['SHOTS']) await it.session.page.screenshot({ path: `${process.env['SHOTS']}/${name}.png` });
};

test('a task is made and done by keys alone, a role is changed, and each is taken back: all of it in the CRM', async () => {
  const { session, org } = it;
  const roles = (id: string) => org.rows('OpportunityContactRole').filter((row) => row['OpportunityId'] === id);
  const deal = openDeals(it).find(({ Id }) => roles(Id).length > 0);
  if (!deal) throw new Error('No open deal has a person.');
  const tasks = () => org.rows('Task').filter((row) => row['Subject'] === 'Send the security answers');
  await session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  await panel.locator('main').focus();
  await session.page.keyboard.press('t');
  await session.page.keyboard.type('Send the security answers');
  await session.page.keyboard.press('Tab');
  await session.page.keyboard.type('+1w');
  await session.page.keyboard.press('Enter');
  await panel.getByText('In Salesforce: Send the security answers').waitFor();
  expect(tasks()).toMatchObject([{ WhatId: deal.Id, IsClosed: false }]);
  const done = panel.getByRole('button', { name: 'Done: Send the security answers', exact: true });
  await done.waitFor();
  await shot('task');
  await done.focus();
  await session.page.keyboard.press('Enter');
  await expect.poll(() => tasks()[0]?.['IsClosed']).toBe(true);
  await done.waitFor({ state: 'detached' });
  await panel.getByRole('button', { name: /^Undo: Task done/ }).click();
  await expect.poll(() => tasks()[0]?.['IsClosed']).toBe(false);
  await panel.getByRole('button', { name: /^Undo: New task/ }).click();
  await panel.getByRole('button', { name: /^Save mine: / }).click();
  await expect.poll(() => tasks()).toEqual([]);

  const [role] = roles(deal.Id);
  const former = role?.['Role'];
  const wanted = former === 'Evaluator' ? 'Influencer' : 'Evaluator';
  const person = org.find('Contact', String(role?.['ContactId']))?.['Name'];
  await panel.locator('summary', { hasText: 'People' }).first().click();
  await panel.getByRole('button', { name: `Change role: ${String(person)}` }).click();
  await panel.locator('form.role-form select').selectOption(wanted);
  await shot('role');
  await panel.locator('form.role-form').getByRole('button', { name: 'Save to Salesforce' }).click();
  await expect.poll(() => org.find('OpportunityContactRole', role?.Id ?? '')?.['Role']).toBe(wanted);
  await panel.locator('.role', { hasText: wanted }).first().waitFor();
  await panel.getByRole('button', { name: new RegExp(`^Undo: ${String(person)}`) }).click();
  await expect.poll(() => org.find('OpportunityContactRole', role?.Id ?? '')?.['Role']).toBe(former);
  await shot('undone');
});

test('a deal is let go by keys after its receipt, lost in the CRM with what was noted, and open as it was once that is taken back', async () => {
  const { session, org } = it;
  const deal = openDeals(it).at(-1);
  if (!deal) throw new Error('No open deal.');
  const stands = () => {
    const row = org.find('Opportunity', deal.Id);
    return [row?.['StageName'], row?.['CloseDate'], row?.['Amount'], row?.['IsClosed'], row?.['IsWon']];
  };
  const before = stands();
  await session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  await panel.locator('main').focus();
  await session.page.keyboard.press('l');
  const form = panel.getByRole('form', { name: `Let “${String(deal['Name'])}” go?` });
  await form.locator(`[data-receipt="${deal.Id}"]`).waitFor();
  await shot('receipt');
  await form.getByRole('textbox').fill('No budget before next year');
  await form.getByRole('textbox').press('Tab');
  await session.page.keyboard.press('Enter');
  await expect.poll(stands).toEqual(['Closed Lost', ...before.slice(1, 3), true, false]);
  await panel.getByText('No budget before next year').first().waitFor();
  await shot('lost');
  await panel.getByRole('button', { name: /^Undo: Stage/ }).click();
  await expect.poll(stands).toEqual(before);
  await shot('open-again');
});
