import { minor, type Minor, toMinor } from '@/lib/deal/money';
import type { Split } from '@/lib/deal/opportunity';
import { divided } from '@/lib/deal/whole-points';

/** What a deal's credit is divided of: its own amount, in major units of the currency that it and its splits are in. */
interface Whole {
  whole: number | undefined;
  currency: string;
}
type Part = Pick<Split, 'userId' | 'percent' | 'amount'>;

/** Percent has two digits: of a part that a person gave as money it is the nearest. */
const DIGIT = 0.0001;

/**
 * What a split comes to of its deal's own amount, in minor units of the deal's currency, not rounded; undefined where the user may read
 * neither money nor percent. Its money counts where the percent says the same: it is exact, but stays behind when only the deal changes.
 */
function unitsOf({ percent, amount }: Part, own: number, currency: string): number | undefined {
  const exact = amount === undefined ? undefined : toMinor(amount, currency);
  if (percent === undefined) return exact;
  const share = own * (percent / 100);
  return exact !== undefined && Math.abs(exact - share) <= Math.abs(own) * DIGIT + 1 ? exact : share;
}

/**
 * Of a deal's splits those that divide its amount, and the others. Of several kinds that make up the amount the first counts, as the others
 * would count the same money again.
 */
export function kindsOf(splits: readonly Split[]): { revenue: Split[]; beside: Split[] } {
  const [first] = splits
    .filter(({ kind, isOfOther }) => kind === 'revenue' && isOfOther !== true)
    .toSorted((a, b) => ((a.typeId ?? '') < (b.typeId ?? '') ? -1 : 1));
  const isRevenue = ({ kind, typeId }: Split): boolean =>
    first !== undefined && kind === 'revenue' && typeId === first.typeId;
  return { revenue: splits.filter(isRevenue), beside: splits.filter((each) => !isRevenue(each)) };
}

/**
 * Divides an amount in minor units of the corporate currency over the people whom a deal's revenue splits credit (largest remainder): the
 * parts add up to it, to the minor unit. What the splits leave is the owner's ('' where there is none), and so is all of it where they
 * say nothing: none is there, none may be read, they come to more than the deal, or the deal has no amount above zero.
 */
export function bySplits(
  amount: Minor,
  splits: readonly Part[],
  { owner, whole, currency }: Whole & { owner: string },
): ReadonlyMap<string, Minor> {
  const own = whole === undefined ? 0 : toMinor(whole, currency);
  const units = splits.map((split) => unitsOf(split, own, currency));
  const sum = units.reduce<number>((all, each = Number.NaN) => all + each, 0);
  const isTold = amount > 0 && own > 0 && sum > 0 && sum <= own * (1 + DIGIT) && units.every((each = -1) => each >= 0);
  if (!isTold) return new Map([[owner, amount]]);
  const weights = new Map<string, number>();
  // Disjoint: splits are stored by their id, and those of one deal and kind are parts of one whole.
  for (const [index, { userId }] of splits.entries())
    weights.set(userId, (weights.get(userId) ?? 0) + (units[index] ?? 0));
  weights.set(owner, (weights.get(owner) ?? 0) + Math.max(0, own - sum));
  const names = [...weights.keys()].toSorted();
  const shares = names.map((name) => weights.get(name) ?? 0);
  const parts = divided(amount, shares);
  return new Map(
    names.flatMap((name, index) => ((parts[index] ?? 0) > 0 ? [[name, minor(parts[index] ?? 0)] as const] : [])),
  );
}

/**
 * What an overlay split credits its person with, in minor units of the corporate currency: as much of the deal's `amount` there as it is of
 * the deal's own. Undefined where that is not told.
 */
export function overlayOf(amount: Minor, split: Part, { whole, currency }: Whole): Minor | undefined {
  const own = whole === undefined ? 0 : toMinor(whole, currency);
  const units = unitsOf(split, own, currency);
  return own === 0 || units === undefined ? undefined : minor(Math.round(amount * (units / own)));
}
