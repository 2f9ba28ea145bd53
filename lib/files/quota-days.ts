import { day, dayAt, type Day, isPlausible } from '@/lib/calendar/days';
import { perRecentWord } from '@/lib/calendar/derived';
import { beginsPeriod, type FiscalSettings, neighbour, periodAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';

import { type DateFormat, formatOf, type ReadDate, readDate, serialDays, yearFirstDay } from './dates';
import { isWeek, type PeriodName, periodName, periodsNamed } from './period-names';
import { type Problem, short } from './problem';

type Settings = FiscalSettings & { timeZone: string };
/** The first day of a period, and its last where the text names it; or what is wrong with a text. */
export type FoundStart = { start: Day; end?: Day } | Omit<Problem, 'line'>;

/**
 * Starts of quotas. Days and months are told apart by a part above 12 anywhere in the column, or where of two days and more one
 * reading makes all of them first days of periods and the other does not. What is no period's first day is refused. A period may
 * be named (`Q4 2026`), where its name can only be one: one `FY` in the column says that all its years are fiscal; months are
 * months where one of them begins no quarter, or `isMonths` says so, or a last day that stands beside (`hasEnd`) does.
 */
export function startReader(
  texts: readonly string[],
  settings: Settings,
  { isMonths = false, locale }: { isMonths?: boolean; locale?: string | undefined } = {},
): (text: string, hasEnd?: boolean) => FoundStart {
  const { format, either, eitherEnd, contradiction } = formatOf(texts);
  const isFirst = (on: Day): boolean => beginsPeriod(settings, on);
  const order = either === undefined ? format : orderOf(texts, isFirst, locale);
  const names = new Map(Array.from(new Set(texts), (text) => [text, periodName(text)]));
  const isFiscal = [...names.values()].some((name) => name?.isFiscal === true);
  const periodsOf = (name: PeriodName) =>
    periodsNamed({ ...name, isFiscal: name.isFiscal || (isFiscal && name.kind !== 'month') }, settings);
  const isMonthly =
    isMonths ||
    [...names.values()].some((name) => {
      const [only] = name?.kind === 'month' ? periodsOf(name) : [];
      return only !== undefined && periodAt(settings, 'quarter', only.start).start !== only.start;
    });
  const alone = perRecentWord((text) => startOf(text, false));
  const beside = perRecentWord((text) => startOf(text, true));
  return (text, hasEnd = false) => (hasEnd ? beside : alone)(text);

  function startOf(text: string, hasEnd: boolean): FoundStart {
    const problem = (id: Problem['id'], values: Problem['values'] = {}): FoundStart => ({
      id,
      values: { text: short(text), ...values },
    });
    if (text === '') return problem('day.nothing');
    const [one, other] = bothOf(text);
    if (one !== other && contradiction)
      return problem('day.contrary', { one: contradiction[0], other: contradiction[1] });
    if (one !== undefined && other !== undefined && one !== other && order === undefined) {
      const [only, another] = [one, other].filter((each) => {
        const on = day(each);
        return on !== undefined && isFirst(on);
      });
      return only !== undefined && another === undefined
        ? problem('day.oneFirst', { one, other, only })
        : problem('day.twoWays', { one, other });
    }
    const yearFirst = eitherEnd === undefined ? undefined : yearFirstDay(text);
    if (yearFirst !== undefined && one !== undefined) return problem('day.twoWays', { one, other: yearFirst });
    const [serial, from1904] = (serialDays(text) ?? []).map((each) => day(each));
    // A spreadsheet's count of days: sure where it begins a period in one of both ways of counting alone.
    if (serial && from1904 && isPlausible(serial)) {
      const [only, another] = [serial, from1904].filter(isFirst);
      if (only && !another) return { start: only };
    }
    const found = readDate(text, order ?? 'DMY');
    const name = found ? undefined : names.get(text);
    if (name) {
      const [only, another] = periodsOf(name);
      if (!only) return problem('day.none');
      if (another) return problem('day.twoWays', { one: only.start, other: another.start });
      if (!isFirst(only.start)) return problem('day.noPeriod', aroundOf(only.start));
      if (name.kind === 'month' && hasEnd) return { start: only.start };
      return name.kind === 'month' && !isMonthly ? problem('day.monthOrQuarter') : { start: only.start, end: only.end };
    }
    if (!found) return problem(isWeek(text) ? 'weeks' : 'day.none');
    const days = daysOf(found, settings.timeZone);
    const [on, local] = days;
    if (on === undefined) return problem('day.none');
    if (local !== undefined) return problem('day.twoWays', { one: on, other: local });
    if (!isPlausible(on)) return problem('day.far', { year: on.slice(0, 4) });
    if (isFirst(on)) return { start: on };
    return problem('day.noPeriod', aroundOf(on));
  }

  function aroundOf(on: Day): Problem['values'] {
    const [month = on, quarter = on] = (['month', 'quarter'] as const).map(
      (kind) => periodAt(settings, kind, on).start,
    );
    return { day: on, month, quarter };
  }
}

/** The last day of the month, quarter, half or year that begins on a day; nothing where nothing is written; else what is wrong. */
export function endOfPeriod(text: string, start: Day, settings: Settings): { end?: Day } | Omit<Problem, 'line'> {
  if (text === '') return {};
  const ends = new Set<Day>((settings.periods ?? []).flatMap((own) => (own.start === start ? own.end : [])));
  for (const kind of ['month', 'quarter', 'year'] as const) {
    const period = periodAt(settings, kind, start);
    if (period.start === start) ends.add(period.end);
    // Two quarters are a half.
    if (period.start === start && kind === 'quarter') ends.add(neighbour(settings, period, 1).end);
  }
  const found = [
    ...(['DMY', 'MDY'] as const).flatMap((format) => {
      const read = readDate(text, format);
      return read ? daysOf(read, settings.timeZone) : [];
    }),
    ...(serialDays(text) ?? []).flatMap((each) => day(each) ?? []),
  ].filter((on) => ends.has(on));
  const [end, other] = new Set(found);
  return end !== undefined && other === undefined ? { end } : { id: 'day.noEnd', values: { text: short(text), start } };
}

/** The day with the day first, and with the month first. */
const bothOf = (text: string): (string | undefined)[] =>
  (['DMY', 'MDY'] as const).map((format) => readDate(text, format)?.day);

/**
 * The order under which all days that could be either way round begin a period, where the other does not do so. One day alone may be a
 * slip: there whoever gives the file has to write days that way, too.
 */
function orderOf(
  texts: readonly string[],
  isFirst: (on: Day) => boolean,
  locale: string | undefined,
): DateFormat | undefined {
  const open = [...new Set(texts)].filter((text) => {
    const [one, other] = bothOf(text);
    return one !== other;
  });
  const fits = (['DMY', 'MDY'] as const).filter((format) =>
    open.every((text) => {
      const on = day(readDate(text, format)?.day);
      return on !== undefined && isFirst(on);
    }),
  );
  if (fits.length !== 1) return undefined;
  return open.length > 1 || fits[0] === orderIn(locale) ? fits[0] : undefined;
}

/** Which of day and month a locale writes first. */
function orderIn(locale: string | undefined): DateFormat | undefined {
  if (locale === undefined) return undefined;
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: 'numeric' }).formatToParts(0);
  const [first] = parts.filter(({ type }) => type === 'day' || type === 'month');
  return parts.findIndex(({ type }) => type === 'year') === 0 ? undefined : first?.type === 'day' ? 'DMY' : 'MDY';
}

/**
 * The day that is meant; two where it can be either. A time with a zone is the day as written where that is the org's own too or the
 * time is midnight, and the org's day where it is midnight there: both are how programs write a mere day.
 */
function daysOf({ day: written, time, zone }: ReadDate, timeZone: string): Day[] {
  const on = day(written);
  if (!on) return [];
  if (zone === undefined || time === undefined || time === 0) return [on];
  const at = Date.parse(`${on}T00:00:00Z`) + time - zone;
  const local = dayAt(instant(at), timeZone);
  if (local === on) return [on];
  return dayAt(instant(at - 1), timeZone) === local ? [on, local] : [local];
}
