import { IntlMessageFormat } from 'intl-messageformat';

import { en, type MessageKey } from './locales/en';
import { pl } from './locales/pl';

export type { MessageKey };

const catalogues: Record<string, Record<MessageKey, string>> = { en, pl };
let language = pick(globalThis.navigator?.language ?? 'en');
let formatLocale = globalThis.navigator?.language ?? 'en';
const compiled = new Map<string, IntlMessageFormat>();

export type Values = Record<string, string | number>;

/** Uses a locale for texts (English where there is no translation) and for numbers, money and dates. */
export function setLocale(locale: string): void {
  language = pick(locale);
  formatLocale = locale;
}

/** The text of a key in the user's language. */
export function t(key: MessageKey, values: Values = {}): string {
  const id = `${language}/${formatLocale}/${key}`;
  let message = compiled.get(id);
  if (!message) {
    const text = catalogues[language]?.[key] ?? en[key];
    // Texts come from our own catalogues, so a tag in them would be our own mistake; values are never parsed.
    message = new IntlMessageFormat(
      text,
      language === 'en' ? formatLocale.replace(/^(?!en).*/, 'en') : language,
      undefined,
      { ignoreTag: true },
    );
    compiled.set(id, message);
  }
  return String(message.format(values));
}

/** The language that texts are in. */
export const textLanguage = (): string => language;

const number = new Map<string, Intl.NumberFormat>();
function formatNumber(value: number, options: Intl.NumberFormatOptions): string {
  const id = `${formatLocale}/${JSON.stringify(options)}`;
  let format = number.get(id);
  if (!format) number.set(id, (format = new Intl.NumberFormat(formatLocale, options)));
  return format.format(value);
}

/** Whole units: cents are noise in a pipeline. An unknown currency code is shown as it stands. */
export const formatMoney = (amount: number, currency: string): string =>
  /^[A-Z]{3}$/.test(currency)
    ? formatNumber(amount, { style: 'currency', currency, maximumFractionDigits: 0 })
    : `${formatNumber(amount, { maximumFractionDigits: 0 })} ${currency}`;

/** To the cent where there are cents: for sums that must be seen to add up. */
export const formatMoneyExact = (amount: number, currency: string): string =>
  /^[A-Z]{3}$/.test(currency)
    ? formatNumber(amount, { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: 2 })
    : `${formatNumber(amount, { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency}`;

/** Three significant digits, for tiles; the full figure belongs beside it as a title. */
export const formatMoneyShort = (amount: number, currency: string): string =>
  /^[A-Z]{3}$/.test(currency)
    ? formatNumber(amount, { style: 'currency', currency, notation: 'compact', maximumSignificantDigits: 3 })
    : formatNumber(amount, { notation: 'compact', maximumSignificantDigits: 3 });

/** A share as whole percent. */
export const formatShare = (value: number): string =>
  formatNumber(value, { style: 'percent', maximumFractionDigits: 0 });

export const formatRatio = (value: number): string =>
  `${formatNumber(value, { maximumFractionDigits: 1, minimumFractionDigits: 1 })}×`;

/** A calendar day `YYYY-MM-DD`; the year only where it is not the present one. */
export function formatDay(value: string, today?: string): string {
  const at = Date.parse(`${value}T12:00:00Z`);
  if (!Number.isFinite(at)) return value;
  const sameYear = today !== undefined && today.slice(0, 4) === value.slice(0, 4);
  return new Intl.DateTimeFormat(formatLocale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** An instant: the time today, else the day and the time. */
export function formatTime(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(
    formatLocale,
    isToday
      ? { hour: '2-digit', minute: '2-digit' }
      : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  ).format(at);
}

function pick(locale: string): string {
  return locale.toLowerCase().startsWith('pl') ? 'pl' : 'en';
}
