import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createOutbox, type Outbox } from '@/lib/background/outbox';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit, EditForm, EditValues } from '@/lib/deal/edits/edit';
import { fieldsOf, picked } from '@/lib/deal/edits/edit-values';
import { recordTypes } from '@/lib/sample/odd';
import type { Row } from '@/lib/sample/org-tables';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { allEdits } from '@/lib/storage/stored-edits';
import type { Opened } from '@/lib/sync/connections';
import { setUpSales } from '@/tests/org/data/sales-rules';
import { ownField } from '@/tests/org/data/set-up';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

let it: ServedOrg;
let opened: Opened;
let outbox: Outbox;
let sent: { path: string; body: Record<string, unknown> }[];
/** What is done to the org right after it has taken a change whose answer is lost. */
let lost: (() => void) | undefined;
beforeEach(async () => {
  it = await serve([recordTypes]);
  setUpSales(it.org);
  rivals();
  sent = [];
  lost = undefined;
  const orgId = it.org.orgId.slice(0, 15);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token: it.cookies[1]?.value ?? '' },
    {
      async fetch(input, init) {
        const answer = await it.fetch(input, init);
        if (init?.method !== 'PATCH') return answer;
        // Safe: ours are asked by addresses in words, with texts as bodies.
        sent.push({ path: new URL(input as string).pathname, body: JSON.parse(init.body as string) as never });
        if (!lost) return answer;
        lost();
        lost = undefined;
        throw new TypeError('The line broke off.');
      },
      sleep: () => Promise.resolve(),
    },
  );
  const db = openDatabase(orgId, 'u');
  await putProfile(db, await client.bootstrap());
  opened = {
    connection: { ...connectionOf(orgId), userId: it.org.sessions.get(it.cookies[1]?.value ?? '') ?? '' },
    db,
    client,
    basis: '',
  };
  outbox = createOutbox({ now: Date.now, publish: () => Promise.resolve() });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});

/** A third level below reason and detail, and a text of several lines. */
function rivals(): void {
  const { setUp } = it.org;
  setUp.fields.set('Rival__c', ownField('Rival__c', 'Rival', 'picklist'));
  setUp.picklists.set('Rival__c', {
    by: 'Loss_Detail__c',
    values: [
      { value: 'Acme', validFor: ['Incumbent stayed'] },
      { value: 'Nobody', validFor: ['Too dear', 'Payment terms'] },
    ],
  });
  const type = it.org.rows('RecordType')[0]?.Id ?? '';
  setUp.layouts.set(type, [...(setUp.layouts.get(type) ?? []), { name: 'Rival__c' }]);
  setUp.fields.set('Plan__c', ownField('Plan__c', 'Plan', 'textarea', 32_000));
  setUp.fields.set('Pitch__c', { ...ownField('Pitch__c', 'Pitch', 'textarea', 32_000), isMarkedUp: true });
  setUp.layouts.set(type, [...(setUp.layouts.get(type) ?? []), { name: 'Plan__c' }, { name: 'Pitch__c' }]);
}

/** An open deal of the first or the second record type, before the stage of negotiation. */
function deal(type: 0 | 1 = 0, at = 0) {
  const typeId = it.org.rows('RecordType')[type]?.Id;
  const found = it.org
    .rows('Opportunity')
    .filter(
      (row) => row['IsClosed'] === false && row['RecordTypeId'] === typeId && row['StageName'] !== 'Negotiation/Review',
    )[at];
  if (!found) throw new Error('No such deal.');
  return found;
}
const row = (id: string): Partial<Row> => it.org.find('Opportunity', id) ?? {};
const me = (): string => it.org.sessions.get(it.cookies[1]?.value ?? '') ?? '';
const user = (): string => String(it.org.rows('User').find(({ Id }) => Id !== me())?.Id);
const byOthers = (id: string, change: Record<string, string | number | boolean | null>): void => {
  it.org.update('Opportunity', id, change, user());
  const after = it.org.find('Opportunity', id);
  if (after) after['LastModifiedDate'] = new Date(Date.now() + 5000).toISOString();
};
const form = (id: string): Promise<EditForm> => outbox.form(opened, id);
const save = async (id: string, after: EditValues, more: Partial<Edit> = {}): Promise<Edit> => {
  const { values } = await form(id);
  return outbox.add(opened, {
    recordId: id,
    recordName: 'Deal',
    before: picked(values, fieldsOf(after)),
    after,
    ...more,
  });
};

describe('values that depend on each other', () => {
  test('a dependent value alone is changed where its controlling value already stands', async () => {
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'price' });
    const edit = await save(Id, { 'own:Loss_Detail__c': 'Too dear' });
    expect(edit).toMatchObject({ state: 'saved' });
  });
  test('a controlling value alone that leaves the dependent one without a match is refused here', async () => {
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'price', Loss_Detail__c: 'Too dear' });
    const edit = await save(Id, { 'own:Loss_Reason__c': 'rival' });
    expect(edit).toMatchObject({ state: 'refused', why: 'pair', fields: ['own:Loss_Detail__c'] });
    expect(row(Id)['Loss_Reason__c']).toBe('price');
  });
  test('three levels', async () => {
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'price', Loss_Detail__c: 'Too dear', Rival__c: 'Nobody' });
    expect(await save(Id, { 'own:Loss_Reason__c': 'rival', 'own:Loss_Detail__c': 'Incumbent stayed' })).toMatchObject({
      state: 'refused',
      why: 'pair',
      fields: ['own:Rival__c'],
    });
    expect(
      await save(Id, {
        'own:Loss_Reason__c': 'rival',
        'own:Loss_Detail__c': 'Incumbent stayed',
        'own:Rival__c': 'Acme',
      }),
    ).toMatchObject({ state: 'saved' });
  });
  test('controlling field that this user may only read', async () => {
    const { setUp } = it.org;
    const type = it.org.rows('RecordType')[0]?.Id ?? '';
    setUp.layouts.set(
      type,
      (setUp.layouts.get(type) ?? []).map((each) =>
        each.name === 'Loss_Reason__c' ? { ...each, editable: false } : each,
      ),
    );
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'price' });
    const edit = await save(Id, { 'own:Loss_Detail__c': 'Too dear' });
    expect(edit).toMatchObject({ state: 'saved' });
    const asked = await form(Id);
    expect(asked.values['own:Loss_Reason__c']).toBe('price');
  });
  test('a stage that controls', async () => {
    const { setUp } = it.org;
    setUp.picklists.set('Loss_Reason__c', {
      by: 'StageName',
      values: [
        { value: 'price', validFor: ['Closed Lost'] },
        { value: 'none', validFor: ['Closed Lost', 'Prospecting', 'Qualification', 'Needs Analysis'] },
      ],
      isRestricted: true,
    });
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'none' });
    it.org.update('Opportunity', Id, { StageName: 'Qualification' }, user());
    const edit = await save(Id, { stage: 'Proposal/Price Quote' });
    expect(edit).toMatchObject({ state: 'refused', why: 'pair', fields: ['own:Loss_Reason__c'] });
  });
  test('a value that was switched off since', async () => {
    const { setUp } = it.org;
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'none' });
    setUp.picklists.set('Loss_Reason__c', { values: [{ value: 'price' }, { value: 'rival' }], isRestricted: true });
    expect(await save(Id, { nextStep: 'Call' })).toMatchObject({ state: 'saved' });
    expect(await save(Id, { 'own:Seats__c': 5 })).toMatchObject({ state: 'saved' });
  });
});

describe('several refusals at once', () => {
  test('are all said', async () => {
    it.org.setUp.rules.push((deals) =>
      deals['StageName'] === 'Negotiation/Review' && (deals['Seats__c'] ?? null) === null
        ? { words: 'Seats are needed.', fields: ['Seats__c'] }
        : undefined,
    );
    const { Id } = deal();
    const edit = await save(Id, { stage: 'Negotiation/Review' });
    expect(edit.words).toContain('Seats are needed.');
    expect(edit.words).toContain('Decision maker');
    expect(edit.fields?.toSorted()).toEqual(['own:Decision_Maker__c', 'own:Seats__c']);
    const { needs } = await form(Id);
    expect(needs.map(({ field }) => field).toSorted()).toEqual(['own:Decision_Maker__c', 'own:Seats__c']);
  });
});

describe('timeouts', () => {
  test('that succeeded and a trigger made something else of it', async () => {
    const { Id } = deal();
    it.org.setUp.onSave = (deals) => {
      if (deals['NextStep'] === 'mine') deals['NextStep'] = 'MINE';
    };
    lost = () => undefined;
    const edit = await save(Id, { nextStep: 'mine' });
    expect(edit).toMatchObject({ state: 'saved', kept: { nextStep: 'MINE' } });
    expect(sent).toHaveLength(1);
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
  });
  test('that succeeded and somebody else changed right after', async () => {
    const { Id } = deal();
    lost = () => byOthers(Id, { NextStep: 'theirs' });
    const edit = await save(Id, { nextStep: 'mine' });
    expect(edit).toMatchObject({ state: 'conflict', theirs: { nextStep: 'theirs' } });
    expect(row(Id)['NextStep']).toBe('theirs');
  });
  test('of an amount that products make', async () => {
    const { Id } = deal();
    (it.org.find('Opportunity', Id) as Row)['HasOpportunityLineItem'] = true;
    lost = () => undefined;
    const { values } = await form(Id);
    const edit = await outbox.add(opened, {
      recordId: Id,
      recordName: 'Deal',
      before: { amount: values.amount ?? null },
      after: { amount: 77 },
    });
    expect(edit).toMatchObject({ state: 'saved', kept: { amount: values.amount } });
    expect(sent).toHaveLength(1);
  });
});

describe('hidden since', () => {
  test.each(['NextStep', 'Seats__c'])('%s', async (name) => {
    const { Id } = deal();
    byOthers(Id, { NextStep: 'Was', Seats__c: 3 });
    const { values } = await form(Id);
    it.org.hidden.add(`Opportunity.${name}`);
    const field = name === 'NextStep' ? 'nextStep' : 'own:Seats__c';
    const edit = await outbox.add(opened, {
      recordId: Id,
      recordName: 'Deal',
      before: picked(values, [field]),
      after: { [field]: name === 'NextStep' ? 'Mine' : 4 },
    });
    expect(edit).toMatchObject({ state: 'refused', why: 'noField', fields: [field] });
  });
});

describe('undo', () => {
  test('of a stage move that a rule forbids', async () => {
    const { Id } = deal();
    const was = String(row(Id)['StageName']);
    const edit = await save(Id, { stage: 'Negotiation/Review', 'own:Decision_Maker__c': 'Ann' });
    expect(edit.state).toBe('saved');
    it.org.setUp.rules.push((now, before) =>
      before?.['StageName'] === 'Negotiation/Review' && now['StageName'] === was ? 'No way back.' : undefined,
    );
    const back = await outbox.decide(opened, edit.id, 'undo');
    expect(back).toMatchObject({ state: 'refused', why: 'rule', words: 'No way back.' });
    // It stays to be taken back once the rule allows it.
    it.org.setUp.rules.pop();
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
    expect(row(Id)['StageName']).toBe(was);
  });
  test('of an undo', async () => {
    const { Id } = deal();
    const edit = await save(Id, { nextStep: 'A' });
    const back = await outbox.decide(opened, edit.id, 'undo');
    const forth = await outbox.decide(opened, back.id, 'undo');
    expect(forth.state).toBe('saved');
    expect(row(Id)['NextStep']).toBe('A');
  });
  test('twice', async () => {
    const { Id } = deal();
    const before = row(Id)['NextStep'];
    const edit = await save(Id, { nextStep: 'A' });
    await outbox.decide(opened, edit.id, 'undo');
    await outbox.decide(opened, edit.id, 'undo');
    expect(row(Id)['NextStep'] ?? null).toBe(before ?? null);
  });
  test('where the value before is no longer allowed', async () => {
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'none' });
    const edit = await save(Id, { 'own:Loss_Reason__c': 'rival' });
    it.org.setUp.picklists.set('Loss_Reason__c', {
      values: [{ value: 'price' }, { value: 'rival' }],
      isRestricted: true,
    });
    const back = await outbox.decide(opened, edit.id, 'undo');
    expect(back).toMatchObject({ state: 'refused', why: 'value', fields: ['own:Loss_Reason__c'] });
  });
});

describe('batches', () => {
  test('of which one is locked, one is gone, one is a duplicate, one is read-only', async () => {
    const deals = [0, 1, 2, 3].map((at) => deal(0, at));
    const [a, b, c, d] = deals as [Row, Row, Row, Row];
    it.org.setUp.locked.add(a.Id);
    it.org.setUp.isDuplicate = (each) => each.Id === c.Id;
    const changes = deals.map((each) => ({
      recordId: each.Id,
      recordName: String(each['Name']),
      before: { nextStep: (each['NextStep'] ?? null) as string | null },
      after: { nextStep: 'New' },
    }));
    it.org.remove('Opportunity', b.Id);
    const edits = await outbox.addAll(opened, changes);
    expect(edits.map(({ state, why }) => why ?? state)).toEqual(['locked', 'gone', 'duplicate', 'saved']);
    expect(row(d.Id)['NextStep']).toBe('New');
    expect(await allEdits(opened.db)).toHaveLength(4);
  });
});

describe('a deal that its own saving takes out of sight', () => {
  /** A trigger hands the deal over, and only its owner sees it. */
  function handOver(): void {
    it.org.sharing = 'private';
    for (const each of it.org.rows('UserRole')) each['ParentRoleId'] = null;
    for (const each of it.org.rows('User')) if (each.Id !== me()) each['UserRoleId'] = null;
    for (const each of it.org.rows('Opportunity')) each['OwnerId'] = me();
    it.org.setUp.onSave = (now) => {
      if (now['NextStep'] === 'Hand over') now['OwnerId'] = user();
    };
  }

  test('was saved, and is not called unchanged', async () => {
    handOver();
    const { Id } = deal();
    const edit = await save(Id, { nextStep: 'Hand over' });
    expect(row(Id)['NextStep']).toBe('Hand over');
    expect(edit.state).toBe('saved');
    expect(sent).toHaveLength(1);
    await outbox.resume(opened);
    expect((await allEdits(opened.db)).map(({ state }) => state)).toEqual(['saved']);
    // Taking it back is no longer this user's.
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'refused', why: 'gone' });
  });

  test('among several was saved too', async () => {
    handOver();
    const [a, b] = [deal(0, 0), deal(0, 1)];
    const edits = await outbox.addAll(
      opened,
      [a, b].map((each, index) => ({
        recordId: each.Id,
        recordName: 'Deal',
        before: { nextStep: (each['NextStep'] ?? null) as string | null },
        after: { nextStep: index === 0 ? 'Hand over' : 'Stay' },
      })),
    );
    expect(edits.map(({ state }) => state)).toEqual(['saved', 'saved']);
    expect(sent).toHaveLength(1);
  });
});

describe('a row that is locked', () => {
  test.each([
    [2, 'saved', undefined, 3],
    [9, 'refused', 'busy', 3],
  ] as const)('%d times', async (count, state, why, calls) => {
    it.org.faults.set({ kind: 'rowLock', match: 'PATCH', count });
    const edit = await save(deal().Id, { nextStep: 'X' });
    expect([edit.state, edit.why, sent.length]).toEqual([state, why, calls]);
  });
});

describe('many equal refusals', () => {
  test('stop what follows although the last of the first call was saved', async () => {
    const { Id, ...like } = deal();
    const rows = Array.from({ length: 250 }, (_, index) => {
      const id = it.org.insert(
        'Opportunity',
        {
          Name: `Many ${index}`,
          StageName: like['StageName'] ?? null,
          CloseDate: '2031-03-31',
          RecordTypeId: like['RecordTypeId'] ?? null,
        },
        me(),
      );
      return it.org.find('Opportunity', id) as Row;
    });
    it.org.setUp.rules.push((now) => (now['Name'] === 'Many 199' || now.Id === Id ? undefined : 'Frozen.'));
    const edits = await outbox.addAll(
      opened,
      rows.map((each) => ({
        recordId: each.Id,
        recordName: String(each['Name']),
        before: { nextStep: null },
        after: { nextStep: 'New' },
      })),
    );
    expect(edits.filter(({ state }) => state === 'saved')).toHaveLength(1);
    expect(edits.filter(({ state }) => state === 'refused')).toHaveLength(199);
    expect(edits.filter(({ isHeld }) => isHeld)).toHaveLength(50);
    expect(sent).toHaveLength(1);
  });
});

describe('texts', () => {
  test('of several lines are saved as they were typed, and one that is marked up has no place here', async () => {
    const { Id } = deal();
    const { fields } = await form(Id);
    expect(fields['own:Plan__c']).toMatchObject({ kind: 'text', isLong: true });
    expect(fields['own:Pitch__c']?.kind).toBe('elsewhere');
    const edit = await save(Id, { 'own:Plan__c': 'One\nTwo' });
    expect(edit).toMatchObject({ state: 'saved' });
    expect(edit.kept).toBeUndefined();
    expect((await form(Id)).values['own:Plan__c']).toBe('One\nTwo');
  });
  test('a picklist whose values are not told is no text to type', async () => {
    const { fields } = await form(deal(1).Id);
    for (const [name, use] of Object.entries(fields))
      expect([name, use?.kind === 'choice' && !use.options]).toEqual([name, false]);
  });
});

describe('duplicates', () => {
  test('that a rule blocks for good have no way past it', async () => {
    it.org.setUp.isDuplicate = () => 'blocks';
    const edit = await save(deal().Id, { nextStep: 'X' });
    expect(edit).toMatchObject({ state: 'refused', why: 'twin' });
    it.org.setUp.isDuplicate = () => true;
    expect(await save(deal().Id, { nextStep: 'Y' })).toMatchObject({ state: 'refused', why: 'duplicate' });
  });
});

describe('digits', () => {
  test('rounding by the org is told', async () => {
    const { Id } = deal();
    const edit = await save(Id, { amount: 1234.5678, 'own:Seats__c': 2.5 });
    expect(edit).toMatchObject({ state: 'saved', kept: { amount: 1234.57 } });
  });
});
