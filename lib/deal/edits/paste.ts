import { day } from '@/lib/calendar/days';

/** A pasted column, one text a row, days in one order; or what is wrong with it, with the text at fault. */
export type Pasted =
  | { texts: string[]; /** How days in figures were read. */ order?: 'dayFirst' | 'monthFirst' }
  | { wrong: 'tooLong'; lines: number }
  | { wrong: 'mixed' | 'ambiguous'; text: string }
  | { wrong: 'columns'; text: string };

const FIGURES = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

/**
 * Reads what was pasted over `cells` cells of a column. Days may be written in figures in either order: the column as a whole tells
 * which, and where it does not, nothing is guessed.
 */
export function pastedColumn(text: string, cells: number, isDay: boolean): Pasted {
  // A spreadsheet ends its last line too.
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const wide = lines.find((line) => line.includes('\t'));
  if (wide !== undefined) return { wrong: 'columns', text: wide };
  if (lines.length > cells) return { wrong: 'tooLong', lines: lines.length };
  const texts = lines.map((line) => line.trim());
  const dated = isDay ? texts.flatMap((each) => matched(each) ?? []) : [];
  if (dated.length === 0) return { texts };
  const dayFirst = dated.find(({ first, isDotted }) => first > 12 || isDotted);
  const monthFirst = dated.find(({ second, isDotted }) => second > 12 && !isDotted);
  const [one] = dated;
  if (dayFirst && monthFirst) return { wrong: 'mixed', text: monthFirst.text };
  if (!dayFirst && !monthFirst && one && dated.some(({ first, second }) => first !== second))
    return { wrong: 'ambiguous', text: dated.find(({ first, second }) => first !== second)?.text ?? one.text };
  const order = monthFirst ? 'monthFirst' : 'dayFirst';
  return { texts: texts.map((each) => inOrder(each, order)), order };
}

interface Dated {
  text: string;
  first: number;
  second: number;
  year: string;
  /** Nobody writes the month first with points. */
  isDotted: boolean;
}

function matched(text: string): Dated | undefined {
  const [, first, second, year] = FIGURES.exec(text) ?? [];
  return year === undefined
    ? undefined
    : { text, first: Number(first), second: Number(second), year, isDotted: text.includes('.') };
}

/** As YYYY-MM-DD; what is no day stays as it was, to be told of where it stands. */
function inOrder(text: string, order: 'dayFirst' | 'monthFirst'): string {
  const found = matched(text);
  if (!found) return text;
  const [date, month] = order === 'dayFirst' ? [found.first, found.second] : [found.second, found.first];
  const two = (figure: number): string => String(figure).padStart(2, '0');
  return day(`${found.year}-${two(month)}-${two(date)}`) ?? text;
}
