import { askedAt } from '@/lib/answers/asked-at';
import { CRM_CAUSES, type CrmCause, halfCoin, turned } from '@/lib/answers/leading/crm-causes';
import {
  categoryHere,
  type CrmSides,
  inCorporate,
  isIn,
  peopleBelow,
  sidesOf,
  topItems,
  underOurNames,
} from '@/lib/answers/leading/crm-sides';
import { untoldConditions } from '@/lib/answers/leading/forecast-filter';
import { isWithin } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { belowOf, defaultScope, ownersIn } from '@/lib/deal/hierarchy';
import { minor, toMajor, toMinor } from '@/lib/deal/money';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import type { ForecastItem } from '@/lib/deal/org';
import { heldIn, itemsOf, type RollupMethod } from '@/lib/deal/rollup';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { DealState } from '@/lib/log/event-log';

/** The figures that both have. */
export const BOTH_SAY = ['commit', 'bestCase', 'closed', 'pipeline'] as const;
export type BothSay = (typeof BOTH_SAY)[number];

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
  const items = itemsOf(facts.forecastItems(period), period, choice);
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
  const compared: CrmSides = {
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

/** What is shown here: `commit`, `bestCase`, `closedWon`, `openPipeline`. */
const HERE: Record<BothSay, (state: DealState) => boolean> = {
  commit: ({ status, category }) => status === 'open' && category === 'commit',
  bestCase: ({ status, category }) => status === 'open' && (category === 'bestCase' || category === 'mostLikely'),
  closed: ({ status }) => status === 'won',
  pipeline: ({ status, category }) => status === 'open' && category !== 'omitted',
};
function differenceOf(compared: CrmSides, figure: BothSay): FigureDifference {
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
  // Each converted or finer amount is off by half of the smallest coin at most.
  const rest = theirs - here - known;
  const isRounding =
    (hasOtherRates(facts) || hasFinerAmounts(compared)) &&
    !shares.has('unexplained') &&
    Math.abs(rest) <= counted * halfCoin(currency);
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

/** Some deal's amount has more decimals than its currency: it is rounded here by itself, and there in the sum. */
const hasFinerAmounts = ({ facts, sides }: CrmSides): boolean =>
  sides.some(({ id }) => {
    const { amount = 0, currency = facts.profile.currency } = facts.deal(id)?.opportunity ?? {};
    return toMajor(toMinor(amount, currency), currency) !== amount;
  });

/** The deals of those people whose own figure is another one than their deals make. */
function ofPeople(
  { facts, sides, period }: CrmSides,
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
