import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { explore } from '@/tests/explore/explore';
import { loadData } from '@/tests/org/load';
import { temporaryFolder } from '@/tests/temporary';

const HEADER = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value';
/** Sixty deals, every fifth still open, with amounts of two digits and of four and more. */
const DEALS = Array.from({ length: 60 }, (_, at) => {
  const isOpen = at % 5 === 0;
  return {
    id: `A${at}`,
    agent: at % 2 ? 'Jana Lind' : 'José Müller',
    stage: isOpen ? 'Engaging' : at % 3 ? 'Won' : 'Lost',
    engaged: [2016, 1 + (at % 12), 1 + (at % 28)] as const,
    closed: isOpen ? undefined : ([2017, 7 + (at % 5), 1 + ((at * 7) % 28)] as const),
    amount: isOpen ? undefined : at % 4 === 1 ? 50 + at : 10 * ((at * 791) % 3000) + (at % 3 ? 1000 : 1003),
  };
});
const pad = (value: number): string => `${value}`.padStart(2, '0');
const american = ([year, month, on]: readonly [number, number, number]): string => `${month}/${on}/${year}`;
const written = ({
  delimiter = ',',
  day = american,
  money = String,
}: {
  delimiter?: string;
  day?: (of: readonly [number, number, number]) => string;
  money?: (value: number) => string;
} = {}): string =>
  [
    HEADER.split(',').join(delimiter),
    ...DEALS.map(({ id, agent, stage, engaged, closed, amount }) =>
      [
        id,
        agent,
        'GTXPro',
        'Acme',
        stage,
        day(engaged),
        closed ? day(closed) : '',
        amount === undefined ? '' : money(amount),
      ]
        .map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell))
        .join(delimiter),
    ),
  ].join('\n');

function folderOf(pipeline: string | Uint8Array): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'sales_pipeline.csv'), pipeline);
  writeFileSync(join(folder, 'accounts.csv'), 'account,sector\nAcme,retail\n');
  writeFileSync(
    join(folder, 'sales_teams.csv'),
    'sales_agent,manager,regional_office\nJana Lind,Ida Berg,East\nJosé Müller,Ida Berg,East\n',
  );
  return folder;
}
const load = (pipeline: string | Uint8Array) => loadData(folderOf(pipeline), '2018-01-10');
const WON = DEALS.filter(({ stage }) => stage === 'Won');
const SUM = WON.reduce((sum, { amount = 0 }) => sum + amount, 0);

describe('opportunities in the forms of many programs are the same org', async () => {
  const plain = await load(written());
  const grouped = (locale: string) => (value: number) => new Intl.NumberFormat(locale).format(value);
  const iso = ([year, month, on]: readonly [number, number, number]): string => `${year}-${pad(month)}-${pad(on)}`;

  test('in the plain form they are what was written', () => {
    const won = plain.tables.Opportunity.filter((row) => row['IsWon'] === true);
    expect([won.length, won.reduce((sum, row) => sum + Number(row['Amount']), 0)]).toEqual([WON.length, SUM]);
    expect(plain.problems).toEqual([]);
  });

  test.each<[string, string | Uint8Array]>([
    ['thousands by commas', written({ money: grouped('en-US') })],
    ['thousands by points, in a file with semicolons', written({ money: grouped('de-DE'), delimiter: ';' })],
    ['thousands by apostrophes', written({ money: grouped('de-CH'), delimiter: ';' })],
    ['decimals', written({ money: (value) => value.toFixed(1) })],
    ['dollars', written({ money: (value) => `$${grouped('en-US')(value)}` })],
    ['ISO days', written({ day: iso })],
    ['days first with points', written({ day: ([year, month, on]) => `${pad(on)}.${pad(month)}.${year}` })],
    ['days first with slashes', written({ day: ([year, month, on]) => `${pad(on)}/${pad(month)}/${year}` })],
    ['UTF-16 and tabs', new Uint8Array(Buffer.from(`\uFEFF${written({ delimiter: '\t' })}`, 'utf16le'))],
    ['CRLF, a mark and titles above', `\uFEFFPipeline\r\n\r\n${written().replaceAll('\n', '\r\n')}`],
  ])('%s', async (_, content) => {
    const { tables, problems } = await load(content);
    expect(problems).toEqual([]);
    expect(tables.Opportunity).toEqual(plain.tables.Opportunity);
    expect(tables.OpportunityHistory).toEqual(plain.tables.OpportunityHistory);
  });

  test('another code page is read, and said', async () => {
    const { tables, problems } = await load(new Uint8Array(Buffer.from(written(), 'latin1')));
    expect(tables.Opportunity).toEqual(plain.tables.Opportunity);
    expect(problems?.[0]).toContain('sales_pipeline.csv: The file is no UTF-8: it is read as windows-1252');
  });
});

describe('a row that cannot be read is named with its line, and the others are taken', () => {
  const lines = written().split('\n');
  test.each<[string, string, string]>([
    ['an amount that is none', 'X,Jana Lind,P,Acme,Won,3/14/2017,4/15/2017,much', '“much” is no amount'],
    [
      'an amount cut at its comma',
      'X,Jana Lind,P,Acme,Won,3/14/2017,4/15/2017,1,054',
      '9 cells where the header has 8',
    ],
    [
      'an unknown stage',
      'X,Jana Lind,P,Acme,Signed,3/14/2017,4/15/2017,5',
      '“Signed” is not known here. It can be: Prospecting, Engaging, Won, Lost',
    ],
    ['a day that is none', 'X,Jana Lind,P,Acme,Won,3/14/2017,2/30/2017,5', '“2/30/2017” is no day'],
    ['a won deal that was never closed', 'X,Jana Lind,P,Acme,Won,3/14/2017,,5', 'close_date is empty'],
    ['a deal that is there already', 'A1,Jana Lind,P,Acme,Won,3/14/2017,4/15/2017,5', 'A1 stands in line 3 already'],
  ])('%s', async (_, row, words) => {
    const { tables, problems } = await load([...lines, row].join('\n'));
    expect(tables.Opportunity).toHaveLength(DEALS.length);
    expect(problems).toHaveLength(1);
    expect(problems?.[0]).toContain(`sales_pipeline.csv, line ${lines.length + 1}: `);
    expect(problems?.[0]).toContain(words);
  });

  test('a person and an account of no other file are counted, and the deals stay', async () => {
    const { tables, problems } = await load(`${written()}\nX,Nobody,P,Nowhere,Won,3/14/2017,4/15/2017,5`);
    expect(tables.Opportunity).toHaveLength(DEALS.length + 1);
    expect(problems?.join('\n')).toContain('the sales_agent of 1 deals is no row of sales_teams.csv (first “Nobody”)');
    expect(problems?.join('\n')).toContain('the account of 1 deals is no row of accounts.csv (first “Nowhere”)');
  });

  test('a file of which nothing can be read, or in several currencies, is refused', async () => {
    await expect(load('id,value\n1,2\n')).rejects.toThrow('sales_pipeline.csv, line 1: No line names the columns');
    await expect(load(`${HEADER}\nX,Jana Lind,P,Acme,Won,3/14/2017,4/15/2017,"1,054"`)).rejects.toThrow(
      '“1,054” can be 1054 or 1.0540',
    );
    const thousands = written({ money: (value) => (5 + value / 1000).toFixed(3) });
    await expect(load(thousands)).rejects.toThrow(/line 3: “5.051” can be 5051 or 5.0510/);
    await expect(load(written({ money: (value) => `${value % 2 ? '€' : '$'}${value}` }))).rejects.toThrow(
      'close_value holds amounts in several currencies',
    );
  });
});

describe('the command line names what is in no figure', async () => {
  const rows = ['X,Jana Lind,P,Acme,Won,3/14/2017,4/15/2017,much', 'Y,Jana Lind,P,Acme,Won,3/14/2017,4/15/2017,lots'];
  const folder = folderOf([written(), ...rows].join('\n'));
  const ask = async (...args: string[]): Promise<{ out: string; told: string }> => {
    let told = '';
    const out = await explore(['--data', folder, '--as-of', '2018-01-10', ...args], { warn: (text) => (told += text) });
    return { out, told };
  };

  test('on standard error, counted and by line', async () => {
    const { out, told } = await ask('bookings', '--period', 'any');
    expect(out).toContain(`count     ${WON.length}`);
    expect(told).toContain('2 things could not be read');
    expect(told).toContain(`sales_pipeline.csv, line ${DEALS.length + 2}: “much” is no amount`);
  });

  test('in JSON under "problems", beside the figures or the rows', async () => {
    const { count, problems } = JSON.parse((await ask('--json', 'bookings', '--period', 'any')).out) as {
      count: number;
      problems: string[];
    };
    expect([count, problems.length]).toEqual([WON.length, 2]);
    expect(JSON.parse((await ask('--json', 'replay')).out)).toEqual({ rows: expect.any(Array), problems });
  });
});

describe('what a file says of its amounts and days is not passed over', () => {
  const row = (close: string, amount = '100', engaged = '2016-01-02', id = 'A1') =>
    `${id},Jana Lind,P,Acme,Won,${engaged},${close},${amount}`;
  const headed = (header: string, ...rows: string[]) => load([header, ...rows].join('\n'));

  test('a header that names the currency is that of the amounts', async () => {
    const { tables } = await headed(`${HEADER} (EUR)`, row('2017-03-01'));
    expect(tables.Organization[0]).toMatchObject({ DefaultCurrencyIsoCode: 'EUR' });
  });
  test.each([
    ['thousands', `${HEADER} (k)`, 'says that amounts are in thousands'],
    ['pieces', `${HEADER} (units)`, 'no money'],
    ['a column twice', `${HEADER},Close Value`, 'More than one column can be meant (close_value, Close Value)'],
  ])('%s are refused', async (_, header, words) => {
    await expect(headed(header, row('2017-03-01'))).rejects.toThrow(words);
  });
  test('currencies in a column of their own are not added up, and one alone is that of the amounts', async () => {
    const header = `${HEADER},currency`;
    await expect(
      headed(header, `${row('2017-03-01')},EUR`, `${row('2017-03-02', '5', '2016-01-02', 'A2')},USD`),
    ).rejects.toThrow('several currencies (EUR 1, USD 1)');
    const { tables } = await headed(
      header,
      `${row('2017-03-01')},EUR`,
      `${row('2017-03-02', '5', '2016-01-02', 'A2')},`,
    );
    expect(tables.Organization[0]).toMatchObject({ DefaultCurrencyIsoCode: 'EUR' });
  });
  test('a sign that stands for many and one that stands for another of them are two currencies', async () => {
    await expect(
      headed(HEADER, row('2017-03-01', 'C$100'), row('2017-03-02', '$5', '2016-01-02', 'A2')),
    ).rejects.toThrow('several currencies (C$ 1, $ 1)');
    const { tables } = await headed(HEADER, row('2017-03-01', 'US$100'), row('2017-03-02', '$5', '2016-01-02', 'A2'));
    expect(tables.Organization[0]).toMatchObject({ DefaultCurrencyIsoCode: 'USD' });
  });
  test('days that can all be either way round are refused with both', async () => {
    await expect(headed(HEADER, row('03/04/2017', '1', '01/02/2016'))).rejects.toThrow(
      'line 2: “01/02/2016” can be 2016-02-01 or 2016-01-02',
    );
  });
  test.each([
    ['a year that no deal has', row('0217-03-01'), '“0217-03-01” is a day of the year 0217'],
    ['one far ahead', row('2107-03-01'), '“2107-03-01” is a day of the year 2107'],
  ])('%s is named with its line', async (_, bad, words) => {
    const { tables, problems } = await headed(HEADER, bad, row('2017-03-02', '5', '2016-01-02', 'A2'));
    expect(problems).toEqual([expect.stringContaining(`sales_pipeline.csv, line 2: ${words}`)]);
    expect(tables.Opportunity).toHaveLength(1);
  });
  test('a close before the beginning is named with its line, and the deal counts', async () => {
    const { tables, problems } = await headed(HEADER, row('2017-03-01', '5', '2017-05-20'));
    expect(problems).toEqual([
      expect.stringContaining('sales_pipeline.csv, line 2: close_date 2017-03-01 is before engage_date 2017-05-20'),
    ]);
    expect(tables.Opportunity).toHaveLength(1);
  });
  test('without a day of its own the org is on the last day that the file knows', async () => {
    const folder = folderOf([HEADER, row('2025-03-01'), row('2024-03-02', '5', '2016-01-02', 'A2')].join('\n'));
    const out = await explore(['--data', folder, '--json', 'bookings', '--period', 'any']);
    expect(JSON.parse(out)).toMatchObject({ amount: 10_500, count: 2 });
  });
});
