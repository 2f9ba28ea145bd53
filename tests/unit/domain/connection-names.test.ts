import fc from 'fast-check';
import { expect, test } from 'vitest';

import { connectionNames, toldApart } from '@/lib/deal/kept/connection-names';

const named = (key: string, orgName: string, userName: string, pageHost: string) => ({
  key,
  orgName,
  userName,
  pageHost,
});

test('a sandbox that bears the name of production is told by its host, two users of one org by their names', () => {
  const all = [
    named('1', 'Acme', 'Ada', 'acme.lightning.force.com'),
    named('2', 'Acme', 'Ada', 'acme--qa.sandbox.lightning.force.com'),
    named('3', 'Acme', 'Bob', 'acme.lightning.force.com'),
  ];
  const nameOf = connectionNames(all);
  expect(all.map(({ key }) => nameOf(key))).toEqual([
    'Acme · Ada · acme.lightning.force.com',
    'Acme · acme--qa.sandbox.lightning.force.com',
    'Acme · Bob · acme.lightning.force.com',
  ]);
  expect(connectionNames(all.slice(0, 1))('1')).toBe('Acme');
});

test('no two are called the same that differ in host or user', () => {
  const one = fc.record({
    orgName: fc.constantFrom('Acme', 'Beta'),
    userName: fc.constantFrom('Ada', 'Bob', 'Cyd'),
    pageHost: fc.constantFrom('a.lightning.force.com', 'b.lightning.force.com'),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(one, { selector: ({ userName, pageHost }) => `${userName}@${pageHost}`, minLength: 1 }),
      (given) => {
        const all = given.map((each, at) => ({ ...each, key: String(at) }));
        const nameOf = connectionNames(all);
        expect(new Set(all.map(({ key }) => nameOf(key))).size).toBe(all.length);
      },
    ),
  );
});

test('a sandbox that was made anew has host, names and users of the former one: the two are told by the id of the org, two of one name by theirs', () => {
  const host = 'acme--qa.sandbox.lightning.force.com';
  const all = [
    named('00D1-005A', 'Acme', 'Ada', host),
    named('00D2-005A', 'Acme', 'Ada', host),
    named('00D2-005B', 'Acme', 'Bob', host),
    named('00D2-005C', 'Acme', 'Bob', host),
  ];
  const nameOf = connectionNames(all);
  expect(all.map(({ key }) => nameOf(key))).toEqual([
    'Acme · Ada · 00D1',
    'Acme · Ada · 00D2',
    'Acme · Bob · 005B',
    'Acme · Bob · 005C',
  ]);
  expect(toldApart(all.slice(0, 2), ({ userName }) => userName)('00D2-005A')).toBe('Ada · 00D2');
});
