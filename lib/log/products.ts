import { toMinor } from '@/lib/deal/money';
import type { LineItem } from '@/lib/deal/opportunity';
import { divided } from '@/lib/deal/whole-points';
import { type PipelineLog, type Products, PRODUCTS_ASSUMED } from '@/lib/log/event-log';
import { FIRST_DEAL, type DealIndex } from '@/lib/log/positions';

/** Words of the dimension `family` that name no family: what no line item accounts for, and lines whose product has none. */
export const NOT_IN_PRODUCTS = '';
export const NO_FAMILY = ' ';

/** A deal's line items, and its own amount, in major units of the currency that both are in. */
interface LinedDeal {
  lines: readonly Pick<LineItem, 'family' | 'total'>[];
  whole: number | undefined;
  currency: string;
}

export function productsOf(ids: readonly string[], dealOf: (id: string) => LinedDeal | undefined): Products {
  const told = new Map<number, { families: Map<string, number>; rest: number }>();
  const names = new Set<string>();
  for (const [place, id] of ids.entries()) {
    const deal = dealOf(id);
    const own = deal && weighed(deal);
    if (!own) continue;
    told.set(place, own);
    for (const name of own.families.keys()) names.add(name);
  }
  names.delete(NO_FAMILY);
  const words = [NOT_IN_PRODUCTS, NO_FAMILY, ...[...names].toSorted()];
  const codeOf = new Map(words.map((word, code) => [word, code]));
  const weights = new Map(
    [...told].map(([place, { families, rest }]) => {
      const own = [...families].map(([name, weight]) => [codeOf.get(name) ?? 0, weight] as const);
      return [place, [...own.toSorted(([a], [b]) => a - b), ...(rest > 0 ? [[0, rest] as const] : [])]] as const;
    }),
  );
  return { words, weights };
}

/**
 * What the families of a deal come to in its own currency, and what they leave of its amount. Undefined where lines do not say what the
 * amount is made of: there are none, they come to more than it or to nothing, or a family of them comes to less than nothing.
 */
function weighed({ lines, whole, currency }: LinedDeal): { families: Map<string, number>; rest: number } | undefined {
  if (lines.length === 0 || whole === undefined) return undefined;
  const families = new Map<string, number>();
  // Disjoint: line items are stored by their id, and each is of one deal and one product.
  for (const { family = NO_FAMILY, total = 0 } of lines)
    families.set(family, (families.get(family) ?? 0) + toMinor(total, currency));
  const sums = [...families.values()];
  const sum = sums.reduce((all, each) => all + each, 0);
  const own = toMinor(whole, currency);
  if (!(sum > 0 && sum <= own && sums.every((each) => each >= 0))) return undefined;
  for (const [name, weight] of families) if (weight === 0) families.delete(name);
  return { families, rest: own - sum };
}

/** An amount of a deal by family: each code with its part. Of an absent amount (NaN) each part is absent, too. */
export function familyParts(
  products: Products | undefined,
  deal: DealIndex,
  amount: number,
): readonly (readonly [code: number, part: number])[] {
  const own = products?.weights.get(deal);
  if (!own) return [[0, amount]];
  if (Number.isNaN(amount)) return own.map(([code]) => [code, amount]);
  const parts = divided(
    amount,
    own.map(([, weight]) => weight),
  );
  return own.map(([code], index) => [code, parts[index] ?? 0]);
}

/** The part of an amount that some codes have; undefined where the deal has none of them. */
const partIn = (products: Products | undefined, deal: DealIndex, amount: number, codes: ReadonlySet<number>) =>
  familyParts(products, deal, amount).reduce<number | undefined>(
    (sum, [code, part]) => (codes.has(code) ? (sum ?? 0) + part : sum),
    undefined,
  );

/**
 * The log as some families have it: the amount of each version is their part of it, its products are those alone, and deals without such a
 * part are marked in `isOut`. Every deal and version keeps its place.
 */
export function ofFamilies(
  log: PipelineLog,
  families: readonly string[],
  isOut: Uint8Array,
): Pick<PipelineLog, 'amount' | 'products' | 'doubt'> {
  const { products, starts } = log;
  const words = products?.words ?? [NOT_IN_PRODUCTS];
  const codes = new Set(families.map((family) => words.indexOf(family)));
  const amount = log.amount.slice();
  for (let deal = FIRST_DEAL; deal < log.size; deal++)
    for (let version = starts[deal] ?? 0; version < (starts[deal + 1] ?? 0); version += 1) {
      const part = partIn(products, deal, amount[version] ?? Number.NaN, codes);
      if (part === undefined) isOut[deal] = 1;
      else amount[version] = part;
    }
  const weights = new Map(
    [...(products?.weights ?? [])].map(([deal, own]) => [deal, own.filter(([code]) => codes.has(code))] as const),
  );
  return {
    amount,
    doubt: log.doubt.map((bits) => bits | PRODUCTS_ASSUMED),
    ...(products ? { products: { words, weights } } : {}),
  };
}

/** Deals with a part in each family, as they stand today, by code. */
export function dealsByFamily({ products, goneAt }: Pick<PipelineLog, 'products' | 'goneAt'>): Uint32Array {
  const counts = new Uint32Array(products?.words.length ?? 1);
  goneAt.forEach((gone, place) => {
    if (gone !== Infinity) return;
    for (const [code] of products?.weights.get(place) ?? [[0] as const]) counts[code] = (counts[code] ?? 0) + 1;
  });
  return counts;
}
