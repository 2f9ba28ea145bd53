import { type Day, dayAt } from '@/lib/calendar/days';
import { once, perWord } from '@/lib/calendar/derived';
import { instant } from '@/lib/calendar/instant';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import { type OrgProfile, orgZone } from '@/lib/deal/org';

/** Money that was summed: `amount` in `currency`; `unpriced` deals had no amount or no rate (G1.10). */
export interface Total {
  amount: number;
  count: number;
  unpriced: number;
}

/** Beyond it sums of cents are no longer exact; 1,000 times what the largest company there is brings. */
export const MOST_MONEY = 9e13;

/** Codes of ISO 4217 that browsers do not list: units of account and funds that prices are set in. */
const FUNDS = ['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW', 'VED'];
const codes = once((): ReadonlySet<string> => new Set([...Intl.supportedValuesOf('currency'), ...FUNDS]));

/** Whether a text is a code of ISO 4217 in use, or of the last years, that old files hold. */
export const isCurrencyCode = (text: string): boolean => codes().has(text);

declare const minorUnits: unique symbol;
/** Whole minor units of the corporate currency, the form in which money is stored and added up: cents, fils, or whole yen. */
export type Minor = number & { readonly [minorUnits]: true };

/** Minor units in one major unit, by ISO 4217: 100 of most currencies, 1,000 of the Kuwaiti dinar, 1 of the yen; 100 of a code that is none. */
export const minorPerMajor = perWord((currency) => {
  const isCode = /^[A-Z]{3}$/.test(currency);
  const format = isCode ? ({ style: 'currency', currency } as const) : {};
  return 10 ** (isCode ? (new Intl.NumberFormat('en', format).resolvedOptions().maximumFractionDigits ?? 2) : 2);
});

// Safe: the constructor of the brand; whoever calls it says that the number is of minor units, as a sum of them is.
export const minor = (units: number): Minor => units as Minor;

/** An amount in major units of a currency as whole minor units of it, rounded half up; never −0. */
export const toMinor = (amount: number, currency: string): Minor =>
  minor(Math.round(amount * minorPerMajor(currency)) + 0);

/** Minor units of a currency in its major units. */
export const toMajor = (units: Minor, currency: string): number => units / minorPerMajor(currency);

/** Whether minor units are all held: beyond 2⁵³ a double leaves some out, and a sum is near at best. */
export const isExact = (units: number): boolean => Number.isSafeInteger(units);

/** The same of an amount in major units, whose fraction takes one digit more. */
export const isExactMajor = (amount: number, currency: string): boolean =>
  Math.abs(toMinor(amount, currency)) <= 2 ** 52;

type CurrencySettings = Pick<OrgProfile, 'currency' | 'rates' | 'datedRates'>;

/**
 * An amount in corporate currency; undefined when there is none, no rate is known, or it is too large to be exact. Rates are units per corporate unit; where the
 * org keeps dated ones, that of the close date counts, as the CRM itself converts opportunities.
 */
export function toCorporate(
  { amount, currency, closeDate }: Pick<Opportunity, 'amount' | 'currency' | 'closeDate'>,
  profile: CurrencySettings,
): number | undefined {
  if (amount === undefined) return undefined;
  if (currency === undefined || currency === profile.currency)
    return isExact(toMinor(amount, profile.currency)) ? amount : undefined;
  const dated =
    closeDate &&
    profile.datedRates?.find((each) => each.currency === currency && each.start <= closeDate && closeDate < each.end);
  const rate = dated ? dated.rate : profile.rates?.[currency];
  if (rate === undefined || rate <= 0) return undefined;
  const units = toMinor(amount / rate, profile.currency);
  return isExact(units) ? toMajor(units, profile.currency) : undefined;
}

/** What one unit of a currency is of another one on a day, else by the present rates; undefined where one of the two is missing. */
function rateBetween(
  from: string,
  to: string,
  { currency: corporate, rates, datedRates }: CurrencySettings,
  on?: Day,
): number | undefined {
  if (from === to) return 1;
  const rateOf = (code: string): number => {
    if (code === corporate) return 1;
    const dated = on && datedRates?.find((each) => each.currency === code && each.start <= on && on < each.end);
    return dated ? dated.rate : (rates?.[code] ?? 0);
  };
  const [before, after] = [rateOf(from), rateOf(to)];
  return before > 0 && after > 0 ? after / before : undefined;
}

const times = (amount: number, rate: number, currency: string): number =>
  rate === 1 ? amount : toMajor(toMinor(amount * rate, currency), currency);

/** An amount in another currency at today's rates; undefined when there is none or a rate is missing. What names no currency is in that one already. */
export function inCurrency(
  { amount, currency: own }: Pick<Opportunity, 'amount' | 'currency'>,
  currency: string,
  profile: CurrencySettings,
): number | undefined {
  const rate = amount === undefined ? undefined : rateBetween(own ?? currency, currency, profile);
  return amount === undefined || rate === undefined ? undefined : times(amount, rate, currency);
}

/**
 * Amounts of a deal's versions, oldest first, in one currency, to be compared with each other: a moved close date moves none, and what was told
 * in another currency since is priced at the rates of the day on which it was. Undefined as {@link inCurrency} is.
 */
export function constantAmountsIn(
  versions: readonly Pick<Version, 'amount' | 'currency' | 'from'>[],
  currency: string,
  profile: CurrencySettings & Pick<OrgProfile, 'timeZone' | 'orgTimeZone'>,
): (number | undefined)[] {
  let [into, rate, on]: [string, number, Day | undefined] = [currency, 1, undefined];
  return versions
    .toReversed()
    .map(({ amount, currency: own = into, from }) => {
      const step = rateBetween(own, into, profile, on);
      on = dayAt(instant(from), orgZone(profile));
      if (amount === undefined || step === undefined) return undefined;
      [into, rate] = [own, rate * step];
      return times(amount, rate, currency);
    })
    .toReversed();
}

/**
 * Minor units that were written down in what was the org's own currency then, in those of the one it has now, by the present rate;
 * undefined without a rate. What names no currency is in the present one.
 */
export function asOwnUnits(units: number, currency: string | undefined, profile: CurrencySettings): number | undefined {
  if (currency === undefined || currency === profile.currency) return units;
  const own = toCorporate({ amount: toMajor(minor(units), currency), currency }, profile);
  return own === undefined ? undefined : toMinor(own, profile.currency);
}

/** Sum in corporate currency. Currencies are never added up unconverted: a deal without amount or rate is counted, not priced. */
export function total(deals: Iterable<Opportunity>, profile: CurrencySettings): Total {
  let units = 0;
  let count = 0;
  let unpriced = 0;
  // Disjoint: opportunities are stored by their id, and each is one deal.
  for (const deal of deals) {
    count += 1;
    const amount = toCorporate(deal, profile);
    if (amount === undefined) unpriced += 1;
    else units += toMinor(amount, profile.currency);
  }
  return { amount: toMajor(minor(units), profile.currency), count, unpriced };
}

/** No currency has a smaller unit than this part of its major one. */
const SMALLEST = 10_000;

/** Sum in major units without the drift of binary fractions: in the currency's own minor units, or to four digits where it is not told. */
export function sum(amounts: Iterable<number>, currency?: string): number {
  const scale = currency === undefined ? SMALLEST : minorPerMajor(currency);
  let units = 0;
  for (const amount of amounts) units += Math.round(amount * scale);
  return units / scale;
}
