import { askedAt } from '@/lib/answers/asked-at';
import { bySplits, overlayOf } from '@/lib/answers/leading/by-splits';
import { isCounted, untoldConditions } from '@/lib/answers/leading/forecast-filter';
import { addDays, type Day, dayNumber } from '@/lib/calendar/days';
import { isWithin } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { belowOf, defaultScope, ownersIn } from '@/lib/deal/hierarchy';
import { inCurrency, minor, toMajor, toMinor } from '@/lib/deal/money';
import type { ForecastCategory, Opportunity } from '@/lib/deal/opportunity';
import type { DealCondition, ForecastPart, ForecastItem } from '@/lib/deal/org';
import { heldIn, itemsOf, type RollupMethod } from '@/lib/deal/rollup';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type DealState, NO_DAY, stateOf, versionAt } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION, NO_VERSION } from '@/lib/log/positions';

/** The figures that both have. */
export const BOTH_SAY = ['commit', 'bestCase', 'closed', 'pipeline'] as const;
export type BothSay = (typeof BOTH_SAY)[number];

/**
 * Why the CRM's figure is another one, in the order in which ours is turned into theirs: which categories a figure holds; what changed since
 * the CRM worked it out; the owner; who is in the team; the deal's category there; its period, or the edge of it by another zone; what the forecast
 * asks of its deals; the rate; parts of deals; deals that are left out there, or cannot be seen or priced here; adjustments; sums of converted amounts that are rounded once and not each.
 */
const CRM_CAUSES = [
  'rollup',
  'changed',
  'owner',
  'team',
  'category',
  'period',
  'zone',
  'filter',
  'currency',
  'splits',
  'products',
  'recordType',
  'leftOut',
  'unseen',
  'unpriced',
  'belowAdjusted',
  'ownAdjusted',
  'managerAdjusted',
  'rounding',
] as const;
export type CrmCause = (typeof CRM_CAUSES)[number];

/** A deal behind a line, and what it makes of it. Without a name: it is not among the deals here. */
export interface DealShare {
  id: string;
  name?: string;
  amount: number;
}

/** One figure of both, in corporate currency: `here` and the causes and `unexplained` add up to `crm` (G1.14). */
export interface FigureDifference {
  figure: BothSay;
  crm: number;
  here: number;
  causes: { cause: CrmCause; amount: number; deals: DealShare[] }[];
  /** What no cause explains, and the deals that it may come from: the largest amounts first. */
  unexplained: { amount: number; deals: DealShare[] };
}

/** Why Pipelens' figures differ from the CRM's own forecast of a person and the quarter. */
export interface CrmDifference {
  freshness: Freshness;
  period: Period;
  currency: string;
  /** Whose forecast it is; absent: of everyone that the user may see. */
  userId?: string;
  /** Of whom the CRM shows a forecast, by name. */
  people: { userId: string; name: string }[];
  method?: RollupMethod;
  /** The CRM's forecast that is taken, where it has several. */
  forecastType?: string;
  /** Conditions of that forecast that nobody here can judge of a deal, in the CRM's own words. */
  untold: string[];
  /** The CRM tells which deals it counts, and with what. */
  isByDeal: boolean;
  /** It says itself that it is still working them out. */
  isBehind: boolean;
  /** None where the CRM has no forecast of this person and quarter that the user may see. */
  figures: FigureDifference[];
}

/** The quarter's figures of a person with everyone below, beside the CRM's; without a person: of the user's own first scope. */
export function crmDifference(facts: OrgFacts, wanted: { userId?: string }): Omit<CrmDifference, 'freshness'> {
  const { profile } = facts;
  const scope = defaultScope(facts);
  const userId = wanted.userId ?? (scope.kind === 'all' ? undefined : profile.userId);
  const { period } = askedAt(facts);
  const choice = { types: profile.forecastTypes, wanted: facts.quotaType };
  const items = itemsOf(facts.forecastItems, period, choice);
  const [{ forecastTypeId } = {}] = items;
  const type = profile.forecastTypes?.find(({ id }) => id === forecastTypeId);
  const parts = underOurNames(facts).filter(
    (each) => each.forecastTypeId === forecastTypeId && isWithin(period, each.start) && isWithin(period, each.end),
  );
  const tops = userId === undefined ? topItems(items) : items.filter(({ ownerId }) => ownerId === userId);
  const method = tops.find((item) => item.method !== undefined)?.method;
  const common = {
    period,
    currency: profile.currency,
    ...(userId === undefined ? {} : { userId }),
    people: [...new Set(items.map(({ ownerId }) => ownerId))]
      .map((id) => ({ userId: id, name: facts.users.get(id)?.name ?? id }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ...(type && (profile.forecastTypes?.length ?? 0) > 1 ? { forecastType: type.label } : {}),
    untold: untoldConditions(type?.only ?? [], profile),
    isByDeal: parts.length > 0,
    isBehind: tops.some(({ isBehind }) => isBehind),
  };
  if (method === undefined) return { ...common, figures: [] };
  const compared: Compared = {
    facts,
    period,
    owners: wanted.userId === undefined ? ownersIn(facts, scope) : belowOf(facts, wanted.userId),
    people: userId === undefined ? undefined : peopleBelow(facts, items, userId),
    items,
    tops,
    method,
    parts,
    dealt: type?.by === 'split' ? 'splits' : 'products',
    ...(type?.splitTypeId === undefined || profile.hiddenTables.includes('split')
      ? {}
      : { splitTypeId: type.splitTypeId }),
    only: type?.only ?? [],
    isWhole: type === undefined || type.by === 'opportunity' || type.by === 'other',
    ...sidesOf(facts, parts, period),
  };
  return { ...common, method, figures: BOTH_SAY.map((figure) => differenceOf(compared, figure)) };
}

interface Compared {
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
  /** Record types of which the CRM counts some deal. */
  countedTypes: ReadonlySet<string>;
  /** Instant of the newest thing that the CRM worked out. */
  newest: number | undefined;
}

/** A deal here, as it is in the log, and the rows that the CRM counts it with. */
interface Side {
  id: string;
  place?: DealIndex;
  state?: DealState;
  parts: readonly ForecastPart[];
}

/** The deals that the CRM counts, each in the category that the org's own name of it stands for: its stages tell, before what is usual. */
function underOurNames({ stages, forecastDeals }: OrgFacts): readonly ForecastPart[] {
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
function topItems(items: readonly ForecastItem[]): readonly ForecastItem[] {
  const ids = new Set(items.map(({ id }) => id));
  return items.filter(({ parentId }) => parentId === undefined || !ids.has(parentId));
}

/** Whose forecasts the CRM adds up in a person's: by the items themselves where they say so, else by the same tree as here. */
function peopleBelow(facts: OrgFacts, items: readonly ForecastItem[], userId: string): ReadonlySet<string> {
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
function sidesOf(
  facts: OrgFacts,
  parts: readonly ForecastPart[],
  period: Period,
): Pick<Compared, 'sides' | 'countedTypes' | 'newest'> {
  const { log } = facts;
  const asked = askedAt(facts);
  const byDeal = Map.groupBy(parts, ({ opportunityId }) => opportunityId);
  const sides: Side[] = [];
  const countedTypes = new Set<string>();
  const { deals, versions } = asked.state.rows({ counts: { omitted: true } }, {});
  const [first, last] = [dayNumber(period.start), dayNumber(period.end)];
  const rows = Array.from(deals, (place, row) => ({ place, version: versions[row] ?? FIRST_VERSION }));
  for (const { place, version } of rows) {
    const id = log.ids[place] ?? '';
    const own = byDeal.get(id) ?? [];
    const closes = log.closeDay[version] ?? NO_DAY;
    if (own.length > 0) countedTypes.add(recordTypeOf(facts, place));
    else if (closes < first || closes > last) continue;
    byDeal.delete(id);
    sides.push({ id, place, state: stateOf(log, version), parts: own });
  }
  for (const [id, own] of byDeal) sides.push({ id, parts: own });
  const newest = parts.reduce((latest, { at = 0 }) => Math.max(latest, at), 0);
  return { sides, countedTypes, newest: newest === 0 ? undefined : newest };
}

const recordTypeOf = ({ log }: OrgFacts, place: DealIndex): string =>
  log.words.recordType[log.recordType[place] ?? 0] ?? '';

/** What is shown here: `commit`, `bestCase`, `closedWon`, `openPipeline`. */
const HERE: Record<BothSay, (state: DealState) => boolean> = {
  commit: ({ status, category }) => status === 'open' && category === 'commit',
  bestCase: ({ status, category }) => status === 'open' && (category === 'bestCase' || category === 'mostLikely'),
  closed: ({ status }) => status === 'won',
  pipeline: ({ status, category }) => status === 'open' && category !== 'omitted',
};
const categoryHere = ({ status, category }: DealState): ForecastCategory | undefined =>
  status === 'won' ? 'closed' : status === 'lost' ? undefined : category;

function differenceOf(compared: Compared, figure: BothSay): FigureDifference {
  const { facts, tops, items, people } = compared;
  const { currency } = facts.profile;
  const held = heldIn(figure, compared.method);
  const ofFigure = (item: ForecastItem): boolean =>
    item.category === figure && (item.method === undefined || item.method === compared.method);
  const shown = tops.filter(ofFigure);
  const theirs = shown.reduce((total, { amount, currency: own }) => total + inCorporate(facts, amount, own), 0);
  const shares = new Map<CrmCause | 'unexplained', Map<string, number>>();
  const add = (cause: CrmCause | 'unexplained', id: string, amount: number): void => {
    if (amount === 0) return;
    const own = shares.get(cause) ?? new Map<string, number>();
    shares.set(cause, own.set(id, (own.get(id) ?? 0) + amount));
  };
  let here = 0;
  let counted = 0;
  // What the CRM's items of each person must be, if nothing but these deals is in them.
  const expected = new Map<string, number>();
  for (const side of compared.sides) {
    const { state } = side;
    const isHere =
      state?.closeDate !== undefined &&
      isWithin(compared.period, state.closeDate) &&
      isIn(compared.owners, state.ownerId) &&
      HERE[figure](state);
    const own = isHere ? (state.amount ?? 0) : 0;
    here += own;
    const there = turned(compared, side, { held, own }, (cause, amount) => add(cause, side.id, amount));
    counted += there.length;
    for (const { ownerId, amount } of there) expected.set(ownerId, (expected.get(ownerId) ?? 0) + amount);
  }
  for (const item of shown) {
    const [all, unmanaged, unowned, unadjusted] = adjustmentsOf(item).map((each) =>
      inCorporate(facts, each, item.currency),
    ) as [number, number, number, number];
    add('managerAdjusted', '', all - unmanaged);
    add('ownAdjusted', '', unmanaged - unowned);
    add('belowAdjusted', '', unowned - unadjusted);
  }
  const major = (units: number): number => toMajor(minor(units), currency);
  const named = (own: ReadonlyMap<string, number> | undefined): DealShare[] =>
    [...(own ?? [])]
      .filter(([id, amount]) => id !== '' && amount !== 0)
      .map(([id, amount]) => {
        const name = facts.deal(id)?.opportunity.name;
        return { id, ...(name === undefined ? {} : { name }), amount: major(amount) };
      })
      .toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount) || (a.id < b.id ? -1 : 1));
  const total = (own: ReadonlyMap<string, number>): number => [...own.values()].reduce((sum, each) => sum + each, 0);
  const known = [...shares].reduce((sum, [cause, own]) => sum + (cause === 'unexplained' ? 0 : total(own)), 0);
  // Each converted amount is off by half of the smallest coin at most.
  const rest = theirs - here - known;
  const isRounding = hasOtherRates(facts) && !shares.has('unexplained') && Math.abs(rest) <= counted / 2;
  if (isRounding) add('rounding', '', rest);
  const left = isRounding ? 0 : rest;
  const causes = CRM_CAUSES.flatMap((cause) => {
    const own = shares.get(cause);
    return own ? [{ cause, amount: major(total(own)), deals: named(own) }] : [];
  });
  const suspects =
    left === 0
      ? undefined
      : (shares.get('unexplained') ??
        ofPeople(
          compared,
          held,
          items.filter((item) => ofFigure(item) && isIn(people, item.ownerId)),
          expected,
        ));
  return {
    figure,
    crm: major(theirs),
    here: major(here),
    causes,
    unexplained: { amount: major(left), deals: named(suspects) },
  };
}

/** The item's amount, and that without what its manager, its owner and everyone else adjusted. */
function adjustmentsOf({
  amount,
  unmanaged = amount,
  unowned = unmanaged,
  unadjusted = unowned,
}: ForecastItem): number[] {
  return [amount, unmanaged, unowned, unadjusted];
}

const hasOtherRates = ({ profile }: OrgFacts): boolean =>
  Object.keys(profile.rates ?? {}).some((each) => each !== profile.currency);

const isIn = (people: ReadonlySet<string> | undefined, id: string | undefined): boolean =>
  people === undefined || (id !== undefined && people.has(id));

/** Minor units of the corporate currency, by today's rate. */
function inCorporate({ profile }: OrgFacts, amount: number, currency: string | undefined): number {
  const own = inCurrency({ amount, ...(currency === undefined ? {} : { currency }) }, profile.currency, profile);
  return toMinor(own ?? amount, profile.currency);
}

/** What decides whether and with what a deal counts. */
interface Counting {
  owner: string | undefined;
  among: ReadonlySet<string> | undefined;
  category: ForecastCategory | undefined;
  inPeriod: boolean;
  amount: number | undefined;
}

/**
 * Turns what a deal counts here, `own`, into what it counts in the CRM, one cause after the other, so that their amounts add up to the
 * difference. The answer: what it counts for whom there.
 */
function turned(
  compared: Compared,
  { id, place, state, parts }: Side,
  { held, own }: { held: ReadonlySet<ForecastCategory>; own: number },
  add: (cause: CrmCause | 'unexplained', amount: number) => void,
): { ownerId: string; amount: number }[] {
  const { facts, period, owners, people, isWhole, dealt } = compared;
  const money = (part: ForecastPart): number | undefined =>
    part.value === undefined
      ? undefined
      : inCorporate(facts, part.value, compared.items.find(({ ownerId }) => ownerId === part.ownerId)?.currency);
  const counted = parts.filter(
    (part) => part.category !== undefined && held.has(part.category) && isIn(people, part.ownerId),
  );
  if (place === undefined || state === undefined) {
    const there = counted.map((part) => ({ ownerId: part.ownerId, amount: money(part) ?? 0 }));
    add(
      'unseen',
      there.reduce((sum, { amount }) => sum + amount, 0),
    );
    return there;
  }
  const now: Counting = {
    owner: state.ownerId,
    among: owners,
    category: categoryHere(state),
    inPeriod: state.closeDate !== undefined && isWithin(period, state.closeDate),
    amount: state.amount,
  };
  let before = own;
  const count = (): number =>
    now.inPeriod && now.category !== undefined && held.has(now.category) && isIn(now.among, now.owner)
      ? (now.amount ?? 0)
      : 0;
  const step = (cause: CrmCause, change: Partial<Counting> = {}): void => {
    Object.assign(now, change);
    const after = count();
    add(cause, after - before);
    before = after;
  };
  step('rollup');
  const [part] = parts;
  const isOne = parts.length === 1 && part !== undefined && part.partId === undefined;
  const values = parts.map(money);
  const value = values.includes(undefined) ? undefined : values.reduce<number>((sum, each = 0) => sum + each, 0);
  const stamp = part ? part.at : compared.newest;
  const version = stamp === undefined ? NO_VERSION : versionAt(facts.log, place, instant(stamp));
  const then = version === NO_VERSION ? undefined : stateOf(facts.log, version);
  const raw = (): Opportunity | undefined => facts.deal(id)?.opportunity;
  if (part) {
    const undated = todaysRate(facts, raw, then ?? state);
    const change: Partial<Counting> = {};
    if (then) {
      const wasIn = then.closeDate !== undefined && isWithin(period, then.closeDate);
      if (!now.inPeriod && wasIn) change.inPeriod = true;
      if (now.category !== part.category && categoryHere(then) === part.category) change.category = part.category;
      // Where the CRM tells no value, it is what the deal had when it was worked out.
      const isThen = value === undefined || value === then.amount || value === undated;
      if (then.amount !== now.amount && value !== now.amount && isThen && value !== todaysRate(facts, raw, state))
        change.amount = then.amount;
    }
    step('changed', change);
    if (isOne) step('owner', { owner: part.ownerId });
    step('team', { among: people });
    step('category', { category: part.category });
    step(isAtEdge(period, state.closeDate) ? 'zone' : 'period', { inPeriod: true });
    const rated = todaysRate(facts, raw, change.amount === undefined ? state : (then ?? state));
    if (rated !== undefined && value !== now.amount && (value === undefined || value === rated || !isOne))
      step('currency', { amount: rated });
    const there = counted.map((each) => ({ ownerId: each.ownerId, amount: money(each) ?? (isOne ? before : 0) }));
    const rest = there.reduce((sum, { amount }) => sum + amount, 0) - before;
    if (!isOne || !isWhole) add(dealt, rest);
    else add(now.amount === undefined ? 'unpriced' : 'unexplained', rest);
    return there;
  }
  const record = raw();
  const isFiltered = record !== undefined && isCounted(compared.only, record, facts.profile) === false;
  const { splitTypeId } = compared;
  if (splitTypeId !== undefined && compared.parts.length === 0) {
    step('team', { among: people });
    step('category', { category: state.category });
    if (isFiltered) step('filter', { amount: 0 });
    if (!now.inPeriod || now.category === undefined || !held.has(now.category) || isFiltered) return [];
    const rated = todaysRate(facts, raw, state);
    if (rated !== undefined) step('currency', { amount: rated });
    const there = splitOf(facts, { id, amount: now.amount, typeId: splitTypeId }).filter(({ ownerId }) =>
      isIn(people, ownerId),
    );
    add('splits', there.reduce((sum, { amount }) => sum + amount, 0) - before);
    return there;
  }
  if (before === 0) return [];
  if (compared.parts.length > 0 && stamp !== undefined) {
    const wasIn = then?.closeDate !== undefined && isWithin(period, then.closeDate);
    const category = then && categoryHere(then);
    if (!then || !wasIn || category === undefined || !held.has(category)) {
      step('changed', { amount: 0 });
      return [];
    }
    if (then.ownerId !== now.owner && !isIn(people, then.ownerId))
      step('owner', { owner: then.ownerId, among: people });
  }
  step('team', { among: people });
  // The CRM counts a deal by its category alone, also where it is won.
  step('category', { category: state.category });
  if (isFiltered) {
    step('filter', { amount: 0 });
    return [];
  }
  if (compared.parts.length > 0) {
    if (!isWhole) step(dealt, { amount: 0 });
    else if (compared.countedTypes.has(recordTypeOf(facts, place))) step('leftOut', { amount: 0 });
    else step('recordType', { amount: 0 });
    return [];
  }
  const rated = todaysRate(facts, raw, state);
  if (rated !== undefined) step('currency', { amount: rated });
  return now.owner === undefined ? [] : [{ ownerId: now.owner, amount: before }];
}

/** The day before a period or after it: where the CRM counts a deal of it in the period, its days begin at another hour. */
const isAtEdge = ({ start, end }: Period, day: Day | undefined): boolean =>
  day !== undefined && (day === addDays(start, -1) || day === addDays(end, 1));

/** What each person has of a deal by a kind of split, minor units. What no split gives to anybody is in nobody’s forecast. */
function splitOf(
  facts: OrgFacts,
  { id, amount, typeId }: { id: string; amount: number | undefined; typeId: string },
): { ownerId: string; amount: number }[] {
  const own = facts.deal(id)?.opportunity;
  const splits = facts.splits(id).filter((split) => split.typeId === typeId);
  if (amount === undefined || splits.length === 0) return [];
  const money = { whole: own?.amount, currency: own?.currency ?? facts.profile.currency };
  const isRevenue = splits.every(({ kind, isOfOther }) => kind === 'revenue' && isOfOther !== true);
  if (isRevenue)
    return [...bySplits(minor(amount), splits, { owner: '', ...money })].flatMap(([ownerId, part]) =>
      ownerId === '' ? [] : [{ ownerId, amount: part }],
    );
  return splits.flatMap((split) => {
    const part = split.isOfOther ? undefined : overlayOf(minor(amount), split, money);
    return part === undefined ? [] : [{ ownerId: split.userId, amount: part }];
  });
}

/**
 * What a deal of another currency is worth at today's rate, minor units: the CRM's forecast uses no dated rates. Of a past state the same
 * share of the amount. Undefined where there is but one rate.
 */
function todaysRate(
  { profile }: OrgFacts,
  raw: () => Opportunity | undefined,
  { amount, closeDate }: DealState,
): number | undefined {
  if (!profile.datedRates?.length || amount === undefined) return undefined;
  const currency = raw()?.currency;
  if (currency === undefined || currency === profile.currency) return undefined;
  const dated = profile.datedRates.find(
    (each) => each.currency === currency && closeDate !== undefined && each.start <= closeDate && closeDate < each.end,
  );
  const today = profile.rates?.[currency];
  if (!dated || today === undefined || today <= 0) return undefined;
  const now = raw();
  // The deal's own amount where it is still that: a converted one was rounded.
  const isNow = now?.amount !== undefined && toMinor(now.amount / dated.rate, profile.currency) === amount;
  const own = isNow ? (now.amount ?? 0) : toMajor(amount, profile.currency) * dated.rate;
  return toMinor(own / today, profile.currency);
}

/** The deals of those people whose own figure is another one than their deals make. */
function ofPeople(
  { facts, sides, period }: Compared,
  held: ReadonlySet<ForecastCategory>,
  items: readonly ForecastItem[],
  expected: ReadonlyMap<string, number>,
): Map<string, number> {
  const off = new Set(
    items.flatMap(({ ownerId, ownerOnly, currency }) =>
      inCorporate(facts, ownerOnly, currency) === (expected.get(ownerId) ?? 0) ? [] : [ownerId],
    ),
  );
  const found = new Map<string, number>();
  for (const { id, state } of sides) {
    const category = state && categoryHere(state);
    if (!state?.closeDate || !isWithin(period, state.closeDate) || category === undefined || !held.has(category))
      continue;
    if (state.ownerId !== undefined && off.has(state.ownerId)) found.set(id, state.amount ?? 0);
  }
  return found;
}
