import type { Shock } from '@/lib/forecast/sum/shock';

/** One deal as the forecast sees it: its amount in minor units and its chance to be won in the period. */
export interface Bet {
  /** Negative (a credit) takes away when won; what is no number brings nothing. */
  amount: number;
  /** Where nobody knows it yet: what it may be, each as likely; `amount` is their mean. */
  may?: readonly number[];
  p: number;
}

/** Each bet of which the amount is not known as one bet for each that it may be: in a sum mean and spread are the same but for a hair. */
export const spelledOut = (bets: readonly Bet[]): readonly Bet[] =>
  bets.some(({ may }) => may) ? bets.flatMap(spelled) : bets;

export const spelled = (bet: Bet): Bet[] =>
  bet.may ? bet.may.map((amount) => ({ amount, p: bet.p / (bet.may?.length ?? 1) })) : [bet];

/** Bets as jumps upwards: a credit with chance p is its loss for sure, and a jump back with 1 − p. */
export interface Jumps {
  sizes: Float64Array;
  /** By bet, by point of the shock. */
  chances: readonly Float64Array[];
  isCredit: readonly boolean[];
  /** Sums of jumps that reach the targets; −Infinity where nothing is needed. */
  goals: readonly number[];
}

export function jumps(bets: readonly Bet[], targets: readonly number[], shock: Shock): Jumps {
  const amounts = bets.map(({ amount }) => (Number.isFinite(amount) ? Math.round(amount) : 0));
  const sure = amounts.reduce((sum, amount) => sum + Math.min(0, amount), 0);
  return {
    sizes: Float64Array.from(amounts, Math.abs),
    chances: bets.map(({ p }, index) => {
      const chances = shock.at(p);
      return (amounts[index] ?? 0) < 0 ? chances.map((own) => 1 - own) : chances;
    }),
    isCredit: amounts.map((amount) => amount < 0),
    goals: targets.map((target) => Math.ceil(target) - sure),
  };
}
