import type { BirthSpan } from './births';
import type { DealLife } from './deal';
import { LOST_STAGE, WON_STAGE } from './sample-stages';

/**
 * How far what is to be expected of a quarter lies above the team's quota, in standard deviations of what is still open; 0 where
 * there is no quota. `shares` are the parts of the deals in each stage that such a quarter has won.
 */
export function gapOf(
  {
    lives,
    quotas,
    won,
  }: {
    lives: readonly DealLife[];
    quotas: readonly (readonly number[] | undefined)[];
    won: readonly (readonly number[])[];
  },
  index: number,
  shares: readonly number[],
): number {
  const asked = quotas[index];
  if (!asked) return 0;
  let expected = sum(won[index] ?? []);
  let variance = 0;
  for (const { deal } of lives) {
    if (deal.stage >= WON_STAGE) continue;
    const share = shares[deal.stage] ?? 0;
    expected += share * (deal.amount ?? 0);
    variance += share * (1 - share) * (deal.amount ?? 0) ** 2;
  }
  return (expected - sum(asked)) / Math.max(1, Math.sqrt(variance));
}

/** Of the deals that stood in each stage so many days into a quarter, the part that it still won; over these quarters. */
export function sharesAt(lives: readonly DealLife[], quarters: readonly BirthSpan[], daysIn: number): number[] {
  const stood = Array.from({ length: WON_STAGE }, () => 0);
  const came = Array.from({ length: WON_STAGE }, () => 0);
  for (const { from, to } of quarters) {
    const day = from + daysIn;
    for (const { deal, steps } of lives) {
      if (deal.createdDay > day || (deal.stage >= WON_STAGE && (steps.at(-1)?.day ?? 0) <= day)) continue;
      const stage = steps.findLast((step) => step.day <= day)?.stage ?? LOST_STAGE;
      if (stage >= WON_STAGE) continue;
      stood[stage] = (stood[stage] ?? 0) + 1;
      const last = steps.at(-1);
      if (last?.stage === WON_STAGE && last.day <= to) came[stage] = (came[stage] ?? 0) + 1;
    }
  }
  return came.map((count, stage) => count / Math.max(1, stood[stage] ?? 0));
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
