import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, turnOptions, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '60' });
  await settled(it);
}, 120_000);
afterAll(() => it?.close());

const DAY_MS = 86_400_000;

test('a threshold that is set in the options reaches the open panel in the CRM page, stays after a reload, and can be taken back', async () => {
  const { helper, org } = it;
  const contacts = (id: string): number =>
    new Set(
      org.rows('OpportunityContactRole').flatMap((row) => (row['OpportunityId'] === id ? [row['ContactId']] : [])),
    ).size;
  const old = Date.parse(`${org.asOf}T00:00:00Z`) - 30 * DAY_MS;
  const deal = openDeals(it).find(
    (row) => contacts(row.Id) >= 2 && contacts(row.Id) <= 9 && Date.parse(String(row['CreatedDate'])) < old,
  );
  if (!deal) throw new Error('The org has no deal with several contacts.');
  await it.session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  const evidence = panel.getByText(`Only ${contacts(deal.Id)} people of the buying team are on the deal.`);
  await panel.locator('.verdict').waitFor();
  expect(await evidence.count()).toBe(0);

  await turnOptions(helper, 'rules');
  await helper.getByLabel('Single-threaded', { exact: true }).fill('9');
  const open = openDeals(it);
  const few = (most: number): number => open.filter(({ Id }) => contacts(Id) <= most).length;
  await helper
    .getByText(`Fires on ${few(1)} of ${open.length} open deals now; with the change on ${few(9)}.`)
    .waitFor();
  await helper.getByRole('button', { name: 'Save rules' }).click();
  await helper.getByText('Saved. Single-threaded: from 1 to 9 contacts.').waitFor();
  await evidence.first().waitFor({ state: 'attached' });

  await helper.reload();
  expect(await helper.getByLabel('Single-threaded', { exact: true }).inputValue()).toBe('9');
  await helper.getByRole('button', { name: 'Restore the default rules' }).click();
  await helper.getByText('Restored as a new version. Single-threaded: from 9 to 1 contact.').waitFor();
  await expect.poll(() => evidence.count()).toBe(0);
  expect(await helper.getByLabel('Single-threaded', { exact: true }).inputValue()).toBe('1');
}, 120_000);
