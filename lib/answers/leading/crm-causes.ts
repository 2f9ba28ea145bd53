import { bySplits, overlayOf } from '@/lib/answers/leading/by-splits';
import {
  categoryHere,
  type CrmSides,
  inCorporate,
  isIn,
  recordTypeOf,
  type Side,
} from '@/lib/answers/leading/crm-sides';
import { isCounted, untoldConditions } from '@/lib/answers/leading/forecast-filter';
import { addDays, type Day } from '@/lib/calendar/days';
import { isWithin } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { minor, minorPerMajor, toMajor, toMinor } from '@/lib/deal/money';
import type { ForecastCategory, Opportunity } from '@/lib/deal/opportunity';
import type { ForecastPart } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type DealState, stateOf, versionAt } from '@/lib/log/event-log';
import { NO_VERSION } from '@/lib/log/positions';

/**
 * Why the CRM's figure is another one, in the order in which ours is turned into theirs: which categories a figure holds; what changed since
 * the CRM worked it out; the owner; who is in the team; the deal's category there; its period, or the edge of it by another zone; what the forecast
 * asks of its deals; the rate; parts of deals; deals that are left out there, or cannot be seen or priced here; adjustments; sums of converted amounts that are rounded once and not each.
 */
export const CRM_CAUSES = [
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
export function turned(
  compared: CrmSides,
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
  const coin = halfCoin(facts.profile.currency);
  const same = (one: number | undefined, other: number | undefined): boolean =>
    one === other || (one !== undefined && other !== undefined && Math.abs(one - other) <= coin);
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
      const isThen = value === undefined || same(value, then.amount) || same(value, undated);
      if (
        then.amount !== now.amount &&
        !same(value, now.amount) &&
        isThen &&
        !same(value, todaysRate(facts, raw, state))
      )
        change.amount = then.amount;
    }
    step('changed', change);
    if (isOne) step('owner', { owner: part.ownerId });
    step('team', { among: people });
    step('category', { category: part.category });
    step(isAtEdge(period, state.closeDate) ? 'zone' : 'period', { inPeriod: true });
    const rated = todaysRate(facts, raw, change.amount === undefined ? state : (then ?? state));
    if (rated !== undefined && !same(value, now.amount) && (value === undefined || same(value, rated) || !isOne))
      step('currency', { amount: rated });
    const there = counted.map((each) => ({ ownerId: each.ownerId, amount: money(each) ?? (isOne ? before : 0) }));
    const rest = there.reduce((sum, { amount }) => sum + amount, 0) - before;
    if (!isOne || !isWhole) add(dealt, rest);
    else add(now.amount === undefined ? 'unpriced' : Math.abs(rest) <= coin ? 'rounding' : 'unexplained', rest);
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
  // What the filter leaves out as it stands is no news that the CRM has yet to learn of.
  if (compared.parts.length > 0 && stamp !== undefined && !isFiltered) {
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
    if (isDayOutside(compared, state.closeDate)) step('zone', { amount: 0 });
    else if (!isWhole) step(dealt, { amount: 0 });
    else if (compared.countedTypes.has(recordTypeOf(facts, place))) step('leftOut', { amount: 0 });
    else step('recordType', { amount: 0 });
    return [];
  }
  const rated = todaysRate(facts, raw, state);
  if (rated !== undefined) step('currency', { amount: rated });
  return now.owner === undefined ? [] : [{ ownerId: now.owner, amount: before }];
}

/** A CRM may keep amounts in hundredths, whatever the currency's smallest coin: so far they may differ, in minor units. */
export const halfCoin = (currency: string): number => Math.max(1, minorPerMajor(currency) / 100) / 2;

/** The day before a period or after it: where the CRM counts a deal of it in the period, its days begin at another hour. */
const isAtEdge = ({ start, end }: Period, day: Day | undefined): boolean =>
  day !== undefined && (day === addDays(start, -1) || day === addDays(end, 1));

/**
 * The first day of the period or its last, of which the CRM counts no deal at all: a day that begins at another hour there is a day of another
 * period as a whole. Where the forecast asks what nobody here can judge, that may be why as well.
 */
const isDayOutside = (
  { period: { start, end }, countedDays, only, facts: { profile } }: CrmSides,
  day: Day | undefined,
): boolean => (day === start || day === end) && !countedDays.has(day) && untoldConditions(only, profile).length === 0;

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
