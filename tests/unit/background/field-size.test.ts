import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Edit, EditValues } from '@/lib/deal/edits/edit';
import { picked } from '@/lib/deal/edits/edit-values';
import { datedCurrencies } from '@/lib/sample/odd';
import type { FieldInfo } from '@/tests/org/data/schema';
import { ownField } from '@/tests/org/data/set-up';

import { hostileOrg } from './hostile-org';

const w = hostileOrg([datedCurrencies]);
const { deal, form, make, row, save } = w;

/** A field of the org's own on the page of the first kind of deal. */
function own(name: string, info: Partial<FieldInfo> & Pick<FieldInfo, 'type'>, required = false): void {
  const { setUp } = w.it.org;
  const at = w.it.org.rows('RecordType')[0]?.Id ?? '';
  setUp.fields.set(name, { ...ownField(name, name, info.type), ...info });
  setUp.layouts.set(at, [...(setUp.layouts.get(at) ?? []), { name, required }]);
}
const verdict = ({ state, why, fields }: Edit): unknown[] => [state, why, fields];

type Kind = Partial<FieldInfo> & Pick<FieldInfo, 'type'>;
const line = 'A plan.\n';
const REFUSED: readonly [what: string, Kind, string | number, why: string][] = [
  ['a fraction where there are none', { type: 'double', precision: 18, scale: 0 }, 2.5, 'size'],
  ['a fraction in a whole number', { type: 'int' }, 2.5, 'size'],
  ['one decimal too many', { type: 'double', precision: 6, scale: 2 }, 1.005, 'size'],
  ['too small to be seen', { type: 'double', precision: 18, scale: 2 }, 1e-7, 'size'],
  ['one digit too many', { type: 'currency', precision: 8, scale: 2 }, 1_000_000, 'size'],
  ['one digit too many below nought', { type: 'currency', precision: 8, scale: 2 }, -1_000_000, 'size'],
  ['a percent of four digits', { type: 'percent', precision: 3, scale: 0 }, 1000, 'size'],
  ['one character too many', { type: 'string', length: 10 }, 'x'.repeat(11), 'size'],
  ['lines that each end in two characters', { type: 'textarea', length: 16 }, `${line}A plan!!`, 'size'],
  ['a text for a number', { type: 'double' }, 'many', 'value'],
  ['a number for a text', { type: 'string' }, 5, 'value'],
  ['a number for a tick', { type: 'boolean' }, 1, 'value'],
  ['no day', { type: 'date' }, '2027-02-29', 'value'],
  ['text for a text with fonts', { type: 'textarea', isMarkedUp: true }, 'plain', 'elsewhere'],
  ['a link to another record', { type: 'reference', to: ['Account'] }, '001000000000001AAA', 'elsewhere'],
];
const name = (index: number): `own:${string}` => `own:It${index}__c`;

test('what a field does not hold is told before anything is sent, alone and in a batch, where it costs no other', async () => {
  for (const [index, [, info]] of REFUSED.entries()) own(`It${index}__c`, info);
  const { Id } = deal();
  const other = deal(0, 1).Id;
  const { values } = await form(Id);
  const changes = REFUSED.map(([, , value], index) => ({
    recordId: Id,
    recordName: 'D',
    before: picked(values, [name(index)]),
    after: { [name(index)]: value } as EditValues,
  }));
  const singly: Edit[] = [];
  for (const change of changes) singly.push(await w.outbox.add(w.opened, change));
  const what = (edits: readonly Edit[]): unknown[] =>
    edits.map(({ state, why, fields }, index) => [REFUSED[index]?.[0], state, why, fields]);
  const told = REFUSED.map(([of, , , why], index) => [of, 'refused', why, [name(index)]]);
  expect(what(singly)).toEqual(told);
  expect(w.sent).toEqual([]);
  for (const change of changes.slice(0, 2)) {
    const [refused, saved] = await w.outbox.addAll(w.opened, [
      change,
      {
        recordId: other,
        recordName: 'D',
        before: picked((await form(other)).values, ['nextStep']),
        after: { nextStep: `X${w.sent.length}` },
      },
    ]);
    expect([refused?.why, saved?.state]).toEqual(['size', 'saved']);
  }
  expect(w.sent).toHaveLength(2);
});

test('money of an org of several has the decimals of its own currency, whatever its field says', async () => {
  const [dinars, dollars] = [deal(), deal(0, 1)];
  w.it.org.insert(
    'CurrencyType',
    { IsoCode: 'KWD', ConversionRate: 0.3, DecimalPlaces: 3, IsActive: true, IsCorporate: false },
    '',
  );
  w.byOthers(dinars.Id, { CurrencyIsoCode: 'KWD' });
  for (const [{ Id }, is] of [
    [dinars, ['saved', undefined, 10.004]],
    [dollars, ['refused', 'size', row(dollars.Id)['Amount']]],
  ] as const) {
    const { state, why } = await save(Id, { amount: 10.004 });
    expect([state, why, row(Id)['Amount']]).toEqual(is);
  }
});

test('what just fits is saved as it is', async () => {
  const fits: readonly [Kind, string | number][] = [
    [{ type: 'currency', precision: 8, scale: 2 }, 999_999.99],
    [{ type: 'currency', precision: 8, scale: 2 }, -999_999.99],
    // No float is that number.
    [{ type: 'double', precision: 6, scale: 2 }, 4.35],
    // Nothing says that a percent ends at a hundred.
    [{ type: 'percent', precision: 5, scale: 2 }, 150],
    [{ type: 'textarea', length: 16 }, `${line}${line}`.trim()],
    [{ type: 'string', length: 10 }, '🌊'.repeat(5)],
  ];
  for (const [index, [info]] of fits.entries()) own(`It${index}__c`, info);
  const edit = await save(deal().Id, Object.fromEntries(fits.map(([, value], index) => [name(index), value])));
  expect([edit.state, edit.why, edit.kept]).toEqual(['saved', undefined, undefined]);
});

test('what the page requires is not emptied, though the CRM would take it', async () => {
  own('It__c', { type: 'string' }, true);
  const { Id } = deal();
  await save(Id, { 'own:It__c': 'held' });
  expect(verdict(await save(Id, { 'own:It__c': null }))).toEqual(['refused', 'required', ['own:It__c']]);
  expect(row(Id)['It__c']).toBe('held');
});

test('what was shortened by an administrator while it waited is told, and a taken back value is not judged', async () => {
  own('It__c', { type: 'string', length: 40 });
  const { Id } = deal();
  const long = await save(Id, { 'own:It__c': 'x'.repeat(30) });
  expect(long.state).toBe('saved');
  const next = await save(Id, { 'own:It__c': 'y' });
  w.it.org.setUp.fields.set('It__c', { ...ownField('It__c', 'It', 'string'), length: 30 });
  expect(await w.outbox.decide(w.opened, next.id, 'undo')).toMatchObject({ state: 'saved' });
  expect(row(Id)['It__c']).toBe('x'.repeat(30));
});

test('what hangs on a deal is measured, too', async () => {
  expect(verdict(await make('task', { subject: 'x'.repeat(256) }))).toEqual(['refused', 'size', ['subject']]);
  expect(verdict(await make('note', { subject: 'x', details: 'x'.repeat(32_001) }))).toEqual([
    'refused',
    'size',
    ['details'],
  ]);
  expect(await make('note', { subject: 'x', details: 'x'.repeat(31_000) })).toMatchObject({ state: 'saved' });
});

test('a choice of several is judged part by part, and is saved in the order of its list', async () => {
  own('Needs__c', { type: 'multipicklist', length: 4099 });
  w.it.org.setUp.picklists.set('Needs__c', {
    values: [{ value: 'api', label: 'API' }, { value: 'sso', label: 'SSO' }, { value: 'eu' }],
    isRestricted: true,
  });
  const { Id } = deal();
  const { fields } = await form(Id);
  expect(fields['own:Needs__c']).toMatchObject({ kind: 'several', options: [{ label: 'API' }, { label: 'SSO' }, {}] });
  expect(verdict(await save(Id, { 'own:Needs__c': 'api;mars' }))).toEqual(['refused', 'pair', ['own:Needs__c']]);
  expect(w.sent).toEqual([]);
  const edit = await save(Id, { 'own:Needs__c': 'api;eu' });
  expect([edit.state, edit.kept, row(Id)['Needs__c']]).toEqual(['saved', undefined, 'api;eu']);
  expect(await w.outbox.decide(w.opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
});
