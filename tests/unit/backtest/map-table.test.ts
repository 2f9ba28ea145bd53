import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import type { ScoreRow } from '../../backtest/row';
import { csv, inFile, lossOf, type MadeDeal, makeDeals, run } from './made';

const HEADER = ['Id', 'Created', 'Stage', 'Region', 'Account', 'Note', 'Revenue'];
const MAPPING = {
  id: 'Id',
  created: 'Created',
  outcome: { column: 'Stage', won: ['Closed Won'], lost: ['Closed Lost'] },
  categories: ['Region', 'Account', 'Note'],
  numbers: ['Revenue'],
};
const SCORE_KEYS = ['protocol', 'model', 'n', 'baseRate', 'auc', 'logLoss', 'brier', 'ece', 'slope', 'gate'];
const iso = (at: number): string => new Date(at).toISOString();
const pad = (value: number): string => `${value}`.padStart(2, '0');
const parts = (at: number) => {
  const date = new Date(at);
  return { day: pad(date.getUTCDate()), month: pad(date.getUTCMonth() + 1), year: `${date.getUTCFullYear()}` };
};
const rowsOf = (
  deals: readonly MadeDeal[],
  day: (at: number) => string = (at) => iso(at).slice(0, 10),
  money: (value: number) => string = (value) => value.toFixed(2),
): string[][] => [
  HEADER,
  ...deals.map((deal) => [
    deal.id,
    day(deal.created),
    deal.won ? 'Closed Won' : 'Closed Lost',
    deal.region,
    deal.account,
    deal.note,
    money(deal.revenue),
  ]),
];
const product = (rows: readonly unknown[]): ScoreRow => rows[0] as ScoreRow;

const deals = makeDeals(3000, 1);
const plain = run(csv(rowsOf(deals)), MAPPING);

describe('one set in the forms of many programs gives the same figures', () => {
  const few = deals.slice(0, 1200);
  const once = run(csv(rowsOf(few)), MAPPING);
  const european = (value: number): string => {
    const [whole = '', cents = ''] = value.toFixed(2).split('.');
    return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, '.')},${cents} €`;
  };
  const american = (value: number): string => `$${value.toFixed(2).replaceAll(/\B(?=(\d{3})+\.)/g, ',')}`;
  const dmy = (at: number): string => `${parts(at).day}.${parts(at).month}.${parts(at).year}`;
  const mdy = (at: number): string =>
    `${Number(parts(at).month)}/${Number(parts(at).day)}/${parts(at).year} 12:00:00 AM`;
  const zoned = (at: number): string => `${iso(at + 19_800_000).slice(0, 19)}+05:30`;
  const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
  test.each<[string, string | Uint8Array, object?, string?]>([
    ['a byte order mark, CRLF', `\uFEFF${csv(rowsOf(few), { end: '\r\n' })}`],
    [
      'semicolons, decimal commas, points between thousands, days first',
      csv(rowsOf(few, dmy, european), { delimiter: ';' }),
    ],
    [
      'tabs, currency signs, commas between thousands, months first',
      csv(rowsOf(few, mdy, american), { delimiter: '\t' }),
    ],
    ['seconds since 1970', csv(rowsOf(few, (at) => `${at / 1000}`))],
    ['milliseconds since 1970', csv(rowsOf(few, (at) => `${at}`))],
    ['a spreadsheet’s days', csv(rowsOf(few, (at) => `${at / 86_400_000 + 25_569}`))],
    ['days first with slashes', csv(rowsOf(few, (at) => dmy(at).replaceAll('.', '/'))), { dateFormat: 'DMY' }],
    ['another time zone', csv(rowsOf(few, zoned))],
    ['UTF-16', utf16(csv(rowsOf(few), { delimiter: '\t' }))],
    ['gzip', gzipSync(csv(rowsOf(few))), {}, 'set.csv.gz'],
    ['a delimiter that the header does not tell', csv(rowsOf(few), { delimiter: '^' }), { delimiter: '^' }],
    ['sep=', `sep=;\r\n${csv(rowsOf(few), { delimiter: ';', end: '\r\n' })}`],
    ['every row twice', csv([...rowsOf(few), ...rowsOf(few).slice(1)])],
    [
      'older rows of deals before them',
      csv([...rowsOf(few.map((deal) => ({ ...deal, won: !deal.won }))), ...rowsOf(few).slice(1)]),
    ],
    ['lines of a title above', `Deals, all of them\n\nAs of "today"; in US dollars\n${csv(rowsOf(few))}`],
    [
      'a report’s last lines',
      `${csv(rowsOf(few))}\n"Grand Totals (1,200 records)"\n"Confidential Information - Do Not Distribute"\n"Copyright (c) 2000-2026 salesforce.com, inc."\n`,
    ],
    ['UTF-16 without a mark', new Uint8Array(Buffer.from(csv(rowsOf(few), { delimiter: '\t' }), 'utf16le'))],
    [
      'Indian groups and signs of money',
      csv(
        rowsOf(few, undefined, (value) =>
          new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR' }).format(value),
        ),
      ),
    ],
    [
      'apostrophes between thousands, and semicolons',
      csv(
        rowsOf(few, undefined, (value) => value.toFixed(2).replaceAll(/\B(?=(\d{3})+\.)/g, '’')),
        { delimiter: ';' },
      ),
    ],
    [
      'a row with cells beyond the header',
      csv(rowsOf(few)).replace('\n', '\nD-x,2023-02-01,Closed Won,north,a1,none,1,234.50\n'),
    ],
    ['empty lines and rows', csv(rowsOf(few)).replaceAll('\nD-1', '\n\n,,,,,,\nD-1')],
    ['other cases of the outcome', csv(rowsOf(few)).replaceAll('Closed Won', 'CLOSED WON ')],
  ])('%s', (_, content, mapping = {}, file = 'set.csv') => {
    expect(inFile(run(content, { ...MAPPING, ...mapping }, file).rows)).toEqual(inFile(once.rows));
  });
});

describe('against the chances that the outcomes were drawn with', () => {
  const later = deals.toSorted((a, b) => a.created - b.created);
  const testedOf = (n: number) => later.slice(-n);

  test('the later 30 % are tested, and the model comes near the truth, far below base rate and table', () => {
    const [own, table, constant] = plain.rows as ScoreRow[];
    // Deals of one day are not parted, so that the share is about 30 %.
    expect(own!.n / deals.length).toBeCloseTo(0.3, 1);
    const tested = testedOf(own!.n);
    expect(own!.baseRate).toBeCloseTo(tested.filter(({ won }) => won).length / own!.n, 12);
    const truth = lossOf(
      tested.map(({ chance }) => chance),
      tested.map(({ won }) => won),
    );
    expect(own!.logLoss - truth).toBeLessThan(0.35 * (constant!.logLoss - truth));
    expect(own!.logLoss).toBeLessThan(table!.logLoss);
    expect(own!.gate).toBe('passed');
  });

  test('outcomes by the toss of a coin are refused', () => {
    const tossed = makeDeals(3000, 2).map((deal, at) => ({ ...deal, won: deals[at]!.won }));
    expect(run(csv(rowsOf(tossed)), MAPPING).rows.map((row) => 'gate' in row && row.gate)).toEqual(
      Array(3).fill('refused'),
    );
  });

  test('rare outcomes keep their level: a hundredth won, and the mean chance is a hundredth', () => {
    const rare = makeDeals(12_000, 3, { base: -5 });
    const own = product(run(csv(rowsOf(rare)), MAPPING).rows);
    const truth = lossOf(
      rare.map(({ chance }) => chance),
      rare.map(({ won }) => won),
    );
    expect(own.logLoss).toBeLessThan(truth * 1.25);
    expect(own.ece).toBeLessThan(0.01);
  });
});

describe('what cannot teach is named', () => {
  const more = (name: string, value: (deal: MadeDeal, at: number) => string, given = deals): string => {
    const [header, ...rows] = rowsOf(given);
    return csv([[...header!, name], ...rows.map((row, at) => [...row, value(given[at]!, at)])]);
  };
  const withColumn = (name: string) => ({ ...MAPPING, categories: [...MAPPING.categories, name] });

  test.each<[string, (deal: MadeDeal) => string]>([
    ['the outcome in other words', ({ won }) => (won ? 'yes' : 'no')],
    ['a reason of loss that only lost deals have', ({ won }) => (won ? '' : 'price')],
  ])('%s is a probable leak, left out', (_, value) => {
    const { rows, said } = run(more('Told', value), withColumn('Told'));
    expect(said).toContain('column Told is a probable leak');
    expect(inFile(rows)).toEqual(inFile(plain.rows));
  });

  test('a number that is nought for lost deals is one too, as an amount', () => {
    const { rows, said } = run(
      more('Value', ({ won, revenue }) => (won ? `${revenue}` : '0')),
      { ...MAPPING, amount: 'Value' },
    );
    expect(said).toContain('column Value is a probable leak');
    expect(inFile(rows)).toEqual(inFile(plain.rows));
  });

  test('a constant, an empty column and the deal’s own id change no figure by more than a hair', () => {
    for (const value of [() => 'same', () => '', (deal: MadeDeal) => deal.id]) {
      const own = product(run(more('Odd', value), withColumn('Odd')).rows);
      expect(Math.abs(own.logLoss - product(plain.rows).logLoss)).toBeLessThan(1e-3);
    }
  });

  test('a column that is named as a feature and as the outcome is no feature', () => {
    expect(inFile(run(csv(rowsOf(deals)), withColumn('Stage')).rows)).toEqual(inFile(plain.rows));
  });

  test('words that are no outcome, values that are no numbers, days that are none: counted, with the first place', () => {
    const odd = rowsOf(deals);
    odd[5]![2] = 'Negotiation';
    odd[7]![6] = 'a lot';
    odd[9]![1] = '2023-02-30';
    const { said, rows } = run(csv(odd), MAPPING);
    expect(said).toContain('1 of 3000 deals are neither won nor lost by their Stage (Negotiation 1)');
    expect(said).toContain('Revenue: 1 of 3000 values are no numbers (first “a lot”');
    expect(said).toContain('Created: 1 of 3000 values are no dates (first “2023-02-30”');
    expect(product(rows).n).toBeGreaterThan(800);
  });

  test('days of a year that no deal has are counted, and do not stand at either end of the table', () => {
    const odd = rowsOf(deals);
    odd[5]![1] = '0217-03-01';
    odd[7]![1] = '2917-03-01';
    const { said, rows } = run(csv(odd), MAPPING);
    expect(said).toContain('Created: 2 of 3000 values are of a year that no deal has (first “0217-03-01” in line 6)');
    expect(product(rows).n).toBeGreaterThan(800);
  });

  test('errors of a spreadsheet are counted apart from what nobody knows', () => {
    const odd = rowsOf(deals);
    odd[5]![6] = '#N/A';
    odd[7]![6] = '#DIV/0!';
    odd[9]![6] = 'n/a';
    const { said } = run(csv(odd), MAPPING);
    expect(said).toContain('Revenue: 2 of 3000 values are errors of a spreadsheet (first “#N/A”');
  });

  test('per cent and plain numbers in one column are not mixed', () => {
    const odd = rowsOf(deals);
    odd[5]![6] = '50%';
    expect(() => run(csv(odd), MAPPING)).toThrow(
      /Revenue: 1 of 3000 values are per cent \(first “50%”.*others are not/,
    );
  });

  test('deals closed before they were created are said, and those not closed when testing begins do not teach', () => {
    const closed = more('Closed', ({ created }, at) => iso(created + (at % 9 === 0 ? -5 : 40) * 86_400_000));
    const { said } = run(closed, { ...MAPPING, closed: 'Closed' });
    expect(said).toContain('deals were closed before they were created (first in line');
    expect(said).toContain('their end was not known then, so they do not teach');
  });
});

describe('a day and an instant are compared by day', () => {
  const dated = (created: (at: number) => string, closed: (at: number) => string) => {
    const [header, ...rows] = rowsOf(deals);
    const own = rows.map((row, at) => [
      row[0]!,
      created(deals[at]!.created),
      ...row.slice(2),
      closed(deals[at]!.created),
    ]);
    return run(csv([[...header!, 'Closed'], ...own]), { ...MAPPING, closed: 'Closed' }).said;
  };
  const hour = 3_600_000;
  const date = (at: number): string => iso(at).slice(0, 10);
  test.each<[string, (at: number) => string, (at: number) => string]>([
    ['an instant and the same day', (at) => iso(at + 17.5 * hour), date],
    ['an instant and the same day as its midnight', (at) => iso(at + 17.5 * hour), (at) => `${date(at)} 00:00:00`],
    ['an instant and the day of a place behind UTC', (at) => iso(at + 25 * hour), date],
    ['a day and an instant of a place ahead of UTC', (at) => date(at + 24 * hour), (at) => iso(at + 12 * hour)],
    ['a day with its zone and the same day', date, (at) => `${date(at)}T00:00:00+05:30`],
  ])('%s: no deal was closed before it was created', (_, created, closed) => {
    expect(dated(created, closed)).not.toContain('closed before they were created');
  });
  test('a day before is told', () => {
    expect(dated((at) => iso(at + 40 * hour), date)).toContain('3000 deals were closed before they were created');
    expect(dated(date, (at) => date(at - 24 * hour))).toContain('3000 deals were closed before they were created');
  });
});

describe('keys are always there, null where nothing can be told', () => {
  test.each<[string, MadeDeal[]]>([
    ['three rows', deals.slice(0, 3)],
    ['one row', deals.slice(0, 1)],
    ['all won', deals.map((deal) => ({ ...deal, won: true }))],
    ['all lost but one', deals.map((deal, at) => ({ ...deal, won: at === 0 }))],
    ['all on one day', deals.map((deal) => ({ ...deal, created: Date.UTC(2024, 0, 1) }))],
  ])('%s', (_, given) => {
    const rows = inFile(run(csv(rowsOf(given)), MAPPING).rows);
    expect(rows.map(({ model }) => model)).toEqual(
      ['pipelens', 'table(Region)', 'constant'].filter((name) => rows.some(({ model }) => model === name)),
    );
    expect(rows[0]!['model']).toBe('pipelens');
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(SCORE_KEYS);
      expect(['passed', 'refused']).toContain(row['gate']);
      for (const [key, value] of Object.entries(row))
        if (!['protocol', 'model', 'gate'].includes(key))
          expect(value === null || Number.isFinite(value), key).toBe(true);
    }
  });

  test('without a date and an id, copies of a row never lie on both sides: a table of copies is no better than its half', () => {
    const mapping = { ...MAPPING, id: undefined, created: undefined };
    const once = run(csv(rowsOf(deals)), mapping);
    const { rows, said } = run(csv([...rowsOf(deals), ...rowsOf(deals).slice(1)]), mapping);
    expect(said).toContain('3000 rows are copies');
    expect(inFile(rows)).toEqual(inFile(once.rows));
  });
});

describe('what a person has to mend is said in words', () => {
  test.each<[string, string, object, RegExp]>([
    [
      'columns that are not there',
      csv(rowsOf(deals)),
      { numbers: ['Turnover'] },
      /no column “Turnover”. It has 7: Id, Created/,
    ],
    [
      'another delimiter',
      csv(rowsOf(deals), { delimiter: ';' }),
      { delimiter: ',' },
      /line 1: No line names the columns.*Set another "delimiter", or leave it out/s,
    ],
    [
      'no outcome’s word',
      csv(rowsOf(deals)),
      { outcome: { column: 'Stage', won: 'Yes', lost: 'No' } },
      /It holds: Closed Lost \d+, Closed Won \d+/,
    ],
    ['no dates', csv(rowsOf(deals, () => 'soon')), {}, /3000 of 3000 deals have no Created that is a date/],
    [
      'days both ways round',
      csv(rowsOf(deals, (at) => (at % 2 ? '31/12/2023' : '12/31/2023'))).replace('12/31/2023', '31/12/2023'),
      {},
      /“31\/12\/2023” can only have the day first/,
    ],
    [
      'days that could be either way round in every row',
      csv(rowsOf(deals, (at) => `${parts(at).month}/${pad(1 + (Number(parts(at).day) % 11))}/${parts(at).year}`)),
      {},
      /can have the day first or the month. Set "dateFormat" to DMY or MDY/,
    ],
    [
      'years of two digits that may come first',
      csv(rowsOf(deals, (at) => `${23 + (at % 2)}/${pad(1 + (at % 12))}/${pad(1 + (at % 28))}`)),
      {},
      /can have the year first or the day\. Write years with four digits/,
    ],
    [
      'amounts that could be thousands or decimals in every row',
      csv(rowsOf(deals.slice(0, 4), undefined, (value) => (1 + (value % 90)).toFixed(3))),
      {},
      /Revenue: 4 of 4 values can be read in two ways \(first “\d+\.\d{3}” in line 2\): \d+ or .* Set "decimal"/,
    ],
    [
      'amounts with points and commas both ways round',
      csv(
        rowsOf(
          deals.slice(0, 30),
          undefined,
          (value) => `${Math.round(value) % 9},${Math.round(value) % 2 ? '1' : '123.5'}`,
        ),
      ),
      {},
      /for others have point and comma the other way round. Set "decimal"/,
    ],
    [
      'several currencies in one column',
      csv(
        rowsOf(deals.slice(0, 4), undefined, (value) => `${value > 2000 ? '€' : 'USD '}${Math.round(value)}`),
      ).replace(/(?:€|USD )(\d+)\n$/, 'JPY $1\n'),
      {},
      /Revenue holds amounts in several currencies \(.*JPY 1.*\): they are not added up/,
    ],
    [
      'an open quote',
      `${csv(rowsOf(deals.slice(0, 4)))}D-9,"2023`,
      {},
      /line \d+: A quote is opened here and never closed/,
    ],
    ['nothing', '', {}, /The file is empty. It needs a line that names the columns: Id/],
    ['a header alone', csv([HEADER]), {}, /has no row below its header/],
    ['an unknown key', csv(rowsOf(deals)), { colums: [] }, /does not describe a set.*colums/s],
    [
      'a word both won and lost',
      csv(rowsOf(deals)),
      { outcome: { column: 'Stage', won: 'x', lost: ['x'] } },
      /x is named as won and as lost/,
    ],
    ['no features', csv(rowsOf(deals)), { categories: [], numbers: [] }, /no categories and no numbers/],
    [
      'a log without an id',
      csv(rowsOf(deals)),
      { event: 'Stage', id: undefined },
      /a log needs id, event and time; id and time is absent/,
    ],
  ])('%s', (_, content, mapping, message) => {
    expect(() => run(content, { ...MAPPING, ...mapping })).toThrow(message);
  });
});
