import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { csvText } from '@/lib/answers/export/csv';

import { RUNS } from '../runs';

const rowsOf = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '\0=1',
  ' =1+1',
  '\u00A0=1+1',
  '\uFEFF=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(A1)',
  '=HYPERLINK("https://evil.example","x")',
])('a text that a spreadsheet would run is plain text in a file: %j', (text) => {
  const [, [cell = ''] = []] = rowsOf(csvText(['name'], [[text]]));
  expect(cell).toBe(`'${text}`);
  expect(rowsOf(csvText([text], []))[0]).toEqual([`'${text}`]);
});

test('numbers stay numbers, also below nothing, and what is absent or none is empty', () => {
  expect(csvText(['a', 'b', 'c', 'd'], [[-1234.5, 0, undefined, Number.NaN]])).toBe('a,b,c,d\r\n-1234.5,0,,\r\n');
});

test('another reader of CSV reads back what was written, whatever is in the cells', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }))), (rows) => {
      const read = rowsOf(csvText(['text', 'number'], rows)).slice(1);
      expect(read).toHaveLength(rows.length);
      for (const [at, [text, number]] of rows.entries()) {
        const [cell = '', written] = read[at] ?? [];
        const isRun = '=+-@＝＋－＠'.includes(text.trim()[0] ?? ' ') || '\t\r\n\0'.includes(text[0] ?? ' ');
        expect(isRun ? cell : `'${cell}`).toBe(`'${text}`);
        expect(Number(written)).toBe(number === 0 ? 0 : number);
      }
    }),
    { numRuns: RUNS },
  );
});
