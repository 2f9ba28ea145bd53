import { isWithin } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { chooseForecastType } from '@/lib/deal/forecast-type';
import { sum } from '@/lib/deal/money';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import type { ForecastItem, ForecastType } from '@/lib/deal/org';

/** `rollupMethod` (G1.4): a category alone, or with every better one. */
export type RollupMethod = 'single' | 'cumulative';
export type Rollup = Record<'pipeline' | 'bestCase' | 'mostLikely' | 'commit' | 'closed', number>;

/** From the best category to the weakest; omitted deals are in no roll-up. */
const BETTER_FIRST = ['closed', 'commit', 'mostLikely', 'bestCase'] as const;

/**
 * Amounts by forecast category in one of the CRM's two ways. Cumulative, a category
 * holds every better one with what is won; only the open pipeline is all that is open and nothing won.
 */
export function rollUp(
  deals: Iterable<{ category?: ForecastCategory | undefined; amount?: number | undefined }>,
  method: RollupMethod,
): Rollup {
  const single: Rollup = { pipeline: 0, bestCase: 0, mostLikely: 0, commit: 0, closed: 0 };
  // Disjoint: each deal is in one category.
  for (const { category, amount = 0 } of deals)
    if (category !== undefined && category !== 'omitted') single[category] = sum([single[category], amount]);
  if (method === 'single') return single;
  const cumulative = { ...single };
  let held = 0;
  for (const category of BETTER_FIRST) cumulative[category] = held = sum([held, single[category]]);
  cumulative.pipeline = sum([single.pipeline, single.bestCase, single.mostLikely, single.commit]);
  return cumulative;
}

/**
 * What the CRM's own forecast says of a period for some owners, in the way that the org rolls up; undefined where it says
 * nothing. The items that are added up are disjoint: an item's `amount` holds the subordinates' already, so `ownerOnly` is added
 *; of several forecast types one is taken (`chooseForecastType`); and months only where no item is of the
 * whole period.
 */
export function crmRollup(
  items: readonly ForecastItem[],
  period: Pick<Period, 'start' | 'end'>,
  owners: ReadonlySet<string> | undefined,
  { types, wanted }: { types?: readonly ForecastType[] | undefined; wanted?: string | undefined } = {},
): { method: RollupMethod; amounts: Partial<Rollup> } | undefined {
  const own = itemsOf(items, period, { types, wanted }).filter((item) => !owners || owners.has(item.ownerId));
  // What is closed is the same in both ways, so it does not show which one the org has.
  const method = own.find((item) => item.method !== undefined)?.method;
  if (method === undefined) return undefined;
  const amounts: Partial<Rollup> = {};
  for (const { category, ownerOnly, method: each } of own)
    if (each === undefined || each === method) amounts[category] = sum([amounts[category] ?? 0, ownerOnly]);
  return { method, amounts };
}

/** The CRM's figures of a period that may be added up over people: of one forecast type, and months only where none is of the whole period. */
export function itemsOf(
  items: readonly ForecastItem[],
  period: Pick<Period, 'start' | 'end'>,
  { types, wanted }: { types?: readonly ForecastType[] | undefined; wanted?: string | undefined },
): readonly ForecastItem[] {
  const inside = items.filter((item) => isWithin(period, item.start) && isWithin(period, item.end));
  // The same type for everyone, whoever is asked about.
  const forecastTypeId = chooseForecastType(inside, types, wanted);
  const ofType = inside.filter((item) => item.forecastTypeId === forecastTypeId);
  const whole = ofType.filter(({ start, end }) => start === period.start && end === period.end);
  return whole.length > 0 ? whole : ofType;
}

/** Which of the deals' categories a figure of the CRM's forecast holds, in one of its two ways. */
export function heldIn(figure: keyof Rollup, method: RollupMethod): ReadonlySet<ForecastCategory> {
  if (method === 'single') return new Set([figure]);
  if (figure === 'pipeline') return new Set(['pipeline', 'bestCase', 'mostLikely', 'commit']);
  return new Set(BETTER_FIRST.slice(0, BETTER_FIRST.indexOf(figure) + 1));
}
