import { headerName } from './header';
import type { QuotaColumns } from './quota-columns';

/** A line of a table below its header. */
export interface ReportLine {
  line: number;
  cells: readonly string[];
}

/** The rows of a table, and the lines of it that are a report's own headings and sums. */
export interface ReportLines {
  rows: ReportLine[];
  own: ReportLine[];
}

/** How reports and pivot tables name their sums, in English, Polish, German and French; with how many rows there are or without. */
const SUM =
  /^(?:(?:grand |sub[ -]?)?totals?|(?:pod)?suma(?: (?:końcowa|częściowa|pośrednia|całkowita|ogólna))?|razem|łącznie|ogółem|(?:gesamt|zwischen|teil)?summen?|(?:gesamt|teil)ergebnis|gesamt|insgesamt|(?:sous-)?total(?: (?:général|general|geral))?|合計|総計|小計)\s*(?:[([]\s*\d.*[)\]])?:?$/iu;
/** The same after the group's name: `Jana Lind Total`. */
const SUM_OF = /^(.+?)\s+(?:sub)?(?:total|suma|summe|ergebnis)$/iu;
/** `East Total`: the sum of a group, whatever it is called. */
export const isGroupSum = (cell: string): boolean => {
  const text = headerName(cell);
  return SUM.test(text) || SUM_OF.test(text);
};
/** How many rows a heading says that its group has. */
const COUNTED = /\s*\(\d[\d.,\s]*\s*\p{L}+\)$/u;
/** A report marks the columns that it is grouped by. */
const ARROW = /\s[↑↓▲▼]$/u;

/**
 * Tells a report's rows from its own lines. Only where a report shows that it is grouped (a heading, a sum of a group, arrows in the header)
 * are cells that it left empty those of the row above, within the group. `isUser` says whether a text is somebody's name: whoever is called
 * Total keeps the row.
 */
export function reportLines(
  lines: readonly ReportLine[],
  { names, columns, isUser }: { names: readonly string[]; columns: QuotaColumns; isUser: (text: string) => boolean },
): ReportLines {
  const people = [columns.userId, columns.user].flatMap((place) => place ?? []);
  const places = [...people, columns.start].toSorted((a, b) => a - b);
  const isEmpty = ({ cells }: ReportLine, place: number): boolean => (cells[place] ?? '') === '';
  const first = ({ cells }: ReportLine): number => cells.findIndex((cell) => cell !== '');
  const textOf = (row: ReportLine): string => headerName(row.cells[first(row)] ?? '');
  const isSum = (row: ReportLine): boolean => {
    const [place, text] = [first(row), textOf(row)];
    if (isUser(text) || (place !== columns.start && !isEmpty(row, columns.start))) return false;
    // A word alone is no sum.
    if (!COUNTED.test(text) && row.cells.filter((cell) => cell !== '').length === 1) return false;
    return SUM.test(text) || isUser(SUM_OF.exec(text)?.[1] ?? '');
  };
  /** `Quota Owner: Full Name: Jana Lind (2 records)` stands above the group's rows. */
  const headed = (row: ReportLine): { place: number; text: string } | undefined => {
    if (row.cells.filter((cell) => cell !== '').length !== 1) return undefined;
    const text = textOf(row);
    for (const place of places) {
      const name = `${headerName(names[place] ?? '')}:`;
      if (COUNTED.test(text) && text.toLowerCase().startsWith(name.toLowerCase()))
        return { place, text: text.slice(name.length).replace(COUNTED, '').trim() };
    }
    return undefined;
  };
  const last = lines.findLastIndex((row) => places.some((place) => !isEmpty(row, place)));
  const isGrouped =
    names.some((name) => ARROW.test(name)) || lines.some((row, index) => headed(row) || (isSum(row) && index < last));

  const [rows, own]: [ReportLine[], ReportLine[]] = [[], []];
  let above = new Map<number, string>();
  let afterSum = false;
  lines.forEach((row) => {
    const heading = headed(row);
    const isOwn = heading !== undefined || isSum(row) || (afterSum && places.every((place) => isEmpty(row, place)));
    if (isOwn) {
      own.push(row);
      // A group within the group of another ends without ending that.
      if (heading)
        above = new Map([...above].filter(([place]) => place < heading.place)).set(heading.place, heading.text);
      else if (isSum(row)) above = new Map([...above].filter(([place]) => place < first(row)));
      afterSum = !heading;
      return;
    }
    afterSum = false;
    if (!isGrouped) return void rows.push(row);
    const cells = row.cells.map((cell, place) => (cell === '' ? (above.get(place) ?? '') : cell));
    // A new group within which the start is one of its own.
    const isOther = people.some((place) => !isEmpty(row, place) && place < columns.start);
    if (isOther && isEmpty(row, columns.start)) cells[columns.start] = '';
    for (const place of places) if (cells[place] !== '') above.set(place, cells[place] ?? '');
    rows.push({ line: row.line, cells });
  });
  return { rows, own };
}
