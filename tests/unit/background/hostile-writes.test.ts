import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';

import { mappedFields } from '@/lib/background/held-fields';
import { createOutbox } from '@/lib/background/writing/outbox';
import type { Edit } from '@/lib/deal/edits/edit';
import { picked } from '@/lib/deal/edits/edit-values';
import type { Row } from '@/lib/sample/org-tables';
import { allEdits } from '@/lib/storage/stored-edits';
import { ownField } from '@/tests/org/data/set-up';
import { PAGE_HOST } from '@/tests/org/org';

import { hostileOrg } from './hostile-org';

const w = hostileOrg();
const { byOthers, deal, form, me, row, save, user } = w;

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
    const { setUp } = w.it.org;
    const type = w.it.org.rows('RecordType')[0]?.Id ?? '';
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
    const { setUp } = w.it.org;
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
    w.it.org.update('Opportunity', Id, { StageName: 'Qualification' }, user());
    const edit = await save(Id, { stage: 'Proposal/Price Quote' });
    expect(edit).toMatchObject({ state: 'refused', why: 'pair', fields: ['own:Loss_Reason__c'] });
  });
  test('a value that was switched off since', async () => {
    const { setUp } = w.it.org;
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'none' });
    setUp.picklists.set('Loss_Reason__c', { values: [{ value: 'price' }, { value: 'rival' }], isRestricted: true });
    expect(await save(Id, { nextStep: 'Call' })).toMatchObject({ state: 'saved' });
    expect(await save(Id, { 'own:Seats__c': 5 })).toMatchObject({ state: 'saved' });
  });
});

describe('several refusals at once', () => {
  test('are all said', async () => {
    w.it.org.setUp.rules.push((deals) =>
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
    w.it.org.setUp.onSave = (deals) => {
      if (deals['NextStep'] === 'mine') deals['NextStep'] = 'MINE';
    };
    w.lost = () => undefined;
    const edit = await save(Id, { nextStep: 'mine' });
    expect(edit).toMatchObject({ state: 'saved', kept: { nextStep: 'MINE' } });
    expect(w.sent).toHaveLength(1);
    expect(await w.outbox.decide(w.opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
  });
  test('that succeeded and somebody else changed right after', async () => {
    const { Id } = deal();
    w.lost = () => byOthers(Id, { NextStep: 'theirs' });
    const edit = await save(Id, { nextStep: 'mine' });
    expect(edit).toMatchObject({ state: 'conflict', theirs: { nextStep: 'theirs' } });
    expect(row(Id)['NextStep']).toBe('theirs');
  });
  test('of an amount that products make', async () => {
    const { Id } = deal();
    (w.it.org.find('Opportunity', Id) as Row)['HasOpportunityLineItem'] = true;
    w.lost = () => undefined;
    const { values } = await form(Id);
    const edit = await w.outbox.add(w.opened, {
      recordId: Id,
      recordName: 'Deal',
      before: { amount: values.amount ?? null },
      after: { amount: 77 },
    });
    expect(edit).toMatchObject({ state: 'saved', kept: { amount: values.amount } });
    expect(w.sent).toHaveLength(1);
  });
});

describe('hidden since', () => {
  test.each(['NextStep', 'Seats__c'])('%s', async (name) => {
    const { Id } = deal();
    byOthers(Id, { NextStep: 'Was', Seats__c: 3 });
    const { values } = await form(Id);
    w.it.org.hidden.add(`Opportunity.${name}`);
    const field = name === 'NextStep' ? 'nextStep' : 'own:Seats__c';
    const edit = await w.outbox.add(w.opened, {
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
    w.it.org.setUp.rules.push((now, before) =>
      before?.['StageName'] === 'Negotiation/Review' && now['StageName'] === was ? 'No way back.' : undefined,
    );
    const back = await w.outbox.decide(w.opened, edit.id, 'undo');
    expect(back).toMatchObject({ state: 'refused', why: 'rule', words: 'No way back.' });
    // It stays to be taken back once the rule allows it.
    w.it.org.setUp.rules.pop();
    expect(await w.outbox.decide(w.opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
    expect(row(Id)['StageName']).toBe(was);
  });
  test('of an undo', async () => {
    const { Id } = deal();
    const edit = await save(Id, { nextStep: 'A' });
    const back = await w.outbox.decide(w.opened, edit.id, 'undo');
    const forth = await w.outbox.decide(w.opened, back.id, 'undo');
    expect(forth.state).toBe('saved');
    expect(row(Id)['NextStep']).toBe('A');
  });
  test('twice', async () => {
    const { Id } = deal();
    const before = row(Id)['NextStep'];
    const edit = await save(Id, { nextStep: 'A' });
    await w.outbox.decide(w.opened, edit.id, 'undo');
    await w.outbox.decide(w.opened, edit.id, 'undo');
    expect(row(Id)['NextStep'] ?? null).toBe(before ?? null);
  });
  test('where the value before is no longer allowed', async () => {
    const { Id } = deal();
    byOthers(Id, { Loss_Reason__c: 'none' });
    const edit = await save(Id, { 'own:Loss_Reason__c': 'rival' });
    w.it.org.setUp.picklists.set('Loss_Reason__c', {
      values: [{ value: 'price' }, { value: 'rival' }],
      isRestricted: true,
    });
    const back = await w.outbox.decide(w.opened, edit.id, 'undo');
    expect(back).toMatchObject({ state: 'refused', why: 'value', fields: ['own:Loss_Reason__c'] });
  });
});

describe('time', () => {
  const DAY = 86_400_000;
  /** An outbox with a clock of its own, and a change of the next step while nobody is signed in. */
  function clocked() {
    const clock = { now: Date.now() };
    const box = () => createOutbox({ now: () => clock.now, publish: () => Promise.resolve() });
    const { client: _client, ...out } = w.opened;
    const add = async (to: string, from?: string): Promise<Edit> =>
      box().add(out, {
        recordId: deal().Id,
        recordName: 'D',
        before: { nextStep: from ?? (await form(deal().Id)).values.nextStep ?? null },
        after: { nextStep: to },
      });
    return { clock, box, add };
  }
  test('of what waited for 31 days counts from when the CRM had it: it is not let go of, and can be taken back', async () => {
    const { clock, box, add } = clocked();
    const { id } = await add('late');
    clock.now += 31 * DAY;
    await box().resume(w.opened);
    clock.now += 29 * DAY;
    await box().resume(w.opened);
    expect((await allEdits(w.opened.db)).map((edit) => [edit.id, edit.state])).toEqual([[id, 'saved']]);
    expect(await box().decide(w.opened, id, 'undo')).toMatchObject({ state: 'saved' });
    clock.now += DAY;
    await expect(box().decide(w.opened, id, 'undo')).rejects.toThrow('30 days');
  });
  test('that is set back before the worker starts again does not turn the order round', async () => {
    const { clock, box, add } = clocked();
    await add('first');
    clock.now -= 3_600_000;
    await add('second', 'first');
    await box().resume(w.opened);
    expect([(await allEdits(w.opened.db)).map(({ state }) => state), row(deal().Id)['NextStep']]).toEqual([
      ['saved', 'saved'],
      'second',
    ]);
  });
});

test('an undo leaves what only came along and can no longer be, and names it', async () => {
  const { Id } = deal();
  byOthers(Id, { ForecastCategoryName: 'Best Case' });
  const edit = await save(Id, { stage: 'Closed Won' });
  expect(edit).toMatchObject({ state: 'saved', aside: { forecastCategory: 'Best Case' } });
  w.instead = (method, path) => {
    if (method !== 'PATCH' || !path.includes(Id)) return undefined;
    w.instead = undefined;
    return new Response(
      JSON.stringify([
        {
          errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          message: 'bad value for restricted picklist field: Best Case',
          fields: ['ForecastCategoryName'],
        },
      ]),
      { status: 400 },
    );
  };
  const back = await w.outbox.decide(w.opened, edit.id, 'undo');
  expect([back.state, back.left, row(Id)['StageName']]).toEqual(['saved', ['forecastCategory'], edit.before.stage]);
});

test('an undo leaves a field that is hidden since, and names it, alone and among several', async () => {
  const before = [0, 1, 2].map((at) => String(deal(0, at)['StageName']));
  const ids = [0, 1, 2].map((at) => deal(0, at).Id);
  const edits = await w.outbox.addAll(
    w.opened,
    await Promise.all(
      ids.map(async (recordId) => ({
        recordId,
        recordName: 'D',
        before: picked((await form(recordId)).values, ['stage', 'own:Loss_Reason__c']),
        after: { stage: 'Closed Lost', 'own:Loss_Reason__c': 'price' },
      })),
    ),
  );
  expect(edits.map(({ state }) => state)).toEqual(['saved', 'saved', 'saved']);
  w.it.org.setUp.fields.delete('Loss_Reason__c');
  const [first] = edits;
  const back = await w.outbox.decide(w.opened, first?.id ?? '', 'undo');
  const rest = await w.outbox.decideAll(w.opened, first?.batch ?? '', 'undo');
  expect([back, ...rest].map(({ state, left }) => [state, left])).toEqual(
    ids.map(() => ['saved', ['own:Loss_Reason__c']]),
  );
  expect(ids.map((id) => row(id)['StageName'])).toEqual(before);
});

describe('batches', () => {
  test('of which one is locked, one is gone, one is a duplicate, one is read-only', async () => {
    const deals = [0, 1, 2, 3].map((at) => deal(0, at));
    const [a, b, c, d] = deals as [Row, Row, Row, Row];
    w.it.org.setUp.locked.add(a.Id);
    w.it.org.setUp.isDuplicate = (each) => each.Id === c.Id;
    const changes = deals.map((each) => ({
      recordId: each.Id,
      recordName: String(each['Name']),
      before: { nextStep: (each['NextStep'] ?? null) as string | null },
      after: { nextStep: 'New' },
    }));
    w.it.org.remove('Opportunity', b.Id);
    const edits = await w.outbox.addAll(w.opened, changes);
    expect(edits.map(({ state, why }) => why ?? state)).toEqual(['locked', 'gone', 'duplicate', 'saved']);
    expect(row(d.Id)['NextStep']).toBe('New');
    expect(await allEdits(w.opened.db)).toHaveLength(4);
  });
});

describe('a deal that its own saving takes out of sight', () => {
  /** A trigger hands the deal over, and only its owner sees it. */
  function handOver(): void {
    w.it.org.sharing = 'private';
    for (const each of w.it.org.rows('UserRole')) each['ParentRoleId'] = null;
    for (const each of w.it.org.rows('User')) if (each.Id !== me()) each['UserRoleId'] = null;
    for (const each of w.it.org.rows('Opportunity')) each['OwnerId'] = me();
    w.it.org.setUp.onSave = (now) => {
      if (now['NextStep'] === 'Hand over') now['OwnerId'] = user();
    };
  }

  test('was saved, and is not called unchanged', async () => {
    handOver();
    const { Id } = deal();
    const edit = await save(Id, { nextStep: 'Hand over' });
    expect(row(Id)['NextStep']).toBe('Hand over');
    expect(edit.state).toBe('saved');
    expect(w.sent).toHaveLength(1);
    await w.outbox.resume(w.opened);
    expect((await allEdits(w.opened.db)).map(({ state }) => state)).toEqual(['saved']);
    // Taking it back is no longer this user's.
    expect(await w.outbox.decide(w.opened, edit.id, 'undo')).toMatchObject({ state: 'refused', why: 'gone' });
  });

  test('among several was saved too', async () => {
    handOver();
    const [a, b] = [deal(0, 0), deal(0, 1)];
    const edits = await w.outbox.addAll(
      w.opened,
      [a, b].map((each, index) => ({
        recordId: each.Id,
        recordName: 'Deal',
        before: { nextStep: (each['NextStep'] ?? null) as string | null },
        after: { nextStep: index === 0 ? 'Hand over' : 'Stay' },
      })),
    );
    expect(edits.map(({ state }) => state)).toEqual(['saved', 'saved']);
    expect(w.sent).toHaveLength(1);
  });
});

describe('a row that is locked', () => {
  test.each([
    [2, 'saved', undefined, 3],
    [9, 'refused', 'busy', 3],
  ] as const)('%d times', async (count, state, why, calls) => {
    w.it.org.faults.set({ kind: 'rowLock', match: 'PATCH', count });
    const edit = await save(deal().Id, { nextStep: 'X' });
    expect([edit.state, edit.why, w.sent.length]).toEqual([state, why, calls]);
  });
});

describe('many equal refusals', () => {
  test('stop what follows although the last of the first call was saved', async () => {
    const { Id, ...like } = deal();
    const rows = Array.from({ length: 250 }, (_, index) => {
      const id = w.it.org.insert(
        'Opportunity',
        {
          Name: `Many ${index}`,
          StageName: like['StageName'] ?? null,
          CloseDate: '2031-03-31',
          RecordTypeId: like['RecordTypeId'] ?? null,
        },
        me(),
      );
      return w.it.org.find('Opportunity', id) as Row;
    });
    w.it.org.setUp.rules.push((now) => (now['Name'] === 'Many 199' || now.Id === Id ? undefined : 'Frozen.'));
    const edits = await w.outbox.addAll(
      w.opened,
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
    expect(w.sent).toHaveLength(1);
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
    w.it.org.setUp.isDuplicate = () => 'blocks';
    const edit = await save(deal().Id, { nextStep: 'X' });
    expect(edit).toMatchObject({ state: 'refused', why: 'twin' });
    w.it.org.setUp.isDuplicate = () => true;
    expect(await save(deal().Id, { nextStep: 'Y' })).toMatchObject({ state: 'refused', why: 'duplicate' });
  });
});

describe('what a duplicate rule found', () => {
  const accounts = (): Row[] => w.it.org.rows('Account').slice(0, 2);
  beforeEach(() => {
    w.it.org.setUp.alike = [
      { object: 'Account', ids: [...accounts().map(({ Id }) => Id), '001000000000999AAA'] },
      // Neither a name of an object nor an id.
      { object: 'Account WHERE', ids: ['001000000000999AAA'] },
      { object: 'Account', ids: ['nonsense'] },
    ];
  });
  const found = () => ({
    records: accounts().map((each) => ({ name: each['Name'], url: `https://${PAGE_HOST}/${each.Id}` })),
    others: 1,
  });
  test('is named where the user may see it, and counted where not', async () => {
    w.it.org.setUp.isDuplicate = () => true;
    const edit = await save(deal().Id, { nextStep: 'X' });
    expect(edit).toMatchObject({ state: 'refused', why: 'duplicate' });
    expect(edit.alike?.records.toSorted((a, b) => a.url.localeCompare(b.url))).toEqual(found().records);
    expect(edit.alike?.others).toBe(1);
    // What is said of it is over once it is saved.
    const saved = await w.outbox.decide(w.opened, edit.id, 'anyway');
    expect([saved.state, saved.alike]).toEqual(['saved', undefined]);
  });
  test('is named of each of a batch too, with the way past it only where the rule has one', async () => {
    w.it.org.setUp.isDuplicate = (each) => (each.Id === deal(0, 0).Id ? 'blocks' : true);
    const ids = [deal(0, 0).Id, deal(0, 1).Id];
    const edits = await w.outbox.addAll(
      w.opened,
      ids.map((recordId) => ({
        recordId,
        recordName: 'Deal',
        before: { nextStep: (row(recordId)['NextStep'] ?? null) as string | null },
        after: { nextStep: 'X' },
      })),
    );
    expect(edits.map(({ why, alike }) => [why, alike?.records.length])).toEqual([
      ['twin', 2],
      ['duplicate', 2],
    ]);
  });
  test('and saved anyway while signed out is sent so later, although it was one of several', async () => {
    w.it.org.setUp.isDuplicate = () => true;
    const ids = [deal(0, 0).Id, deal(0, 1).Id];
    const edits = await w.outbox.addAll(
      w.opened,
      ids.map((recordId, index) => ({
        recordId,
        recordName: 'Deal',
        before: { nextStep: (row(recordId)['NextStep'] ?? null) as string | null },
        after: { nextStep: `X${index}` },
      })),
    );
    const { client: _client, ...out } = w.opened;
    for (const { id } of edits) await w.outbox.decide(out, id, 'anyway');
    await w.outbox.resume(w.opened);
    expect((await allEdits(w.opened.db)).map(({ state }) => state)).toEqual(['saved', 'saved']);
  });
  test('is left out where the CRM says it in a form of another time', async () => {
    w.it.org.faults.set({ kind: 'duplicates', match: 'PATCH', count: 1 });
    const edit = await save(deal().Id, { nextStep: 'X' });
    expect([edit.why, edit.alike]).toEqual(['duplicate', undefined]);
  });
});

test('fields by their names in the CRM are told as they stand, and one that is not there is not', async () => {
  const { setUp } = w.it.org;
  setUp.fields.set('Champion__c', { ...ownField('Champion__c', 'Champion', 'reference'), to: ['Contact'] });
  setUp.layouts.set(String(deal()['RecordTypeId']), [
    ...(setUp.layouts.get(String(deal()['RecordTypeId'])) ?? []),
    { name: 'Champion__c' },
  ]);
  const { Id } = deal();
  const contact = w.it.org.rows('Contact')[0]?.Id ?? '';
  byOthers(Id, { Loss_Reason__c: 'price', Champion__c: contact, NextStep: 'Call' });
  expect(
    await mappedFields(w.opened.client, Id, ['NextStep', 'Loss_Reason__c', 'Champion__c', 'Seats__c', 'Gone__c']),
  ).toEqual({
    NextStep: { value: 'Call' },
    Loss_Reason__c: { value: 'Price & terms' },
    Champion__c: { leadsTo: contact },
    Seats__c: { value: null },
  });
  await expect(mappedFields(undefined, Id, ['NextStep'])).rejects.toThrow('not signed in');
});

describe('digits', () => {
  test('rounding by the org is told', async () => {
    w.it.org.setUp.onSave = (now) => void (now['Amount'] = Math.round(Number(now['Amount'])));
    const edit = await save(deal().Id, { amount: 1234.56 });
    expect(edit).toMatchObject({ state: 'saved', kept: { amount: 1235 } });
  });
});
