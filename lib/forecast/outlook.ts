import { addDays, daysBetween } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { endOfDay, periodEnd } from '@/lib/calendar/zoned-time';
import { type Minor, toMajor, toMinor } from '@/lib/deal/money';
import { type PeopleQuota, type Quotas, quotasIn } from '@/lib/deal/quota';
import { type Booking, bookings, cumShare, sumOf } from '@/lib/figures/bookings';
import { PACE_PERIODS, pacing } from '@/lib/figures/pacing';
import { atLevel, type ChanceSource, hasChances, type ChanceMethod } from '@/lib/forecast/chance/chances';
import { chancesAt } from '@/lib/forecast/chance/chances-at';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Forecast, type ForecastDeal, forecastDeals, forecastOf, newBusiness } from '@/lib/forecast/forecast';
import { type FinishedWindow, learnShared, type Shared, UNSHARED } from '@/lib/forecast/sum/shared';

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
  /** Expected from open deals, and from deals not yet created, estimated from `quarters` finished quarters. */
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
  /** Instant of the first deal, ms: quarters that began before it say nothing about new business. */
  first: number;
  shared: Shared;
  quotas: Quotas;
}

export const engineOf = (facts: OrgFacts): Engine => derived(facts, makeEngine);

function makeEngine(facts: OrgFacts): Engine {
  const { log, profile, today, now } = facts;
  const period = quarterAt(profile, today);
  const daysLeft = daysBetween(today, period.end);
  const past: Period[] = [];
  for (let each = period; past.length < PAST_QUARTERS; past.unshift(each)) each = neighbour(profile, each, -1);
  const own = chancesAt(facts, { at: now, end: periodEnd(period, log.timeZone) });
  // A method that was proved on windows of its own brings level and spread with it; else they come from stage rates over the last quarters.
  const chances = own.shared
    ? own
    : atLevel(own, learnShared(past.slice(-WINDOWS).flatMap((each) => finished(facts, past, each, daysLeft))));
  const won = bookings(log, now, { period });
  const booked = past.map((each) => bookings(log, periodEnd(each, log.timeZone), { period: each }));
  return {
    period,
    daysLeft,
    chances,
    past,
    booked,
    won,
    deals: forecastDeals(log, { at: now, owners: undefined, chances }),
    first: log.createdAt.reduce((least, created) => Math.min(least, created), Infinity),
    shared: chances.shared ?? UNSHARED,
    quotas: quotasIn(facts, period),
  };
}

/** A finished quarter as it would have been forecast with as many days left, and what still came; none before the log begins. */
function finished({ log, now }: OrgFacts, past: readonly Period[], period: Period, daysLeft: number): FinishedWindow[] {
  const end = periodEnd(period, log.timeZone);
  const at = endOfDay(addDays(period.end, -daysLeft), log.timeZone);
  // East of the org the person's quarter may have begun while the org's last one still goes on.
  if (end > now) return [];
  const deals = forecastDeals(log, { at, owners: undefined, chances: stageRates(log, { at, end }) });
  if (deals.length === 0) return [];
  const periods = past.filter((each) => periodEnd(each, log.timeZone) <= at);
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
    const mark = endOfDay(addDays(period.end, -daysLeft), facts.log.timeZone);
    if (mark < first) return [];
    const late = (booked[at] ?? []).filter(({ deal }) => (facts.log.createdAt[deal] ?? 0) > mark);
    return [sumOf(late.filter(({ owner }) => isOwn[owner] === 1))];
  });
}

/** What some people are asked to bring in the present quarter; everyone where none are named. */
export const quotaNow = (facts: OrgFacts, people: Owners): PeopleQuota => engineOf(facts).quotas.of(people);

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
