import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import type { Edit, EditValues } from '@/lib/deal/edits/edit';
import type { ExtensionMessages } from '@/lib/messaging/protocol';
import type { Row } from '@/lib/sample/org-tables';
import { recordPath } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';
import { refusal } from '@/tests/org/rest/answer';

import { openDeals, panelOn, settled, world, type World } from '../world';

// One browser and one org for all: each test takes deals of its own.
let it: World;
const taken = new Set<string>();
beforeAll(async () => {
  it = await world({ size: '40', odd: 'recordTypes', rules: true });
  await settled(it);
});
afterAll(() => it?.close());
beforeEach(() => {
  it.org.faults.set();
  delete it.org.setUp.onSave;
});

/** An open deal that no test had before, of the org's first or second record type. */
function deal(type: 0 | 1 = 0): Row {
  const typeId = it.org.rows('RecordType')[type]?.Id;
  const found = openDeals(it).find(
    (row) =>
      !taken.has(row.Id) &&
      row['RecordTypeId'] === typeId &&
      row['HasOpportunityLineItem'] !== true &&
      row['StageName'] !== 'Negotiation/Review' &&
      Number(row['Amount'] ?? 0) < 800_000,
  );
  if (!found) throw new Error('No more deals.');
  taken.add(found.Id);
  return found;
}
const userId = () => it.user.Id;
const FIELDS = { stage: 'StageName', amount: 'Amount', closeDate: 'CloseDate', nextStep: 'NextStep' } as const;
/** As a surface asks for it: what the person saw is what the org holds now, where nothing else is said. */
const save = (row: Row, after: EditValues, seen: EditValues = {}): Promise<Edit> => {
  const before = Object.fromEntries(
    Object.keys(after).map((field) => [
      field,
      // Safe: a field of the org's own has its name there behind a prefix.
      row[field.startsWith('own:') ? field.slice(4) : FIELDS[field as keyof typeof FIELDS]] ?? null,
    ]),
  );
  return send('edit/save', {
    host: PAGE_HOST,
    recordId: row.Id,
    recordName: String(row['Name']),
    before: { ...before, ...seen },
    after,
  });
};
/** Asks the background, as a page of the extension's own does. */
async function send<Type extends keyof ExtensionMessages>(
  type: Type,
  request: ExtensionMessages[Type]['request'],
): Promise<ExtensionMessages[Type]['reply']> {
  const { reply, error } = await it.helper.evaluate(
    (message): Promise<{ reply: ExtensionMessages[Type]['reply']; error?: { message: string } }> =>
      chrome.runtime.sendMessage(message),
    { type, request },
  );
  if (error) throw new Error(error.message);
  return reply;
}
const writesOf = ({ Id }: Row) =>
  it.org.rows('OpportunityFieldHistory').filter((row) => row['OpportunityId'] === Id && row['Field'] === 'NextStep');
/** The panel about a deal, and what it says of the last change. */
async function panelOf({ Id }: Row): Promise<Frame> {
  await it.session.goInApp(recordPath(Id));
  return panelOn(it, Id);
}
const said = async (panel: Frame, state: Edit['state']): Promise<string> => {
  const row = panel.locator(`[data-edit-state="${state}"]`).first();
  await row.waitFor();
  return row.innerText();
};
/** Changes the deal in the form of its panel. */
async function fill(panel: Frame, values: Partial<Record<keyof typeof FIELDS, string>>): Promise<void> {
  await panel.locator('[data-edit]').click();
  for (const [field, value] of Object.entries(values)) {
    const control = panel.locator(`.edit-form [name="${field}"]`);
    await (field === 'stage' ? control.selectOption(value) : control.fill(value));
  }
}
const press = (panel: Frame, name: string) => panel.getByRole('button', { name, exact: true }).click();

test('a pair of values that do not go together is refused before it is sent, which the API of the org would have taken', async () => {
  const row = deal();
  const former = it.org.requests.length;
  const edit = await save(row, { 'own:Loss_Reason__c': 'rival', 'own:Loss_Detail__c': 'Too dear' });
  expect(edit).toMatchObject({ state: 'refused', why: 'pair', fields: ['own:Loss_Detail__c'] });
  expect(it.org.requests.slice(former).filter((asked) => asked.startsWith('PATCH'))).toEqual([]);
  expect(await said(await panelOf(row), 'refused')).toContain(String(row['Name']));
});

test('each record type offers what its own layout lets, and says what it does not', async () => {
  const [business, renewal] = [deal(0), deal(1)];
  const first = await panelOf(business);
  await first.locator('[data-edit]').click();
  await first.locator('.edit-form [name="nextStep"]').waitFor();
  expect(await first.locator('.edit-form [name="amount"]').count()).toBe(1);
  await press(first, 'Cancel');
  const second = await panelOf(renewal);
  await second.locator('[data-edit]').click();
  await second.locator('.edit-form [name="closeDate"]').waitFor();
  expect(await second.locator('.edit-form [name="amount"]').count()).toBe(0);
  expect(await second.locator('.edit-form [name="nextStep"]').count()).toBe(0);
  await press(second, 'Cancel');
});

test('a rule that looks at the move of the stage refuses it in its own words, the field that it names is asked for, and the second save goes through', async () => {
  const row = deal();
  const panel = await panelOf(row);
  await fill(panel, { stage: 'Negotiation/Review' });
  const seats = panel.locator('.edit-form [name="own:Seats__c"]');
  await seats.fill('12');
  await press(panel, 'Save to Salesforce');
  await panel.getByText('Name the Decision maker before a deal is negotiated').first().waitFor();
  expect(row['StageName']).not.toBe('Negotiation/Review');
  // What was typed is kept beside the new field.
  expect(await seats.inputValue()).toBe('12');
  await panel.locator('.edit-form [name="own:Decision_Maker__c"]').fill('Ann Berg');
  await press(panel, 'Save to Salesforce');
  await panel.locator('[data-edit-state="saved"]').waitFor();
  expect(row).toMatchObject({ StageName: 'Negotiation/Review', Seats__c: 12, Decision_Maker__c: 'Ann Berg' });
});

test('a duplicate rule that only warns blocks nothing for good: saved anyway, once the person says so', async () => {
  const row = deal();
  it.org.setUp.isDuplicate = ({ Id }) => Id === row.Id;
  const panel = await panelOf(row);
  await fill(panel, { nextStep: 'Save me anyway' });
  await press(panel, 'Save to Salesforce');
  await panel.getByRole('button', { name: 'Save anyway' }).first().waitFor();
  expect(row['NextStep']).not.toBe('Save me anyway');
  await panel.getByRole('button', { name: 'Save anyway' }).first().click();
  await panel.locator('[data-edit-state="saved"]').waitFor();
  expect(row['NextStep']).toBe('Save me anyway');
  delete it.org.setUp.isDuplicate;
});

test('a deal that is locked until it is approved is named, and stays as it was', async () => {
  const row = deal();
  it.org.setUp.locked.add(row.Id);
  const panel = await panelOf(row);
  await fill(panel, { nextStep: 'Too early' });
  await press(panel, 'Save to Salesforce');
  await expect.poll(() => panel.locator('.edit-form').innerText(), { timeout: 15_000 }).toContain('is locked');
  expect(row['NextStep']).not.toBe('Too early');
  // What was typed is not lost with it.
  expect(await panel.locator('.edit-form [name="nextStep"]').inputValue()).toBe('Too early');
  await press(panel, 'Cancel');
});

test('an amount that products set is kept by the org, and the panel says what it kept', async () => {
  const row = deal();
  const { Amount: before } = row;
  // Products came in after the form was opened: the org takes the amount without a word.
  row['HasOpportunityLineItem'] = true;
  const edit = await save(row, { amount: 123_456 });
  expect(edit).toMatchObject({ state: 'saved', kept: { amount: before } });
  expect(row['Amount']).toBe(before);
  expect(await said(await panelOf(row), 'saved')).toContain('keeps for');
});

test('a trigger that changes another field on save is told, and taken back with the change', async () => {
  const row = deal();
  const { CloseDate: before } = row;
  it.org.setUp.onSave = (next, former) => {
    if (next.Id === row.Id && next['NextStep'] !== former?.['NextStep'] && next['NextStep'] === 'Sign')
      next['CloseDate'] = '2031-12-31';
  };
  const edit = await save(row, { nextStep: 'Sign' });
  expect(edit).toMatchObject({ state: 'saved', aside: { closeDate: before }, asideTo: { closeDate: '2031-12-31' } });
  const panel = await panelOf(row);
  expect(await said(panel, 'saved')).toMatch(/Changed along with it in Salesforce: Close date .* → .*2031/);
  await panel.getByRole('button', { name: /^Undo/ }).first().click();
  await expect.poll(() => row['CloseDate']).toBe(before);
});

test('what somebody else saves between the reading and the writing is met by the org’s 412, and shown as both values', async () => {
  const row = deal();
  const former = it.org.requests.length;
  beforeNextPatch(() => {
    it.org.update('Opportunity', row.Id, { NextStep: 'Theirs' }, userId());
    row['LastModifiedDate'] = new Date(Date.now() + 5000).toISOString();
  });
  const edit = await save(row, { nextStep: 'Mine' });
  expect(edit).toMatchObject({ state: 'conflict', theirs: { nextStep: 'Theirs' } });
  expect(it.org.requests.slice(former).filter((asked) => asked.startsWith('PATCH'))).toHaveLength(1);
  const panel = await panelOf(row);
  expect(await said(panel, 'conflict')).toContain('Theirs');
  await panel.getByRole('button', { name: /^Save mine/ }).click();
  await expect.poll(() => row['NextStep']).toBe('Mine');
});

test('a row that is locked for a moment is tried again, and is saved once', async () => {
  const row = deal();
  let held = 1;
  it.org.setUp.onSave = (next) => {
    if (next.Id !== row.Id || held === 0) return;
    held -= 1;
    throw refusal('rowLock');
  };
  const history = writesOf(row).length;
  expect(await save(row, { nextStep: 'After the lock' })).toMatchObject({ state: 'saved' });
  expect(writesOf(row).length - history).toBe(1);
});

test('an answer that never comes of a change that was made is found out by reading, and nothing is sent twice', async () => {
  const row = deal();
  const history = writesOf(row).length;
  it.org.faults.set({ kind: 'brokenOff', match: 'PATCH', count: 1 });
  const edit = await save(row, { nextStep: 'Made all the same' });
  it.org.faults.set();
  expect(edit).toMatchObject({ state: 'saved' });
  expect(writesOf(row).length - history).toBe(1);
});

test('where the session ends at row 37 of 60 what waits is kept, and goes after the next sign-in: each once', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => {
    const id = it.org.insert(
      'Opportunity',
      { Name: `Row ${index}`, StageName: 'Prospecting', CloseDate: '2031-03-31', NextStep: 'Old' },
      userId(),
    );
    const row = it.org.find('Opportunity', id);
    if (!row) throw new Error('No row.');
    return row;
  });
  const history = rows.map((row) => writesOf(row).length);
  it.org.faults.set(
    { kind: 'jsonParser', match: 'PATCH .*composite', count: 1 },
    { kind: 'expired', match: 'PATCH .*/Opportunity/', after: 36 },
  );
  const edits = await send('edit/batch', {
    host: PAGE_HOST,
    changes: rows.map((row) => ({
      recordId: row.Id,
      recordName: String(row['Name']),
      before: { nextStep: 'Old' },
      after: { nextStep: `New ${row.Id}` },
    })),
  });
  const count = (state: Edit['state']) => edits.filter((edit) => edit.state === state).length;
  expect([count('saved'), count('waiting')]).toEqual([36, 24]);
  it.org.faults.set();
  await send('sync/now', { host: PAGE_HOST });
  await expect.poll(() => rows.filter((row) => row['NextStep'] === `New ${row.Id}`)).toHaveLength(60);
  expect(rows.map((row, index) => writesOf(row).length - (history[index] ?? 0))).toEqual(rows.map(() => 1));
});

test('two changes within one second, which the org’s stamps cannot tell apart, are both made, and another’s in that second is not written over', async () => {
  const row = deal();
  const [first, second] = await Promise.all([
    save(row, { nextStep: 'One' }),
    save(row, { closeDate: '2031-05-05' }, { closeDate: String(row['CloseDate']) }),
  ]);
  expect([first.state, second.state]).toEqual(['saved', 'saved']);
  expect(row).toMatchObject({ NextStep: 'One', CloseDate: '2031-05-05' });
  it.org.update('Opportunity', row.Id, { NextStep: 'Theirs, at once' }, userId());
  expect(await save(row, { nextStep: 'Mine' }, { nextStep: 'One' })).toMatchObject({
    state: 'conflict',
    theirs: { nextStep: 'Theirs, at once' },
  });
  expect(row['NextStep']).toBe('Theirs, at once');
});

/** Runs when the org has taken in the next change, before it looks at it. */
function beforeNextPatch(run: () => void): void {
  const { requests } = it.org;
  const { push } = requests;
  requests.push = (...given) => {
    if (given.some((asked) => asked.startsWith('PATCH'))) {
      requests.push = push;
      run();
    }
    return push.apply(requests, given);
  };
}
