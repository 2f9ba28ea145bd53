import { dayNumber } from '@/lib/calendar/days';
import { isExact, minorPerMajor } from '@/lib/deal/money';
import type { OrgProfile } from '@/lib/deal/org';
import { NO_DAY } from '@/lib/log/event-log';

export type CurrencySettings = Pick<OrgProfile, 'currency' | 'rates' | 'datedRates'>;

/** Whether deals may be in other currencies than the org's own. */
export const hasCurrencies = ({ currency, rates }: CurrencySettings): boolean =>
  Object.keys(rates ?? {}).some((each) => each !== currency);

/** Units of a currency, by its code, in one unit of the org's own on a day, else at present; undefined where nobody says. */
export function ratesByDay(
  profile: CurrencySettings,
  currencies: readonly string[],
): (currency: number, day: number) => number | undefined {
  const rates = currencies.map((currency) => ({
    isOwn: currency === '' || currency === profile.currency,
    rate: profile.rates?.[currency],
    dated: (profile.datedRates ?? []).flatMap((each) =>
      each.currency === currency ? [{ first: dayNumber(each.start), end: dayNumber(each.end), rate: each.rate }] : [],
    ),
  }));
  return (currency, day) => {
    const own = rates[currency];
    if (!own || own.isOwn) return 1;
    const dated = day === NO_DAY ? undefined : own.dated.find(({ first, end }) => first <= day && day < end);
    const rate = dated ? dated.rate : own.rate;
    return rate === undefined || rate <= 0 ? undefined : rate;
  };
}

/**
 * `toCorporate` of lib/deal/money for columns: whole minor units of the corporate currency, by the rate of the close date. NaN
 * without amount or rate, and where the amount is too large to be exact.
 */
export function pricer(
  profile: CurrencySettings,
  currencies: readonly string[],
): (amount: number, currency: number, closeDay: number) => number {
  const rateOn = ratesByDay(profile, currencies);
  const scale = minorPerMajor(profile.currency);
  return (amount, currency, closeDay) => {
    const rate = rateOn(currency, closeDay);
    return rate === undefined ? Number.NaN : whole((amount / rate) * scale);
  };
}

/** Rounded to a whole number that doubles hold exactly; never −0. */
const whole = (minor: number): number => {
  const rounded = Math.round(minor) + 0;
  return isExact(rounded) ? rounded : Number.NaN;
};
