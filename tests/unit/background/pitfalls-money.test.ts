import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import { fieldsOf, picked } from '@/lib/deal/edits/edit-values';
import { datedCurrencies, personAccounts } from '@/lib/sample/odd';

import { hostileOrg } from './hostile-org';

const w = hostileOrg([datedCurrencies, personAccounts]);
const { byOthers, deal, form, row } = w;

test('an amount is not saved in another currency than it was typed in, alone, among several, or taken back', async () => {
  const { Id } = deal();
  const { values, currency } = await form(Id);
  expect(currency).toBe('USD');
  const change = { recordId: Id, recordName: 'Deal', ...(currency ? { currency } : {}) };
  const both = { ...change, before: picked(values, ['amount']), after: { amount: 500 } };
  const saved = await w.outbox.add(w.opened, both);
  expect(saved.state).toBe('saved');
  byOthers(Id, { CurrencyIsoCode: 'EUR' });
  const next = { ...both, before: { amount: 500 }, after: { amount: 700 } };
  expect(await w.outbox.add(w.opened, next)).toMatchObject({ state: 'refused', why: 'money', fields: ['amount'] });
  expect(await w.outbox.addAll(w.opened, [next])).toMatchObject([{ state: 'refused', why: 'money' }]);
  expect(await w.outbox.decide(w.opened, saved.id, 'undo')).toMatchObject({ state: 'refused', why: 'money' });
  expect([row(Id)['Amount'], (await form(Id)).currency]).toEqual([500, 'EUR']);
  // What is no money is.
  const step = { nextStep: 'X' };
  const plain = { ...change, before: picked((await form(Id)).values, fieldsOf(step)), after: step };
  expect(await w.outbox.add(w.opened, plain)).toMatchObject({ state: 'saved' });
});
