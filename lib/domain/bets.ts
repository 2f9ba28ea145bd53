import type { Shock } from '@/lib/domain/shock';

/** One deal as the forecast sees it: it brings its amount with a chance, or nothing. */
export interface Bet {
  /** Minor units. Negative (a credit) takes away when won; what is no number brings nothing. */
  amount: number;
  /** 0–1. */
  chance: number;
}

/** What a period may bring: what is sure, each deal's bet, and one of some equally likely sums of business not yet created. */
export interface Prospects {
  /** Minor units. */
  sure: number;
  bets: readonly Bet[];
  /** Minor units, each as likely as the others; none is the same as [0]. */
  later: readonly number[];
  shock: Shock;
}

/** Bets as jumps upwards from a floor: a credit with chance p is its loss for sure and a jump back with 1 − p. */
export interface Jumps {
  floor: number;
  sizes: Float64Array;
  /** By bet, by point of the shock. */
  chances: readonly Float64Array[];
  isCredit: readonly boolean[];
  /** Never empty. */
  later: readonly number[];
}

export function jumps({ sure, bets, later, shock }: Prospects): Jumps {
  let floor = Math.round(known(sure));
  const amounts = bets.map(({ amount }) => Math.round(known(amount)));
  for (const amount of amounts) if (amount < 0) floor += amount;
  const sums = later.filter((each) => Number.isFinite(each)).map((each) => Math.round(each));
  return {
    floor,
    sizes: Float64Array.from(amounts, Math.abs),
    chances: bets.map(({ chance }, index) => {
      const at = shock.at(chance);
      return (amounts[index] ?? 0) < 0 ? at.map((p) => 1 - p) : at;
    }),
    isCredit: amounts.map((amount) => amount < 0),
    later: sums.length > 0 ? sums : [0],
  };
}

const known = (amount: number): number => (Number.isFinite(amount) ? amount : 0);

/**
 * The prospects once one bet is decided. The shared shock is re-weighed by what the outcome tells of it, so that the chance of a
 * target is that of `reach`'s effects. A position without a bet changes nothing.
 */
export function decided(prospects: Prospects, at: number, isWon: boolean): Prospects {
  const { bets, shock, sure } = prospects;
  const bet = bets[at];
  if (!bet) return prospects;
  const odds = shock.at(bet.chance);
  const weights = shock.weights.map((weight, k) => weight * (isWon ? (odds[k] ?? 0) : 1 - (odds[k] ?? 0)));
  const mass = weights.reduce((sum, each) => sum + each, 0);
  return {
    ...prospects,
    sure: sure + (isWon ? Math.round(known(bet.amount)) : 0),
    bets: bets.toSpliced(at, 1),
    shock: { ...shock, weights: mass > 0 ? weights.map((each) => each / mass) : shock.weights },
  };
}
