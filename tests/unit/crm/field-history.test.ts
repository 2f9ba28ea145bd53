import { expect, test } from 'vitest';

import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';

const ROW = {
  Id: '017000000000001AAA',
  OpportunityId: '006000000000001AAA',
  CreatedDate: '2026-05-01T08:00:00.000+0000',
};
const parsed = (...rows: object[]) =>
  parseRows(
    PARSERS.fieldChange,
    rows.map((row) => ({ ...ROW, ...row })),
  );
const [ONE, OTHER] = ['001000000000001', '001000000000002'];

test.each([
  ['Owner', 'ownerId'],
  ['Account', 'accountId'],
  ['RecordType', 'recordTypeId'],
  ['Campaign', 'campaignId'],
  ['Territory2', 'territoryId'],
])('a change of the look-up %s is one change of %s, from id to id, whatever the names are', (Field, field) => {
  // A name of fifteen letters looks like an id.
  for (const name of ['Acme', 'Internationales', null]) {
    const names = { Field, OldValue: name, NewValue: 'Best Ltd', DataType: 'Text' };
    const ids = { Field, OldValue: ONE, NewValue: OTHER, DataType: 'EntityId' };
    for (const rows of [
      [names, ids],
      [ids, names],
    ]) {
      const { rows: found, rejected } = parsed(...rows);
      expect(rejected).toEqual([]);
      expect(found.map((each) => [each.field, each.from, each.to])).toEqual([[field, `${ONE}AAA`, `${OTHER}AAA`]]);
    }
  }
});

test('a look-up that was empty, or is now, is a change all the same', () => {
  const { rows } = parsed(
    { Field: 'Account', OldValue: null, NewValue: OTHER, DataType: 'EntityId' },
    { Field: 'Account', OldValue: ONE, NewValue: null, DataType: 'EntityId' },
    { Field: 'Account', OldValue: null, NewValue: 'Acme', DataType: 'Text' },
  );
  expect(rows.map(({ from, to }) => [from, to])).toEqual([
    [undefined, `${OTHER}AAA`],
    [`${ONE}AAA`, undefined],
  ]);
});

test('where the answer does not say the type of a value, ids are known by their form', () => {
  const { rows } = parsed(
    { Field: 'Account', OldValue: 'Acme', NewValue: 'Best Ltd' },
    { Field: 'Account', OldValue: ONE, NewValue: OTHER },
  );
  expect(rows.map(({ field, to }) => [field, to])).toEqual([['accountId', `${OTHER}AAA`]]);
});

test('fields have the model’s names; one that the model lacks keeps its own, and its text is no look-up', () => {
  const { rows } = parsed(
    { Field: 'NextStep', OldValue: 'Call', NewValue: 'Visit' },
    { Field: 'StageName', OldValue: 'A', NewValue: 'B' },
    { Field: 'LeadSource', NewValue: 'Web' },
    { Field: 'Region__c', NewValue: 'North' },
    { Field: 'Probability', OldValue: 10, NewValue: 20 },
  );
  expect(rows.map(({ field, to }) => [field, to])).toEqual([
    ['nextStep', 'Visit'],
    ['stage', 'B'],
    ['source', 'Web'],
    ['Region__c', 'North'],
    ['probability', '20'],
  ]);
});

test.each<[boolean, string, string, string | null, string | null]>([
  [true, 'an owner by id', 'Owner', '005000000000001AAA', '005000000000002AAA'],
  [true, 'an owner that is a queue', 'Owner', '005000000000001AAA', '00G000000000002EAA'],
  [false, 'the same by name', 'Owner', 'Ada Lind', 'Bo Roth'],
  [false, 'a name of 15 letters, as ids have', 'Owner', 'Ada Lind', 'MaximilianaRoth'],
  [true, 'an account by id', 'Account', '001000000000001AAA', '001000000000002AAA'],
  [false, 'the same by name', 'Account', 'Acme', 'Acme East'],
  [true, 'an account that was taken away', 'Account', '001000000000001AAA', null],
  [false, 'the same by name', 'Account', 'Acme', null],
  [true, 'a record type by id', 'RecordType', '012000000000001AAA', '012000000000002AAA'],
  [false, 'the same by name', 'RecordType', 'New', 'Renewal'],
  [true, 'a text that is no look-up', 'NextStep', 'Call', 'Write'],
  [true, 'a change that tells no value', 'Account', null, null],
])('without a type a row is kept (%s): %s', (isKept, _words, Field, OldValue, NewValue) => {
  expect(parsed({ Field, OldValue, NewValue }).rows).toHaveLength(isKept ? 1 : 0);
});
