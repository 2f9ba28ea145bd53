import type { Opportunity } from '@/lib/deal/opportunity';
import type { OrgProfile } from '@/lib/deal/org';

/** Money that was summed: `amount` in `currency`; `unpriced` deals had no amount or no rate (G1.10). */
export interface Total {
  amount: number;
  count: number;
  unpriced: number;
}

type CurrencySettings = Pick<OrgProfile, 'currency' | 'rates' | 'datedRates'>;

/**
 * An amount in corporate currency; undefined when there is none or no rate is known. Rates are units per corporate unit
 * (Salesforce: CurrencyType.ConversionRate); where the org keeps dated ones, that of the close date counts, as Salesforce
 * itself converts opportunities.
 */
export function toCorporate(
  { amount, currency, closeDate }: Pick<Opportunity, 'amount' | 'currency' | 'closeDate'>,
  profile: CurrencySettings,
): number | undefined {
  if (amount === undefined) return undefined;
  if (currency === undefined || currency === profile.currency) return amount;
  const dated =
    closeDate &&
    profile.datedRates?.find((each) => each.currency === currency && each.start <= closeDate && closeDate < each.end);
  const rate = dated ? dated.rate : profile.rates?.[currency];
  return rate === undefined || rate <= 0 ? undefined : roundCents(amount / rate);
}

/** Sum in corporate currency. Currencies are never added up unconverted: a deal without amount or rate is counted, not priced. */
export function total(deals: Iterable<Opportunity>, profile: CurrencySettings): Total {
  let cents = 0;
  let count = 0;
  let unpriced = 0;
  for (const deal of deals) {
    count += 1;
    const amount = toCorporate(deal, profile);
    if (amount === undefined) unpriced += 1;
    else cents += Math.round(amount * 100);
  }
  return { amount: cents / 100, count, unpriced };
}

/** Sum without the drift of binary fractions. */
export const sum = (amounts: Iterable<number>): number => {
  let cents = 0;
  for (const amount of amounts) cents += Math.round(amount * 100);
  return cents / 100;
};

const roundCents = (amount: number): number => Math.round(amount * 100) / 100;
