import { askedAt } from '@/lib/answers/asked-at';
import { type Day, dayFromNumber, dayNumber } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import { belowOf } from '@/lib/deal/hierarchy';
import { inCurrency, toMinor } from '@/lib/deal/money';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import type { DealCondition, ForecastItem, ForecastPart } from '@/lib/deal/org';
import type { RollupMethod } from '@/lib/deal/rollup';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type DealState, NO_DAY, stateOf } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION } from '@/lib/log/positions';

/** The two sides that are compared: the CRM's own forecast, row by row, and the deals here. */
export interface CrmSides {
  facts: OrgFacts;
  period: Period;
  /** Whose deals count here and there; undefined: everyone's. */
  owners: ReadonlySet<string> | undefined;
  people: ReadonlySet<string> | undefined;
  items: readonly ForecastItem[];
  /** Of the person, or of everyone at the top. */
  tops: readonly ForecastItem[];
  method: RollupMethod;
  parts: readonly ForecastPart[];
  /** The cause where the CRM counts parts of deals. */
  dealt: 'splits' | 'products';
  /** The kind of split that the CRM adds up, where the splits of deals can be read. */
  splitTypeId?: string;
  /** What it asks of the deals that it counts. */
  only: readonly DealCondition[];
  /** The CRM counts whole deals. */
  isWhole: boolean;
  sides: readonly Side[];
  /** Record types of which the CRM counts some deal, and close dates. */
  countedTypes: ReadonlySet<string>;
  countedDays: ReadonlySet<Day>;
  /** Instant of the newest thing that the CRM worked out. */
  newest: number | undefined;
}

/** A deal here, as it is in the log, and the rows that the CRM counts it with. */
export interface Side {
  id: string;
  place?: DealIndex;
  state?: DealState;
  parts: readonly ForecastPart[];
}

/** The deals that the CRM counts, each in the category that the org's own name of it stands for: its stages tell, before what is usual. */
export function underOurNames({ stages, forecastDeals }: OrgFacts): readonly ForecastPart[] {
  const named = new Map<string, ForecastCategory>();
  for (const { categoryName, category } of stages.values())
    if (categoryName !== undefined) named.set(categoryName, category);
  if (named.size === 0) return forecastDeals;
  return forecastDeals.map((part) => {
    const category = named.get(part.categoryName ?? '') ?? part.category;
    return category === undefined || category === part.category ? part : { ...part, category };
  });
}

/** Items that are part of no other one here. */
export function topItems(items: readonly ForecastItem[]): readonly ForecastItem[] {
  const ids = new Set(items.map(({ id }) => id));
  return items.filter(({ parentId }) => parentId === undefined || !ids.has(parentId));
}

/** Whose forecasts the CRM adds up in a person's: by the items themselves where they say so, else by the same tree as here. */
export function peopleBelow(facts: OrgFacts, items: readonly ForecastItem[], userId: string): ReadonlySet<string> {
  if (items.every(({ parentId }) => parentId === undefined)) return belowOf(facts, userId);
  const ownerOf = new Map(items.map(({ id, ownerId }) => [id, ownerId]));
  const below = new Map<string, Set<string>>();
  for (const { ownerId, parentId = '' } of items) {
    const above = ownerOf.get(parentId);
    if (above !== undefined) below.set(above, (below.get(above) ?? new Set()).add(ownerId));
  }
  const found = new Set([userId]);
  for (const each of found) for (const id of below.get(each) ?? []) found.add(id);
  return found;
}

/** Every deal that either may count in the quarter. */
export function sidesOf(
  facts: OrgFacts,
  parts: readonly ForecastPart[],
  period: Period,
): Pick<CrmSides, 'sides' | 'countedTypes' | 'countedDays' | 'newest'> {
  const { log } = facts;
  const asked = askedAt(facts);
  const byDeal = Map.groupBy(parts, ({ opportunityId }) => opportunityId);
  const sides: Side[] = [];
  const countedTypes = new Set<string>();
  const countedDays = new Set<Day>();
  const { deals, versions } = asked.state.rows({ counts: { omitted: true } }, {});
  const [first, last] = [dayNumber(period.start), dayNumber(period.end)];
  const rows = Array.from(deals, (place, row) => ({ place, version: versions[row] ?? FIRST_VERSION }));
  for (const { place, version } of rows) {
    const id = log.ids[place] ?? '';
    const own = byDeal.get(id) ?? [];
    const closes = log.closeDay[version] ?? NO_DAY;
    if (own.length > 0) {
      countedTypes.add(recordTypeOf(facts, place));
      if (closes !== NO_DAY) countedDays.add(dayFromNumber(closes));
    } else if (closes < first || closes > last) continue;
    byDeal.delete(id);
    sides.push({ id, place, state: stateOf(log, version), parts: own });
  }
  for (const [id, own] of byDeal) sides.push({ id, parts: own });
  const newest = parts.reduce((latest, { at = 0 }) => Math.max(latest, at), 0);
  return { sides, countedTypes, countedDays, newest: newest === 0 ? undefined : newest };
}

export const recordTypeOf = ({ log }: OrgFacts, place: DealIndex): string =>
  log.words.recordType[log.recordType[place] ?? 0] ?? '';

export const categoryHere = ({ status, category }: DealState): ForecastCategory | undefined =>
  status === 'won' ? 'closed' : status === 'lost' ? undefined : category;

export const isIn = (people: ReadonlySet<string> | undefined, id: string | undefined): boolean =>
  people === undefined || (id !== undefined && people.has(id));

/** Minor units of the corporate currency, by today's rate. */
export function inCorporate({ profile }: OrgFacts, amount: number, currency: string | undefined): number {
  const own = inCurrency({ amount, ...(currency === undefined ? {} : { currency }) }, profile.currency, profile);
  return toMinor(own ?? amount, profile.currency);
}
