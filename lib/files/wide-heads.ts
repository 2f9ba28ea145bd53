import { headerKey, withoutUnit } from './header';
import { isWeek, periodName } from './period-names';
import { FileError, short } from './problem';
import { has, isAmountWord, placesOf, type QuotaColumns } from './quota-columns';

/** What pivot tables call the column of their rows. */
const ROW_LABELS = /^(?:|row ?labels|zeilenbeschriftungen|etykiety ?wierszy|étiquettes ?de ?lignes)$/iu;
/** How sums of columns are headed. */
const TOTAL =
  /^(?:grand|sub|full|fy|year)?(?:total|sum)s?$|^(?:suma(?:końcowa)?|razem|łącznie|ogółem|summe|gesamt(?:summe|ergebnis)?|totalgénéral|totalgeneral|合計|総計)$/iu;
/** Stands in where only the shape of a head counts. */
export const ANY_YEAR = '2026';

/** A column's period as it is headed, without words for amounts and without a unit: `Q1 2026` of `Quota Q1 2026 (EUR)`. */
export function headed(name: string): string {
  const words = (text: string): string =>
    text
      .split(/\s+/u)
      .filter((word) => !isAmountWord(word) && !TOTAL.test(headerKey(word)))
      .join(' ');
  const whole = words(name);
  return isPeriod(whole) || isBare(whole) ? whole : words(withoutUnit(name.replace(/\s*[([][^()[\]]*[)\]]$/u, '')));
}
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./]\d{1,2}[./]\d{4}$/.test(text);
/** Whether a text names a period, or its first day. */
export const isPeriod = (text: string): boolean => periodName(text) !== undefined || isDate(text);
/** Whether a head or a row is one of a period, with or without its year. */
export const isOfPeriod = (name: string): boolean => isPeriod(headed(name)) || isBare(headed(name));
/** A quarter or a month whose year stands elsewhere. */
export const isBare = (text: string): boolean =>
  /\p{L}/u.test(text) && !isPeriod(text) && periodName(`${text} ${ANY_YEAR}`) !== undefined;

/** The columns that are headed by a period. */
export const periodPlaces = (names: readonly string[]): number[] =>
  names.flatMap((name, place) => (isOfPeriod(name) ? [place] : []));

/** Where people stand: a column of that name, or else the first one where its head is left empty, as pivot tables do. */
export function peoplePlaces(names: readonly string[]): { userId?: number; user?: number } | undefined {
  const [userId] = placesOf(names, 'userId');
  const [user] = placesOf(names, 'user');
  if (userId === undefined && user === undefined) return ROW_LABELS.test(names[0] ?? '') ? { user: 0 } : undefined;
  return { ...(userId === undefined ? {} : { userId }), ...(user === undefined ? {} : { user }) };
}

/** Where people stand in such a table; its first days and amounts are in no column. */
export const wideColumns = (names: readonly string[]): QuotaColumns => ({
  ...peoplePlaces(names),
  start: -1,
  amount: -1,
});

/** Whether a line heads a table with a column a period, for the search of the header. */
export function wideHeader(names: readonly string[]): { count: number; isEnough: boolean } {
  // Asked first: of every row below it is soon told that it is no header.
  if (!peoplePlaces(names) || has(names, 'start')) return { count: 0, isEnough: false };
  const count = periodPlaces(names).length;
  return { count, isEnough: count >= 2 };
}

/** A head that names a week, or a column of weeks. */
const WEEKS =
  /^(?:fiscal|calendar|iso)?weeks?(?:no|number|start(?:ing)?|begin(?:ning)?|ending|end)?$|^tydzień$|^(?:kalender)?woche$|^semaine$|^semana$|^kw$|^週$/u;
const isOfWeek = (name: string): boolean => isWeek(headed(name)) || WEEKS.test(headerKey(name));
/** `Q1 2026 New`: a period and something else. */
const isMore = (name: string): boolean => {
  const words = name.split(/[\s/|:–—-]+/u).filter((word) => word !== '');
  const parts = words.flatMap((_, at) => [words.slice(0, at).join(' '), words.slice(at).join(' ')]);
  return !isOfPeriod(name) && parts.some((part) => part !== '' && (isPeriod(part) || isBare(part)));
};

/** Heads that tell why a table of people is none of quotas: weeks, or periods with more beside them. */
export function otherHeader(names: readonly string[]): { count: number; isEnough: boolean } {
  const [weeks, more] = [isOfWeek, isMore].map((is) => names.filter(is).length);
  const isEnough = peoplePlaces(names) !== undefined && Math.max(weeks ?? 0, (more ?? 0) - 1) > 0;
  return { count: isEnough ? 1 : 0, isEnough };
}

/** Which head it is, and what is wrong with it. */
export function refuseOther(names: readonly string[], line: number): never {
  const week = names.find(isOfWeek);
  if (week !== undefined) throw new FileError('weeks', { text: short(week) }, line);
  throw new FileError('wide.beside', { text: short(names.find(isMore) ?? '') }, line);
}

/** `Total`, `Total 2026`, `Annual quota`: the sum of all columns. */
export const isTotal = (name: string): boolean => {
  const key = headerKey(name).replaceAll(/(?:fy|gj)?'?\d+/giu, '');
  return TOTAL.test(key) || isAmountWord(key);
};
