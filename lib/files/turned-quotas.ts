import { isCurrencyMark } from './currencies';
import { FileError, type Problem, short } from './problem';
import { has, isMonthName, placesOf } from './quota-columns';
import { isGroupSum, type ReportLine } from './report-lines';
import type { Sheet } from './sheet';
import { isOfPeriod, isTotal } from './wide-heads';
import { isUnfilled, type Turned } from './wide-quotas';

type IsUser = (name: string) => boolean;

/** Whether a line heads a table with a column a person, for the search of the header. */
export const turnedHeader =
  (isUser: IsUser) =>
  (names: readonly string[]): { count: number; isEnough: boolean } => {
    if (has(names, 'userId', 'user', 'amount')) return { count: 0, isEnough: false };
    const count = names.filter(isUser).length;
    return { count, isEnough: count > (has(names, 'start', 'period') ? 0 : 1) };
  };

interface TurnedTable extends Turned {
  sheet: Pick<Sheet, 'names' | 'headerLine' | 'above' | 'titles'>;
  /** One a person. */
  rows: ReportLine[];
  /** Rows of no period. */
  problems: Problem[];
}

/** A table with a row a period and a column a person, turned over: a row a person and a column a period; undefined where no column is one of periods. */
export function turnedOver(
  { names, headerLine, titles }: Pick<Sheet, 'names' | 'headerLine' | 'titles'>,
  lines: readonly ReportLine[],
  isUser: IsUser,
): TurnedTable | undefined {
  const first = names.findIndex(isUser);
  const isMostly = (place: number): boolean => {
    const filled = lines.flatMap(({ cells }) => (isUnfilled(cells[place]) ? [] : (cells[place] ?? '')));
    return filled.filter((text) => isOfPeriod(text) || isTotal(text)).length * 2 > filled.length;
  };
  const period =
    placesOf(names, 'start')[0] ??
    placesOf(names, 'period').at(-1) ??
    names.findLastIndex((_, place) => place < first && isMostly(place));
  if (period < 0) return undefined;
  const hasAmount = (place: number): boolean => lines.some(({ cells }) => /\d/.test(cells[place] ?? ''));
  const besides = (['currency', 'end', 'forecastType'] as const).flatMap((id) => {
    const [place] = placesOf(names, id);
    return place === undefined ? [] : [{ id, place }];
  });
  const isOther = (place: number): boolean => place === period || besides.some((each) => each.place === place);
  const others = names.flatMap((name, place) => (place < first && !isUser(name) && !isOther(place) ? [place] : []));
  const totals = names.flatMap((name, place) => (isTotal(name) && !isUser(name) ? [place] : []));
  // Of a group a sum is nobody's, and what it sums is not told.
  const isOfGroup = (name: string): boolean => isGroupSum(name) && !isUser(name);
  const people = names.flatMap((name, place) =>
    isOther(place) || others.includes(place) || isOfGroup(name) || totals.includes(place)
      ? []
      : isUser(name) || hasAmount(place)
        ? [place]
        : [],
  );
  const twice = people.find((place, at) => people.slice(0, at).some((each) => names[each] === names[place]));
  if (twice !== undefined)
    throw new FileError('twice', { columns: [names[twice], names[twice]].join(', ') }, headerLine);
  const problems: Problem[] = [];
  /** A sum may be named beside the periods. */
  const labelOf = (cells: readonly string[]): string =>
    cells[period] || (others.map((place) => cells[place] ?? '').find(isTotal) ?? '');
  /** Below the people may stand which money each one's amounts are of. */
  const isMoney = ({ cells }: ReportLine): boolean => {
    const marks = people.flatMap((place) => (isUnfilled(cells[place]) ? [] : (cells[place] ?? '')));
    return placesOf([labelOf(cells)], 'currency').length > 0 || (marks.length > 0 && marks.every(isCurrencyMark));
  };
  const rows = lines.filter((row) => {
    const { line, cells } = row;
    const text = labelOf(cells);
    if (isOfPeriod(text) || isTotal(text) || isMoney(row)) return true;
    if (people.some((place) => /\d/.test(cells[place] ?? '')))
      problems.push({ id: text === '' ? 'day.nothing' : 'day.none', line, values: { text: short(text) } });
    return false;
  });
  const column = (place: number, name: string): string[] => [name, ...rows.map(({ cells }) => cells[place] ?? '')];
  return {
    sheet: {
      names: ['user', ...rows.map((row) => (isMoney(row) ? 'currency' : labelOf(row.cells)))],
      headerLine,
      titles,
      above: others.filter((place) => place < period).map((place) => column(place, '')),
    },
    rows: people.map((place) => ({ line: headerLine, cells: column(place, names[place] ?? '') })),
    isMonths: isMonthName(names[period] ?? ''),
    lines: [headerLine, ...rows.map(({ line }) => line)],
    beside: besides.map(({ id, place }) => ({ id, cells: column(place, '') })),
    totals: totals.map((place) => ({ name: names[place] ?? '', cells: column(place, '') })),
    others: names.flatMap((name, place) =>
      name === '' || isOther(place) || [...people, ...totals, ...others].includes(place) ? [] : [name],
    ),
    problems,
  };
}
