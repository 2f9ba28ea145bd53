import { addDays, day, dayAt, type Day } from '@/lib/domain/days';
import { type FiscalSettings, periodAt } from '@/lib/domain/fiscal';

import { type DateFormat, formatOf, readDate } from './dates';
import { type Problem, short } from './problem';

type Settings = FiscalSettings & { timeZone: string };
/** The first day of a period, or what is wrong with a text. */
export type FoundStart = { start: Day } | Omit<Problem, 'line'>;

/**
 * Starts of quotas. Days and months are told apart by a part above 12 anywhere in the column, or where of two days and more one
 * reading makes all of them first days of periods and the other does not. What is no period's first day is refused.
 */
export function startReader(texts: readonly string[], settings: Settings): (text: string) => FoundStart {
  const { format, either, contradiction } = formatOf(texts);
  const isFirst = (on: Day): boolean =>
    (['month', 'quarter', 'year'] as const).some((kind) => periodAt(settings, kind, on).start === on);
  const decided = either === undefined ? format : orderOf(texts, isFirst);
  return (text) => {
    const problem = (id: Problem['id'], values: Problem['values'] = {}): FoundStart => ({
      id,
      values: { text: short(text), ...values },
    });
    if (text === '') return problem('day.nothing');
    const isPartsDate = formatOf([text]).format !== 'ISO' || contradiction?.includes(text);
    if (contradiction && isPartsDate && !/^\d{4}/.test(text))
      return problem('day.contrary', { one: contradiction[0], other: contradiction[1] });
    const read = (by: DateFormat): Day | undefined | 'zone' => dayOf(text, by, settings.timeZone);
    const [own, other] = [read(decided ?? 'DMY'), read('MDY')];
    if (own === 'zone') return problem('day.twoWays', zoneDays(text, settings.timeZone));
    if (own === undefined && (decided !== undefined || other === undefined)) return problem('day.none');
    if (decided === undefined && own !== other) return problem('day.twoWays', { one: String(own ?? other), other: String(other ?? own) });
    if (own === undefined) return problem('day.none');
    if (isFirst(own)) return { start: own };
    const [month, quarter] = (['month', 'quarter'] as const).map((kind) => periodAt(settings, kind, own).start);
    return problem('day.noPeriod', { day: own, month: month ?? own, quarter: quarter ?? own });
  };
}

/** The order under which all days that could be either way round begin a period, where the other does not do so. */
function orderOf(texts: readonly string[], isFirst: (on: Day) => boolean): DateFormat | undefined {
  const open = [...new Set(texts)].filter((text) => {
    const [one, other] = (['DMY', 'MDY'] as const).map((format) => readDate(text, format)?.day);
    return one !== other;
  });
  if (open.length < 2) return undefined;
  const fits = (['DMY', 'MDY'] as const).filter((format) =>
    open.every((text) => {
      const on = day(readDate(text, format)?.day);
      return on !== undefined && isFirst(on);
    }),
  );
  return fits.length === 1 ? fits[0] : undefined;
}

/**
 * The day of a text. A time with a zone is the day as written where that is the same in the org's zone or the time is midnight, and
 * the org's day where it is midnight there; else it can be either.
 */
function dayOf(text: string, format: DateFormat, timeZone: string): Day | undefined | 'zone' {
  const found = readDate(text, format);
  const on = day(found?.day);
  if (!found || !on) return undefined;
  if (found.zone === undefined || found.time === undefined) return on;
  const at = Date.parse(`${on}T00:00:00Z`) + found.time - found.zone;
  const local = dayAt(at, timeZone);
  if (local === on || found.time === 0) return on;
  return dayAt(at - 1, timeZone) === addDays(local, -1) && at % 60_000 === 0 ? local : 'zone';
}

function zoneDays(text: string, timeZone: string): Problem['values'] {
  const found = readDate(text, 'ISO') ?? { day: text };
  const at = Date.parse(`${found.day}T00:00:00Z`) + (found.time ?? 0) - (found.zone ?? 0);
  return { one: found.day, other: Number.isNaN(at) ? '' : dayAt(at, timeZone) };
}
