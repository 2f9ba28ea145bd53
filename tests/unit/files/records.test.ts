import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FileError } from '@/lib/files/problem';
import { eachRecord } from '@/lib/files/records';

const RUNS = process.env['LONG'] ? 20_000 : 1500;
const recordsOf = (text: string, delimiter: string): { cells: string[]; line: number }[] => {
  const found: { cells: string[]; line: number }[] = [];
  eachRecord(text, delimiter, (cells, line) => void found.push({ cells, line }));
  return found;
};

test('records are those of another library, with any delimiter and line end', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('', 'a,b', 'x;y', 'two\nlines', 'say "no"', ' blank ', '|', '\t', 'ł'),
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.array(
          cell.map((each) => each.replaceAll('\r', '')),
          { minLength: 2, maxLength: 4 },
        ),
        { minLength: 1, maxLength: 6 },
      ),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      (rows, delimiter, end, isAllQuoted) => {
        const quote = (raw: string): string =>
          isAllQuoted || /["\n]/.test(raw) || raw.includes(delimiter) ? `"${raw.replaceAll('"', '""')}"` : raw;
        const text = rows.map((row) => row.map(quote).join(delimiter) + end).join('');
        const own = recordsOf(text, delimiter).filter(({ cells }) => cells.length > 1);
        const other: string[][] = parse(text, { delimiter, relax_column_count: true, record_delimiter: [end] });
        expect(own.map(({ cells }) => cells)).toEqual(other);
        // Lines as an editor counts them: every line end before the record, also those inside of quotes.
        let line = 1;
        for (const [at, { line: told }] of own.entries()) {
          expect(told).toBe(line);
          line += 1 + (rows[at] ?? []).join('').split('\n').length - 1;
        }
      },
    ),
    { numRuns: RUNS },
  );
});

describe('quotes that are wrong are told with the line that they stand in', () => {
  test.each([
    ['a,b\n"open,1\nx,2\n', 2, 'quote.open'],
    ['a,b\n"two\nlines",1\n\n"Acme" Corp,2\n', 5, 'quote'],
  ])('%j', (text, line, id) => {
    expect(() => recordsOf(text, ',')).toThrow(FileError);
    try {
      recordsOf(text, ',');
    } catch (error) {
      expect(error instanceof FileError && error.problem).toEqual({ id, line, values: {} });
    }
  });
});
