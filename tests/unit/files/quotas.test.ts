import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, day, type Day } from '@/lib/calendar/days';
import { periodAt } from '@/lib/calendar/fiscal';
import { profileOf } from '@/lib/crm/salesforce/from-tables';
import type { OrgProfile } from '@/lib/deal/org';
import { quotasIn } from '@/lib/deal/quota';
import { currenciesOf } from '@/lib/files/currencies';
import { readQuotas } from '@/lib/files/quotas';
import { nameCrm, t } from '@/lib/i18n';
import { generateOrg } from '@/lib/sample/generate';
import * as odd from '@/lib/sample/odd';
import { createOrg } from '@/tests/org/org';

const RUNS = process.env['LONG'] ? 10_000 : 600;
const ID = '005000000000001AAA';
nameCrm('Salesforce');
const users = [
  { id: ID, name: 'Jana Lind', isActive: true },
  { id: '005000000000002AAA', name: 'José Müller', isActive: true },
  { id: '005000000000003AAA', name: "Sean O'Neil", isActive: true },
  { id: '005000000000004AAA', name: 'Paweł Żółć', isActive: true },
  { id: '005000000000005AAA', name: 'Adam Roth', isActive: true },
  { id: '005000000000006AAA', name: 'Adam Roth', isActive: false },
];
const profile: OrgProfile = {
  orgId: '00D000000000001',
  userId: ID,
  apiHost: '',
  pageHost: '',
  orgName: '',
  userName: '',
  timeZone: 'America/Los_Angeles',
  currency: 'USD',
  rates: { USD: 1, EUR: 0.9, BGN: 0 },
  fiscalYearStartMonth: 1,
  fiscalYearNamedByStart: false,
  hiddenFields: [],
  hiddenTables: [],
  apiVersion: '',
};
const read = (content: string | Uint8Array, own: Partial<OrgProfile> = {}, given: { locale?: string } = {}) => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const { quotas, problems, notes } = readQuotas(bytes, { users, profile: { ...profile, ...own }, ...given });
  return {
    quotas: quotas.map(({ userId, start, amount, currency }) => [
      users.find(({ id }) => id === userId)?.name,
      start,
      amount,
      currency,
    ]),
    told: problems.map(({ id, line, values }) => `${line ?? 0}: ${t(`files.${id}`, values)}`),
    noted: notes.map(({ id }) => id),
    notes,
  };
};
const utf16 = (text: string, mark = ''): Uint8Array => new Uint8Array(Buffer.from(mark + text, 'utf16le'));
const swapped = (bytes: Uint8Array): Uint8Array => new Uint8Array(Buffer.from(bytes).swap16());

describe('one quota in the forms of many programs is one quota', () => {
  const jana = ['Jana Lind', '2026-10-01', 120_000, undefined];
  const plain = 'user,start,amount\nJana Lind,2026-10-01,120000\n';
  test.each<[string, string | Uint8Array]>([
    ['plain', plain],
    ['a byte order mark and CRLF', `\uFEFF${plain.replaceAll('\n', '\r\n')}`],
    ['CR alone', plain.replaceAll('\n', '\r')],
    ['UTF-16 with a mark', utf16(plain.replaceAll(',', '\t'), '\uFEFF')],
    ['UTF-16 without one', utf16(plain.replaceAll(',', '\t'))],
    ['UTF-16 of the other byte order, with a mark', swapped(utf16(plain, '\uFEFF'))],
    ['UTF-16 of the other byte order, without one', swapped(utf16(plain))],
    ['semicolons', plain.replaceAll(',', ';')],
    ['tabs', plain.replaceAll(',', '\t')],
    ['bars', plain.replaceAll(',', '|')],
    ['the delimiter told above', `sep=;\r\n${plain.replaceAll(',', ';')}`],
    [
      'lines of a title above, with the delimiter of others in them',
      `Quotas, FY26; all of sales\n\nAs of;1 July, 2026\n${plain.replaceAll(',', ';')}`,
    ],
    ['quotes around all', plain.replaceAll(/[^,\n]+/g, '"$&"')],
    [
      'columns in another order, with others',
      'note,AMOUNT, Start Date ,User\n"Ramp:\nhalf",120000,2026-10-01,Jana Lind',
    ],
    ['Salesforce’s own file', 'User ID,Quota Amount,Start Date\n005000000000001AAA,120000,2026-10-01T08:00:00.00Z'],
    ['an import file of the API', '"QUOTAOWNERID","QUOTAAMOUNT","STARTDATE"\n"005000000000001","120000","2026-10-01"'],
    [
      'a report in English',
      'Quota Owner: Full Name;Start Date;Quota Amount;Quota Amount (converted)\nJana Lind;2026-10-01;120000;108000',
    ],
    ['a report in Polish', 'Właściciel celu;Data rozpoczęcia;Kwota celu\nJana Lind;2026-10-01;120000'],
    ['an id as a spreadsheet’s text', 'user,start,amount\n="005000000000001",2026-10-01,120000'],
    ['last name first', 'user,start,amount\n"Lind, Jana",2026-10-01,120000'],
    ['blanks that are none', 'user,start,amount\nJana\u00a0 Lind ,2026-10-01,120000'],
    ['another case', 'user,start,amount\nJANA LIND,2026-10-01,120000'],
    [
      'a report’s last lines',
      `${plain}\n"Grand Totals (1 records)"\n"Confidential Information - Do Not Distribute"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n`,
    ],
    ['empty rows of a spreadsheet', `${plain},,\n,,\n`],
    ['a midnight of the org', 'user,start,amount\nJana Lind,2026-10-01T07:00:00.000Z,120000'],
    ['a midnight of UTC', 'user,start,amount\nJana Lind,2026-10-01T00:00:00.000+0000,120000'],
    ['a spreadsheet’s midnight', 'user,start,amount\nJana Lind,2026-10-01 00:00:00,120000'],
    ['points between day and month', 'user;start;amount\nJana Lind;1.10.2026;120000'],
    ['a month in words', 'user;start;amount\nJana Lind;1-Oct-2026;120000'],
    ['a month in Polish', 'user;start;amount\nJana Lind;1 października 2026;120000'],
    ['a month in German', 'user;start;amount\nJana Lind;1. Okt. 2026;120000'],
  ])('%s', (_, content) => {
    const { quotas, told } = read(content);
    expect(told).toEqual([]);
    expect(quotas).toEqual([jana]);
  });

  test.each<[string, string, string]>([
    ['decomposed letters', 'José Müller'.normalize('NFD'), 'José Müller'],
    ['a printer’s apostrophe', 'Sean O’Neil', "Sean O'Neil"],
    ['a typewriter’s accent', 'Sean O`Neil', "Sean O'Neil"],
  ])('a name with %s', (_, written, name) => {
    expect(read(`user,start,amount\n${written},2026-10-01,1`).quotas).toEqual([[name, '2026-10-01', 1, undefined]]);
  });

  test('what is no UTF-8 is read as the code page that spells words, and said', () => {
    const row = (name: number[]): Uint8Array =>
      Uint8Array.of(...Buffer.from('user;start;amount\n'), ...name, ...Buffer.from(';2026-10-01;1\n'));
    const western = read(row([...Buffer.from('Jos\xe9 M\xfcller', 'latin1')]));
    const central = read(row([0x50, 0x61, 0x77, 0x65, 0xb3, 0x20, 0xaf, 0xf3, 0xb3, 0xe6]));
    expect(western.quotas[0]?.[0]).toBe('José Müller');
    expect(central.quotas[0]?.[0]).toBe('Paweł Żółć');
    expect([western.noted, central.noted]).toEqual([['guessed'], ['guessed']]);
  });
});

describe('days that can be either way round', () => {
  const rows = (...days: string[]): string =>
    `user;start;amount\n${days.map((day) => `Jana Lind;${day};1`).join('\n')}`;
  test.each<[string, string[], string[]]>([
    ['a part above twelve tells for all', ['13/1/2027', '01/10/2026'], ['2026-10-01']],
    ['two and more that begin periods one way round alone', ['01/10/2026', '01/11/2026'], ['2026-10-01', '2026-11-01']],
    [
      'the same with the month first',
      ['10/1/2026', '11/1/2026', '1/1/2027'],
      ['2026-10-01', '2026-11-01', '2027-01-01'],
    ],
    ['the same both ways', ['01/01/2027'], ['2027-01-01']],
  ])('%s', (_, days, expected) => {
    expect(read(rows(...days)).quotas.map(([, start]) => start)).toEqual(expected);
  });
  test('one alone is refused, with both days and the one that begins a period', () => {
    expect(read(rows('01/10/2026'))).toMatchObject({
      quotas: [],
      told: [
        '2: “01/10/2026” can be 2026-10-01 or 2026-01-10, and only 2026-10-01 begins a period: write that, if it is meant.',
      ],
    });
    expect(read(rows('11/12/2026')).told).toEqual([
      '2: “11/12/2026” can be 2026-12-11 or 2026-11-12: write it in one of these two ways.',
    ]);
  });
  test.each([
    ['10/1/2026', 'en-US', 1],
    ['10/1/2026', 'en-GB', 0],
    ['1/10/2026', 'pl', 1],
    ['1/10/2026', 'en-US', 0],
    ['1/10/2026', 'ja', 0],
  ])('one alone is read where its reader writes days that way, too: %s, %s', (text, locale, count) => {
    const { quotas } = read(rows(text, text), {}, { locale });
    expect(quotas.map(([, start]) => start)).toEqual(Array.from({ length: count }, () => '2026-10-01'));
  });
  test.each([
    ['46296', '2026-10-01'],
    ['46296.0', '2026-10-01'],
    // Counted from 1904.
    ['44834', '2026-10-01'],
    ['46297', undefined],
    ['12345', undefined],
  ])('a spreadsheet’s count of days is read where it begins a period in one way alone: %s', (text, expected) => {
    const { quotas, told } = read(rows(text));
    expect(quotas.map(([, start]) => start)).toEqual(expected === undefined ? [] : [expected]);
    expect(told).toHaveLength(expected === undefined ? 1 : 0);
  });
  test('an hour of a zone that is another day in the org is refused', () => {
    expect(read(rows('2026-10-01T03:00:00Z')).told[0]).toContain('can be 2026-10-01 or 2026-09-30');
  });
});

describe('quotas are not taken where something is not certain, and the line says what to write instead', () => {
  const line = (start: string, amount: string, currency = ''): string =>
    `user;start;amount;currency\nJana Lind;${start};${amount};${currency}`;
  test.each<[string, string, string]>([
    ['a person nobody knows', 'user,start,amount\nNobody,2026-10-01,1', '2: No user is called Nobody'],
    [
      'a look-alike',
      'user,start,amount\nJose Muller,2026-10-01,1',
      '2: No user is called Jose Muller: did you mean José Müller?',
    ],
    ['two people of one name', 'user,start,amount\nAdam Roth,2026-10-01,1', '2: 2 users are called Adam Roth'],
    [
      'an id and another’s name',
      `user id;user name;start;amount\n${ID};Sean O'Neil;2026-10-01;1`,
      "2: The id 005000000000001AAA is Jana Lind’s, not Sean O'Neil’s",
    ],
    ['no person', 'user,start,amount\n,2026-10-01,1', '2: No user stands here'],
    [
      'no first day',
      line('2026-11-17', '1'),
      '2: “2026-11-17” (2026-11-17) is the first day of no period. Its month begins on 2026-11-01',
    ],
    ['a last day', line('31.12.2026', '1'), 'is the first day of no period'],
    ['no day', line('soon', '1'), '2: “soon” is no day'],
    ['a year', line('2026', '1'), '2: “2026” is no day'],
    ['a spreadsheet’s count of days', line('46297', '1'), '2: “46297” is no day'],
    ['nothing for a day', line('', '1'), '2: No start stands here'],
    ['an amount in two ways', line('2026-10-01', '120.000'), '2: “120.000” can be 120000 or 120: write it'],
    ['the other way shown so that it is certain', line('2026-10-01', '1.234'), '2: “1.234” can be 1234 or 1.2340'],
    ['hexadecimal', line('2026-10-01', '0x1F'), '2: “0x1F” is no amount'],
    ['per cent', line('2026-10-01', '50%'), '2: “50%” is no amount'],
    ['less than nothing', line('2026-10-01', '(500)'), '2: “(500)” is below zero'],
    [
      'an amount cut at its comma',
      'user,start,amount\nJana Lind,2026-10-01,120,000',
      '2: 4 cells where the header has 3',
    ],
    [
      'an amount cut at its comma beside a currency',
      'user,start,amount,currency\nJana Lind,2026-10-01,120,000',
      '2: “000” is no currency',
    ],
    [
      'an amount cut at its comma beside another column',
      'user,start,amount,note\nJana Lind,2026-10-01,120,000',
      '2: The amount may be “120,000”',
    ],
    [
      'a currency that is none',
      line('2026-10-01', '1', 'EURO'),
      '2: “EURO” is no currency: write a code of three letters like USD',
    ],
    [
      'a currency without a rate',
      line('2026-10-01', '1', 'PLN'),
      '2: No rate is known for PLN. Give the amount in one of these: USD, EUR',
    ],
    ['a currency whose rate is nought', line('2026-10-01', '1', 'BGN'), '2: No rate is known for BGN'],
    ['two currencies for one amount', line('2026-10-01', '€5', 'USD'), '2: “USD” and “€” are two currencies'],
    [
      'several forecast types',
      'user,start,amount,Forecast Type Name\nJana Lind,2026-10-01,1,Revenue\nJana Lind,2026-10-01,2,Overlay',
      '0: The file has quotas of several forecast types (Revenue, Overlay)',
    ],
    [
      'no amount column',
      'name,amount\nx,1',
      '1: No line names the columns: user, start, amount are needed, found name, amount',
    ],
    [
      'one column twice',
      'user,start,amount,Quota Amount\nJana Lind,2026-10-01,1,2',
      '1: More than one column can be meant (amount, Quota Amount)',
    ],
    ['an empty file', '', '0: The file is empty'],
    ['a header alone', 'user,start,amount\n', '1: No row stands below'],
    ['an open quote', 'user,start,amount\n"Jana Lind,2026-10-01,1\n', '2: A quote is opened here and never closed'],
    [
      'a quote that the next one closes, some rows below',
      'user,start,amount\n"Jana Lind,2026-10-01,1\nJosé Müller,2026-10-01,2\nSean O\'Neil",2026-10-01,3\n',
      '2: A quote is opened here and never closed, or only rows below',
    ],
    [
      'a true line after quoted breaks',
      'user,note,start,amount\nJana Lind,"a\nb\nc",2026-10-01,1\nNobody,x,2026-10-01,1',
      '5: No user is called Nobody',
    ],
    [
      'a second quota for one start',
      'user,start,amount\nJana Lind,2026-10-01,1\nJana Lind,2026-10-01,2',
      '3: Jana Lind has a quota from 2026-10-01 in an earlier line (2)',
    ],
  ])('%s', (_, content, words) => {
    expect(read(content).told.join('\n')).toContain(words);
  });

  test.each<[string, number[] | Uint8Array, string]>([
    ['a workbook', [0x50, 0x4b, 3, 4, 20, 0], 'Save it as “CSV UTF-8”'],
    ['a workbook of old', [0xd0, 0xcf, 0x11, 0xe0, 1], 'Save it as “CSV UTF-8”'],
    [
      'a report that is a page',
      new TextEncoder().encode('<html><table><tr><td>user</td></tr></table>'),
      'Export the report as CSV',
    ],
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2, 0], 'no text file'],
  ])('%s', (_, bytes, words) => {
    expect(read(Uint8Array.from(bytes)).told.join()).toContain(words);
  });

  test('a footer is counted and shown, and a row that only looks like one above others is a line like them', () => {
    const { told, noted, quotas } = read('user,start,amount\nTotal\nJana Lind,2026-10-01,1\nGrand Total\n');
    expect(told).toEqual(['2: No user is called Total: give a name or an id as Salesforce has it.']);
    expect([noted, quotas.length]).toEqual([['footer'], 1]);
  });

  test('a total between rows is none of them, and whoever is called so keeps the row', () => {
    const { told, noted, quotas } = read(
      'Full Name,Start Date,Amount\nJana Lind,2026-10-01,1000\nTotal,,1000\nTotal,2026-10-01,5\n',
    );
    expect(told).toEqual(['4: No user is called Total: give a name or an id as Salesforce has it.']);
    expect([noted, quotas]).toEqual([['report'], [['Jana Lind', '2026-10-01', 1000, undefined]]]);
  });

  test.each([' Grand   total ; ;3000', '\u00a0Total\u00a0:;\u00a0;3000', 'Grand \u2009 Total (1); ; 3000'])(
    'a sum is known through the blanks that pad it: %j',
    (sum) => {
      const { told, noted, quotas } = read(`user;start;amount\nJana Lind;2026-10-01;3000\n ; ;\n${sum}\n`);
      expect([told, noted, quotas]).toEqual([[], ['report'], [['Jana Lind', '2026-10-01', 3000, undefined]]]);
    },
  );

  const twoPeople = [
    ['Jana Lind', '2026-10-01', 120_000, undefined],
    ['Jana Lind', '2027-01-01', 130_000, undefined],
    ['José Müller', '2026-10-01', 5000, undefined],
  ];
  test.each([
    [
      'by person, with sums of groups',
      'Quota Owner: Full Name,Start Date,Quota Amount\nJana Lind,2026-10-01,"120,000.00"\n,2027-01-01,"130,000.00"\nSubtotal,,"250,000.00"\nJosé Müller,2026-10-01,"5,000.00"\nSubtotal,,"5,000.00"\nTotal,,"255,000.00"',
      3,
    ],
    [
      'by person, with a heading for each',
      'Quota Owner: Full Name,Start Date,Quota Amount\nQuota Owner: Full Name: Jana Lind (2 records)\n,2026-10-01,"120,000.00"\n,2027-01-01,"130,000.00"\nQuota Owner: Full Name: José Müller (1 record)\n,2026-10-01,"5,000.00"\nGrand Totals (3 records)',
      2,
    ],
    [
      'by person and by start, with arrows and counts',
      'All quotas\n\n"Full Name  ↑","Start Date  ↑","",Quota Amount\nJana Lind,2026-10-01,,"120,000.00"\n,Subtotal,Sum,"120,000.00"\n,,Count,1\n,2027-01-01,,"130,000.00"\n,Subtotal,Sum,"130,000.00"\n,,Count,1\nSubtotal,,Sum,"250,000.00"\n,,Count,2\nJosé Müller,2026-10-01,,"5,000.00"\n,Subtotal,Sum,"5,000.00"\nTotal,,Sum,"255,000.00"\n,,Count,3',
      9,
    ],
    [
      'by a pivot table',
      'User;Start;Amount\nJana Lind;2026-10-01;120000\n;2027-01-01;130000\nJana Lind Total;;250000\nJosé Müller;2026-10-01;5000\nJosé Müller Total;;5000\nGrand Total;;255000',
      3,
    ],
    [
      'not at all, with what a report has below its rows',
      'Quota Owner: Full Name,Start Date,Currency,Quota Amount\nJana Lind,2026-10-01,USD,"120,000.00"\nJana Lind,2027-01-01,USD,"130,000.00"\nJosé Müller,2026-10-01,USD,"5,000.00"\n\nGrand Totals (3 records)\n"","",USD,"255,000.00"\nConfidential Information - Do Not Distribute\n',
      2,
    ],
  ])('a report that is grouped %s', (_, text, count) => {
    const { quotas, told, notes } = read(text);
    expect(told).toEqual([]);
    expect(quotas.map((quota) => [...quota.slice(0, 3), undefined])).toEqual(twoPeople);
    expect(notes.find(({ id }) => id === 'report')?.values['count']).toBe(count);
  });

  test('an empty cell of a table that nothing shows to be a grouped report is no one’s', () => {
    const { told, quotas } = read('user,start,amount\nJana Lind,2026-10-01,1\n,2027-01-01,2\nTotal,,3\n');
    expect(quotas).toHaveLength(1);
    expect(told).toEqual([expect.stringMatching(/^3: /)]);
  });

  test('a column of currencies tells as much of digits as a sign beside them', () => {
    const own = (currency: string) => read(`user;start;amount;currency\nJana Lind;2026-10-01;120,000;${currency}`);
    expect(own('USD').quotas.map(([, , amount]) => amount)).toEqual([120_000]);
    expect(read('user;start;amount (USD)\nJana Lind;2026-10-01;120,000').quotas).toHaveLength(1);
    for (const unsaid of ['', 'EURO']) expect(own(unsaid).quotas).toEqual([]);
  });

  test.each([
    ['Amount (in EUR)', [['Jana Lind', '2026-10-01', 1000, 'EUR']], ''],
    ['Kwota (w EUR)', [['Jana Lind', '2026-10-01', 1000, 'EUR']], ''],
    ['Amount (net)', [['Jana Lind', '2026-10-01', 1000, undefined]], ''],
    ['Amount (PLN)', [], 'PLN'],
    ['Quota USD', [['Jana Lind', '2026-10-01', 1000, 'USD']], ''],
    ['Amount in EUR', [['Jana Lind', '2026-10-01', 1000, 'EUR']], ''],
    ['Quota（USD）', [['Jana Lind', '2026-10-01', 1000, 'USD']], ''],
    ['Amount all', [], 'Amount all'],
    ...[
      'Amount (k)',
      'Amount (in thousands)',
      'Kwota (tys. zł)',
      'Amount [TEUR]',
      'Target (000s)',
      'Quota ($M)',
      'Quota (in lakhs)',
      'Quota (Rs. Cr)',
      'Quota (₹ L)',
      'Quota ($bn)',
      'Quota (Mrd. €)',
      'Quota (千円)',
      'Quota (億)',
      "Quota ($'000)",
      'Quota (US$m)',
      'Quota (USDk)',
      'Quota (T€)',
      'Quota (тыс. руб)',
      'Quota (milliers €)',
      'Quota (R$ mil)',
      'Quota (hundreds)',
      'Quota (x1000)',
      'Quota {k}',
      'Quota K',
      'Quota in K',
      'Quota $K',
    ].map((name): [string, never[], string] => [name, [], 'thousands or millions']),
  ])('the unit of a header is read or refused: %s', (name, expected, words) => {
    const { quotas, told } = read(`user;start;${name}\nJana Lind;2026-10-01;1000`);
    expect(quotas).toEqual(expected);
    expect(told.join()).toContain(words);
  });

  test.each([
    ['1.2 Cr', 'INR', 12_000_000],
    ['₹ 12 L', 'USD', 1_200_000],
    ['Rs. 90 Lac', 'USD', 9_000_000],
    ['PKR 1.5 crs', 'USD', undefined],
    ['1.2 Cr', 'USD', undefined],
    ['12 L', 'EUR', undefined],
  ])('lakhs and crores in short are read of rupees alone: %s in an org of %s', (text, currency, amount) => {
    const { quotas, told } = read(`user;start;amount\nJana Lind;2026-10-01;${text}`, {
      currency,
      rates: { USD: 1, EUR: 0.9, INR: 80 },
    });
    expect(quotas.map((quota) => quota[2])).toEqual(amount === undefined ? [] : [amount]);
    expect(told).toHaveLength(amount === undefined ? 1 : 0);
  });
  test('a credit is no crore: where a debit stands in the column both are refused', () => {
    const { quotas, told } = read('user;start;amount\nJana Lind;2026-10-01;500 Cr\nJosé Müller;2026-10-01;200 Dr', {
      currency: 'INR',
    });
    expect([quotas, told.length]).toEqual([[], 2]);
  });

  test('a name whose letters were decoded twice is told from one that nobody has', () => {
    const { quotas, told } = read('user;start;amount\nJosÃ© MÃ¼ller;2026-10-01;1\nPaweÅ‚ Å»Ã³Å‚Ä‡;2026-10-01;1');
    expect(quotas).toEqual([]);
    expect(told[0]).toContain('José Müller');
    expect(told[1]).toContain('Paweł Żółć');
  });

  test('a file put together of others keeps its first row, and each line its number', () => {
    const { quotas, told } = read('\uFEFF\uFEFFuser;start;amount\nJana Lind;2026-10-01;1\nNobody;2026-10-01;1\n');
    expect(quotas).toHaveLength(1);
    expect(told).toEqual([expect.stringMatching(/^3: No user is called Nobody/)]);
  });

  test.each([
    ['€1,000', undefined, ['EUR']],
    ['$1,000', undefined, ['USD']],
    ['1000', 'eur', ['EUR']],
    ['1000', '€', ['EUR']],
    ['1000', '', [undefined]],
  ])('%j with the currency %j', (amount, currency = '', expected) => {
    expect(read(line('2026-10-01', amount, currency)).quotas.map(([, , , own]) => own)).toEqual(expected);
  });

  test('in an org whose quarters are weeks, a month’s first day is no start, and a quarter’s is', () => {
    const period = (start: Day | undefined, end: Day | undefined, label: string) =>
      start && end ? [{ type: 'quarter' as const, start, end, label }] : [];
    const quarters = [
      ...period(day('2026-06-28'), day('2026-09-26'), 'Q3'),
      ...period(day('2026-09-27'), day('2026-12-26'), 'Q4'),
    ];
    const { quotas, told } = read('user;start;amount\nJana Lind;2026-10-01;1\nJana Lind;27/09/2026;2', {
      periods: quarters,
    });
    expect(quotas).toEqual([['Jana Lind', '2026-09-27', 2, undefined]]);
    expect(told[0]).toContain(
      '2: “2026-10-01” (2026-10-01) is the first day of no period. Its month begins on 2026-09-27',
    );
  });
});

test('a table in any dialect is read back exactly, or refused with the line, and no line is lost', () => {
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    locale: fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'pl-PL', 'de-CH', 'en-IN'),
    digits: fc.constantFrom(0, 2),
    order: fc.constantFrom('ISO', 'DMY', 'MDY', 'points', 'instant'),
    form: fc.constantFrom('utf-8', 'mark', 'utf-16le', 'utf-16be'),
    title: fc.constantFrom('', 'Quotas\n', 'Quotas, 2026; all | of\tthem\n\n'),
    isQuoted: fc.boolean(),
  });
  const row = fc.record({
    user: fc.constantFrom(...users.slice(0, 4)),
    month: fc.integer({ min: 0, max: 35 }),
    cents: fc.oneof(
      fc.integer({ min: 0, max: 500_000_000 }),
      fc.integer({ min: 0, max: 2000 }).map((each) => each * 100_000),
    ),
    note: fc.constantFrom('', 'a "b"', 'two\nlines', 'x,y;z', '000'),
  });
  let [all, taken] = [0, 0];
  fc.assert(
    fc.property(
      dialect,
      fc.uniqueArray(row, { minLength: 1, maxLength: 8, selector: ({ user, month }) => `${user.id}${month}` }),
      (how, rows) => {
        const number = new Intl.NumberFormat(how.locale, {
          minimumFractionDigits: how.digits,
          maximumFractionDigits: how.digits,
        });
        const amountOf = (cents: number): number => (how.digits === 0 ? Math.round(cents / 100) : cents / 100);
        const dayOf = (month: number): string => {
          const [year, number] = [2025 + Math.floor(month / 12), String((month % 12) + 1).padStart(2, '0')];
          const forms = {
            ISO: `${year}-${number}-01`,
            DMY: `01/${number}/${year}`,
            MDY: `${number}/01/${year}`,
            points: `01.${number}.${year}`,
            instant: `${year}-${number}-01T08:00:00.000Z`,
          };
          return forms[how.order as keyof typeof forms];
        };
        const quote = (raw: string): string =>
          how.isQuoted || raw.includes(how.delimiter) || /["\n]/.test(raw) ? `"${raw.replaceAll('"', '""')}"` : raw;
        const table = [
          ['User Name', 'Start Date', 'Notes', 'Quota Amount'],
          ...rows.map(({ user, month, cents, note }) => [
            user.name,
            dayOf(month),
            note,
            number.format(amountOf(cents)),
          ]),
        ];
        const text = (how.title + table.map((cells) => cells.map(quote).join(how.delimiter)).join('\n')).replaceAll(
          '\n',
          how.end,
        );
        const bytes =
          how.form === 'utf-16le'
            ? utf16(text)
            : how.form === 'utf-16be'
              ? swapped(utf16(text))
              : new TextEncoder().encode((how.form === 'mark' ? '\uFEFF' : '') + text);
        const { quotas, problems } = readQuotas(bytes, { users, profile });
        expect(quotas.length + problems.length).toBe(rows.length);
        all += rows.length;
        taken += quotas.length;
        for (const { userId, start, amount } of quotas) {
          const own = rows.find(
            ({ user, month }) =>
              user.id === userId && dayOf(month).includes(start.slice(0, 4)) && start === dayAs(month),
          );
          expect(own, `${userId} ${start}`).toBeDefined();
          expect(amount).toBe(amountOf(own?.cents ?? -1));
        }
        const [least, most] = [rows.map(({ cents }) => amountOf(cents)).filter((each) => each > 0), 1000];
        const mayBeShares = least.some((each) => each < 1) && least.every((each) => each < most);
        const refusals = ['amount.twoWays', 'day.oneFirst', 'day.twoWays', ...(mayBeShares ? ['amount.share'] : [])];
        for (const { id } of problems) expect(refusals).toContain(id);
      },
    ),
    { numRuns: RUNS },
  );
  expect(taken).toBeGreaterThan(all / 2);
  function dayAs(month: number): string {
    return `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  }
});

test.each(['Amount (%)', 'Quota [units]', 'Target (in pcs)', 'Cel (szt.)', 'Kwota (ilość)'])(
  'an amount that %s calls no money is not taken for money',
  (header) => {
    const { quotas, told } = read(`user;start;${header}\nJana Lind;2026-10-01;300\n`);
    expect(quotas).toEqual([]);
    expect(told.join()).toContain(`“${header}” says that what stands below is no money`);
  },
);

test.each([
  ['type', 'Quantity', 'Revenue'],
  ['Forecast Type', 'Opportunity Quantity', ''],
  ['ForecastingTypeName', 'OpportunitySplitQuantity', ''],
  ['measure', 'Units', 'EUR'],
  ['Miara', 'szt.', 'kwota'],
])('a line whose %s is %s is no quota of money; one of %s is', (column, quantity, money) => {
  const file = `user;start;amount;${column}\nJana Lind;2026-10-01;300;${quantity}\nJosé Müller;2026-10-01;120000;${money}\n`;
  const { quotas, told } = read(file);
  expect(quotas.map(([name, , amount]) => [name, amount])).toEqual([['José Müller', 120_000]]);
  expect(told).toEqual([expect.stringContaining(`2: “${quantity}” says that the amount of this line is no money`)]);
});

test('rows of a quantity in a table of periods are told, and those of money are taken', () => {
  const { quotas, told } = read('Rep;Measure;Q1 2026;Q2 2026\nJana Lind;Quantity;3;4\nJana Lind;Revenue;1000;2000\n');
  expect(quotas.map(([, start, amount]) => [start, amount])).toEqual([
    ['2026-01-01', 1000],
    ['2026-04-01', 2000],
  ]);
  expect(told.join('\n')).toContain('2: “Quantity” says that the amount of this line is no money');
});

test('a team or a product that is called by such a word parts quotas, and is no quantity', () => {
  expect(read('user;start;amount;team\nJana Lind;2026-10-01;300;Units\n').quotas).toHaveLength(1);
  expect(read('user;start;amount;type\nJana Lind;2026-10-01;300;Business Units\n').quotas).toHaveLength(1);
});

test('starts whose year of two digits may come first are refused with both days', () => {
  const { quotas, told } = read('user,start,amount\nJana Lind,26/10/01,1\nJosé Müller,26/11/02,1\n');
  expect(quotas).toEqual([]);
  expect(told[0]).toContain('“26/10/01” can be 2001-10-26 or 2026-10-01');
});

test.each([
  ['shares', ['0.5', '0.75'], []],
  ['shares above one', ['0.95', '1.05', '0'], [0]],
  ['millions', ['0.8', '12.5'], []],
  ['a smallest amount beside what is written out', ['0.01', '120000'], [0.01, 120_000]],
  ['small amounts that are whole', ['1', '12.5'], [1, 12.5]],
])('a quota below 1 is taken only beside what is written out: %s', (_, amounts, taken) => {
  const rows = amounts.map((amount, at) => `Jana Lind;2026-0${at + 1}-01;${amount}`);
  const { quotas, told } = read(`user;start;amount\n${rows.join('\n')}\n`);
  expect(quotas.map(([, , amount]) => amount)).toEqual(taken);
  expect(told).toHaveLength(amounts.length - taken.length);
  for (const each of told)
    expect(each).toMatch(/^\d: “[\d.]+” stands in a column with a quota of 0\.\d+ and none of 1,?000 or more/);
});

test.each([
  'user;week;amount\nJana Lind;5;10',
  'user;start;amount\nJana Lind;2026-W05;10',
  'user;start;amount\nJana Lind;KW 5/2026;10',
])('a week is told to be no period of quotas: %s', (text) => {
  const { quotas, told } = read(text);
  expect(quotas).toEqual([]);
  expect(told).toEqual([expect.stringContaining('is a week, and quotas are of a month, a quarter or a year')]);
});

test.each(['%', '(in %)', 'pcs'])('a second line of the header that says %s is no head of money', (unit) => {
  const { quotas, told } = read(`user;start;amount\n;;${unit}\nJana Lind;2026-10-01;120\n`);
  expect(quotas).toEqual([]);
  expect(told).toEqual([expect.stringContaining('says that what stands below is no money')]);
});

test('of many lines, every second without a user, each is taken or told, and none stops the reader', () => {
  const size = process.env['LONG'] ? 60_000 : 500;
  const lines = Array.from({ length: size }, (_, at) => {
    const start = `${2000 + (Math.floor(at / 12) % 90)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
    return `Jana Lind;${start};${1000 + at}\n;${start};7`;
  });
  const { quotas, told } = read(`user;start;amount\n${lines.join('\n')}\n`);
  expect(quotas).toEqual([]);
  expect(told.filter((each) => each.includes('below a quota of Jana Lind'))).toHaveLength(size);
});

test('a line without a user from the day of the one above may be a part of it: neither is taken', () => {
  const { quotas, told } = read(
    'user;type;start;amount\nJana Lind;New;2026-10-01;1000\n;Renewal;2026-10-01;10\nJosé Müller;New;2026-10-01;7\n;New;2026-11-01;8\n',
  );
  expect(quotas.map(([name, , amount]) => [name, amount])).toEqual([['José Müller', 7]]);
  expect(told).toEqual([
    expect.stringContaining('3: No user stands here, below a quota of Jana Lind from the same 2026-10-01 (line 2)'),
    expect.stringContaining('5: No user stands here: give a name'),
  ]);
});

describe('a start or an amount that nobody can have meant is refused', () => {
  const one = (start: string, amount: string) => read(`user;start;amount\nJana Lind;${start};${amount}\n`);
  test.each([
    ['a year of another calendar', '2569-10-01'],
    ['digits that were swapped', '2206-10-01'],
    ['a year that is long over', '1926-10-01'],
  ])('%s', (_, start) => {
    const { quotas, told } = one(start, '5000');
    expect(quotas).toEqual([]);
    expect(told.join()).toContain(`2: “${start}” is a day of the year ${start.slice(0, 4)}`);
  });
  test.each(['1e300', '99999999999999', '90000000000001', '9.1e13'])(
    'an amount that no sum could hold: %s',
    (amount) => {
      const { quotas, told } = one('2026-10-01', amount);
      expect(quotas).toEqual([]);
      expect(told.join()).toContain(`2: “${amount}” is too large to be added up`);
    },
  );
  test('the largest amount that can be added up is read', () => {
    expect(one('2026-10-01', '90000000000000').quotas).toHaveLength(1);
  });
});

test.each([
  ['CLF', 'a fund of Chile that browsers do not list', '1.5'],
  ['VED', 'a currency that is newer than the browser', '1000'],
])('%s is the currency that the org has a rate for (%s)', (currency, _, amount) => {
  const table = `user;start;amount;currency\nJana Lind;2026-10-01;${amount};${currency}\n`;
  expect(read(table, { rates: { USD: 1, [currency]: 0.03 } }).quotas).toEqual([
    ['Jana Lind', '2026-10-01', Number(amount), currency],
  ]);
  expect(read(table).told.join()).toContain(`No rate is known for ${currency}`);
});

describe('a last day that stands beside the first says how long the period is', () => {
  const spans = (...rows: string[]) => {
    const bytes = new TextEncoder().encode(`user;start;end;amount\n${rows.join('\n')}`);
    const { quotas, problems } = readQuotas(bytes, { users, profile });
    return {
      spans: quotas.map(({ start, end, amount }) => [start, end, amount]),
      told: problems.map(({ id, line, values }) => `${line ?? 0}: ${t(`files.${id}`, values)}`),
    };
  };
  test('a month, a quarter and a year that begin on one day are three spans', () => {
    expect(spans('Jana Lind;2026-01-01;2026-01-31;10', 'José Müller;2026-01-01;2026-03-31;30').spans).toEqual([
      ['2026-01-01', '2026-01-31', 10],
      ['2026-01-01', '2026-03-31', 30],
    ]);
    expect(spans("Sean O'Neil;01.01.2026;31.12.2026;120").spans).toEqual([['2026-01-01', '2026-12-31', 120]]);
  });
  test('the quota of October is no quota of the quarter', () => {
    const bytes = new TextEncoder().encode('user;start;Period End Date;amount\nJana Lind;2026-10-01;2026-10-31;9000');
    const { quotas } = readQuotas(bytes, { users, profile });
    const of = (start: string, end: string) =>
      quotasIn(
        { quotas, profile, users: new Map(users.map((user) => [user.id, user])), roles: new Map() },
        // Safe: written as days.
        { start: start as Day, end: end as Day },
      ).of().amount;
    expect([of('2026-10-01', '2026-10-31'), of('2026-10-01', '2026-12-31'), of('2026-11-01', '2026-11-30')]).toEqual([
      9000,
      9000,
      undefined,
    ]);
  });
  test('an empty cell leaves it to the start, and an end of no period is refused', () => {
    expect(spans('Jana Lind;2026-10-01;;10').spans).toEqual([['2026-10-01', undefined, 10]]);
    const { spans: found, told } = spans('Jana Lind;2026-10-01;2026-11-15;10', 'José Müller;2026-10-01;2026-09-30;10');
    expect(found).toEqual([]);
    expect(told).toEqual([
      expect.stringContaining('2: “2026-11-15” is the last day of no period that begins on 2026-10-01'),
      expect.stringContaining('3: “2026-09-30” is the last day of no period that begins on 2026-10-01'),
    ]);
  });
  test('a quota of a month and one of its quarter are two, and neither replaces the other', () => {
    expect(spans('Jana Lind;2026-10-01;2026-10-31;10', 'Jana Lind;2026-10-01;2026-12-31;30')).toEqual({
      spans: [
        ['2026-10-01', '2026-10-31', 10],
        ['2026-10-01', '2026-12-31', 30],
      ],
      told: [],
    });
  });
});

describe('several tables in one file', () => {
  const first = 'user;start;amount\nJana Lind;2026-10-01;1\n';
  test('with the same columns are one, and the repeated header is a line of its own', () => {
    const { quotas, told, notes } = read(`${first}\nuser;start;amount\nJosé Müller;2026-10-01;2\nuser;start;amount\n`);
    expect(told).toEqual([]);
    expect(quotas.map(([name, , amount]) => [name, amount])).toEqual([
      ['Jana Lind', 1],
      ['José Müller', 2],
    ]);
    expect(notes.map(({ id, line, values }) => [id, line, values['count']])).toEqual([['headers', 4, 2]]);
  });
  test.each([
    ['another order', 'amount;user;start\n7000;José Müller;2026-10-01'],
    ['another unit', 'user;start;amount (EUR)\nJosé Müller;2026-10-01;7000'],
    ['thousands', 'user;start;amount (k)\nJosé Müller;2026-10-01;7'],
  ])('with %s are refused, from the line on in which the other begins', (_, second) => {
    const { quotas, told } = read(`${first}\n${second}`);
    expect(quotas).toHaveLength(0);
    expect(told).toEqual([expect.stringContaining('4: Another table begins here')]);
  });
});

test('a file whose rows a program has put into quotes as a whole is the table within', () => {
  expect(read('"user,start,amount"\n"Jana Lind,2026-10-01,""5,000.50"""\n"Nobody,2026-10-01,1"\n')).toMatchObject({
    quotas: [['Jana Lind', '2026-10-01', 5000.5, undefined]],
    told: [expect.stringMatching(/^3: No user is called Nobody/)],
  });
});

test.each([
  '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Row/></Workbook>',
  '<Workbook><Worksheet/></Workbook>',
])('a workbook in XML is told as one', (text) => {
  expect(read(text).told.join()).toContain('Save it as “CSV UTF-8”');
});

describe('a period that is named is read where its name can only mean one', () => {
  const own = (settings: Partial<OrgProfile>, header: string, ...starts: string[]) => {
    const text = `user;${header};amount\n${starts.map((start) => `Jana Lind;${start};1`).join('\n')}`;
    const { quotas, problems } = readQuotas(new TextEncoder().encode(text), {
      users,
      profile: { ...profile, ...settings },
    });
    return [...quotas.map(({ start, end }) => `${start} ${end ?? ''}`), ...problems.map(({ id }) => id)];
  };
  const APRIL = { fiscalYearStartMonth: 4, fiscalYearNamedByStart: false };
  const Q4 = '2026-10-01 2026-12-31';
  const WEEKS: OrgProfile['periods'] = [
    ['2026-02-01', '2026-05-02'],
    ['2026-05-03', '2026-08-01'],
    ['2026-08-02', '2026-10-31'],
    ['2026-11-01', '2027-01-30'],
  ].map(([start, end], index) => ({
    type: 'quarter' as const,
    start: day(start) as Day,
    end: day(end) as Day,
    number: index + 1,
    yearId: 'y',
    label: `FQ${index + 1} FY 2026`,
  }));
  test.each([
    ...[
      'Q4 2026',
      '2026-Q4',
      '2026Q4',
      'Q4/2026',
      "Q4 '26",
      '4Q26',
      'FY26 Q4',
      'Q4 FY2026',
      'FQ4 FY 2026',
      'Quarter 4, 2026',
      '4th quarter of 2026',
      'IV kw. 2026',
      'IV kwartał 2026 r.',
      '4. Quartal 2026',
      'T4 2026',
      '4º trimestre de 2026',
      '2026年第４四半期',
    ].map((name): [string, string[], string[]] => [name, [name], [Q4]]),
    ['FY26', ['FY26'], ['2026-01-01 2026-12-31']],
    ['GJ 2026', ['GJ 2026'], ['2026-01-01 2026-12-31']],
    ['rok obrotowy 2026', ['rok obrotowy 2026'], ['2026-01-01 2026-12-31']],
    [
      'months',
      ['Oct 2026', 'November 2026', 'gru 2026'],
      ['2026-10-01 2026-10-31', '2026-11-01 2026-11-30', '2026-12-01 2026-12-31'],
    ],
    ['months in numbers', ['2026-11', '12/2026'], ['2026-11-01 2026-11-30', '2026-12-01 2026-12-31']],
    ['months of a spreadsheet', ['Nov-26', 'Feb-27'], ['2026-11-01 2026-11-30', '2027-02-01 2027-02-28']],
    ['a month in Japanese', ['2026年11月'], ['2026-11-01 2026-11-30']],
    ['a first month that may stand for its quarter', ['Oct 2026'], ['day.monthOrQuarter']],
    ['months that all begin quarters', ['Oct 2026', 'Jan 2027'], ['day.monthOrQuarter', 'day.monthOrQuarter']],
    ['a week in German', ['4. KW 2026'], ['weeks']],
    [
      'a half',
      ['H2 2026', '1H27', '2. Halbjahr 2027'],
      ['2026-07-01 2026-12-31', '2027-01-01 2027-06-30', '2027-07-01 2027-12-31'],
    ],
    ['a third half', ['H3 2026'], ['day.none']],
    ['a quarter of no year', ['Q4'], ['day.none']],
    ['a fifth quarter', ['Q5 2026'], ['day.none']],
    ['a day without a year', ['Oct 05'], ['day.none']],
    ['two short parts', ['10/26'], ['day.none']],
    ['a Roman number alone', ['IV 2026'], ['day.none']],
  ])('%s', (_, starts, expected) => {
    expect(own({}, 'start', ...starts)).toEqual(expected);
  });
  test('a column of months says that its first months are months', () => {
    expect(own({}, 'Month', 'Oct 2026')).toEqual(['2026-10-01 2026-10-31']);
    expect(own({}, 'Miesiąc', 'styczeń 2027')).toEqual(['2027-01-01 2027-01-31']);
  });
  test('where fiscal years are no calendar years, a quarter has two readings unless the column says FY', () => {
    expect(own(APRIL, 'start', 'Q4 2026')).toEqual(['day.twoWays']);
    expect(own(APRIL, 'Quarter', 'FY27 Q3')).toEqual([Q4]);
    expect(own(APRIL, 'Quarter', 'FY27 Q3', 'Q4 2027')).toEqual([Q4, '2027-01-01 2027-03-31']);
    expect(own(APRIL, 'Quarter', 'Oct 2026', 'Nov 2026')).toEqual(['2026-10-01 2026-10-31', '2026-11-01 2026-11-30']);
  });
  test('quarters of weeks are the org’s own rows', () => {
    const weeks = { ...APRIL, fiscalYearStartMonth: 2, fiscalYearNamedByStart: true, periods: WEEKS ?? [] };
    expect(own(weeks, 'Period', 'FQ4 FY 2026', 'FY26 Q1')).toEqual(['2026-11-01 2027-01-30', '2026-02-01 2026-05-02']);
    expect(own(weeks, 'Period', 'Q4 2026')).toEqual(['day.twoWays']);
  });
  test('a last day beside a named quarter has to be its last day', () => {
    const rows = (end: string) => read(`user;quarter;end;amount\nJana Lind;Q4 2026;${end};1`);
    expect(rows('2026-12-31').quotas).toHaveLength(1);
    expect(rows('2026-10-31').told[0]).toContain('is the last day of no period');
  });
});

describe('amounts with zeros left out', () => {
  const amounts = (texts: readonly string[]) => {
    const { quotas, told } = read(
      `user;start;amount\n${texts.map((text, index) => `Jana Lind;${2026 + index}-10-01;${text}`).join('\n')}`,
      { rates: { USD: 1, EUR: 0.9, PLN: 4, JPY: 150, INR: 80, SEK: 10 } },
    );
    return { taken: quotas.map(([, , amount]) => amount), told };
  };
  test.each<[string[], number[]]>([
    [
      ['1.2M', '500k'],
      [1_200_000, 500_000],
    ],
    [['$1.2M'], [1_200_000]],
    [
      ['500 tys. zł', '1,5 mln zł'],
      [500_000, 1_500_000],
    ],
    [['2,5 Mio. €'], [2_500_000]],
    [['500k€'], [500_000]],
    [['500万円'], [5_000_000]],
    [
      ['₹12 lakh', '₹1.5 crore'],
      [1_200_000, 15_000_000],
    ],
    [['500 kr'], [500]],
    [
      ['0', '250k'],
      [0, 250_000],
    ],
    [
      ['1.1M', '2,200,000'],
      [1_100_000, 2_200_000],
    ],
  ])('%j', (texts, expected) => expect(amounts(texts)).toEqual({ taken: expected, told: [] }));
  test.each<[string[], number[], string]>([
    [['(5k)'], [], 'is below zero'],
    [['1.234M'], [], '“1.234M” can be 1234000000 or 1234000'],
    [['250', '300k'], [300_000], '“250” can be 250 or 250000'],
    [['12MM', '500M'], [12_000_000], '“500M” can be 500000 or 500000000'],
    [['2 mil'], [], '“2 mil” is no amount'],
    [['5t'], [], '“5t” is no amount'],
    [['1e3k'], [], '“1e3k” is no amount'],
  ])('%j is not wholly certain', (texts, taken, words) => {
    const found = amounts(texts);
    expect(found.taken).toEqual(taken);
    expect(found.told.join()).toContain(words);
  });
  test('what a locale writes in short is read back exactly, or refused', () => {
    let count = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('en', 'de', 'fr', 'pl', 'es', 'ja', 'ko', 'cs'),
        fc.integer({ min: 1, max: 999 }),
        fc.nat(9),
        (language, head, zeros) => {
          const value = head * 10 ** zeros;
          const text = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 }).format(
            value,
          );
          const { taken } = amounts([text]);
          if (taken.length > 0) expect(taken, text).toEqual([value]);
          count += taken.length;
        },
      ),
      { numRuns: RUNS },
    );
    expect(count).toBeGreaterThan(RUNS / 2);
  });
});

test.each([
  ['Benutzer;Startdatum;Betrag;Währung', '2026-10-01'],
  ['Inhaber;Quartal;Ziel;Währung', 'Q4 2026'],
  ['Utilisateur;Date de début;Montant;Devise', '2026-10-01'],
  ['Propietario;Trimestre;Importe;Divisa', '4T2026'],
  ['Proprietário;Data de início;Valor;Moeda', '2026-10-01'],
  ['所有者;開始日;金額;通貨', '2026/10/01'],
])('columns in other languages: %s', (header, start) => {
  expect(read(`${header}\nJana Lind;${start};120000;USD`).quotas).toEqual([
    ['Jana Lind', '2026-10-01', 120_000, 'USD'],
  ]);
});

test('people are found by e-mail and by user name, and two who share an address are told', () => {
  const own = users.map((user, index) => ({
    ...user,
    email: index > 3 ? 'sales@roth.test' : `person${index}@lind.test`,
    login: `person${index}@lind.test.prod`,
  }));
  const people = (name: string) => {
    const bytes = new TextEncoder().encode(`E-Mail,start,amount\n${name},2026-10-01,1`);
    const { quotas, problems } = readQuotas(bytes, { users: own, profile });
    return [...quotas.map(({ userId }) => userId), ...problems.map(({ id }) => id)];
  };
  expect(people('Person0@LIND.test')).toEqual([ID]);
  expect(people('person2@lind.test.prod')).toEqual(['005000000000003AAA']);
  expect(people('sales@roth.test')).toEqual(['user.several']);
  expect(people('person5@lind.test.prod')).toEqual(['005000000000006AAA']);
  expect(people('nobody@lind.test')).toEqual(['user.none']);
});

describe('a quarter of an odd org', () => {
  const ORGS: Record<string, odd.Odd[]> = {
    'of the usual kind': [],
    'with Salesforce’s labels': [odd.salesforceLabels],
    'from July, with Salesforce’s labels': [odd.salesforceLabels, odd.julyStart],
    'from July': [odd.julyStart],
    'of weeks': [odd.weeks53],
  };
  test.each(Object.entries(ORGS))('%s is found by what the org calls it, or refused', (_, oddities) => {
    const tables = generateOrg({ size: 12, asOf: '2026-11-24' as Day, odd: oddities });
    // Which adds the years to the quarters.
    createOrg(tables);
    const own = profileOf(tables.tables, ID, ID);
    let taken = 0;
    for (let on = '2024-01-15' as Day; on < '2027-06-01'; on = addDays(on, 31))
      for (const kind of ['quarter', 'year'] as const) {
        const { start, end, label } = periodAt(own, kind, on);
        for (const name of [label, label.toLowerCase(), label.replaceAll(' ', '-')]) {
          const bytes = new TextEncoder().encode(`user;quarter;amount\nJana Lind;${name};1`);
          const [quota] = readQuotas(bytes, { users, profile: own }).quotas;
          if (quota) expect([quota.start, quota.end], `${name} of ${label}`).toEqual([start, end]);
          taken += quota ? 1 : 0;
        }
      }
    expect(taken).toBeGreaterThan(100);
  });
});

describe('what stands around the table', () => {
  const table = 'user,start,amount\nJana Lind,2026-10-01,120\n';
  test.each([
    ['a title', `"Amounts in thousands of USD"\n\n${table}`],
    ['a title in Polish', `Plan 2026 (w tys. zł)\n${table}`],
    ['a footnote', `${table}* all amounts in kEUR\n`],
    ['a title of lakhs', `Quotas FY27 (Rs. in lakhs)\n${table}`],
    ['a title of crores', `Figures in ₹ Cr\n${table}`],
    ['a title in Japanese', `単位：千円\n${table}`],
    ['a title in French', `En milliers d’euros\n${table}`],
    ['a title in German', `Werte in T€\n${table}`],
    ['a second line of the header', table.replace('\nJana', '\n,,in thousands\nJana')],
    ['a second line of the header, with a currency', table.replace('\nJana', '\n(name),(date),(TEUR)\nJana')],
  ])('%s that says thousands refuses the file: 120 would be taken for 120,000', (_, content) => {
    const { quotas, told } = read(content);
    expect(quotas).toEqual([]);
    expect(told.join()).toContain('in thousands or millions');
  });

  test.each<[string, string | undefined]>([
    ['Quota plan 2026\nAll amounts in EUR', 'EUR'],
    ['Quota plan 2026 (EUR)', 'EUR'],
    ['Quota plan of all regions (ALL), Thousand Oaks', undefined],
    ['Top 1000 accounts in MD, by T. Brown and L. Cr', undefined],
    ['Plan of the top team (TOP) in Q4', undefined],
  ])('%s: %s', (title, currency) => {
    expect(read(`${title}\n${table}`).quotas).toEqual([['Jana Lind', '2026-10-01', 120, currency]]);
  });

  test('a row’s own currency is nearer than the title’s, and one without a rate is refused with the line', () => {
    const own = 'user,start,amount,currency\nJana Lind,2026-10-01,120,USD\nJosé Müller,2026-10-01,5,\n';
    expect(read(`Plan (EUR)\n${own}`).quotas.map(([name, , amount, code]) => [name, amount, code])).toEqual([
      ['Jana Lind', 120, 'USD'],
      ['José Müller', 5, 'EUR'],
    ]);
    expect(read(`Plan (GBP)\n${table}`).told.join()).toContain('3: No rate is known for GBP');
  });
});

test.each<[string, Partial<OrgProfile>, string, string, (number | string)[]]>([
  [
    'a column of currencies',
    { rates: { USD: 1, KWD: 0.3 } },
    'en-US',
    'user,start,amount,currency\nJana Lind,2026-10-01,1.500,KWD',
    [1.5],
  ],
  [
    'a sign beside it',
    { rates: { USD: 1, KWD: 0.3 } },
    'en-US',
    'user,start,amount\nJana Lind,2026-10-01,KWD 1.500',
    [1.5],
  ],
  [
    'the head',
    { rates: { USD: 1, KWD: 0.3 } },
    'pl-PL',
    'user;start;amount (KWD)\nJana Lind;2026-10-01;120.000',
    [120],
  ],
  ['the org’s own', { currency: 'KWD', rates: {} }, 'en-US', 'user,start,amount\nJana Lind,2026-10-01,1.500', [1.5]],
  ['grouped', { currency: 'KWD', rates: {} }, 'en-US', 'user;start;amount\nJana Lind;2026-10-01;120,000', [120_000]],
  [
    'grouped in money of two decimals as well',
    { rates: { USD: 1, KWD: 0.3 } },
    'en-US',
    'user;start;amount;currency\nJana Lind;2026-10-01;1,500;KWD\nJosé Müller;2026-10-01;2,500;USD',
    [1500, 2500],
  ],
  [
    'a table with a column a period',
    { currency: 'KWD', rates: {} },
    'en-US',
    'Rep,Q1 2026,Q2 2026,Total\nJana Lind,1.500,2.250,3.750',
    [1.5, 2.25],
  ],
  [
    'a table with a column a person',
    { currency: 'KWD', rates: {} },
    'en-US',
    'Quarter,Jana Lind,José Müller,Total\nQ1 2026,1.500,2.250,3.750',
    [1.5, 2.25],
  ],
  // The reader and the country of the money write the sign for unlike things.
  ['where two disagree', { currency: 'OMR', rates: {} }, 'de-DE', 'user;start;amount\nJana Lind;2026-10-01;1.500', []],
  ['money of two decimals by itself, as before', {}, 'en-US', 'user;start;amount\nJana Lind;2026-10-01;1,500', []],
])('money of three decimals in a file is read as in a field: %s', (_, own, locale, content, wanted) => {
  const { quotas, told } = read(content, own, { locale });
  expect(quotas.map(([, , amount]) => amount)).toEqual(wanted);
  expect(told).toHaveLength(wanted.length === 0 ? 1 : 0);
});

test.each(['__proto__', 'constructor', 'toString', 'valueOf'])(
  '%s is a word like any other, wherever a file has it',
  (word) => {
    const line = 'Jana Lind,2026-10-01,120000';
    const want = [['Jana Lind', '2026-10-01', 120_000, undefined]];
    expect(read(`user,start,amount\n${line}\n`).quotas).toEqual(want);
    expect(read(`${word},user,start,amount\n${word},${line}\n`).quotas).toEqual(want);
    expect(read(`user,start,amount,currency\nAdam Roth,2026-10-01,5 ${word},${word}\n${line},USD\n`).told).toHaveLength(
      1,
    );
    expect(currenciesOf(word)).toEqual([]);
    for (const wrong of [`${word} 5`, `${word} `.repeat(20), word])
      expect(read(`user,start,amount\n${line}\nAdam Roth,2026-10-01,${wrong}\n`).quotas).toEqual(want);
  },
);

test.each(['1 ', 'a b ', '1/', 'Q1 '])(
  'a column whose name is %j ten thousand times is refused at once, not after minutes',
  (part) => {
    expect(read(`user,${part.repeat(10_000)},amount\nJana Lind,2026-10-01,5\n`).told[0]?.length).toBeLessThan(1000);
  },
);
