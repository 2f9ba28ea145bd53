import { expect, test } from 'vitest';

import { isLasting } from '@/lib/crm/salesforce/query';

const ID = {
  user: '005000000000001AAA',
  account: '001000000000001AAA',
  type: '012000000000001AAA',
};

test.each<[boolean, string, string, string | undefined, string | undefined]>([
  [true, 'an owner by id', 'Owner', ID.user, '005000000000002AAA'],
  [false, 'the same by name', 'Owner', 'Ada Lind', 'Bo Roth'],
  [false, 'a name of 15 letters, as ids have', 'Owner', 'Ada Lind', 'MaximilianaRoth'],
  [true, 'an account by id', 'Account', ID.account, '001000000000002AAA'],
  [false, 'the same by name', 'Account', 'Acme', 'Acme East'],
  [true, 'an account that was taken away', 'Account', ID.account, undefined],
  [false, 'the same by name', 'Account', 'Acme', undefined],
  [true, 'a record type by id', 'RecordType', ID.type, '012000000000002AAA'],
  [false, 'the same by name', 'RecordType', 'New', 'Renewal'],
  [true, 'a text that is no look-up', 'NextStep', 'Call', 'Write'],
  [true, 'a change that tells no value', 'Account', undefined, undefined],
])('is kept (%s): %s', (isKept, _words, field, from, to) => {
  expect(isLasting({ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })).toBe(
    isKept,
  );
});
