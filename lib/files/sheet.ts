import type { FileText } from './decode';
import { cleanCell, headerName } from './header';
import { FileError, type Problem, short } from './problem';
import { eachRecord } from './records';

/** A table whose header has been found. */
export interface Sheet {
  /** Of its columns, cleaned. */
  names: readonly string[];
  headerLine: number;
  delimiter: string;
  /** What stands above the header, a text a line. */
  titles: readonly string[];
  /** The same in its cells. */
  above: readonly (readonly string[])[];
  /**
   * Tells every row with cells that are cleaned, as many as the header has, and what of the file is no row: rows with cells beyond
   * the header as errors, the report's own lines below the last row as a note. Rows without any text are passed over.
   */
  read(onRow: (cells: readonly string[], line: number, isShort: boolean) => void): {
    problems: Problem[];
    footer?: Problem;
    /** All of those lines, a text each. */
    footers: readonly string[];
    /** Lines that repeat the header, as tables under one another have it. */
    headers?: Problem;
  };
}

export interface Wanted {
  /** How many of the wanted columns a line names, and whether that is enough for it to be the header. */
  found(names: readonly string[]): { count: number; isEnough: boolean };
  /** The wanted columns, for a sentence. */
  words: string;
}

const DELIMITERS = [',', ';', '\t', '|'];
/** A header stands in the first lines: titles of reports are shorter. */
const HEAD_RECORDS = 60;
const HEAD_LENGTH = 1 << 18;
/** No table of quotas is wider: people and periods together are fewer. */
const MOST_COLUMNS = 2000;

/**
 * Finds delimiter and header together: the line that names most of the wanted columns under some delimiter. Lines above it are a
 * report's title; `sep=;` is a spreadsheet's word for the delimiter. Throws FileError where no line names enough of them.
 */
export function openSheet({ text: decoded }: FileText, wanted: Wanted, given?: string): Sheet {
  const whole = decoded();
  const text = isOneColumn(whole) ? unquotedRows(whole) : whole;
  if (text.trim() === '') throw new FileError('empty', { needed: wanted.words });
  const [, hint] = /^\s*"?sep=(.)"?\s*?(?:\r\n?|\n)/i.exec(text) ?? [];
  const best = bestHead(
    text,
    wanted,
    given === undefined ? (hint === undefined ? DELIMITERS : [hint, ...DELIMITERS]) : [given],
  );
  if (best?.isTooWide) throw new FileError('columns', { columns: best.width, most: MOST_COLUMNS }, best.line);
  if (!best?.isEnough)
    throw new FileError(
      'header',
      { needed: wanted.words, found: short((best?.names ?? []).filter((name) => name !== '').join(', ')) },
      best?.line ?? 1,
    );
  const { names, line: headerLine, delimiter } = best;
  const above = linesAbove(text, best);
  return {
    names,
    headerLine,
    delimiter,
    titles: above.map((cells) => cells.join(' ').trim()),
    above,
    read: (onRow) => readRows(text, best, wanted, onRow),
  };
}

/** Rows that each stand in quotes as a whole, which no delimiter parts: a program took each line for one cell. */
function isOneColumn(text: string): boolean {
  const head = text.slice(0, HEAD_LENGTH).split(/\r\n?|\n/, HEAD_RECORDS);
  const rows = head.filter((line) => line.trim() !== '');
  return (
    rows.length > 1 && rows.every((line) => WHOLE.test(line)) && DELIMITERS.some((sign) => head[0]?.includes(sign))
  );
}
const WHOLE = /^"(?:[^"]|"")*"$/;
const unquotedRows = (text: string): string =>
  text.replaceAll(/^"((?:[^"\r\n]|"")*)"$/gm, (_, row: string) => row.replaceAll('""', '"'));

interface Head {
  names: string[];
  line: number;
  delimiter: string;
  count: number;
  isEnough: boolean;
  /** How many cells the line has, up to the last that is filled. */
  width: number;
  isTooWide: boolean;
}

function bestHead(text: string, wanted: Wanted, delimiters: readonly string[]): Head | undefined {
  const end = text.lastIndexOf('\n', HEAD_LENGTH) + 1;
  // A line that is longer than all that is searched is looked at as far as it goes.
  const cut = text.length > HEAD_LENGTH ? text.slice(0, end > HEAD_LENGTH / 2 ? end : HEAD_LENGTH) : text;
  const heads = [...new Set(delimiters)].flatMap((delimiter) => headsOf(cut, delimiter, wanted));
  const better = (a: Head, b: Head): boolean =>
    a.isEnough === b.isEnough
      ? a.count === b.count
        ? (a.isTooWide && !b.isTooWide) || (a.line === b.line && a.width > b.width)
        : a.count > b.count
      : a.isEnough;
  return heads.reduce<Head | undefined>(
    (best, each) => (best === undefined || better(each, best) ? each : best),
    undefined,
  );
}

function headsOf(text: string, delimiter: string, wanted: Wanted): Head[] {
  const found: Head[] = [];
  try {
    eachRecord(text, delimiter, (cells, line) => {
      const width = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
      const isTooWide = width > MOST_COLUMNS;
      const names = isTooWide ? [] : cells.slice(0, width).map(headerName);
      while (names.at(-1) === '') names.pop();
      if (isTooWide) found.push({ names, line, delimiter, count: 0, isEnough: false, width, isTooWide });
      else if (names.length > 0) found.push({ names, line, delimiter, ...wanted.found(names), width, isTooWide });
      return found.length < HEAD_RECORDS;
    });
  } catch (error) {
    // Quotes that are wrong under this delimiter may be right under another, and are told when the rows are read.
    if (!(error instanceof FileError)) throw error;
  }
  return found;
}

function linesAbove(text: string, { delimiter, line: headerLine }: Head): string[][] {
  const above: string[][] = [];
  eachRecord(text, delimiter, (cells, line) => {
    if (line < headerLine) above.push(cells.map(cleanCell));
    return line < headerLine;
  });
  return above.filter((cells) => cells.some((cell) => cell !== ''));
}

/** Words that a report's own last lines begin with. */
const FOOTER =
  /^(?:grand )?totals?\b|^(?:sub)?totals?\b|^confidential|^copyright|^©|^generated (?:by|on)|^filter|^as of|^record count|^suma|^razem|^łącznie|^poufne|^wygenerowan|^prawa autorskie|^gesamt|^summe|^total général/i;

function readRows(
  text: string,
  { names, line: headerLine, delimiter, count }: Head,
  wanted: Wanted,
  onRow: Parameters<Sheet['read']>[0],
) {
  const problems: Problem[] = [];
  const headers: number[] = [];
  /** Whether a line names the columns again; other ones are another table, whose cells would be read in the places of this one. */
  const isHeader = (cells: readonly string[]): boolean => {
    const own = cells.map(headerName);
    while (own.at(-1) === '') own.pop();
    if (own.length === names.length && own.every((name, index) => name === names[index])) return true;
    const found = wanted.found(own);
    // A cell that holds the name of a column is no header.
    if (found.isEnough && found.count > 1 && found.count * 2 > count) throw new FileError('otherTable', {}, line);
    return false;
  };
  let line = headerLine;
  /** Lines that may be the report's own, until a row follows. */
  let held: { cells: string[]; line: number }[] = [];
  const isOwn = (cells: readonly string[]): boolean => {
    const filled = cells.filter((cell) => cell !== '');
    return names.length > 1 && filled.length === 1 && (cells.length === 1 || FOOTER.test(filled[0] ?? ''));
  };
  const tell = (cells: readonly string[], line: number): void => {
    if (cells.slice(names.length).some((cell) => cell !== ''))
      problems.push({
        id: 'cells',
        line,
        values: { cells: cells.length, header: names.length, text: short(cells.join(delimiter)) },
      });
    else
      onRow(
        Array.from(names, (_, index) => cells[index] ?? ''),
        line,
        cells.length < names.length,
      );
  };
  /** A cell that holds whole rows: its quote was meant to end in its first line, and stands open until another one. */
  const isRows = (cell: string, place: number): boolean => {
    if (!cell.includes('\n') || place > names.length - 2 || names.length < 3) return false;
    const lines = cell.split('\n').map((each) => each.split(delimiter).length);
    const wanted = (index: number): number =>
      index === 0 ? names.length - place : index === lines.length - 1 ? place + 1 : names.length;
    return lines.every((count, index) => count === wanted(index));
  };
  eachRecord(text, delimiter, (raw, at) => {
    line = at;
    if (line <= headerLine) return;
    if (raw.some(isRows)) throw new FileError('quote.open', {}, line);
    const cells = raw.map(cleanCell);
    if (cells.every((cell) => cell === '')) return;
    if (isHeader(cells)) headers.push(line);
    else if (isOwn(cells)) held.push({ cells, line });
    else {
      for (const each of held) tell(each.cells, each.line);
      held = [];
      tell(cells, line);
    }
  });
  const [first] = held;
  const footer: Problem | undefined = first && {
    id: 'footer',
    line: first.line,
    values: { count: held.length, text: short(first.cells.find((cell) => cell !== '') ?? '') },
  };
  const [repeated] = headers;
  return {
    problems,
    footers: held.map(({ cells }) => cells.join(' ').trim()),
    ...(footer ? { footer } : {}),
    ...(repeated === undefined
      ? {}
      : { headers: { id: 'headers' as const, line: repeated, values: { count: headers.length } } }),
  };
}
