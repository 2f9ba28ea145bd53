import writeXlsxFile, { type Cell } from 'write-excel-file/universal';

import { DAY_MS, dayNumber } from '@/lib/calendar/days';
import { minorPerMajor } from '@/lib/deal/money';
import type { SheetRows, SheetCell } from '@/lib/sheets/sheet-cells';

const DAY = 'yyyy-mm-dd';
const INSTANT = 'yyyy-mm-dd hh:mm';
const SHARE = '0.0%';
const NUMBER = '#,##0.########';

/** `[$EUR] #,##0.00`: the ISO code before the number, in any language of the spreadsheet, with as many digits as the currency has. */
function moneyFormat(currency = ''): string {
  const digits = Math.round(Math.log10(minorPerMajor(currency)));
  const number = digits > 0 ? `#,##0.${'0'.repeat(digits)}` : '#,##0';
  return currency === '' ? number : `[$${currency}] ${number}`;
}

/** The first day that every spreadsheet has under the same number: those before are told apart by a leap day that never was, or not at all. */
const FIRST_DAY = '1900-03-01';
/** Longer texts make a file that Excel wants to repair. */
const LONGEST = 32_767;

/** A text as a cell holds it: what looks like an escaped character stands for itself. */
const plain = (text: string): string => text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').slice(0, LONGEST);

/**
 * A text is always written as one, whatever it begins with: only what we mean as a formula is one. The writer looks texts up in an object
 * and would find what every object has, such as `constructor`, and break the file: those dozen words are written as a formula for the word.
 */
function cellOf(cell: SheetCell): Cell {
  if (cell === undefined) return null;
  if ('text' in cell && cell.text in {}) return { value: `"${cell.text}"`, type: 'Formula', format: '@' };
  if ('text' in cell) return { value: plain(cell.text), type: String, format: '@' };
  if ('formula' in cell) {
    const formats = { money: moneyFormat(cell.currency), number: NUMBER, share: SHARE, day: DAY };
    return { value: cell.formula, type: 'Formula', format: formats[cell.as] };
  }
  if ('day' in cell && cell.day < FIRST_DAY) return { value: cell.day, type: String, format: '@' };
  if ('day' in cell) return { value: new Date(dayNumber(cell.day) * DAY_MS), type: Date, format: DAY };
  if ('instant' in cell) return { value: new Date(cell.instant), type: Date, format: INSTANT };
  const [value, format] =
    'money' in cell
      ? [cell.money, moneyFormat(cell.currency)]
      : 'share' in cell
        ? [cell.share, SHARE]
        : [cell.number, NUMBER];
  return Number.isFinite(value) ? { value, type: Number, format } : null;
}

/** Sheets as a file of Excel: days are days, amounts are numbers with their currency, and the first row stays in sight. */
export const xlsxOf = (sheets: readonly SheetRows[]): Promise<Blob> =>
  writeXlsxFile(
    sheets.map(({ name, header, widths, rows }) => ({
      sheet: name,
      data: [
        header.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
        ...rows.map((row) => row.map(cellOf)),
      ],
      columns: header.map((title, index) => ({ width: widths?.[index] ?? Math.max(12, title.length + 2) })),
      stickyRowsCount: 1,
    })),
  ).toBlob();
