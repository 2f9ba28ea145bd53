import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createOutbox, type Outbox } from '@/lib/background/writing/outbox';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit, EditForm, EditValues, WrittenField } from '@/lib/deal/edits/edit';
import { fieldsOf, picked } from '@/lib/deal/edits/edit-values';
import { needsAt, optionsBeside } from '@/lib/deal/edits/needs';
import { recordTypes } from '@/lib/sample/odd';
import type { Row } from '@/lib/sample/org-tables';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { putNeeds, stageNeeds } from '@/lib/storage/stage-needs';
import type { Opened } from '@/lib/sync/connections';
import { setUpSales } from '@/tests/org/data/sales-rules';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

let it: ServedOrg;
let opened: Opened;
let outbox: Outbox;
let sent: { body: Record<string, unknown>; headers: Record<string, string> }[];
beforeEach(async () => {
  it = await serve([recordTypes]);
  setUpSales(it.org);
  sent = [];
  const orgId = it.org.orgId.slice(0, 15);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token: it.cookies[1]?.value ?? '' },
    {
      fetch(input, init) {
        // Safe: a change is sent as text, with headers by their names.
        if (init?.method === 'PATCH')
          sent.push({
            body: JSON.parse(init.body as string) as Record<string, unknown>,
            headers: init.headers as Record<string, string>,
          });
        return it.fetch(input, init);
      },
      sleep: () => Promise.resolve(),
    },
  );
  const db = openDatabase(orgId, 'u');
  await putProfile(db, await client.bootstrap());
  opened = { connection: connectionOf(orgId), db, client, basis: '' };
  outbox = createOutbox({ now: Date.now, publish: () => Promise.resolve() });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});

/** An open deal of the first or the second record type, before the stage of negotiation. */
function deal(type: 0 | 1 = 0) {
  const typeId = it.org.rows('RecordType')[type]?.Id;
  const found = it.org
    .rows('Opportunity')
    .find(
      (row) => row['IsClosed'] === false && row['RecordTypeId'] === typeId && row['StageName'] !== 'Negotiation/Review',
    );
  if (!found) throw new Error('No such deal.');
  return found;
}
const row = (id: string): Partial<Row> => it.org.find('Opportunity', id) ?? {};
const save = async (id: string, after: EditValues, more: Partial<Edit> = {}): Promise<Edit> => {
  const { values } = await outbox.form(opened, id);
  return outbox.add(opened, {
    recordId: id,
    recordName: 'Deal',
    before: picked(values, fieldsOf(after)),
    after,
    ...more,
  });
};
const names = (form: EditForm, stage: string) => needsAt(form, stage).map(({ field }) => field);

describe('what may be changed', () => {
  test('is what describe, the page layout and the record type let: each kind of deal has its own', async () => {
    const business = await outbox.form(opened, deal(0).Id);
    expect(business.fixed).toEqual({});
    expect(business.fields).toMatchObject({
      amount: { kind: 'number' },
      nextStep: { kind: 'text', maxLength: 255 },
      'own:Seats__c': { kind: 'number', isRequired: true, label: 'Seats' },
      'own:Decision_Maker__c': { kind: 'text', isRequired: false, maxLength: 80, label: 'Decision maker' },
    });
    const renewal = await outbox.form(opened, deal(1).Id);
    expect(renewal.fixed).toEqual({ amount: 'layout', nextStep: 'layout' });
    expect(renewal.fields).toHaveProperty('own:Paper_Signed__c', {
      kind: 'check',
      isRequired: false,
      label: 'Paper signed',
    });
    expect(renewal.fields).not.toHaveProperty('own:Seats__c');
  });

  test('has the stages of its record type, and no others', async () => {
    for (const type of [0, 1] as const) {
      const { fields } = await outbox.form(opened, deal(type).Id);
      const process = String(it.org.rows('RecordType')[type]?.['Stages']).split(';');
      expect(fields.stage?.options?.map(({ value }) => value).toSorted(), String(type)).toEqual(process.toSorted());
    }
  });

  test('is not what field-level security hides, nor what the user may only read', async () => {
    it.org.hidden.add('Opportunity.Amount');
    const { values, fields, fixed } = await outbox.form(opened, deal().Id);
    expect(values).not.toHaveProperty('amount');
    expect(fields).not.toHaveProperty('amount');
    expect(fixed).toEqual({ amount: 'readOnly' });
  });

  test('rests on describe alone where the org does not tell its layouts', async () => {
    it.org.faults.set({ kind: 'featureOff', match: '/layout/' });
    const { fields, fixed } = await outbox.form(opened, deal(1).Id);
    expect(fixed).toEqual({});
    expect(Object.keys(fields)).toContain('nextStep');
  });

  test('is asked of the org once for deals of one kind', async () => {
    await outbox.form(opened, deal().Id);
    const asked = it.asked.length;
    await outbox.form(opened, deal().Id);
    expect(it.asked.slice(asked).filter((path) => path.includes('ui-api'))).toEqual([]);
  });
});

describe('a value that depends on another', () => {
  test('is offered only beside the values that it goes with, by the org’s own table', async () => {
    const { fields } = await outbox.form(opened, deal().Id);
    const detail = fields['own:Loss_Detail__c'];
    if (!detail) throw new Error('No detail.');
    const beside = (value: string | null) =>
      optionsBeside(detail, { 'own:Loss_Reason__c': value })?.map((option) => option.value);
    expect(beside('price')).toEqual(['Too dear', 'Payment terms']);
    expect(beside('rival')).toEqual(['Incumbent stayed']);
    expect(beside(null)).toEqual([]);
  });

  test('and does not go with it is refused here, since the API of the org takes it', async () => {
    const { Id } = deal();
    const edit = await save(Id, { 'own:Loss_Reason__c': 'rival', 'own:Loss_Detail__c': 'Too dear' });
    expect(edit).toMatchObject({ state: 'refused', why: 'pair', fields: ['own:Loss_Detail__c'] });
    expect(sent).toEqual([]);
    // The stand-in, as Salesforce, would have let it through.
    it.org.update(
      'Opportunity',
      Id,
      { Loss_Reason__c: 'rival', Loss_Detail__c: 'Too dear' },
      String(row(Id)['OwnerId']),
    );
    expect(row(Id)).toMatchObject({ Loss_Detail__c: 'Too dear' });
  });

  test('and goes with it is saved, in one change with what it depends on', async () => {
    const { Id } = deal();
    expect(await save(Id, { 'own:Loss_Reason__c': 'price', 'own:Loss_Detail__c': 'Too dear' })).toMatchObject({
      state: 'saved',
    });
    expect(sent.map(({ body }) => body)).toEqual([{ Loss_Reason__c: 'price', Loss_Detail__c: 'Too dear' }]);
  });

  test('that is none of its record type’s is refused here', async () => {
    const [business] = it.org.rows('RecordType');
    const { Id } = deal(1);
    const theirs = new Set(String(it.org.rows('RecordType')[1]?.['Stages']).split(';'));
    const other = String(business?.['Stages'])
      .split(';')
      .find((stage) => !theirs.has(stage));
    if (other === undefined) throw new Error('Both record types have the same stages.');
    expect(await save(Id, { stage: other })).toMatchObject({ state: 'refused', why: 'pair', fields: ['stage'] });
    expect(sent).toEqual([]);
  });
});

describe('a move to a stage', () => {
  test('asks for what the layout requires and the deal lacks, and for nothing that it has', async () => {
    const { Id } = deal();
    expect(names(await outbox.form(opened, Id), 'Negotiation/Review')).toEqual(['own:Seats__c']);
    it.org.update('Opportunity', Id, { Seats__c: 12 }, String(row(Id)['OwnerId']));
    const form = await outbox.form(opened, Id);
    expect(names(form, 'Negotiation/Review')).toEqual([]);
    expect(form.values).toMatchObject({ 'own:Seats__c': 12 });
  });

  test('that was refused is asked for the field the next time, by whatever deal: its label stands in the org’s sentence', async () => {
    const { Id } = deal();
    const refused = await save(Id, { stage: 'Negotiation/Review', 'own:Seats__c': 3 });
    expect(refused).toMatchObject({
      state: 'refused',
      why: 'rule',
      words: 'Name the Decision maker before a deal is negotiated.',
      fields: ['own:Decision_Maker__c'],
      labels: { 'own:Decision_Maker__c': 'Decision maker' },
    });
    // Another worker, another deal.
    outbox = createOutbox({ now: Date.now, publish: () => Promise.resolve() });
    const form = await outbox.form(opened, deal().Id);
    expect(names(form, 'Negotiation/Review')).toContain('own:Decision_Maker__c');
    sent = [];
    const moved = await save(Id, { stage: 'Negotiation/Review', 'own:Seats__c': 3, 'own:Decision_Maker__c': 'Ada' });
    expect(moved.state).toBe('saved');
    // One change: a rule on a changed stage judges all of it together.
    expect(sent.map(({ body }) => body)).toEqual([
      { StageName: 'Negotiation/Review', Seats__c: 3, Decision_Maker__c: 'Ada' },
    ]);
  });

  test('that went through without a field that was once refused no longer asks for it', async () => {
    const { Id } = deal();
    await putNeeds(opened.db, [{ stage: 'Negotiation/Review', field: 'own:Decision_Maker__c', from: 'refusal' }]);
    it.org.setUp.rules.length = 0;
    await save(Id, { stage: 'Negotiation/Review', 'own:Seats__c': 3 });
    expect(await stageNeeds(opened.db)).toEqual([]);
  });

  test('asks for what the person put on the list of that stage, and no other stage does', async () => {
    await putNeeds(opened.db, [{ stage: 'Negotiation/Review', field: 'nextStep', from: 'list' }]);
    const form = await outbox.form(opened, deal().Id);
    expect(names(form, 'Negotiation/Review')).toContain('nextStep');
    expect(names(form, 'Closed Won')).not.toContain('nextStep');
  });

  test('to a lost deal asks why in the org’s own field, to a won one not', async () => {
    const form = await outbox.form(opened, deal().Id);
    expect(form.reason.lost).toBe('own:Loss_Reason__c');
    expect(names(form, 'Closed Lost')).toContain('own:Loss_Reason__c');
    expect(names(form, 'Closed Won')).not.toContain('own:Loss_Reason__c');
  });

  test('keeps why it ended in the journal where the org has no field for it, and sends nothing of that', async () => {
    for (const name of ['Loss_Reason__c', 'Loss_Detail__c']) it.org.setUp.fields.delete(name);
    const { Id } = deal();
    const form = await outbox.form(opened, Id);
    expect(form.reason).toEqual({});
    const edit = await save(Id, { stage: 'Closed Lost' }, { note: 'They chose to wait.' });
    expect(edit).toMatchObject({ state: 'saved', note: 'They chose to wait.' });
    expect(sent.map(({ body }) => body)).toEqual([{ StageName: 'Closed Lost' }]);
  });
});

describe('a change that is taken back', () => {
  test('brings back probability and category, and a close date that a trigger changed along', async () => {
    const { Id } = deal();
    it.org.setUp.onSave = (next, before) => {
      if (before && next['IsClosed'] === false && next['StageName'] === 'Closed Won') next['CloseDate'] = '2026-01-05';
    };
    const before = { ...row(Id) };
    const edit = await save(Id, { stage: 'Closed Won' });
    expect(edit).toMatchObject({ state: 'saved', asideTo: { closeDate: '2026-01-05', probability: 100 } });
    expect((await outbox.decide(opened, edit.id, 'undo')).state).toBe('saved');
    for (const field of ['StageName', 'Probability', 'ForecastCategoryName', 'CloseDate', 'IsClosed'])
      expect(row(Id)[field], field).toEqual(before[field]);
  });

  test('is a conflict where somebody has changed since what only came along', async () => {
    const { Id } = deal();
    const edit = await save(Id, { stage: 'Closed Won' });
    it.org.update('Opportunity', Id, { Probability: 55 }, String(row(Id)['OwnerId']));
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({
      state: 'conflict',
      theirs: { probability: 55 },
    });
    expect(row(Id)).toMatchObject({ StageName: 'Closed Won', Probability: 55 });
  });

  test('names what it left, where this user may not write it', async () => {
    const { Id } = deal();
    const info = it.org.fields('Opportunity').get('Probability');
    if (!info) throw new Error('No probability.');
    const stage = row(Id)['StageName'];
    const edit = await save(Id, { stage: 'Closed Won' });
    info.updateable = false;
    const back = await outbox.decide(opened, edit.id, 'undo').finally(() => {
      info.updateable = true;
    });
    expect(back).toMatchObject({
      state: 'saved',
      left: expect.arrayContaining(['probability'] satisfies WrittenField[]),
    });
    expect(row(Id)['StageName']).toBe(stage);
  });
});

describe('a warning of duplicates', () => {
  test('is a refusal until the person says so; then the org is told that they did, and only then', async () => {
    const { Id } = deal();
    it.org.setUp.isDuplicate = () => true;
    const edit = await save(Id, { nextStep: 'Call' });
    expect(edit).toMatchObject({ state: 'refused', why: 'duplicate' });
    expect(sent.every(({ headers }) => headers['Sforce-Duplicate-Rule-Header'] === undefined)).toBe(true);
    expect(await outbox.decide(opened, edit.id, 'anyway')).toMatchObject({ state: 'saved' });
    expect(sent.at(-1)?.headers['Sforce-Duplicate-Rule-Header']).toBe('allowSave=true');
    expect(row(Id)).toMatchObject({ NextStep: 'Call' });
  });
});

test.each([
  ['a lock until it is approved', () => it.org.setUp.locked.add(deal().Id), 'locked'],
  [
    'a rule at a field',
    () => it.org.update('Opportunity', deal().Id, { Amount: 1 }, String(deal()['OwnerId'])),
    'rule',
  ],
  ['a row that others hold', () => it.org.faults.set({ kind: 'rowLock', match: 'PATCH' }), 'busy'],
  ['a deal that may only be read', () => it.org.faults.set({ kind: 'readOnlyRecord', match: 'PATCH' }), 'access'],
  ['a field that was renamed', () => it.org.faults.set({ kind: 'invalidField', match: 'PATCH' }), 'noField'],
  ['a flow that failed', () => it.org.faults.set({ kind: 'flow', match: 'PATCH' }), 'automation'],
] as const)('%s is told apart from every other no', async (_what, disturb, why) => {
  const { Id } = deal();
  disturb();
  expect(await save(Id, { amount: 900_001 })).toMatchObject({ state: 'refused', why });
});
