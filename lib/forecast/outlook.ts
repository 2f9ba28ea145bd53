import { DAY_MS, daysBetween } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { type Minor, sum, toMajor, toMinor } from '@/lib/deal/money';
import { quotaByUser } from '@/lib/deal/quota-by-user';
import { type Booking, bookings, cumShare, sumOf } from '@/lib/figures/bookings';
import { PACE_PERIODS, pacing } from '@/lib/figures/pacing';
import { atLevel, type ChanceSource, endOfDay, hasChances, type ChanceMethod } from '@/lib/forecast/chances';
import { chancesAt } from '@/lib/forecast/chances-at';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Forecast, type ForecastDeal, forecastDeals, forecastOf, newBusiness } from '@/lib/forecast/forecast';
import { type FinishedWindow, learnShared, type Shared, UNSHARED } from '@/lib/forecast/shared';
import { stageRates } from '@/lib/forecast/stage-rate';

/** What the present quarter is expected to bring some owners. Amounts in corporate currency; chances 0–1. */
export interface OutlookView {
  p10: number;
  p50: number;
  p90: number;
  /** (p90 − p10) ÷ p50 above 1: no use to anyone, and said instead of shown. */
  isTooWide: boolean;
  /** The last two finished quarters both left all that was likely, on one side: the forecast leans towards them. */
  hasMoved: boolean;
  /** `pReachQuota` (G7.4); absent without a quota. */
  reachesQuota?: number;
  /** `pacing` (G6.5): 1 is on pace; absent without a quota or a past. */
  pacing?: number;
  /** Expected from open deals, and from deals not yet created, which `quarters` finished quarters tell of. */
  open: number;
  notYetCreated?: number;
  quarters: number;
  method: ChanceMethod;
  /** Finished deals that the chances rest on, and whether they are enough to show a percentage. */
  finished: { won: number; lost: number };
  isFirm: boolean;
}

/** Finished quarters that new business and pacing are taken from, and those that level and shock are learnt from. */
const PAST_QUARTERS = 8;
const WINDOWS = 4;

/** Whose deals count; undefined counts everyone's. */
type Owners = ReadonlySet<string> | undefined;

/** What every forecast of the present quarter shares: worked out once per revision. */
export interface Engine {
  period: Period;
  /** Days after today that the quarter still has. */
  daysLeft: number;
  chances: ChanceSource;
  /** Finished quarters, oldest first. */
  past: Period[];
  /** What each of them brought, everyone's; and what the present one has so far. */
  booked: Booking[][];
  won: Booking[];
  /** Everyone's open deals. */
  deals: ForecastDeal[];
  /** Instant of the first deal, ms: quarters that began before tell nothing of new business. */
  first: number;
  shared: Shared;
}

const engines = new WeakMap<OrgFacts, Engine>();

export function engineOf(facts: OrgFacts): Engine {
  const held = engines.get(facts);
  if (held) return held;
  const { log, profile, today, now } = facts;
  const period = quarterAt(profile, today);
  const daysLeft = daysBetween(today, period.end);
  const past: Period[] = [];
  for (let each = period; past.length < PAST_QUARTERS; past.unshift(each)) each = neighbour(profile, each, -1);
  const own = chancesAt(facts, { at: now, end: endOfDay(period.end) });
  // A method that was proved on windows of its own brings what they tell; else stage rates are asked about the last quarters.
  const chances = own.shared
    ? own
    : atLevel(own, learnShared(past.slice(-WINDOWS).flatMap((each) => finished(facts, past, each, daysLeft))));
  const won = bookings(log, now, { period });
  const booked = past.map((each) => bookings(log, endOfDay(each.end), { period: each }));
  const made: Engine = {
    period,
    daysLeft,
    chances,
    past,
    booked,
    won,
    deals: forecastDeals(log, { at: now, owners: undefined, chances }),
    first: log.createdAt.reduce((least, created) => Math.min(least, created), Infinity),
    shared: chances.shared ?? UNSHARED,
  };
  engines.set(facts, made);
  return made;
}

/** A finished quarter as it would have been forecast with as many days left, and what still came; none before the log begins. */
function finished({ log }: OrgFacts, past: readonly Period[], period: Period, daysLeft: number): FinishedWindow[] {
  const end = endOfDay(period.end);
  const at = end - daysLeft * DAY_MS;
  const deals = forecastDeals(log, { at, owners: undefined, chances: stageRates(log, { at, end }) });
  if (deals.length === 0) return [];
  const periods = past.filter((each) => endOfDay(each.end) <= at);
  const had = sumOf(bookings(log, at, { period }));
  return [
    {
      deals,
      newBusiness: newBusiness(log, { at, daysLeft, periods }),
      actual: sumOf(bookings(log, end, { period })) - had,
    },
  ];
}

/** A forecast with what its further questions need. */
export interface ScopeForecast extends Forecast {
  quota?: Minor;
}

/** The present quarter's forecast for some owners. `quota` in corporate currency; amounts of the answer in its minor units. */
export function scopeForecast(facts: OrgFacts, owners: Owners, quota: number | undefined): ScopeForecast {
  const engine = engineOf(facts);
  const { log } = facts;
  const isOwn = ownersMask(facts, owners);
  const extra = newBusinessOf(facts, isOwn);
  const minor = quota === undefined ? undefined : toMinor(quota, facts.profile.currency);
  const parts = {
    won: sumOf(engine.won.filter(({ owner }) => isOwn[owner] === 1)),
    deals: engine.deals.filter(({ version }) => isOwn[log.owner[version] ?? 0] === 1),
  };
  const { period, chances, shared } = engine;
  const found = forecastOf(log, parts, { period, chances, newBusiness: extra, shared, quota: minor });
  return { ...found, ...(minor === undefined ? {} : { quota: minor }) };
}

/** Which codes of the log's owners are in a scope: 1, else 0. */
const ownersMask = ({ log }: OrgFacts, owners: Owners): Uint8Array =>
  Uint8Array.from(log.words.owner, (id) => (!owners || owners.has(id) ? 1 : 0));

/** `newBusiness` of each finished quarter, from the bookings that the engine holds. */
function newBusinessOf(facts: OrgFacts, isOwn: Uint8Array): number[] {
  const { past, booked, daysLeft, first } = engineOf(facts);
  return past.flatMap((period, at) => {
    const mark = endOfDay(period.end) - daysLeft * DAY_MS;
    if (mark < first) return [];
    const late = (booked[at] ?? []).filter(({ deal }) => (facts.log.createdAt[deal] ?? 0) > mark);
    return [sumOf(late.filter(({ owner }) => isOwn[owner] === 1))];
  });
}

/** The team's quota in corporate currency: the sum of its people's; undefined where none has one. */
export function teamQuota(facts: OrgFacts, userIds: ReadonlySet<string>): number | undefined {
  const quotas = [...quotaByUser(facts, engineOf(facts).period)].filter(([userId]) => userIds.has(userId));
  return quotas.length === 0 ? undefined : sum(quotas.map(([, amount]) => amount));
}

/** The forecast as screens show it: chance of the quota, range, pacing, and what they rest on. */
export function outlook(facts: OrgFacts, owners: Owners, quota: number | undefined): OutlookView {
  return outlookOf(facts, owners, scopeForecast(facts, owners, quota));
}

export function outlookOf(facts: OrgFacts, owners: Owners, found: ScopeForecast): OutlookView {
  const { chances, past, booked, daysLeft } = engineOf(facts);
  const major = (minor: number): number => toMajor(minor, facts.profile.currency);
  const isOwn = ownersMask(facts, owners);
  const oldest = past.length - PACE_PERIODS;
  const shares = past.flatMap((period, at) => {
    if (at < oldest) return [];
    const own = (booked[at] ?? []).filter(({ owner }) => isOwn[owner] === 1);
    const days = daysBetween(period.start, period.end) + 1;
    return own.length === 0 ? [] : [cumShare(own, period, days - daysLeft)];
  });
  const pace = found.quota === undefined ? undefined : pacing(found.won, found.quota, shares);
  return {
    p10: major(found.p10),
    p50: major(found.p50),
    p90: major(found.p90),
    isTooWide: found.isTooWide,
    ...(found.pReachQuota === undefined ? {} : { reachesQuota: found.pReachQuota }),
    ...(pace === undefined ? {} : { pacing: pace }),
    open: major(found.open),
    ...(found.notYetCreated === undefined ? {} : { notYetCreated: major(found.notYetCreated) }),
    quarters: found.futures.length,
    hasMoved: found.shared.hasMoved,
    method: chances.method,
    finished: chances.history,
    isFirm: hasChances(chances),
  };
}
