import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isOwnMark } from '@/lib/files/currencies';
import { type NumberFault, readNumbers } from '@/lib/files/numbers';

const RUNS = process.env['LONG'] ? 20_000 : 1000;
const read = (column: readonly string[]) => readNumbers(column).map(({ value, fault }) => fault ?? value);

describe('numbers are read by what the whole column shows', () => {
  test.each<[string, string[], (number | NumberFault)[]]>([
    ['plain', ['120000', '120000.50', '0', '.5'], [120_000, 120_000.5, 0, 0.5]],
    ['German', ['1.200.000', '120.000', '5,5', '950'], [1_200_000, 120_000, 5.5, 950]],
    ['American', ['1,200,000', '120,000', '5.5', '950'], [1_200_000, 120_000, 5.5, 950]],
    ['French and Polish', ['1 200,50', '1\u00a0200\u202f000', '950'], [1200.5, 1_200_000, 950]],
    ['Swiss', ["1'200.50", '1’200’000', '950'], [1200.5, 1_200_000, 950]],
    ['Indian', ['4,43,200', '95,000', '1,00,00,000.50'], [443_200, 95_000, 10_000_000.5]],
    [
      'negative',
      ['(500)', '-500', '−500', '500-', '- 500', '($1,000)', '$(1,000)', '-$1,000', '$-1,000'],
      Array.from({ length: 9 }, (_, at) => (at < 5 ? -500 : -1000)),
    ],
    [
      'signs of money',
      ['$2,000', '2.000 €', 'USD 1', '1 zł', 'Kč 1', 'R$ 1', '₹4,43,200', 'CHF 1'],
      [2000, 2000, 1, 1, 1, 1, 443_200, 1],
    ],
    ['exponents', ['1.2E+05', '1,5e3', '2e3', '1.23457E+11'], ['contrary', 'contrary', 2000, 'rounded']],
    ['one that settles the others', ['1.234', '0.5'], [1.234, 0.5]],
    ['one with both signs that settles the others', ['1.234', '1.234,5'], [1234, 1234.5]],
    ['thousands beside a comma’s cents', ['1.234', '12,50'], [1234, 12.5]],
    [
      'thousands that no decimals can be, in many values',
      ['1.500', '12.000', '3.120', '4.001', '7.770', '950'],
      [1500, 12_000, 3120, 4001, 7770, 950],
    ],
    ['copied with unseen marks', ['\u200e120000\u200f', '\ufeff5'], [120_000, 5]],
    ['a text sign of a spreadsheet', ["'120000"], [120_000]],
    ['digits of Arabic, with its own signs', ['١٢٠٠٠٠', '١٢٠٬٠٠٠٫٥٠', '۴۵۰٫۲۵'], [120_000, 120_000.5, 450.25]],
    ['digits of Hindi', ['₹४,४३,२००', '९५,०००'], [443_200, 95_000]],
    ['digits of full width', ['１２０，０００', '￥９５，０００．００', '－５'], [120_000, 95_000, -5]],
    ['a dash in place of cents', ['5000,-', '5.000,--', '€ 1.234,—', '950,- Kč'], [5000, 5000, 1234, 950]],
    ['the same with a point', ["5'000.-", '5000.--'], [5000, 5000]],
    ['decimals right behind a sign', ['$.50', '-€.75', 'C$.5'], [0.5, -0.75, 0.5]],
    ['whole ones right behind a short name with a dot', ['Rs.500', 'kr.500'], [500, 500]],
    ['signs of several letters and dots', ['د.ك. 120', 'S/ 5', 'F CFA 7', '8 F CFA'], [120, 5, 7, 8]],
  ])('%s', (_, column, expected) => expect(read(column)).toEqual(expected));

  test.each<[string, string[], NumberFault]>([
    ['thousands or decimals', ['120.000'], 'twoWays'],
    ['the same with a comma', ['120,000', '95,000'], 'twoWays'],
    ['a quarter', ['Q 1'], 'none'],
    ['a currency that has three decimals', ['KWD 120.000', 'KWD 5.000'], 'twoWays'],
    ['blanks elsewhere do not settle it', ['1 200', '1,500'], 'twoWays'],
    ['a large plain number beside them', ['120.000', '95000', '500', '1.000', '2.000', '3.000', '4.000'], 'twoWays'],
    ['points and commas the other way round', ['1,234.5', '1.234,5', '1,234'], 'contrary'],
    ['both as decimal signs', ['5,5', '5.5'], 'contrary'],
    ['hexadecimal', ['0x1F'], 'none'],
    ['groups of two', ['12 34'], 'none'],
    ['broken groups', ['1,23,45'], 'none'],
    ['a fraction', ['½'], 'none'],
    ['a raised digit', ['5²'], 'none'],
    ['a column too narrow', ['########'], 'none'],
    ['words', ['much'], 'none'],
    ['a lone dash of accounting', ['$ -'], 'none'],
    ['two signs', ['--5'], 'none'],
    ['an open bracket', ['(5'], 'none'],
    ['a dash in place of cents behind a minus', ['-5,-5'], 'none'],
    ['thousands or decimals in Arabic digits with a Western sign', ['١٢٠,٠٠٠'], 'twoWays'],
    ['an error of a spreadsheet', ['#REF!'], 'none'],
    ['more digits than a number holds', ['12345678901234567'], 'digits'],
  ])('%s is refused', (_, column, fault) => expect(read(column)).toContain(fault));

  test('a decimal sign that is given settles every value, and what does not fit it is none', () => {
    const values = readNumbers(['1.234', '1.234,5', '5.5'], { decimal: ',' }).map(({ value, fault }) => fault ?? value);
    expect(values).toEqual([1234, 1234.5, 'none']);
  });

  test.each([
    ['en-US', 'KWD', '10.004', 10.004],
    ['en-US', 'KWD', '1.500', 1.5],
    ['en-US', 'KWD', '1,500', 1500],
    ['en-GB', 'BHD', '84,000', 84_000],
    ['pl-PL', 'KWD', '1.500', 1.5],
    ['pl-PL', 'TND', '1,500', 1.5],
    ['fr-TN', 'TND', '1,500', 1.5],
    // The reader writes the sign for one thing, the country of the money for the other.
    ['pl-PL', 'KWD', '1,500', 'twoWays'],
    ['en-US', 'TND', '1,500', 'twoWays'],
    ['de-DE', 'OMR', '1.500', 'twoWays'],
    ['de-DE', 'CLF', '1.500', 1500],
    // Money of fewer decimals needs nobody’s word.
    ['de-DE', 'USD', '1.500', 1500],
    ['en-US', 'EUR', '1.500', 1500],
    ['en-US', 'JPY', '1.500', 1500],
    ['en-US', 'XYZ', '1.500', 'twoWays'],
  ])(
    'who writes in %s means by %s %s what their own signs and those of the money’s country say',
    (locale, own, text, is) => {
      for (const [written, marks] of [
        [text, [own]],
        [`${text} ${own}`, []],
      ] as const) {
        if (own === 'XYZ' && marks.length === 0) continue;
        const [read] = readNumbers([written], { marks, locale });
        expect(read?.fault ?? read?.value).toBe(is);
      }
    },
  );

  test('whatever money is called at home, it may stand beside an amount of it, in digits of any script', () => {
    const wrong: string[] = [];
    for (const currency of Intl.supportedValuesOf('currency')) {
      const region = currency.slice(0, 2);
      const locale = `${new Intl.Locale('und', { region }).maximize().language}-${region}`;
      for (const currencyDisplay of ['symbol', 'narrowSymbol', 'code'] as const)
        for (const numbers of [{}, { numberingSystem: 'latn' }]) {
          const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
          const how = { style: 'currency', currency, currencyDisplay, ...digits, ...numbers } as const;
          const text = new Intl.NumberFormat(locale, how).format(1_234_567.5);
          const [read] = readNumbers([text], { marks: [currency], locale });
          if (read?.value !== 1_234_567.5 || !isOwnMark(read.mark, currency)) wrong.push(currency);
        }
    }
    // The escudo's sign stands for its decimals; the kyat's `K` may be a thousand.
    expect([...new Set(wrong)]).toEqual(['CVE', 'MMK']);
    expect(readNumbers(['12 K'], { marks: ['MMK'] })).toMatchObject([{ fault: 'twoWays', ways: [12, 12_000] }]);
    expect(readNumbers(['12 K'], { marks: ['KES'] })).toMatchObject([{ value: 12_000 }]);
  });

  /** Written by the platform's own formats: Excel, Sheets and LibreOffice take theirs from the same tables. */
  const LOCALES = [
    'en-US',
    'en-GB',
    'en-IN',
    'hi-IN',
    'de-DE',
    'de-AT',
    'de-CH',
    'fr-FR',
    'fr-CH',
    'pl-PL',
    'sv-SE',
    'es-ES',
    'pt-BR',
    'ru-RU',
    'cs-CZ',
    'it-IT',
    'nl-NL',
    'ja-JP',
  ];
  test('whatever a locale writes is read back exactly or refused, never as another number', () => {
    const money = fc.record({
      locale: fc.constantFrom(...LOCALES),
      currency: fc.constantFrom(undefined, 'EUR', 'USD', 'PLN', 'CHF', 'INR', 'GBP', 'JPY', 'SEK', 'CZK', 'KWD'),
      digits: fc.constantFrom(0, 2, 3),
      isTrimmed: fc.boolean(),
      isGrouped: fc.boolean(),
      cents: fc.array(
        fc.oneof(
          fc.integer({ min: -2e9, max: 2e9 }),
          fc.integer({ min: 0, max: 100_000 }),
          fc.integer({ min: 0, max: 2000 }).map((each) => each * 1000),
        ),
        { minLength: 1, maxLength: 12 },
      ),
    });
    let [all, taken] = [0, 0];
    fc.assert(
      fc.property(money, ({ locale, currency, digits, isTrimmed, isGrouped, cents }) => {
        const format = new Intl.NumberFormat(locale, {
          numberingSystem: 'latn',
          useGrouping: isGrouped,
          minimumFractionDigits: isTrimmed ? 0 : digits,
          maximumFractionDigits: digits,
          // With a sign of money three decimals are written only by what has them.
          ...(currency === undefined || (digits === 3) !== (currency === 'KWD') ? {} : { style: 'currency', currency }),
        });
        const values = cents.map((each) => Math.round(each / 10 ** (3 - digits)) / 10 ** digits);
        const texts = values.map((value) => format.format(value));
        // Nor where the money is known beside it, and who writes it: what its country says then settles it or not.
        for (const [at, text] of texts.entries())
          for (const own of currency === undefined ? [] : [currency]) {
            const [{ value, fault } = { value: 0, fault: 'none' }] = readNumbers([text], { marks: [own], locale });
            if (digits < 3 || own === 'KWD')
              expect(fault === undefined ? value : values[at]).toBeCloseTo(values[at]!, 9);
          }
        readNumbers(texts).forEach(({ value, fault }, at) => {
          all += 1;
          if (fault) return;
          taken += 1;
          expect(value, format.format(values[at]!)).toBe(values[at] === 0 ? 0 : values[at]);
        });
      }),
      { numRuns: RUNS },
    );
    expect(taken).toBeGreaterThan(all * 0.8);
  });
});
