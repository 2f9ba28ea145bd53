import type { FieldUse } from '@/lib/deal/edits/edit';

import { isCurrencyMark, isOwnMark } from './currencies';
import { formatOf, readDate } from './dates';
import { headerKey, headerUnit, withoutUnit } from './header';
import { readNumbers, wayText } from './numbers';
import { plainText, readsAs } from './scripts';

/** A pasted column, one text a cell, days and numbers in one way; or what is wrong with it, with the text at fault. */
export type Pasted =
  | {
      /** Empty: the cell stays as it is. */
      texts: string[];
      /** How days in figures were read. */
      order?: 'dayFirst' | 'monthFirst';
    }
  | { wrong: 'tooLong'; lines: number }
  | { wrong: 'mixed' | 'ambiguous' | 'columns' | 'contrary' | 'scaled'; text: string }
  /** Of a value in other money than its cell's own, where that is known. */
  | { wrong: 'mark'; text: string; own?: string }
  | { wrong: 'twoWays'; text: string; one: string; two: string };

interface Into {
  /** So many cells there are from the first one down. */
  cells: number;
  /** What the column is called: a first line that says it, with its unit or without, is its heading. */
  name: string;
  kind: FieldUse['kind'];
  /** What may stand beside the number of each cell: its currency, or %. */
  marks?: readonly (string | undefined)[];
  isLong?: boolean | undefined;
  /** Of who pastes. */
  locale?: string;
}

/**
 * Reads what was pasted over the cells of a column, as spreadsheets and pages give it. Days and numbers may be written in any way of which
 * the column as a whole tells that it is the only one; where it does not, nothing is guessed.
 */
export function pastedColumn(text: string, { cells, name, kind, marks, isLong = false, locale }: Into): Pasted {
  const rows = rowsOf(text);
  // Cells that are joined across columns bring empty ones along.
  const filled = new Set(rows.flatMap((row) => row.flatMap((cell, column) => (cell === '' ? [] : [column]))));
  if (filled.size > 1) {
    const wide = rows.find((row) => row.filter((cell) => cell !== '').length > 1) ?? rows.find((row) => row.length > 1);
    return { wrong: 'columns', text: (wide ?? []).join('\t') };
  }
  const [column = 0] = filled;
  const texts = rows.map((row) => row[column] ?? '').map((cell) => (isLong ? cell : cell.replaceAll(/\s*\n\s*/g, ' ')));
  // So do those that are joined down.
  while (texts.length > 1 && texts.at(-1) === '') texts.pop();
  const [first = ''] = texts;
  const isHeading = texts.length > 1 && (readsAs(first, name) || isHeadingOf(first, name));
  if (isHeading) texts.shift();
  if (isHeading && kind === 'number') {
    const { isScaled, currency } = headerUnit(first, isCurrencyMark);
    if (isScaled) return { wrong: 'scaled', text: first };
    const other =
      currency === '' ? -1 : texts.findIndex((cell, index) => cell !== '' && !isOwnMark(currency, marks?.[index]));
    const own = marks?.[other];
    if (other >= 0) return { wrong: 'mark', text: currency, ...(own === undefined ? {} : { own }) };
  }
  if (texts.length > cells) return { wrong: 'tooLong', lines: texts.length };
  return kind === 'day' ? days(texts) : kind === 'number' ? numbers(texts, marks, locale) : { texts };
}

/** `Amount (EUR)`, `Amount EUR` and `Amount *` are headings of Amount. */
const isHeadingOf = (text: string, name: string): boolean =>
  headerKey(text) === headerKey(name) || readsAs(withoutUnit(text), name);

/** Lines and cells; a cell in quotes may hold lines of its own, and a mere mark of quotation is text. */
function rowsOf(text: string): string[][] {
  const whole = text.replaceAll(/\r\n?/g, '\n');
  const rows: string[][] = [[]];
  const cell = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;
  for (let index = 0; index <= whole.length; index = cell.lastIndex + 1) {
    cell.lastIndex = index;
    const [raw = '', quoted] = cell.exec(whole) ?? [];
    const isQuoted = quoted !== undefined && /[\n\t]|""/.test(quoted);
    rows.at(-1)?.push((isQuoted ? quoted.replaceAll('""', '"') : raw).trim());
    if (whole[cell.lastIndex] === '\n') rows.push([]);
  }
  return rows;
}

function days(texts: readonly string[]): Pasted {
  const { format, either, eitherEnd, contradiction } = formatOf(texts.filter((text) => text !== ''));
  if (contradiction) return { wrong: 'mixed', text: contradiction[1] };
  const open = either ?? eitherEnd;
  if (open !== undefined) return { wrong: 'ambiguous', text: open };
  const hasFigures = texts.some((text) => FIGURES.test(plainText(text)));
  return {
    // What is no day stays as it was, to be told of where it stands.
    texts: texts.map((text) => readDate(text, format)?.day ?? text),
    ...(hasFigures ? { order: format === 'MDY' ? ('monthFirst' as const) : ('dayFirst' as const) } : {}),
  };
}
const FIGURES = /^\d{1,2}[-/.\s]\s?\d{1,2}[-/.\s]\s?\d{2,4}\b/;

function numbers(texts: readonly string[], marks: Into['marks'] = [], locale?: string): Pasted {
  const read = readNumbers(texts, {
    marks: texts.map((_, index) => marks[index] ?? ''),
    ...(locale === undefined ? {} : { locale }),
  });
  const filled = texts.flatMap((text, index) => (text === '' ? [] : [{ text, own: marks[index], read: read[index] }]));
  for (const { text, own, read: one } of filled) {
    const { fault, mark = '', ways } = one ?? {};
    if (ways) return { wrong: 'twoWays', text, one: wayText(ways[0]), two: wayText(ways[1]) };
    if (fault === 'contrary') return { wrong: 'contrary', text };
    if (fault === undefined && !isOwnMark(mark, own))
      return { wrong: 'mark', text: mark, ...(own === undefined ? {} : { own }) };
  }
  return {
    texts: texts.map((text, index) => {
      const { value = Number.NaN, fault } = read[index] ?? {};
      return text === '' || fault !== undefined ? text : wayText(value);
    }),
  };
}
