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
