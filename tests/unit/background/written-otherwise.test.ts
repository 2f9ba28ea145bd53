import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';

import { insteadLines, shownByForm } from '@/components/views/record/edit/edit-texts';
import type { Edit, EditValues } from '@/lib/deal/edits/edit';
import { picked } from '@/lib/deal/edits/edit-values';
import type { Row } from '@/lib/sample/org-tables';
import { ownField } from '@/tests/org/data/set-up';

import { hostileOrg } from './hostile-org';

const w = hostileOrg();
const { byOthers, deal, form, me, row, save } = w;

/** The next step of each of the first deals, or of one of them several times. */
const nextSteps = async (ids: readonly string[], to: readonly string[]): Promise<Edit[]> =>
  w.outbox.addAll(
    w.opened,
    ids.map((recordId, at) => ({
      recordId,
      recordName: 'Deal',
      before: { nextStep: (row(recordId)['NextStep'] ?? null) as string | null },
      after: { nextStep: to[at] ?? 'New' },
    })),
  );

describe('a text', () => {
  test.each([
    ['own:Plan__c', 'One\r\nTwo\rThree\n ', 'One\nTwo\nThree'],
    ['nextStep', '\u00A0 Call ', 'Call'],
    ['nextStep', '  \n ', null],
  ] as const)(
    'of %s is sent as the CRM keeps it, so that nothing is said to be kept otherwise',
    async (field, to, is) => {
      const { Id } = deal();
      byOthers(Id, { NextStep: 'Was' });
      const edit = await save(Id, { [field]: to } as EditValues);
      expect([edit.state, edit.kept, (await form(Id)).values[field]]).toEqual(['saved', undefined, is]);
    },
  );
});

describe('several values of one field', () => {
  /** The deal's own list, as an administrator had it before its order was changed. */
  const holding = (held: string): string => {
    const { setUp } = w.it.org;
    const { Id, RecordTypeId } = deal();
    const type = String(RecordTypeId);
    setUp.fields.set('Sold__c', ownField('Sold__c', 'Sold', 'multipicklist'));
    setUp.picklists.set('Sold__c', { values: ['A', 'B', 'C'].map((value) => ({ value })) });
    setUp.layouts.set(type, [...(setUp.layouts.get(type) ?? []), { name: 'Sold__c' }]);
    (w.it.org.find('Opportunity', Id) as Row)['Sold__c'] = held;
    return Id;
  };
  test('in another order are the same: no conflict, nothing kept otherwise, nothing sent', async () => {
    const Id = holding('C;A');
    const { values } = await form(Id);
    (w.it.org.find('Opportunity', Id) as Row)['Sold__c'] = 'A;C';
    const change = { recordId: Id, recordName: 'Deal', before: picked(values, ['own:Sold__c'] as const) };
    const edit = await w.outbox.add(w.opened, { ...change, after: { 'own:Sold__c': 'B' } });
    expect([edit.state, row(Id)['Sold__c']]).toEqual(['saved', 'B']);
    w.it.org.setUp.onSave = (now) => void (now['Sold__c'] = 'C;B');
    const kept = await save(Id, { 'own:Sold__c': 'B;C' });
    expect([kept.state, kept.kept]).toEqual(['saved', undefined]);
    const calls = w.sent.length;
    expect((await save(Id, { 'own:Sold__c': 'B;C' })).state).toBe('saved');
    expect(w.sent).toHaveLength(calls);
  });
  test('of a text with the same sign in it are not', async () => {
    const { Id } = deal();
    byOthers(Id, { NextStep: 'call; mail' });
    await save(Id, { nextStep: 'mail; call' });
    expect(row(Id)['NextStep']).toBe('mail; call');
  });
});

describe('a change without an answer, after which the same user changed the field in another browser', () => {
  const overtaken = async (after: EditValues, elsewhere: Record<string, string | number>): Promise<Edit> => {
    const { Id } = deal();
    let isLost = false;
    w.instead = (method, path) => {
      if (isLost || method !== 'PATCH' || !path.includes(Id)) return undefined;
      isLost = true;
      w.it.org.update('Opportunity', Id, elsewhere, me());
      Object.assign(row(Id), { LastModifiedDate: new Date(Date.now() + 5000).toISOString() });
      throw new TypeError('The line broke off.');
    };
    return save(Id, after);
  };
  test('is not called saved, and what is there is not written over before the person says so', async () => {
    const edit = await overtaken({ nextStep: 'mine' }, { NextStep: 'from the telephone' });
    expect(edit).toMatchObject({
      state: 'conflict',
      why: 'overtaken',
      fields: ['nextStep'],
      theirs: { nextStep: 'from the telephone' },
    });
    expect(row(edit.recordId)['NextStep']).toBe('from the telephone');
    const mine = await w.outbox.decide(w.opened, edit.id, 'overwrite');
    expect([mine.state, mine.why, row(edit.recordId)['NextStep']]).toEqual(['saved', undefined, 'mine']);
  });
  test.each([
    ['a rule wrote the same text otherwise', { nextStep: 'call ann' }, { NextStep: 'CALL  ANN' }],
    ['a rule put something before it', { nextStep: 'Call Ann' }, { NextStep: '[EU] Call Ann' }],
    ['a rule rounded it', { amount: 1234.56 }, { Amount: 1235 }],
    ['another field of the same change arrived', { nextStep: 'mine', amount: 77 }, { NextStep: 'RULE', Amount: 77 }],
  ] as const)('has arrived where it left a trace: %s', async (_what, after, is) => {
    expect((await overtaken(after, is)).state).toBe('saved');
  });
});

test('a deal that a batch changes twice, once in each of two calls, is changed by nobody else', async () => {
  const { RecordTypeId = null } = deal();
  const ids = Array.from({ length: w.opened.client?.most ?? 0 }, (_, at) =>
    w.it.org.insert(
      'Opportunity',
      { Name: `Many ${at}`, StageName: 'Qualification', CloseDate: '2031-03-31', RecordTypeId },
      me(),
    ),
  );
  const [first = ''] = ids;
  const edits = await nextSteps([...ids, first], [...ids.map(() => 'once'), 'twice']);
  expect([edits.length, new Set(edits.map(({ state }) => state))]).toEqual([ids.length + 1, new Set(['saved'])]);
  expect(row(first)['NextStep']).toBe('twice');
});

test('a refusal names the field whose whole name stands in it, and none whose name is a part of that', async () => {
  const { setUp } = w.it.org;
  const { Id, RecordTypeId } = deal();
  const type = String(RecordTypeId);
  for (const label of ['Budget', 'Budget confirmed', 'Port fee', 'Support'])
    setUp.fields.set(`${label.replace(' ', '_')}__c`, ownField(`${label.replace(' ', '_')}__c`, label, 'string', 80));
  setUp.layouts.set(type, [
    ...(setUp.layouts.get(type) ?? []),
    ...['Budget__c', 'Budget_confirmed__c', 'Port_fee__c', 'Support__c'].map((name) => ({ name })),
  ]);
  byOthers(Id, { StageName: 'Qualification' });
  setUp.rules.push((now) =>
    now['StageName'] === 'Proposal/Price Quote' ? 'Fill in BUDGET CONFIRMED before the supporters quote.' : undefined,
  );
  const edit = await save(Id, { stage: 'Proposal/Price Quote' });
  expect([edit.why, edit.fields]).toEqual(['rule', ['own:Budget_confirmed__c']]);
});

describe('undo', () => {
  test('does not put a deal back on a stage that its kind of by now does not have, alone or among several', async () => {
    const [one, other] = [deal(0, 0).Id, deal(0, 1).Id];
    const type = String(deal(1)['RecordTypeId']);
    for (const id of [one, other]) byOthers(id, { StageName: 'Prospecting' });
    const edits = await w.outbox.addAll(
      w.opened,
      [one, other].map((recordId) => ({
        recordId,
        recordName: 'Deal',
        before: { stage: 'Prospecting' },
        after: { stage: 'Qualification' },
      })),
    );
    byOthers(one, { RecordTypeId: type });
    byOthers(other, { RecordTypeId: type });
    const [first] = edits;
    const alone = await w.outbox.decide(w.opened, first?.id ?? '', 'undo');
    const [of] = await w.outbox.decideAll(w.opened, first?.batch ?? '', 'undo');
    expect([alone, of].map((edit) => [edit?.state, edit?.why, edit?.fields])).toEqual([
      ['refused', 'pair', ['stage']],
      ['refused', 'pair', ['stage']],
    ]);
    expect([one, other].map((id) => row(id)['StageName'])).toEqual(['Qualification', 'Qualification']);
  });

  test('of a batch with one deal twice goes backwards', async () => {
    const { Id } = deal();
    const was = row(Id)['NextStep'];
    const edits = await nextSteps([Id, Id], ['one', 'two']);
    const back = await w.outbox.decideAll(w.opened, edits[0]?.batch ?? '', 'undo');
    expect([back.map(({ state }) => state), row(Id)['NextStep']]).toEqual([['saved', 'saved'], was]);
  });

  test('of a batch takes back what was taken back before and brought forth again', async () => {
    const ids = [deal(0, 0).Id, deal(0, 1).Id];
    const was = ids.map((id) => row(id)['NextStep']);
    const edits = await nextSteps(ids, []);
    const one = await w.outbox.decide(w.opened, edits[0]?.id ?? '', 'undo');
    await w.outbox.decide(w.opened, one.id, 'undo');
    expect(row(ids[0] ?? '')['NextStep']).toBe('New');
    await w.outbox.decideAll(w.opened, edits[0]?.batch ?? '', 'undo');
    expect(ids.map((id) => row(id)['NextStep'])).toEqual(was);
  });
});

test('a deal that a rule makes one of another kind along with a change is said to be one, alone, among several, and not once it is not', async () => {
  const { setUp } = w.it.org;
  const [one, two] = [deal(0, 0), deal(0, 1)];
  const other = w.it.org.rows('RecordType')[1]?.Id ?? '';
  setUp.onSave = (saved) => void (saved['NextStep'] === 'Renew' && (saved['RecordTypeId'] = other));
  const edit = await save(one.Id, { nextStep: 'Renew' });
  expect(edit).toMatchObject({ state: 'saved', isOtherKind: true });
  expect(insteadLines(shownByForm({}), edit).join()).toMatch(/another record type.*Undo does not/);
  const third = deal(0, 2);
  expect((await nextSteps([two.Id, third.Id], ['Renew', 'Call'])).map(({ isOtherKind }) => isOtherKind)).toEqual([
    true,
    undefined,
  ]);
  const back = await w.outbox.decide(w.opened, edit.id, 'undo');
  expect(back).toMatchObject({ state: 'saved' });
  expect(back).not.toHaveProperty('isOtherKind');
});
