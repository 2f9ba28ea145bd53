import { type Booking, bookings, cumShare, sumOf } from '@/lib/domain/bookings';
import { type ChanceSource, endOfDay, hasChances } from '@/lib/domain/chances';
import { chancesAt } from '@/lib/domain/chances-at';
import { DAY_MS, daysBetween } from '@/lib/domain/days';
import type { OrgFacts } from '@/lib/domain/facts';
import { neighbour, quarterAt } from '@/lib/domain/fiscal';
import { type Forecast, type ForecastDeal, forecastDeals, forecastOf, learnShock } from '@/lib/domain/forecast';
import { versionAt, WON } from '@/lib/domain/log';
import { sum } from '@/lib/domain/money';
import type { Period } from '@/lib/domain/org';
import { PACE_PERIODS, pacing } from '@/lib/domain/pacing';
import { quotaByUser } from '@/lib/domain/quota-by-user';
import { stageRates } from '@/lib/domain/stage-rate';
import type { OutlookView } from '@/lib/domain/views';

/** Finished quarters that new business and pacing are taken from, and those that the shared shock is learnt from. */
const PAST_QUARTERS = 8;
const SHOCK_QUARTERS = 4;

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
  shockSd: number;
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
  const chances = chancesAt(facts, { at: now, end: endOfDay(period.end) });
  const made: Engine = {
    period,
    daysLeft,
    chances,
    past,
    booked: past.map((each) => bookings(log, endOfDay(each.end), { period: each })),
    won: bookings(log, now, { period }),
    deals: forecastDeals(log, { at: now, owners: undefined, chances }),
    first: log.createdAt.reduce((least, created) => Math.min(least, created), Infinity),
    shockSd: learnShock(past.slice(-SHOCK_QUARTERS).flatMap((each) => finished(facts, each, daysLeft))),
  };
  engines.set(facts, made);
  return made;
}

/** A finished quarter as it would have been forecast with as many days left, and the wins that came; none before the log begins. */
function finished({ log }: OrgFacts, period: Period, daysLeft: number): { won: number; chances: number[] }[] {
  const end = endOfDay(period.end);
  const at = end - daysLeft * DAY_MS;
  const deals = forecastDeals(log, { at, owners: undefined, chances: stageRates(log, { at, end }) });
  if (deals.length === 0) return [];
  const won = deals.filter(({ deal }) => log.status[versionAt(log, deal, end)] === WON).length;
  return [{ won, chances: deals.map(({ p }) => p) }];
}

/** A forecast with what its further questions need. */
export interface ScopeForecast extends Forecast {
  newBusiness: number[];
  /** Minor units. */
  quota?: number;
}

/** The present quarter's forecast for some owners. `quota` in corporate currency; amounts of the answer in its minor units. */
export function scopeForecast(facts: OrgFacts, owners: Owners, quota: number | undefined): ScopeForecast {
  const engine = engineOf(facts);
  const { log } = facts;
  const isOwn = ownersMask(facts, owners);
  const extra = newBusinessOf(facts, isOwn);
  const minor = quota === undefined ? undefined : Math.round(quota * 100);
  const parts = {
    won: sumOf(engine.won.filter(({ owner }) => isOwn[owner] === 1)),
    deals: engine.deals.filter(({ version }) => isOwn[log.owner[version] ?? 0] === 1),
  };
  const { period, chances, shockSd } = engine;
  const found = forecastOf(log, parts, { period, chances, newBusiness: extra, shockSd, quota: minor });
  return { ...found, newBusiness: extra, ...(minor === undefined ? {} : { quota: minor }) };
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
    p10: found.p10 / 100,
    p50: found.p50 / 100,
    p90: found.p90 / 100,
    isTooWide: found.isTooWide,
    ...(found.pReachQuota === undefined ? {} : { reachesQuota: found.pReachQuota }),
    ...(pace === undefined ? {} : { pacing: pace }),
    open: found.open / 100,
    ...(found.notYetCreated === undefined ? {} : { notYetCreated: found.notYetCreated / 100 }),
    quarters: found.newBusiness.length,
    method: chances.method,
    finished: chances.history,
    isFirm: hasChances(chances),
  };
}
