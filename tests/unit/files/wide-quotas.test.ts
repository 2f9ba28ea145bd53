import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { profileOf } from '@/lib/crm/salesforce/from-tables';
import type { OrgProfile } from '@/lib/deal/org';
import { readQuotas } from '@/lib/files/quotas';
import { generateOrg } from '@/lib/sample/generate';

import { dayOf } from '../domain/deal';

const sample = generateOrg({ size: 12, seed: 1, asOf: dayOf('2026-11-24') });
const profile: OrgProfile = {
  ...profileOf(sample.tables, sample.orgId, sample.defaultUserId),
  currency: 'USD',
  fiscalYearStartMonth: 1,
};
delete (profile as { periods?: unknown }).periods;
const NAMES = ['Jana Lind', 'José Müller', 'Paweł Żółć', 'Adam Roth'];
const users = NAMES.map((name, at) => ({ id: `00500000000000${at}AAA`, name, isActive: true }));

function read(content: string | Uint8Array, own: Partial<OrgProfile> = {}) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const { quotas, problems, notes } = readQuotas(bytes, { users, profile: { ...profile, ...own } });
  return {
    quotas: quotas.map(({ userId, start, end, amount }) => [
      users.find(({ id }) => id === userId)?.name,
      start,
      end,
      amount,
    ]),
    told: problems.map(({ id, line }) => `${id} ${line ?? 0}`),
    noted: notes.map(({ id }) => id),
  };
}
const ofYear = (year: number, quarters: readonly number[]) =>
  quarters.map((amount, at) => [
    'Jana Lind',
    `${year}-${['01', '04', '07', '10'][at]}-01`,
    `${year}-${['03-31', '06-30', '09-30', '12-31'][at]}`,
    amount,
  ]);

describe('a row a person and a column a period', () => {
  const wanted = ofYear(2026, [1000, 2000, 3000, 4000]);
  test.each<[string, string, string[]]>([
    ['quarters by name', 'Rep,Q1 2026,Q2 2026,Q3 2026,Q4 2026\nJana Lind,1000,2000,3000,4000', []],
    ['a year that is their sum', 'Rep,Q1 FY26,Q2 FY26,Q3 FY26,Q4 FY26,FY26\nJana Lind,1000,2000,3000,4000,10000', []],
    [
      'a year in a joined cell above, a region, a total and a title',
      'Quotas of sales;;;;;;\n;;2026;;;;\nHandlowiec;Region;Q1;Q2;Q3;Q4;Razem\nJana Lind;PL;1000;2000;3000;4000;10000\nRazem;;1000;2000;3000;4000;10000',
      ['report'],
    ],
    [
      'a pivot table, dashes for nothing',
      'Row Labels\tQ1 2026\tQ2 2026\tQ3 2026\tQ4 2026\tGrand Total\nJana Lind\t1,000.00\t2,000.00\t3,000.00\t4,000.00\t10,000.00\nAdam Roth\t - \t\t-\t–\t-\nGrand Total\t1,000.00\t2,000.00\t3,000.00\t4,000.00\t10,000.00',
      ['report'],
    ],
    [
      'sums of teams',
      'Team,Rep,Q1 2026 Quota,Q2 2026 Quota,Q3 2026 Quota,Q4 2026 Quota\nEast,Jana Lind,1000,2000,3000,4000\nEast Total,,1000,2000,3000,4000\n,Total,1000,2000,3000,4000',
      ['report'],
    ],
    ['a year in the title', 'Targets FY2026\n\nName,Q1,Q2,Q3,Q4\n"Lind, Jana",1000,2000,3000,4000', []],
  ])('with %s', (_, content, noted) => {
    const found = read(content);
    expect(found.quotas).toEqual(wanted);
    expect(found.noted).toEqual(['wide', ...noted]);
    expect(found.told).toEqual(content.includes('Adam Roth') ? ['wide.nothing 3'] : []);
  });

  test('months beside the sums of their quarters count once, and a quarter without its months is a quota', () => {
    const { quotas, told } = read(
      'Rep,Jan 2026,Feb 2026,Mar 2026,Q1 2026,Q2 2026\nJana Lind,10,20,30,60,70\nAdam Roth,,,,5,6',
    );
    expect(quotas).toEqual([
      ['Jana Lind', '2026-01-01', '2026-01-31', 10],
      ['Jana Lind', '2026-02-01', '2026-02-28', 20],
      ['Jana Lind', '2026-03-01', '2026-03-31', 30],
      ['Jana Lind', '2026-04-01', '2026-06-30', 70],
      ['Adam Roth', '2026-01-01', '2026-03-31', 5],
      ['Adam Roth', '2026-04-01', '2026-06-30', 6],
    ]);
    expect(told).toEqual([]);
  });

  test('what the heads tell together holds for a row that has few of them', () => {
    expect(read('Rep,Jan 2026,Feb 2026\nJana Lind,10,').quotas).toEqual([
      ['Jana Lind', '2026-01-01', '2026-01-31', 10],
    ]);
    const own = { fiscalYearStartMonth: 7 };
    const [whole, first] = ['10,99', '10,'].map((cells) => read(`Rep,Q1 2026,FY27\nJana Lind,${cells}`, own));
    expect(whole?.quotas).toHaveLength(2);
    expect(first).toMatchObject({ quotas: whole?.quotas.slice(0, 1), told: [] });
  });

  test('a sum shows how the others are written', () => {
    const { quotas, told } = read('Rep;Q1 2026;Q2 2026;Total\nJana Lind;600.000;650.000;1.250.000');
    expect(quotas.map(([, , , amount]) => amount)).toEqual([600_000, 650_000]);
    expect(told).toEqual([]);
  });

  test.each<[string, string, string, Partial<OrgProfile>?]>([
    ['no year', 'Rep,Q1,Q2\nJana Lind,1,2', 'wide.year 1'],
    [
      'months of a year that may be the org’s own',
      '2026\nRep,Jul,Aug\nJana Lind,1,2',
      'wide.year 2',
      { fiscalYearStartMonth: 7 },
    ],
    [
      'quarters that may be the calendar’s',
      'Rep,Q1 2026,Q2 2026\nJana Lind,1,2',
      'day.twoWays 1',
      { fiscalYearStartMonth: 7 },
    ],
    ['a sum that is none', 'Rep,Q1 2026,Q2 2026,Total\nJana Lind,1,2,9', 'wide.sum 2'],
    ['a quarter with a month missing', 'Rep,Jan 2026,Feb 2026,Q1 2026\nJana Lind,1,2,4', 'wide.overlap 1'],
    ['a period twice', 'Rep,Q1 2026 (USD),Q1 2026 (EUR)\nJana Lind,1,2', 'twice 1'],
    ['two units', 'Rep,Q1 2026 (USD),Q2 2026 (EUR)\nJana Lind,1,2', 'wide.units 1'],
    ['thousands', 'Rep,Q1 2026 (in k),Q2 2026 (in k)\nJana Lind,1,2', 'scaled 0'],
    [
      'two measures below each period',
      ',Q1 2026,,Q2 2026,\nRep,New,Renewal,New,Renewal\nJana Lind,1,2,3,4',
      'wide.measures 2',
    ],
    ['a second line of heads', 'Rep,Q1 2026,Q2 2026\n(who),Plan,Stretch\nJana Lind,1,2', 'wide.measures 2'],
    ['weeks', 'Rep,2026-W01,2026-W02\nJana Lind,1,2', 'weeks 1'],
    ['weeks as they are numbered', 'Rep;KW 1;KW 2\nJana Lind;1;2', 'weeks 1'],
    ['more than a period in a head', 'Rep,Q1 2026 New,Q1 2026 Renewal\nJana Lind,1,2', 'wide.beside 1'],
    [
      'the same, before it',
      'Rep,New Q1 2026,New Q2 2026,Renewal Q1 2026,Renewal Q2 2026\nJana Lind,1,2,3,4',
      'wide.beside 1',
    ],
    ['somebody unknown, said once', 'Rep,Q1 2026,Q2 2026\nTeam East,1,2', 'user.none 2'],
  ])('is refused with %s', (_, content, told, own = {}) => {
    expect(read(content, own)).toMatchObject({ quotas: [], told: [told] });
  });

  test('halves are read, and are sums of their quarters where these stand beside', () => {
    const halves = [
      ['Jana Lind', '2026-01-01', '2026-06-30', 300],
      ['Jana Lind', '2026-07-01', '2026-12-31', 700],
    ];
    expect(read('Rep,H1 2026,H2 2026\nJana Lind,300,700').quotas).toEqual(halves);
    expect(read('2026\nRep,1. Halbjahr,2. Halbjahr\nJana Lind,300,700').quotas).toEqual(halves);
    const both = (h1: number) =>
      read(`Rep,Q1 2026,Q2 2026,H1 2026,Q3 2026,Q4 2026,H2 2026\nJana Lind,100,200,${h1},300,400,700`);
    expect(both(300)).toMatchObject({ quotas: ofYear(2026, [100, 200, 300, 400]), told: [] });
    expect(both(310)).toMatchObject({ quotas: [], told: ['wide.sum 2'] });
  });

  test.each([
    ['Rep,Type,Q1 2026,Q2 2026', 2],
    ['Rep,Region,Q1 2026,Q2 2026', 2],
    ['Rep,Note,Q1 2026,Q2 2026', 0],
  ])(
    'two lines of a person are no quota where a column tells them apart, and the later one where none does: %s',
    (head, refused) => {
      const { quotas, told } = read(`${head}\nJana Lind,New,1,2\nJana Lind,Renewal,3,4`);
      expect(quotas).toEqual(refused > 0 ? [] : ofYear(2026, [3, 4]));
      expect(told.filter((each) => each === 'partial 3')).toHaveLength(refused);
    },
  );

  test.each(['Rep,Measure,Q1 2026,Q2 2026', 'Rep,Note,Q1 2026,Q2 2026', 'Rep,,Q1 2026,Q2 2026'])(
    'of parts below a name that stands in joined cells, none is taken for the quota: %s',
    (head) => {
      const { quotas, told } = read(`${head}\nJana Lind,New,1000,2000\n,Renewal,10,20\nJosé Müller,New,1,`);
      expect(quotas).toEqual([['José Müller', '2026-01-01', '2026-03-31', 1]]);
      expect(told).toEqual(['user.above 3', 'user.above 3']);
    },
  );

  test('a last row without a name that is the sum of all leaves them as they are', () => {
    const { quotas, told } = read('Rep,Q1 2026,Q2 2026\nJana Lind,1,2\nJosé Müller,3,4\n,4,6');
    expect(quotas.map(([, , , amount]) => amount)).toEqual([1, 2, 3, 4]);
    expect(told).toEqual(['user.nothing 4']);
  });

  test('as people have them: every amount once, whatever sums stand around, and a wrong sum is never taken', () => {
    const amount = fc.integer({ min: 1, max: 999_999 });
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.array(fc.array(fc.option(amount, { nil: 0 }), { minLength: 12, maxLength: 12 }), {
            minLength: 1,
            maxLength: 4,
          }),
          isJoined: fc.boolean(),
          hasQuarters: fc.boolean(),
          hasTotal: fc.boolean(),
          hasTeams: fc.boolean(),
          delimiter: fc.constantFrom(',', ';', '\t'),
          broken: fc.option(fc.nat(3)),
        }),
        ({ rows, isJoined, hasQuarters, hasTotal, hasTeams, delimiter, broken }) => {
          const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
          const year = isJoined ? '' : ' 2027';
          const withSums = (
            cells: readonly (number | string)[],
            sumOf: (from: number, to: number) => number | string,
          ) => [
            ...months.flatMap((_, at) =>
              hasQuarters && at % 3 === 2 ? [cells[at] ?? '', sumOf(at - 2, at + 1)] : [cells[at] ?? ''],
            ),
            ...(hasTotal ? [sumOf(0, 12)] : []),
          ];
          const heads = withSums(
            months.map((month) => `${month}${year}`),
            (from, to) => (to - from === 3 ? `Q${to / 3}${year}` : 'Total'),
          );
          const sums = (own: readonly number[]) =>
            withSums(
              own.map((each) => each || ''),
              (from, to) => own.slice(from, to).reduce((sum, each) => sum + each, 0),
            );
          const lines: (number | string)[][] = [
            ...(isJoined ? [['', '', '2027']] : []),
            ['Team', 'Rep', ...heads],
            ...rows.flatMap((own, at) => {
              const cells = sums(own);
              if (at === broken && hasTotal) cells[cells.length - 1] = Number(cells.at(-1)) + 7;
              return [['East', NAMES[at] ?? '', ...cells], ...(hasTeams ? [['East Total', '', ...sums(own)]] : [])];
            }),
          ];
          const { quotas, told } = read(lines.map((cells) => cells.join(delimiter)).join('\n'));
          const isBad = (own: readonly number[], at: number): boolean =>
            hasTotal && at === broken && own.some((each) => each > 0);
          expect(quotas.map(([name, start, , value]) => [name, start, value])).toEqual(
            rows.flatMap((own, at) =>
              isBad(own, at)
                ? []
                : own.flatMap((each, month) =>
                    each > 0 ? [[NAMES[at], `2027-${String(month + 1).padStart(2, '0')}-01`, each]] : [],
                  ),
            ),
          );
          expect(told.filter((each) => each.startsWith('wide.sum'))).toHaveLength(rows.filter(isBad).length);
        },
      ),
      { numRuns: process.env['LONG'] ? 5000 : 60 },
    );
  });
});

describe('a row a period and a column a person', () => {
  const wanted = [1000, 2000].flatMap((amount, at) => [
    ['Jana Lind', `2026-0${3 * at + 1}-01`, at === 0 ? '2026-03-31' : '2026-06-30', amount],
    ['Adam Roth', `2026-0${3 * at + 1}-01`, at === 0 ? '2026-03-31' : '2026-06-30', amount / 10],
  ]);
  const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted();
  test.each<[string, string]>([
    ['quarters by name', 'Quarter,Jana Lind,Adam Roth\nQ1 2026,1000,100\nQ2 2026,2000,200'],
    ['no head above the periods', ',Jana Lind,Adam Roth\nQ1 2026,1000,100\nQ2 2026,2000,200'],
    [
      'sums below and beside, a title, a team and a footer',
      'Targets\n\nOkres;Jana Lind;Adam Roth;Razem\nQ1 2026;1 000,00;100,00;1 100,00\nQ2 2026;2 000,00;200,00;2 200,00\nRazem;3 000,00;300,00;3 300,00\n\nConfidential Information - Do Not Distribute',
    ],
    [
      'a year in a column of its own, joined',
      'Year\tQuarter\tJana Lind\tAdam Roth\n2026\tQ1\t1000\t100\n\tQ2\t2000\t200\nTotal\t\t3000\t300',
    ],
    [
      'a half year that is their sum',
      'Period,Jana Lind,Adam Roth,Notes\nQ1 FY26,1000,100,new\nQ2 FY26,2000,200,\nTotal,3000,300,',
    ],
    ['first days', 'Start,"Lind, Jana",Adam Roth,Currency\n2026-01-01,1000,100,USD\n2026-04-01,2000,200,USD'],
  ])('with %s', (name, content) => {
    const { quotas, told } = read(content);
    const isOpenEnd = name === 'first days';
    expect(sorted(quotas)).toEqual(
      sorted(wanted.map(([who, start, end, amount]) => [who, start, isOpenEnd ? undefined : end, amount])),
    );
    expect(told).toEqual([]);
  });

  test('each person’s own money, sums of teams, and what is no amount', () => {
    const money = readQuotas(
      new TextEncoder().encode('Quarter,Jana Lind,Adam Roth\nCurrency,USD,EUR\nQ4 2026,100,400'),
      { users, profile: { ...profile, rates: { USD: 1, EUR: 0.9 } } },
    );
    expect(money.quotas.map(({ amount, currency }) => [amount, currency])).toEqual([
      [100, 'USD'],
      [400, 'EUR'],
    ]);
    const teams = read(
      'Month,Jana Lind,Adam Roth,East Total,José Müller,West Total,Grand Total,Notes\nOct 2026,1,2,3,4,4,7,new\nNov 2026,3,n/a,7,5,5,8,',
    );
    expect(teams).toMatchObject({ told: ['amount.none 3'], noted: ['wide.below'] });
    expect(teams.quotas).toHaveLength(5);
  });

  test('months beside the sums of their quarters count once', () => {
    const { quotas, told, noted } = read(
      'Month,Jana Lind,Adam Roth\nJan 2026,10,-\nFeb 2026,20,\nMar 2026,30,\nQ1 2026,60,7\nQ2 2026,70,8',
    );
    expect(sorted(quotas)).toEqual(
      sorted([
        ['Jana Lind', '2026-01-01', '2026-01-31', 10],
        ['Jana Lind', '2026-02-01', '2026-02-28', 20],
        ['Jana Lind', '2026-03-01', '2026-03-31', 30],
        ['Jana Lind', '2026-04-01', '2026-06-30', 70],
        ['Adam Roth', '2026-01-01', '2026-03-31', 7],
        ['Adam Roth', '2026-04-01', '2026-06-30', 8],
      ]),
    );
    expect([told, noted]).toEqual([[], ['wide.below']]);
  });

  test.each<[string, string, string, number]>([
    ['a wrong sum below', 'Month,Jana Lind,Adam Roth\nJan 2026,1,5\nFeb 2026,2,6\nTotal,9,11', 'wide.sumBelow 4', 2],
    ['a wrong sum beside', 'Month,Jana Lind,Adam Roth,Total\nJan 2026,1,5,6\nFeb 2026,2,6,18', 'wide.sum 3', 2],
    [
      'somebody unknown, said once',
      'Month,Jana Lind,Adam Roth,Team East\nJan 2026,1,5,6\nFeb 2026,2,6,9',
      'user.none 1',
      4,
    ],
    ['a row of no period', 'Month,Jana Lind,Adam Roth\nJan 2026,1,5\nFeb 2026,2,6\nJebruary 2026,9,9', 'day.none 4', 4],
    ['no year', 'Month,Jana Lind,Adam Roth\nJan,1,5\nFeb,2,6', 'wide.year 2', 0],
    ['a person twice', 'Month,Jana Lind,Jana Lind\nJan 2026,1,5\nFeb 2026,2,6', 'twice 1', 0],
    ['a period twice', 'Month,Jana Lind,Adam Roth\nJan 2026,1,5\nJanuary 2026,2,6', 'twice 3', 0],
    [
      'a quarter with a month missing',
      'Month,Jana Lind,Adam Roth\nJan 2026,1,5\nFeb 2026,2,6\nQ1 2026,3,11',
      'wide.overlap 4',
      0,
    ],
    [
      'nothing under somebody',
      'Month,Jana Lind,Adam Roth,Paweł Żółć\nJan 2026,1,5,0\nFeb 2026,2,6,-',
      'wide.nothingBelow 1',
      4,
    ],
  ])('is refused with %s, and with no more than that', (name, content, told, count) => {
    const found = read(content);
    if (name === 'nothing under somebody') expect(found.quotas.filter(([who]) => who !== 'Paweł Żółć')).toHaveLength(4);
    else expect([found.told, found.quotas.length]).toEqual([[told], count]);
  });
});

test.each([
  ['macintosh', '\r', 'José Müller'],
  ['macintosh', '\r\n', 'José Müller'],
  ['windows-1252', '\r\n', 'José Müller'],
  ['windows-1250', '\r\n', 'Paweł Żółć'],
])('a file in %s is read, whoever it names', (encoding, end, name) => {
  const codes = new Map(
    Array.from({ length: 256 }, (_, byte) => [new TextDecoder(encoding).decode(Uint8Array.of(byte)), byte]),
  );
  const bytes = Uint8Array.from(`user;start;amount${end}${name};2026-10-01;5${end}`, (sign) => codes.get(sign) ?? 0);
  expect(read(bytes)).toMatchObject({ quotas: [[name, '2026-10-01', undefined, 5]], told: [], noted: ['guessed'] });
});

describe('a table of more columns than people and periods can make', () => {
  const wide = (first: string, head: (at: number) => string, columns: number) =>
    `${[first, ...Array.from({ length: columns - 1 }, (_, at) => head(at))].join(',')}\n${['Jana Lind', ...Array.from({ length: columns - 1 }, () => '100')].join(',')}\n`;

  test.each<[string, string, (at: number) => string]>([
    ['periods', 'Rep', (at) => `Q${(at % 4) + 1} ${2000 + (at >> 2)}`],
    ['people', 'Quarter', (at) => `Ann ${at} Lee`],
    ['anything', 'Id', (at) => `Column ${at}`],
    ['its quota among others', 'user', (at) => ['start', 'amount'][at] ?? `x${at}`],
  ])('is refused at once, with its line and how many it has: %s', (_, first, head) => {
    const content = `Quotas of sales\n${wide(first, head, 20_000)}`;
    const from = performance.now();
    expect(read(content)).toEqual({ quotas: [], told: ['columns 2'], noted: [] });
    expect(performance.now() - from).toBeLessThan(1000);
  });

  test('empty cells behind the last name are no columns', () => {
    const content = `user,start,amount${','.repeat(16_381)}\nJana Lind,2026-10-01,5${','.repeat(16_381)}\n`;
    expect(read(content)).toEqual({ quotas: [['Jana Lind', '2026-10-01', undefined, 5]], told: [], noted: [] });
  });
});
