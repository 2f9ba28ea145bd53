import type { BirthSpan } from './births';
import type { DealLife } from './deal';
import { WON_STAGE } from './sample-stages';

/** A day, and the last of its quarter. */
interface Span {
  day: number;
  end: number;
}

const KINDS = 3;
/** Days by which a date has to be past to be a forgotten one. */
const FORGOTTEN = 14;

/**
 * How far what is to be expected of a quarter lies above the team's quota, in standard deviations of what is still open; 0 where
 * there is no quota. `shares` are the parts of the deals of each kind (`sharesAt`) that such a quarter has won.
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
  { index, now, shares }: { index: number; now: Span; shares: readonly number[] },
): number {
  const asked = quotas[index];
  if (!asked) return 0;
  let expected = sum(won[index] ?? []);
  let variance = 0;
  for (const { deal } of lives) {
    if (deal.stage >= WON_STAGE) continue;
    const share = shares[kindOf(deal, now)] ?? 0;
    expected += share * (deal.amount ?? 0);
    variance += share * (1 - share) * (deal.amount ?? 0) ** 2;
  }
  return (expected - sum(asked)) / Math.max(1, Math.sqrt(variance));
}

/** Deals in a stage that are planned for the rest of the quarter, for later, and those whose date nobody minds any more. */
const kindOf = ({ stage, closeDay }: { stage: number; closeDay: number }, { day, end }: Span): number =>
  KINDS * stage + (closeDay > end ? 1 : closeDay < day - FORGOTTEN ? 2 : 0);

/** Of the deals of each kind so many days into a quarter, the part that it still won; over these quarters. */
export function sharesAt(lives: readonly DealLife[], quarters: readonly BirthSpan[], daysIn: number): number[] {
  const stood = Array.from({ length: KINDS * WON_STAGE }, () => 0);
  const came = Array.from({ length: KINDS * WON_STAGE }, () => 0);
  for (const { from, to } of quarters) {
    const day = from + daysIn;
    for (const { deal, steps } of lives) {
      if (deal.createdDay > day || (deal.stage >= WON_STAGE && (steps.at(-1)?.day ?? 0) <= day)) continue;
      const then = steps.findLast((step) => step.day <= day);
      if (!then || then.stage >= WON_STAGE) continue;
      const kind = kindOf(then, { day, end: to });
      stood[kind] = (stood[kind] ?? 0) + 1;
      const last = steps.at(-1);
      if (last?.stage === WON_STAGE && last.day <= to) came[kind] = (came[kind] ?? 0) + 1;
    }
  }
  return came.map((count, kind) => count / Math.max(1, stood[kind] ?? 0));
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
