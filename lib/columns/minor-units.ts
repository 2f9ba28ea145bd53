import { dayNumber } from '@/lib/domain/days';
import { NO_DAY } from '@/lib/domain/log';
import type { OrgProfile } from '@/lib/domain/org';

/**
 * An amount in minor units of the corporate currency, by the rate of its close date where the org keeps dated ones; NaN without an
 * amount or a rate, and for amounts too large to be counted exactly. The same rule as `toCorporate` in `lib/domain/money`.
 */
export function minorUnits(
  { currency: corporate, rates, datedRates = [] }: Pick<OrgProfile, 'currency' | 'rates' | 'datedRates'>,
  currencies: readonly string[],
): (amount: number, currency: number, closeDay: number) => number {
  const known = currencies.map((iso) => ({
    isCorporate: iso === '' || iso === corporate,
    rate: rates?.[iso],
    dated: datedRates
      .filter(({ currency }) => currency === iso)
      .map(({ start, end, rate }) => ({ start: dayNumber(start), end: dayNumber(end), rate })),
  }));
  return (amount, currency, closeDay) => {
    const own = known[currency];
    if (!own) return Number.NaN;
    if (own.isCorporate) return exact(amount * 100);
    const dated =
      closeDay === NO_DAY ? undefined : own.dated.find(({ start, end }) => start <= closeDay && closeDay < end);
    const rate = dated ? dated.rate : own.rate;
    return rate === undefined || rate <= 0 ? Number.NaN : exact((amount / rate) * 100);
  };
}

const exact = (minor: number): number => {
  const rounded = Math.round(minor);
  return Number.isSafeInteger(rounded) ? rounded : Number.NaN;
};
