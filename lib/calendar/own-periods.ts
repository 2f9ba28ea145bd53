import { type MonthSettings, startYearOf, yearLabel, yearOfMonths } from '@/lib/calendar/by-months';
import { addDays, type Day, daysBetween } from '@/lib/calendar/days';
import type { OrgPeriod, Period } from '@/lib/calendar/period';

/** The org's own periods of one kind, oldest first, none overlapping another. */
export type OwnRows = readonly OwnRow[];
export type OwnRow = Omit<OrgPeriod, 'type'> & {
  doubt?: Period['doubt'];
  /** The day on which the org says that it begins, where another row keeps the first days. */
  listedFrom?: Day;
};

/** Days without a row on both sides of which there may be rows; open ends are far away. */
export interface Stretch {
  start: Day;
  end: Day;
}
// Safe: both are days.
const [FIRST, LAST] = ['0001-01-01' as Day, '9999-12-30' as Day];

/**
 * Rows of one kind made disjoint: the row that begins earlier keeps its days, of two that begin together the longer one; what
 * begins inside another begins after it, and what lies wholly inside is left out. Rows that end before they begin are no periods.
 */
export function disjoint(rows: readonly OwnRow[]): OwnRows {
  const sorted = rows
    .filter(({ start, end }) => start <= end)
    .toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.end < b.end ? 1 : -1));
  const found: OwnRow[] = [];
  for (const row of sorted) {
    const last = found.at(-1);
    if (!last || last.end < row.start) found.push(row);
    else {
      const isCopy = last.start === row.start && last.end === row.end;
      if (!isCopy) last.doubt = 'overlap';
      if (row.end > last.end)
        found.push({ ...row, start: addDays(last.end, 1), listedFrom: row.start, doubt: 'overlap' });
    }
  }
  return found;
}

/** The row that a day lies in; else the stretch without rows around it. */
export function rowAt(rows: OwnRows, day: Day): { row: OwnRow; gap?: never } | { row?: never; gap: Stretch } {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.start ?? LAST) <= day) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [rows[low - 1], rows[low]];
  if (before && day <= before.end) return { row: before };
  return { gap: { start: before ? addDays(before.end, 1) : FIRST, end: after ? addDays(after.start, -1) : LAST } };
}

/**
 * The years that the org's own quarters make: those of one `yearId` are one year; without it those whose numbers rise, and without
 * numbers those whose middle lies in one fiscal year of the settings. A year of fewer than four quarters goes on over the days of its
 * fiscal year that no other year has, if there are any.
 */
export function yearsOfQuarters(quarters: OwnRows, settings: MonthSettings): OwnRows {
  const years: (OwnRow & { quarters: number })[] = [];
  let [held, before] = ['', undefined as OwnRow | undefined];
  quarters.forEach((quarter, index) => {
    const own = keyOf(quarter, before, held, index);
    const last = years.at(-1);
    if (last && own === held) {
      last.end = quarter.end;
      last.quarters += 1;
    } else {
      const { start, end, yearId } = quarter;
      years.push({ start, end, quarters: 1, ...(yearId === undefined ? {} : { yearId }) });
    }
    [held, before] = [own, quarter];
  });
  return years.map((year, index) => {
    const middle = middleOf(year);
    const label = yearLabel(settings, middle);
    if (year.quarters >= 4) return { ...year, label };
    const whole = yearOfMonths(settings, middle);
    const [before, after] = [years[index - 1], years[index + 1]];
    if (before && whole.start <= before.end) whole.start = addDays(before.end, 1);
    if (after && whole.end >= after.start) whole.end = addDays(after.start, -1);
    if (year.start < whole.start) whole.start = year.start;
    if (year.end > whole.end) whole.end = year.end;
    // Kept for the next year, which may not begin before this one ends.
    const isWhole = year.start === whole.start && year.end === whole.end;
    year.end = whole.end;
    return { ...year, ...whole, label, ...(isWhole ? {} : { doubt: 'gap' as const }) };
  });

  function keyOf(quarter: OwnRow, last: OwnRow | undefined, key: string, index: number): string {
    if (quarter.yearId !== undefined) return `id ${quarter.yearId}`;
    if (quarter.number === undefined) return `year ${startYearOf(settings, middleOf(quarter))}`;
    const goesOn = last?.number !== undefined && last.number < quarter.number && last.yearId === undefined;
    return goesOn ? key : `run ${index}`;
  }
}

export const middleOf = ({ start, end }: Stretch): Day => addDays(start, daysBetween(start, end) >> 1);
