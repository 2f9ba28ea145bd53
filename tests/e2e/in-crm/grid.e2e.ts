import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Row } from '@/lib/sample/org-tables';
import { listPath } from '@/tests/browser/session';

import { settled, world, type World } from '../world';

const FIELDS = [
  'StageName',
  'Amount',
  'CloseDate',
  'NextStep',
  'Probability',
  'ForecastCategoryName',
  'Seats__c',
  'Loss_Reason__c',
  'Loss_Detail__c',
] as const;
/** Deals with a close date that has passed; the last two are above what a rule of the org lets through. */
const LATE = 5;

let it: World;
let grid: Frame;
let deals: Row[];
let [hasPair, hasNoStep] = ['', ''];
const nameOf = (id: string) => it.org.find('Opportunity', id)?.['Name'];
let former: Record<string, unknown>[];
const held = (): Record<string, unknown>[] =>
  deals.map(({ Id }) => {
    const row = it.org.find('Opportunity', Id);
    return Object.fromEntries(FIELDS.map((field) => [field, row?.[field] ?? null]));
  });

beforeAll(async () => {
  it = await world({ size: '24', odd: 'recordTypes', rules: true }, {}, undefined, ({ rows }) => {
    const [business] = rows('RecordType');
    deals = rows('Opportunity').filter((row) => row['IsClosed'] === false && row['HasOpportunityLineItem'] !== true);
    // The page of the other kind has neither a next step nor the detail of a loss.
    const [unfit, stepless] = deals
      .slice(0, LATE - 2)
      .concat(deals.slice(LATE))
      .filter((row) => row['RecordTypeId'] === business?.Id);
    [hasPair, hasNoStep] = [unfit?.Id ?? '', stepless?.Id ?? ''];
    for (const [index, row] of deals.entries())
      Object.assign(row, {
        // First in a list by name.
        Name: `A deal ${String(index).padStart(2, '0')}`,
        CloseDate: index < LATE ? '2020-01-31' : '2031-01-31',
        NextStep: row.Id === hasNoStep ? null : 'Call',
        Amount: index === LATE - 1 || index === LATE - 2 ? 950_000 : 5000,
        Seats__c: 5,
        Loss_Reason__c: row.Id === hasPair ? 'rival' : null,
        Loss_Detail__c: row.Id === hasPair ? 'Too dear' : null,
      });
  });
  // What a flow of the org makes of a deal that is put off.
  it.org.setUp.onSave = (next, before) => {
    if (before && String(next['CloseDate']) > String(before['CloseDate'])) next['Probability'] = 33;
  };
  await settled(it);
  former = held();
  await it.session.goInApp(listPath('AllOpportunities'));
  const panel = await it.session.panel();
  await panel.getByRole('button', { name: 'Clean up these deals…' }).click();
  await panel.locator('.clean-up table').waitFor();
  grid = panel;
});
afterAll(() => it?.close());

const cells = (field: string): Promise<string[]> =>
  grid
    .locator(`[data-column="${field}"]`)
    .evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label')?.split(': ').at(-1) ?? ''));
async function paste(text: string): Promise<void> {
  const { page } = it.session;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await it.helper.bringToFront();
  await it.helper.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.bringToFront();
  await grid.locator('[data-column="closeDate"]').first().focus();
  await page.keyboard.press('Control+v');
}
const said = (): Promise<string> => grid.locator('.clean-up [role="alert"]').innerText();
const typed = (): Promise<string[]> =>
  grid
    .locator('[data-column="closeDate"]')
    .evaluateAll((all) => all.map((cell) => (cell instanceof HTMLInputElement ? cell.value : '')));

test('has only the deals of a list that break a rule, of both kinds, and Tab goes down a column and on to the next', async () => {
  expect((await cells('closeDate')).toSorted()).toEqual(deals.slice(0, LATE).map(({ Name }) => Name));
  expect(await cells('nextStep')).toEqual([nameOf(hasNoStep)]);
  expect(await cells('own:Loss_Detail__c')).toEqual([nameOf(hasPair)]);
  await grid.locator('[data-column="closeDate"]').first().focus();
  const walked: (string | null)[] = [];
  for (let step = 0; step < LATE + 2; step += 1) {
    walked.push(await grid.evaluate(() => document.activeElement?.getAttribute('data-column') ?? null));
    await it.session.page.keyboard.press('Tab');
  }
  const down = Array.from({ length: LATE }, () => 'closeDate');
  expect(walked).toEqual([...down, 'nextStep', 'own:Loss_Detail__c']);
});

test('a pasted column that is too long, or of days that can be read in two ways, fills nothing; one that tells its order fills as many', async () => {
  await paste(Array.from({ length: LATE + 1 }, () => '2031-05-01').join('\n'));
  await expect.poll(said).toContain('Nothing was filled in');
  await paste('01/02/2031\n03/04/2031');
  await expect.poll(said).toContain('can be read in two ways');
  expect(await typed()).toEqual(Array.from({ length: LATE }, () => ''));
  await paste('13/05/2031\n01/02/2031\n03/04/2031\n05/06/2031\n07/08/2031');
  await expect.poll(typed).toEqual(['2031-05-13', '2031-02-01', '2031-04-03', '2031-06-05', '2031-08-07']);
});

test('Ctrl+Enter saves all of it in one call with a verdict a row, the page behind shows it, and undo brings back what the org changed along', async () => {
  await grid.locator('[data-column="nextStep"]').fill('Send the quote');
  const detail = grid.locator('[data-column="own:Loss_Detail__c"]');
  expect(await detail.locator('option').allInnerTexts()).toEqual([expect.anything(), 'Incumbent stayed']);
  await detail.selectOption('Incumbent stayed');
  const asked = it.org.requests.length;
  await it.session.page.keyboard.press('Control+Enter');
  await grid.getByText('4 of 6 saved.').waitFor();
  const writes = it.org.requests.slice(asked).filter((each) => each.startsWith('PATCH'));
  expect(writes).toEqual(['PATCH /services/data/v67.0/composite/sobjects']);
  expect(await grid.getByText(/about Amount refused the change of “A deal 0[34]”.*help of finance/).count()).toBe(2);
  const now = held();
  expect(now.slice(0, LATE).map((row) => row['Probability'])).toEqual([
    33,
    33,
    33,
    ...former.slice(LATE - 2, LATE).map((row) => row['Probability']),
  ]);
  expect(it.org.find('Opportunity', hasPair)).toMatchObject({ Loss_Detail__c: 'Incumbent stayed' });
  await it.session.page
    .getByText(/^[24568]\/(13|[1357])\/2031$/)
    .nth(2)
    .waitFor();
  await grid.getByRole('button', { name: 'Undo the 4 saved' }).click();
  await grid.getByText('4 of 4 taken back.').waitFor();
  expect(held()).toEqual(former);
});
