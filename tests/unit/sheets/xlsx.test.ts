import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { SheetRows } from '@/lib/sheets/sheet-cells';
import { xlsxOf } from '@/lib/sheets/xlsx';

import { dayOf } from '../domain/deal';

/** The file as another library reads it. */
async function readBack(sheets: readonly SheetRows[]): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await (await xlsxOf(sheets)).arrayBuffer());
  return book;
}
const one = (rows: SheetRows['rows']): SheetRows[] => [{ name: 'List', header: ['A', 'B', 'C', 'D', 'E', 'F'], rows }];

test('days, amounts, shares and numbers are read back as what they are, with their formats', async () => {
  const book = await readBack(
    one([
      [
        { text: 'Acme' },
        { day: dayOf('2026-02-28') },
        { money: 1234.5, currency: 'EUR' },
        { money: 1500, currency: 'JPY' },
        { share: 0.25 },
        { number: 3 },
      ],
      [undefined, undefined, { money: Number.NaN, currency: 'EUR' }],
    ]),
  );
  const row = book.getWorksheet('List')?.getRow(2);
  expect(row?.getCell(1).value).toBe('Acme');
  expect(row?.getCell(2).value).toEqual(new Date('2026-02-28T00:00:00Z'));
  expect([3, 4, 5, 6].map((cell) => row?.getCell(cell).value)).toEqual([1234.5, 1500, 0.25, 3]);
  expect([2, 3, 4, 5].map((cell) => row?.getCell(cell).numFmt)).toEqual([
    'yyyy-mm-dd',
    '[$EUR] #,##0.00',
    '[$JPY] #,##0',
    '0.0%',
  ]);
  expect([1, 2, 3].map((cell) => book.getWorksheet('List')?.getRow(3).getCell(cell).value)).toEqual([null, null, null]);
});

test('no text becomes a formula, whatever it begins with, and none is changed', async () => {
  const bad = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    "'=1",
    '=HYPERLINK("http://x","y")',
    '<b>&amp;',
    'zażółć 🚀',
    '1234',
    '2026-01-01',
  ];
  const book = await readBack(one(bad.map((text) => [{ text }])));
  bad.forEach((text, index) => {
    const cell = book
      .getWorksheet('List')
      ?.getRow(index + 2)
      .getCell(1);
    expect(cell?.type).toBe(ExcelJS.ValueType.String);
    expect(cell?.value).toBe(text);
  });
});

test('any text and number comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !(text in {})),
          fc.integer({ min: -1e12, max: 1e12 }),
          fc.integer({ min: 0, max: 40_000 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      async (rows) => {
        const book = await readBack(
          one(
            rows.map(([text, number, day]) => [
              { text },
              { number },
              { day: dayOf(new Date(day * 86_400_000).toISOString().slice(0, 10)) },
            ]),
          ),
        );
        rows.forEach(([text, number, day], index) => {
          const row = book.getWorksheet('List')?.getRow(index + 2);
          expect(row?.getCell(1).value).toBe(text);
          expect(row?.getCell(2).value).toBe(number);
          expect(row?.getCell(3).value).toEqual(new Date(day * 86_400_000));
        });
      },
    ),
    { numRuns: 15 },
  );
});

test('a text that is a word of the language breaks no file', async () => {
  const words = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
  const sheet = (await readBack(one([...words, 'Acme'].map((text) => [{ text }])))).getWorksheet('List');
  expect(words.map((_, at) => sheet?.getRow(at + 2).getCell(1).formula)).toEqual(words.map((word) => `"${word}"`));
  expect(sheet?.getRow(words.length + 2).getCell(1).value).toBe('Acme');
});

test('days that no spreadsheet counts are texts, what looks like an escape stays as it is, and no text is too long for Excel', async () => {
  const days = ['1700-01-01', '1900-01-01', '1900-02-28'];
  const texts = ['_x0041_', 'a_x000D_b', '_x005F_', '_x41_', 'x'.repeat(40_000)];
  const book = await readBack(
    one([
      ...days.map((day) => [{ day: dayOf(day) }]),
      [{ day: dayOf('1900-03-01') }],
      ...texts.map((text) => [{ text }]),
    ]),
  );
  const read = (row: number) => book.getWorksheet('List')?.getRow(row).getCell(1).value;
  expect([2, 3, 4].map(read)).toEqual(days);
  expect(read(5)).toEqual(new Date('1900-03-01T00:00:00Z'));
  expect([6, 7, 8, 9].map(read)).toEqual(texts.slice(0, 4));
  expect(read(10)).toBe('x'.repeat(32_767));
});
