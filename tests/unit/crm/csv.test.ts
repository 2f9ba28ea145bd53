import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { csvRows } from '@/lib/crm/salesforce/calls/bulk-csv';

const cell = fc.string({ unit: fc.constantFrom('a', 'ż', ' ', ',', '"', '\n', "'", '0') });

test('reads what another CSV reader reads, whatever is in the cells', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (rows, end, isBare) => {
        const quote = (text: string): string =>
          isBare && !/[,"\n]/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
        const text = [['Id', 'Name', 'Account.Name'], ...rows].map((row) => row.map(quote).join(',')).join(end) + end;
        const wanted: unknown = parse(text, { columns: true, record_delimiter: [end], skip_empty_lines: false });
        expect(csvRows(text)).toEqual(wanted);
      },
    ),
    { numRuns: 2000 },
  );
});

test('says where a text broke off', () => {
  expect(() => csvRows('"Id","Name"\n"1","open\n')).toThrow('A quote is not closed in line 2.');
  expect(() => csvRows('"Id","Name"\n"1"\n')).toThrow('Line 2 has 1 cells, not 2.');
});
