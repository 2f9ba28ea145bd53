import { IntlMessageFormat } from 'intl-messageformat';

import { isExactMajor } from '@/lib/deal/money';
import { UNKNOWN_CURRENCY } from '@/lib/deal/org';

import type { MessageKey } from './locales/en';

export type { MessageKey };

type Texts = Partial<Record<MessageKey, string>>;
const catalogues: Record<string, Texts> = {};
let language = pick(globalThis.navigator?.language ?? 'en');
let formatLocale = globalThis.navigator?.language ?? 'en';
/** Messages and formats of the present locale, made once: hundreds of figures are written at each step of the day slider. */
const messages = new Map<MessageKey, IntlMessageFormat | string>();
const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

export type Values = Record<string, string | number>;

/** What every text may name: the CRM that it speaks of. */
let standing: Values = { crm: 'CRM' };
/** Says what the CRM of the page or of the last connection is called. */
export function nameCrm(crm: string): void {
  standing = { crm };
}

/**
 * Uses a locale for texts (English where there is no translation) and for numbers, money and dates, in place of the browser's own.
 *
 * @public Tests read every surface in several languages.
 */
export function setLocale(locale: string): void {
  language = pick(locale);
  formatLocale = locale;
  for (const made of [messages, numbers, dates]) made.clear();
}

/** Takes in texts of a language beside those that are known of it: where they are at hand; else `loadTexts` reads them. */
export function addTexts(of: string, texts: Texts): void {
  catalogues[of] = { ...catalogues[of], ...texts };
  messages.clear();
}

/**
 * Reads the texts of the user's language: a page awaits this before it draws. The panel awaits only `first`, what it may say before
 * anything is loaded at a press. English where the own language cannot be read.
 */
export async function loadTexts(much: 'first' | 'all' = 'all'): Promise<void> {
  try {
    await read(language, much);
  } catch (error) {
    if (language !== 'en') await read('en', much);
    throw error;
  }
}

async function read(of: string, much: 'first' | 'all'): Promise<void> {
  const isPolish = of === 'pl';
  const parts = await Promise.all([
    isPolish
      ? import('./locales/pl/first').then((file) => file.firstPl)
      : import('./locales/en/first').then((file) => file.firstEn),
    much === 'first'
      ? {}
      : isPolish
        ? import('./locales/pl/later').then((file) => file.laterPl)
        : import('./locales/en/later').then((file) => file.laterEn),
  ]);
  // What is made of texts already held is kept.
  const held: Record<string, string> = catalogues[of] ?? {};
  for (const texts of parts) if (Object.keys(texts).some((key) => !(key in held))) addTexts(of, texts);
}

/** The text of a key in the user's language; nothing, and never the key, where it is not loaded. */
export function t(key: MessageKey, values: Values = {}): string {
  let message = messages.get(key);
  if (message === undefined) {
    const text = catalogues[language]?.[key] ?? catalogues['en']?.[key];
    if (text === undefined) return '';
    // No line begins with the sign of a share.
    messages.set(key, (message = compile(text.replaceAll(' %', '\u00A0%'))));
  }
  return typeof message === 'string' ? message : String(message.format({ ...standing, ...values }));
}

/** The language that texts are in. */
export const textLanguage = (): string => language;

/** A text without syntax is its own message. */
const compile = (text: string): IntlMessageFormat | string =>
  /[{}'#]/.test(text)
    ? // Texts come from our own catalogues, so a tag in them would be our own mistake; values are never parsed.
      new IntlMessageFormat(text, language === 'en' ? formatLocale.replace(/^(?!en).*/, 'en') : language, undefined, {
        ignoreTag: true,
      })
    : text;

/** `id` names the options, with all that they depend on. A minus is one in every locale, never a hyphen, and stands before no nought. */
function formatNumber(id: string, value: number, options: () => Intl.NumberFormatOptions): string {
  let format = numbers.get(id);
  if (!format)
    numbers.set(id, (format = new Intl.NumberFormat(formatLocale, { signDisplay: 'negative', ...options() })));
  return format.format(value).replace('-', '−');
}

function formatDate(id: string, at: number, options: () => Intl.DateTimeFormatOptions): string {
  let format = dates.get(id);
  if (!format) dates.set(id, (format = new Intl.DateTimeFormat(formatLocale, options())));
  return format.format(at);
}

/** The locale in which numbers are written. */
export const numberLocale = (): string => formatLocale;

/** Whether numbers are written with a decimal comma here: spreadsheets then read and write CSV with semicolons. */
export const hasDecimalComma = (): boolean =>
  new Intl.NumberFormat(formatLocale).formatToParts(0.5).some(({ type, value }) => type === 'decimal' && value === ',');

/** ISO 4217's own code for "no currency": amounts are then plain numbers. */
const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code) && code !== UNKNOWN_CURRENCY;
const after = (code: string): string => (code === UNKNOWN_CURRENCY ? '' : ` ${code}`);

/** Whole units: cents are noise in a pipeline. An unknown currency code is shown as it stands. */
export const formatMoney = (amount: number, currency: string): string =>
  isCurrency(currency)
    ? formatNumber(`whole ${currency}`, amount, () => ({ style: 'currency', currency, maximumFractionDigits: 0 }))
    : `${formatNumber('whole', amount, () => ({ maximumFractionDigits: 0 }))}${after(currency)}`;

const CENTS = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
/**
 * With the currency's own digits, none of yen and three of dinars: for sums that must be seen to add up. A sum whose smallest coins are
 * no longer held says that it is near.
 */
export const formatMoneyExact = (amount: number, currency: string): string =>
  !isExactMajor(amount, currency)
    ? `≈ ${formatMoney(amount, currency)}`
    : isCurrency(currency)
      ? formatNumber(`exact ${currency}`, amount, () => ({ style: 'currency', currency }))
      : `${formatNumber('exact', amount, () => CENTS)}${after(currency)}`;

/** All digits of one amount, where it is to be told from another of the same deal; none behind the point where it is whole. */
export const formatMoneyInFull = (amount: number, currency: string): string =>
  Number.isInteger(amount)
    ? formatMoney(amount, currency)
    : isCurrency(currency)
      ? formatNumber(`full ${currency}`, amount, () => ({ style: 'currency', currency, maximumFractionDigits: 4 }))
      : `${formatNumber('full', amount, () => ({ maximumFractionDigits: 4 }))}${after(currency)}`;

const SHORT = { notation: 'compact', maximumSignificantDigits: 3 } as const;
/** Three significant digits, for tiles; the full figure belongs beside it as a title. */
export const formatMoneyShort = (amount: number, currency: string): string =>
  isCurrency(currency)
    ? formatNumber(`short ${currency}`, amount, () => ({ style: 'currency', currency, ...SHORT }))
    : formatNumber('short', amount, () => SHORT);

/** Both ends of a range in short; a unit that stands behind both amounts is said once: `225`, `430 tys. €`. */
export function formatMoneyRange(low: number, high: number, currency: string): [low: string, high: string] {
  const ends = [formatMoneyShort(low, currency), formatMoneyShort(high, currency)] as const;
  const [from, to] = ends.map((text) => /^([−\d.,\s]*\d)(\D+)$/.exec(text));
  return from && to && from[2] === to[2] ? [from[1] ?? '', ends[1]] : [...ends];
}

/** The most letters that a narrow cell holds. */
const CELL = 7;

/**
 * How the amounts of narrow cells are written: in short where each fits its cell, else as plain numbers of one unit, such as thousands,
 * which whatever heads the cells says.
 */
export function cellMoney(
  amounts: readonly number[],
  currency: string,
): { text(amount: number): string; unit: string | undefined } {
  const short = (amount: number): string => formatMoneyShort(amount, currency);
  if (amounts.every((amount) => short(amount).length <= CELL)) return { text: short, unit: undefined };
  const most = Math.max(...amounts.map(Math.abs));
  const unit = most >= 1e8 ? 1e6 : most >= 1e5 ? 1e3 : 1;
  return {
    text: (amount) =>
      Math.abs(amount / unit) < 10
        ? formatNumber('tenth', amount / unit, () => ({ maximumFractionDigits: 1 }))
        : formatNumber('whole', amount / unit, () => ({ maximumFractionDigits: 0 })),
    unit: unit === 1 ? currency : formatMoney(unit, currency),
  };
}

/** A measure with as many digits behind its point as one compares it by. */
export const formatMeasure = (value: number, digits: number): string =>
  formatNumber(`measure ${digits}`, value, () => ({ minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** A share as whole percent; in Polish with the room before its sign that the texts have. */
export const formatShare = (value: number): string =>
  formatNumber('share', value, () => ({ style: 'percent', maximumFractionDigits: 0 })).replace(
    /(?<=\d)%/,
    language === 'pl' ? '\u00A0%' : '%',
  );

export const formatRatio = (value: number): string =>
  `${formatNumber('ratio', value, () => ({ maximumFractionDigits: 1, minimumFractionDigits: 1 }))}×`;

/** A calendar day `YYYY-MM-DD`; the year only where it is not the present one. */
export function formatDay(value: string, today?: string): string {
  const at = Date.parse(`${value}T12:00:00Z`);
  if (!Number.isFinite(at)) return value;
  const isSameYear = today !== undefined && today.slice(0, 4) === value.slice(0, 4);
  return formatDate(isSameYear ? 'day' : 'day of year', at, () => ({
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(isSameYear ? {} : { year: 'numeric' }),
  }));
}

/** The short name of a day of the week; 0 is Sunday. */
export const weekdayName = (day: number): string =>
  new Intl.DateTimeFormat(textLanguage(), { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2023, 0, 1 + day));

/** An instant: the time today, else the day and the time. */
export function formatTime(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  // A format keeps the zone that it was made in; the person may have travelled since.
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return formatDate(`${isToday ? 'time' : 'day and time'} ${timeZone}`, at, () =>
    isToday
      ? { timeZone, hour: '2-digit', minute: '2-digit' }
      : { timeZone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  );
}

const clockAt = (at: number, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/**
 * What the clock of this computer is called, such as New York Time, where it does not show what `zone` shows at that instant; undefined
 * where both show the same.
 */
export const clockName = (zone: string, at: number): string | undefined =>
  clockAt(at, zone) === clockAt(at, undefined) ? undefined : zoneName(undefined, at, 'shortGeneric');

/** What the clock of the org is called, where that is another one than the clock of this computer. */
export const orgClockName = (zone: string, at: number): string | undefined =>
  clockAt(at, zone) === clockAt(at, undefined) ? undefined : zoneName(zone, at, 'longGeneric');

const zoneName = (timeZone: string | undefined, at: number, timeZoneName: 'shortGeneric' | 'longGeneric') =>
  new Intl.DateTimeFormat(formatLocale, { timeZone, timeZoneName })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;

/** An instant by the clock of this computer, which is named where the CRM of the person shows another time: `zone`. */
export function formatClock(at: number, now: number, zone: string): string {
  const name = clockName(zone, at);
  return name === undefined ? formatTime(at, now) : `${formatTime(at, now)} (${name})`;
}

/** How far apart two clocks are, ms, in the largest unit that says it. */
export function clockGap(off: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(off) / 60_000));
  if (minutes < 60) return t('clock.by.minutes', { count: minutes });
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('clock.by.hours', { count: hours }) : t('clock.by.days', { count: Math.round(hours / 24) });
}

function pick(locale: string): string {
  return locale.toLowerCase().startsWith('pl') ? 'pl' : 'en';
}
