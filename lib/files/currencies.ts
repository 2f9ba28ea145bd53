import { once, perWord } from '@/lib/calendar/derived';
import { wordTable } from '@/lib/calendar/word-table';
import { isCurrencyCode, minorPerMajor } from '@/lib/deal/money';

import { plainText } from './scripts';

/** Signs and short names of money, with the currencies that they are written for (Unicode CLDR, narrow and local forms). */
const MARKS = wordTable<readonly string[]>({
  $: ['USD', 'AUD', 'CAD', 'NZD', 'HKD', 'SGD', 'MXN', 'ARS', 'CLP', 'COP', 'TWD', 'BRL'],
  us$: ['USD'],
  a$: ['AUD'],
  au$: ['AUD'],
  c$: ['CAD'],
  ca$: ['CAD'],
  nz$: ['NZD'],
  hk$: ['HKD'],
  s$: ['SGD'],
  mx$: ['MXN'],
  nt$: ['TWD'],
  r$: ['BRL'],
  '€': ['EUR'],
  '£': ['GBP', 'EGP'],
  '¥': ['JPY', 'CNY'],
  '￥': ['JPY', 'CNY'],
  円: ['JPY'],
  元: ['CNY'],
  '₹': ['INR'],
  rs: ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
  zł: ['PLN'],
  zl: ['PLN'],
  kč: ['CZK'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  fr: ['CHF'],
  sfr: ['CHF'],
  ft: ['HUF'],
  lei: ['RON'],
  лв: ['BGN'],
  руб: ['RUB'],
  р: ['RUB'],
  '₽': ['RUB'],
  '₴': ['UAH'],
  грн: ['UAH'],
  '₸': ['KZT'],
  '₺': ['TRY'],
  tl: ['TRY'],
  '₪': ['ILS'],
  '₩': ['KRW'],
  '₫': ['VND'],
  '฿': ['THB'],
  '₱': ['PHP'],
  '₦': ['NGN'],
  '₡': ['CRC'],
  '₲': ['PYG'],
  '₼': ['AZN'],
  '₾': ['GEL'],
  '₵': ['GHS'],
  rp: ['IDR'],
  rm: ['MYR'],
  r: ['ZAR'],
  kd: ['KWD'],
  bd: ['BHD'],
  jd: ['JOD'],
  qr: ['QAR'],
  sr: ['SAR'],
  dh: ['AED', 'MAD'],
  dhs: ['AED', 'MAD'],
  '﷼': ['SAR', 'IRR', 'OMR', 'QAR', 'YER'],
  '\u20C1': ['SAR'],
});

const keyOf = (mark: string): string => plainText(mark).toLowerCase().replaceAll(/[.\s]/g, '');

/** What a currency is written as in the country whose it is. */
const homeMarks = perWord((currency): ReadonlySet<string> => {
  const locale = new Intl.Locale('und', { region: currency.slice(0, 2) }).maximize();
  return new Set(
    (['symbol', 'narrowSymbol'] as const).flatMap((currencyDisplay) =>
      new Intl.NumberFormat(`${locale.language}-${currency.slice(0, 2)}`, {
        style: 'currency',
        currency,
        currencyDisplay,
      })
        .formatToParts(1)
        .flatMap(({ type, value }) => (type === 'currency' && keyOf(value) !== '' ? keyOf(value) : [])),
    ),
  );
});

/** Currencies by what is written for them at home. A letter or two are too little to tell money by where its currency is not known. */
const byHomeMark = once(() => {
  const found: Record<string, string[]> = {};
  for (const currency of Intl.supportedValuesOf('currency'))
    for (const mark of homeMarks(currency)) if (!/^[a-z]{1,2}$/.test(mark)) (found[mark] ??= []).push(currency);
  return wordTable<readonly string[]>(found);
});

/** Currencies that a code, sign or short name can mean; none where it is no currency's. */
export function currenciesOf(mark: string): readonly string[] {
  const code = mark.trim().toUpperCase();
  if (isCurrencyCode(code)) return [code];
  const key = keyOf(mark);
  return key === '' ? [] : [...new Set([...(MARKS[key] ?? []), ...(byHomeMark()[key] ?? [])])];
}

export const isCurrencyMark = (mark: string): boolean => currenciesOf(mark).length > 0;

/** Whether a sign or short name is one of a currency. */
export const isMarkOf = (mark: string, currency: string): boolean =>
  isCurrencyCode(currency) && (currenciesOf(mark).includes(currency) || homeMarks(currency).has(keyOf(mark)));

/** Whether what stands beside a number may stand there: nothing, or its own currency, or its own %. */
export const isOwnMark = (mark: string, own: string | undefined): boolean =>
  mark === '' || (own !== undefined && (mark === own || isMarkOf(mark, own)));

/** Decimals of the currency that a mark means, the most of several; Infinity where it means none. */
export function moneyDigits(mark: string): number {
  const digits = currenciesOf(mark).map((currency) => Math.log10(minorPerMajor(currency)));
  return digits.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...digits);
}

/** How a locale writes numbers in Western digits. */
const signsIn = perWord((locale) => {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.5);
  const of = (type: 'group' | 'decimal'): string => parts.find((part) => part.type === type)?.value ?? '';
  return { group: of('group'), decimal: of('decimal') };
});

/** The locale of the country whose currency it is. */
const homeOf = (currency: string): string =>
  new Intl.Locale('und', { region: currency.slice(0, 2) }).maximize().minimize().toString();

/**
 * What a sign between digits stands for in money of three decimals and more, in which `1.500` may be one and a half as well as a thousand
 * and a half: what both the reader's locale and the country of the currency write it for, of those that write it at all. Undefined where
 * they disagree, or neither writes it.
 */
export function signInMoney(sign: string, currency: string, locale: string): 'group' | 'decimal' | undefined {
  const said = [locale, homeOf(currency)].flatMap((each) => {
    const { group, decimal } = signsIn(each);
    return sign === decimal ? ['decimal' as const] : sign === group ? ['group' as const] : [];
  });
  return said.every((each) => each === said[0]) ? said[0] : undefined;
}

/**
 * The several kinds of money among marks, each by what is written, with how many values carry it; undefined where all can be of one
 * currency. A sign of many currencies is of the first of them: whoever writes `C$` beside it keeps them apart. Values without a
 * mark are of the column's own.
 */
export function severalCurrencies(marks: readonly string[]): Map<string, number> | undefined {
  const counts = new Map<string, number>();
  for (const mark of marks) if (isCurrencyMark(mark)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  if (counts.size < 2) return undefined;
  const all = [...counts.keys()].map(currenciesOf);
  const [first = [], ...rest] = all;
  const common = first.filter((code) => rest.every((own) => own.includes(code)));
  return all.every(([usual = '']) => common.includes(usual)) ? undefined : counts;
}
