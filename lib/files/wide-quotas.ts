import { addDays, day, type Day } from '@/lib/calendar/days';
import { type FiscalSettings, periodAt } from '@/lib/calendar/fiscal';

import { currenciesOf } from './currencies';
import { headerUnit, unitWords } from './header';
import { type ReadNumber, readNumbers } from './numbers';
import { periodName } from './period-names';
import { FileError, type Problem, short } from './problem';
import { placesOf, type QuotaColumns } from './quota-columns';
import { startReader } from './quota-days';
import type { ReportLine } from './report-lines';
import type { Sheet } from './sheet';
import { ANY_YEAR, headed, isBare, isPeriod, isTotal, peoplePlaces, periodPlaces } from './wide-heads';

/** A year by itself: `2026`, `FY26`. */
const YEAR = /^(?:(?:fy|gj|rok)\s?'?(?:20)?\d{2}|20\d{2})$/iu;
const YEAR_WITHIN = /(?<![\p{L}\d./-])(?:(?:fy|gj)\s?'?(?:20)?\d{2}|20\d{2})(?![\d./-])/giu;

interface Column {
  place: number;
  name: string;
  /** With its year. */
  text: string;
  start: Day;
  end: Day;
  /** Its last day, where its head names it. */
  named?: Day;
}

export interface Unfolded {
  names: string[];
  columns: QuotaColumns;
  /** A line for each person and period. */
  lines: ReportLine[];
  /** Cells of sums: no quotas, but they show how numbers are written. */
  sums: string[];
  problems: Problem[];
  note?: Problem;
}

/** What a table with a row a period has beside the amounts, once it is turned: each list is side by side with its columns. */
export interface Turned {
  /** The lines in which the columns stood. */
  lines: readonly number[];
  /** They are months, as it says. */
  isMonths: boolean;
  /** Columns that say something of each row. */
  beside: readonly { id: 'currency' | 'end' | 'forecastType'; cells: readonly string[] }[];
  /** Columns that sum the people. */
  totals: readonly { name: string; cells: readonly string[] }[];
  /** Names of columns that nothing is read of. */
  others: readonly string[];
}

/** How amounts are read: what money they are of where no cell says it, and by whose signs. */
interface Money {
  money: string;
  /** The org's own. */
  home?: string | undefined;
  locale?: string | undefined;
}

/**
 * A table with a row a person and a column a period, as a line for each of both: what reads other quota files reads these. Columns that
 * sum others (a year beside its quarters, `Total`) are no quotas, but have to be right. Throws FileError where a column's period is
 * not certain.
 */
export function unfold(
  { names, headerLine, above, titles }: Pick<Sheet, 'names' | 'headerLine' | 'above' | 'titles'>,
  rows: readonly ReportLine[],
  {
    profile: settings,
    sums: shown,
    money,
    home,
    locale,
    turned,
  }: Money & { profile: FiscalSettings & { timeZone: string }; sums: readonly string[]; turned?: Turned | undefined },
): Unfolded {
  const people = peoplePlaces(names) ?? {};
  const beside: readonly { id: Turned['beside'][number]['id']; cells?: readonly string[] }[] = turned?.beside ?? [];
  const more = beside.some(({ id }) => id === 'end') ? beside : [...beside, { id: 'end' as const }];
  const columns = periodColumns();
  const totals = names.flatMap((name, place) => (isTotal(name) ? [place] : []));
  const sums = columns.filter((each) => partsOf(each).length > 0);
  const leaves = columns.filter((each) => !sums.includes(each));
  for (const sum of sums) {
    const gap = gapIn(sum);
    if (gap) throw new FileError('wide.overlap', { one: short(sum.name), other: short(gap) }, lineOf(sum.place));
  }
  const [currency] = placesOf(names, 'currency');
  const [forecastType] = turned ? [] : placesOf(names, 'forecastType');
  const read = numbersOf([...columns.map(({ place }) => place), ...totals]);
  const problems: Problem[] = [];
  const refused = new Set(columns.flatMap(({ place }) => (isWrongAcross(place) ? [place] : [])));
  const lines = rows.flatMap((row, index): ReportLine[] => {
    const filled = (of: readonly Column[]): Column[] => of.filter(({ place }) => !isUnfilled(row.cells[place]));
    const wrong = [
      ...sums.map((sum) => ({ place: sum.place, parts: filled(partsOf(sum)) })),
      ...totals.map((place) => ({ place, parts: filled(leaves) })),
    ].find(({ place, parts }) => parts.length > 0 && !isUnfilled(row.cells[place]) && !addsUp(index, place, parts));
    if (wrong) {
      const { place, parts } = wrong;
      problems.push({
        id: turned ? 'wide.sumBelow' : 'wide.sum',
        line: turned ? lineOf(place) : row.line,
        values: {
          ...(turned ? { name: short(nameOf(row)) } : {}),
          column: short(names[place] ?? ''),
          text: short(row.cells[place] ?? ''),
          parts: parts.map(({ name }) => name).join(', '),
        },
      });
      return [];
    }
    // A year that is given to somebody as a whole is a quota of its own; one of 0 is the sum of nothing.
    const isWhole = (each: Column): boolean =>
      filled(partsOf(each)).length === 0 && read.get(each.place)?.[index]?.value !== 0;
    const own = filled(columns.filter((each) => leaves.includes(each) || isWhole(each)));
    if (own.length === 0 && columns.length > 0)
      problems.push(
        turned
          ? { id: 'wide.nothingBelow', line: row.line, values: { name: short(nameOf(row)) } }
          : { id: 'wide.nothing', line: row.line, values: {} },
      );
    // What the heads tell together, a line alone may not: the days go with it.
    return own
      .filter(({ place }) => !refused.has(place))
      .map(({ place, start, named = '' }) => ({
        line: turned ? lineOf(place) : row.line,
        cells: [
          ...row.cells,
          start,
          row.cells[place] ?? '',
          ...more.map(({ id, cells }) => cells?.[place] || (id === 'end' ? named : '')),
        ],
      }));
  });
  return {
    names: [...names, 'start', amountName(), ...more.map(({ id }) => id)],
    columns: {
      ...people,
      ...Object.fromEntries(more.map(({ id }, at) => [id, names.length + 2 + at])),
      ...(currency === undefined ? {} : { currency }),
      ...(forecastType === undefined ? {} : { forecastType }),
      start: names.length,
      amount: names.length + 1,
    },
    lines,
    sums: rows.flatMap(({ cells }) =>
      [...sums.map(({ place }) => place), ...totals].map((place) => cells[place] ?? ''),
    ),
    problems,
    ...(leaves.length === 0
      ? {}
      : {
          note: {
            id: turned ? ('wide.below' as const) : ('wide' as const),
            line: headerLine,
            values: {
              count: leaves.length,
              columns: leaves.map(({ text }) => text).join(', '),
              others: others().join(', ') || 'none',
            },
          },
        }),
  };

  function lineOf(place: number): number {
    return turned?.lines[place] ?? headerLine;
  }

  function nameOf({ cells }: ReportLine): string {
    return cells[people.user ?? people.userId ?? 0] ?? '';
  }

  /** Whether what sums the people of a period is not their sum; its row is then refused. */
  function isWrongAcross(place: number): boolean {
    const own = rows.map(({ cells }) => cells[place] ?? '');
    const filled = own.flatMap((text, index) => (isUnfilled(text) ? [] : [index]));
    const wrong = (turned?.totals ?? []).find(({ cells }) => {
      const text = cells[place] ?? '';
      if (isUnfilled(text) || filled.length === 0) return false;
      const marks = [...filled.map((index) => markOf(rows[index], place)), markOf(undefined, place)];
      const all = [...filled.map((index) => own[index] ?? ''), text];
      const told = readNumbers([...all, ...shown], { marks, home, locale }).slice(0, all.length);
      return !isSum(told.at(-1), told.slice(0, -1));
    });
    if (wrong)
      problems.push({
        id: 'wide.sum',
        line: lineOf(place),
        values: {
          column: short(wrong.name),
          text: short(wrong.cells[place] ?? ''),
          parts: filled.map((index) => short(rows[index]?.cells[0] ?? '')).join(', '),
        },
      });
    return wrong !== undefined;
  }

  /** What says of which money an amount is. */
  function markOf(row: ReportLine | undefined, place: number): string {
    const ofPlace = turned?.beside.find(({ id }) => id === 'currency')?.cells[place] ?? '';
    const ofRow = currency === undefined ? '' : (row?.cells[currency] ?? '');
    return (
      ofPlace || ofRow || headerUnit(names[place] ?? '', (text) => currenciesOf(text).length > 0).currency || money
    );
  }

  /** Columns that nothing is read of. */
  function others(): string[] {
    const used = new Set([
      ...columns.map(({ place }) => place),
      ...totals,
      ...Object.values(people),
      currency,
      forecastType,
    ]);
    return [...names.filter((name, place) => name !== '' && !used.has(place)), ...(turned?.others ?? [])].map(short);
  }

  function periodColumns(): Column[] {
    const found = periodPlaces(names).map((place) => ({ place, name: names[place] ?? '', text: withYear(place) }));
    const texts = found.map(({ text }) => text);
    const startOf = startReader(texts, settings, { isMonths: turned?.isMonths === true, locale });
    const dated = found.map((each) => {
      const start = startOf(each.text);
      if ('values' in start) throw new FileError(start.id, start.values, lineOf(each.place));
      return { ...each, ...start, ...(start.end === undefined ? {} : { named: start.end }) };
    });
    // Days as heads say no last day: each period lasts until the next one begins.
    const starts = dated.map(({ start }) => start).toSorted();
    const known = dated.map((each): Column => {
      const next = starts.find((start) => start > each.start);
      return { ...each, end: each.end ?? (next ? addDays(next, -1) : each.start) };
    });
    known.forEach((each, index) => {
      const same = known.slice(0, index).find(({ start, end }) => start === each.start && end === each.end);
      if (same) throw new FileError('twice', { columns: `${same.name}, ${each.name}` }, lineOf(each.place));
    });
    return known;
  }

  /** A bare month or quarter with the year of the cell above, which may be joined with those after it, or of the only year of the title. */
  function withYear(place: number): string {
    const text = headed(names[place] ?? '');
    if (isPeriod(text)) return text;
    const first = Math.min(...periodPlaces(names));
    // What stands above no period is a title.
    const line = (above.at(-1) ?? []).map((cell, at) => (at < first ? '' : cell));
    const joined = line.some((cell) => YEAR.test(cell))
      ? line.slice(0, place + 1).findLast((cell) => cell !== '')
      : undefined;
    const said = new Set(titles.flatMap((title) => title.match(YEAR_WITHIN) ?? []));
    const year =
      joined === undefined ? (said.size === 1 ? [...said][0] : undefined) : YEAR.test(joined) ? joined : undefined;
    // Where the org's year is another one than the calendar's, the months of a year that only a title names may be of either.
    const middle = joined === undefined ? day(`${year ?? ''}-07-01`) : undefined;
    const isMonth = periodName(`${text} ${ANY_YEAR}`)?.kind === 'month';
    const isUnsure = isMonth && middle !== undefined && !periodAt(settings, 'year', middle).start.endsWith('-01-01');
    if (year === undefined || isUnsure) throw new FileError('wide.year', { text: short(text) }, lineOf(place));
    return `${text} ${year}`;
  }

  /** The smallest columns of which one is the whole. */
  function partsOf(whole: Column): Column[] {
    const within = columns.filter((each) => each !== whole && isWithin(each, whole));
    return within.filter((each) => !within.some((other) => other !== each && isWithin(other, each)));
  }

  /** What a sum lacks of its parts, by the name of the part after which it lacks something. */
  function gapIn(sum: Column): string | undefined {
    let next = sum.start;
    let before = sum.name;
    for (const { start, end, name } of partsOf(sum).toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
      if (start !== next) return before === sum.name ? name : before;
      next = addDays(end, 1);
      before = name;
    }
    return addDays(next, -1) === sum.end ? undefined : before;
  }

  function numbersOf(places: readonly number[]): Map<number, ReadNumber[]> {
    const texts = places.flatMap((place) =>
      rows.map(({ cells }) => (isUnfilled(cells[place]) ? '' : (cells[place] ?? ''))),
    );
    const marks = places.flatMap((place) => rows.map((row) => markOf(row, place)));
    const numbers = readNumbers([...texts, ...shown], { marks, home, locale });
    return new Map(
      places.map((place, index) => [place, numbers.slice(index * rows.length, (index + 1) * rows.length)]),
    );
  }

  function addsUp(row: number, place: number, parts: readonly Column[]): boolean {
    return isSum(
      read.get(place)?.[row],
      parts.map((part) => read.get(part.place)?.[row]),
    );
  }

  /** One head for all amounts: any of those that name the unit, which all have to. */
  function amountName(): string {
    const unitOf = (name: string): string => {
      const unit = unitWords(name);
      return YEAR.test(unit) || isPeriod(unit) || isBare(unit) ? '' : unit;
    };
    const units = new Set(columns.map(({ name }) => unitOf(name)));
    if (units.size > 1)
      throw new FileError('wide.units', { text: [...units].map((unit) => unit || '–').join(', ') }, headerLine);
    return columns[0]?.name ?? '';
  }
}

/** Whether a number is the sum of others, as far as what is shown of each is rounded; what is no number is told of itself. */
function isSum(whole: ReadNumber | undefined, parts: readonly (ReadNumber | undefined)[]): boolean {
  const all = [whole, ...parts].map((each) => each?.value ?? Number.NaN);
  const [sum = 0, ...others] = all;
  if (all.some((value) => Number.isNaN(value))) return true;
  const digits = Math.max(...all.map((value) => String(value).split('.')[1]?.length ?? 0));
  const apart = Math.abs(sum - others.reduce((total, value) => total + value, 0));
  return apart <= (all.length / 2) * 10 ** -digits + 1e-9 * Math.abs(sum);
}

const isWithin = (inner: Column, outer: Column): boolean => inner.start >= outer.start && inner.end <= outer.end;
/** A spreadsheet shows nothing, and where it is asked to a nought, as a dash. */
export const isUnfilled = (cell = ''): boolean => /^[-–—]?$/u.test(cell);
