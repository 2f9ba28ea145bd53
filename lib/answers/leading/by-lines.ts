import { minor, type Minor, toMinor } from '@/lib/deal/money';
import type { LineItem } from '@/lib/deal/opportunity';
import { wholePoints } from '@/lib/deal/whole-points';

/** What of an amount each family of products comes to, and what no line item accounts for: together the amount, to the minor unit. */
export interface ByLines {
  /** By family, '' for lines without one; those that come to nothing are left out. */
  families: ReadonlyMap<string, Minor>;
  rest: Minor;
}

/**
 * Divides an amount in minor units of the corporate currency over the families of a deal's line items, by their totals (largest
 * remainder). `whole` is the deal's own amount, in major units of the currency that the lines are in. Lines that come to more than it,
 * or of which a family comes to less than nothing, do not say what the amount is made of: all of it is then the rest.
 */
export function byLines(
  amount: Minor,
  lines: readonly Pick<LineItem, 'family' | 'total'>[],
  { whole, currency }: { whole: number | undefined; currency: string },
): ByLines {
  const totals = new Map<string, number>();
  // Disjoint: line items are stored by their id, and each is of one deal and one product.
  for (const { family = '', total = 0 } of lines)
    totals.set(family, (totals.get(family) ?? 0) + toMinor(total, currency));
  const own = whole === undefined ? 0 : toMinor(whole, currency);
  const sums = [...totals.values()];
  const sum = sums.reduce((all, each) => all + each, 0);
  const isTold = amount > 0 && sum > 0 && sum <= own && sums.every((each) => each >= 0);
  if (!isTold) return { families: new Map(), rest: amount };
  const names = [...totals.keys()].toSorted();
  const weights = [...names.map((name) => totals.get(name) ?? 0), own - sum];
  // What is divided as it is needs no division, which large numbers would round.
  const parts =
    amount === own
      ? weights
      : wholePoints(
          weights.map((weight) => amount * (weight / own)),
          amount,
        );
  const families = new Map(
    names.flatMap((name, index) => ((parts[index] ?? 0) > 0 ? [[name, minor(parts[index] ?? 0)] as const] : [])),
  );
  return { families, rest: minor([...families.values()].reduce<number>((left, each) => left - each, amount)) };
}
