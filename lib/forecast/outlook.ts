import { addDays, DAY_MS, dayNumber, daysBetween, wallDays } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { later } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { endOfDay, periodEnd } from '@/lib/calendar/zoned-time';
import { type Minor, toMajor, toMinor, minor } from '@/lib/deal/money';
import { type PeopleQuota, type PeriodQuotas, quotasIn } from '@/lib/deal/quota';
import { type Booking, bookings, cumShare, sumOf } from '@/lib/figures/bookings';
import { PACE_PERIODS, pacing } from '@/lib/figures/pacing';
import { type ChanceSource, hasChances, type ChanceMethod } from '@/lib/forecast/chance/chances';
import { chancesAt } from '@/lib/forecast/chance/chances-at';
import { asNow, type OrgTempo, orgTempo } from '@/lib/forecast/chance/org-tempo';
import { isWorthAWord } from '@/lib/forecast/chance/tempo';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Forecast, type ForecastDeal, forecastDeals, forecastOf } from '@/lib/forecast/forecast';
import { type Shared, UNSHARED } from '@/lib/forecast/sum/shared';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

/** What the present quarter is expected to bring some owners. Amounts in corporate currency; chances 0–1. */
export interface OutlookView {
  p10: number;
  p50: number;
  p90: number;
  /** (p90 − p10) ÷ p50 above 1: no use to anyone, and said instead of shown. */
  isTooWide: boolean;
  /** The last two finished quarters both left all that was likely, on one side: the forecast leans towards them. */
  hasMoved: boolean;
  /** How often deals are won in the last 14 days of a quarter against its other days, and what that adds to the days left. */
  calendar?: { times: number; adds: number };
  /** How often deals are won since the level has moved, against the whole past, and what that adds. */
  level?: { times: number; adds: number };
  /** Where deals were not signed for the amounts that they had: how many times these, and what that adds for open ones. */
  signed?: { times: number; adds: number };
  /** Open deals without an amount that are counted at what such deals brought, and what that adds. */
  unpriced?: { count: number; adds: number };
  /** `pReachQuota` (G7.4); absent without a quota. */
  reachesQuota?: number;
  /** `pacing` (G6.5): 1 is on pace; absent without a quota or a past. */
  pacing?: number;
  /** `expectedFromOpen` (G7.36), and what is expected from deals not yet created, estimated from `quarters` finished quarters. */
  open: number;
  notYetCreated?: number;
  quarters: number;
  method: ChanceMethod;
  /** Finished deals that the chances rest on, and whether they are enough to show a percentage. */
  finished: { won: number; lost: number };
  isFirm: boolean;
  /** The user may not see amounts: no sum here is one, so nothing is firm and there is no chance. */
  hidesAmounts?: true;
}

/** Finished quarters that new business and pacing are taken from. */
const PAST_QUARTERS = 8;

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
  tempo: OrgTempo;
  quotas: PeriodQuotas;
}

export const engineOf = (facts: OrgFacts): Engine => derived(facts, makeEngine);

/** The chances of the present quarter at the org's tempo: what the engine and single deals go by. */
export const chancesNow = (facts: OrgFacts): Pick<Engine, 'period' | 'tempo' | 'chances'> =>
  facts.whole ? chancesNow(facts.whole) : derived(facts, makeChances);

function makeChances(facts: OrgFacts): ReturnType<typeof chancesNow> {
  const { log, profile, today, now } = facts;
  const period = quarterAt(profile, today);
  const tempo = orgTempo(log, { at: now, fiscal: profile });
  return { period, tempo, chances: chancesAt(facts, { at: now, end: periodEnd(period, log.timeZone), tempo }) };
}

function makeEngine(facts: OrgFacts): Engine {
  const { log, profile, today, now } = facts;
  const period = quarterAt(profile, today);
  const { tempo, chances } = chancesNow(facts);
  const daysLeft = daysBetween(today, period.end);
  const past: Period[] = [];
  for (let each = period; past.length < PAST_QUARTERS; past.unshift(each)) each = neighbour(profile, each, -1);
  const whole = facts.whole && engineOf(facts.whole);
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
    first: whole?.first ?? log.createdAt.reduce((least, created) => Math.min(least, created), Infinity),
    shared: chances.shared ?? UNSHARED,
    tempo,
    quotas: quotasIn(facts, period),
  };
}

/** No sum of amounts can be compared with a quota. */
export const hidesAmounts = ({ profile }: OrgFacts): boolean => profile.hiddenFields.includes('amount');

/** Whether the present quarter's forecast may be given: enough deals have ended, and amounts are seen. */
export const isForecast = (facts: OrgFacts): boolean => hasChances(engineOf(facts).chances) && !hidesAmounts(facts);

/** A forecast with what its further questions need. */
export interface ScopeForecast extends Forecast {
  quota?: Minor;
}

/** The present quarter's forecast for some owners. `quota` in corporate currency; amounts of the answer in its minor units. */
export function scopeForecast(facts: OrgFacts, owners: Owners, quota: number | undefined): ScopeForecast {
  const kept = derived(facts, lastAsked);
  const { last } = kept;
  if (last && last.quota === quota && isSameSet(last.owners, owners)) return last.found;
  const found = makeForecast(facts, owners, quota);
  kept.last = { owners, quota, found };
  return found;
}

/** One screen asks for the same people several times: that of those who were asked for last, with all its deals, is kept. */
const lastAsked = (): { last?: { owners: Owners; quota: number | undefined; found: ScopeForecast } } => ({});
const isSameSet = (one: Owners, other: Owners): boolean =>
  one === other ||
  (one !== undefined && other !== undefined && one.size === other.size && [...one].every((id) => other.has(id)));

function makeForecast(facts: OrgFacts, owners: Owners, quota: number | undefined): ScopeForecast {
  const { chances, shared } = engineOf(facts);
  const own = derived(facts, ownedOf);
  const extra = newBusinessOf(facts, owners);
  const minor = quota === undefined || hidesAmounts(facts) ? undefined : toMinor(quota, facts.profile.currency);
  const parts = { won: sumOf(own.won(owners)), deals: own.deals(owners) };
  const found = forecastOf(parts, { chances, newBusiness: extra, shared, quota: minor });
  return { ...found, ...(minor === undefined ? {} : { quota: minor }) };
}

/** What the engine holds, by its owners: hundreds of scopes each take their own, in the order of the whole. */
function ownedOf(facts: OrgFacts) {
  const { won, booked, deals } = engineOf(facts);
  const { words, owner: owners } = facts.log;
  const own = <T>(all: T[], ownerOf: (each: T) => number): ((wanted: Owners) => T[]) => {
    const places = Map.groupBy(all.keys(), (place) => words.owner[ownerOf(all[place]!)]);
    return (wanted) =>
      wanted
        ? [...wanted]
            .flatMap((id) => places.get(id) ?? [])
            .toSorted((a, b) => a - b)
            .map((place) => all[place]!)
        : all;
  };
  return {
    won: own(won, ({ owner }) => owner),
    booked: booked.map((each) => own(each, ({ owner }) => owner)),
    deals: own(deals, ({ version }) => owners[version] ?? 0),
  };
}

/** `newBusiness` of each finished quarter, from the bookings that the engine holds. */
function newBusinessOf(facts: OrgFacts, owners: Owners): number[] {
  const { past, period, first, tempo } = engineOf(facts);
  const { log, now } = facts;
  const { booked } = derived(facts, ownedOf);
  // To the hour: what is still to come today may be a good part of what is to come.
  const left = Math.max(0, wallDays(now, periodEnd(period, log.timeZone), log.timeZone));
  const days = Math.floor(left);
  const found = past.flatMap(({ start, end }, index) => {
    const mark = later(endOfDay(addDays(end, -days), log.timeZone), -(left - days) * DAY_MS);
    if (mark < first) return [];
    const late = booked[index]?.(owners).filter(({ deal }) => (log.createdAt[deal] ?? 0) > mark) ?? [];
    return [{ from: dayNumber(start), amount: sumOf(late) }];
  });
  return asNow(tempo, found);
}

/** What some people are asked to bring in the present quarter; everyone where none are named. */
export const quotaNow = (facts: OrgFacts, people: Owners): PeopleQuota => engineOf(facts).quotas.of(people);

/** The forecast as screens show it: chance of the quota, range, pacing, and what they rest on. */
export const outlook = (facts: OrgFacts, owners: Owners, quota: number | undefined): OutlookView =>
  scopeOutlook(facts, owners, quota).outlook;

/** It with what is won and asked for, in minor units. */
interface ScopeOutlook extends Pick<ScopeForecast, 'won' | 'quota'> {
  outlook: OutlookView;
}
/** One screen after the other asks for the same people: what is shown of each is small, and kept. */
const knownOutlooks = (): Map<string, ScopeOutlook> => new Map();

/** The present quarter of some owners as screens show it, each scope made once. `quota` in corporate currency. */
export function scopeOutlook(facts: OrgFacts, owners: Owners, quota: number | undefined): ScopeOutlook {
  const known = derived(facts, knownOutlooks);
  const key = `${quota ?? ''} ${owners ? [...owners].toSorted().join(' ') : '*'}`;
  const held = known.get(key);
  if (held) return held;
  const found = scopeForecast(facts, owners, quota);
  const made = {
    won: found.won,
    ...(found.quota === undefined ? {} : { quota: found.quota }),
    outlook: outlookOf(facts, owners, found),
  };
  known.set(key, made);
  return made;
}

export function outlookOf(facts: OrgFacts, owners: Owners, found: ScopeForecast): OutlookView {
  const { chances, past, period: present } = engineOf(facts);
  const { booked } = derived(facts, ownedOf);
  const major = (units: number): number => toMajor(minor(units), facts.profile.currency);
  const oldest = past.length - PACE_PERIODS;
  const elapsed = daysBetween(present.start, facts.today) + 1;
  const shares = past.flatMap((period, index) => {
    if (index < oldest) return [];
    const own = booked[index]?.(owners) ?? [];
    return own.length === 0 ? [] : (cumShare.compute({ given: own, period, elapsed }) ?? []);
  });
  const pace = found.quota === undefined ? undefined : pacing.compute({ won: found.won, quota: found.quota, shares });
  return {
    p10: major(found.p10),
    p50: major(found.p50),
    p90: major(found.p90),
    isTooWide: found.isTooWide,
    ...(found.pReachQuota === undefined ? {} : { reachesQuota: found.pReachQuota }),
    ...(pace === undefined ? {} : { pacing: pace }),
    open: major(found.open),
    ...(found.notYetCreated === undefined ? {} : { notYetCreated: major(found.notYetCreated) }),
    quarters: found.periods,
    hasMoved: found.shared.hasMoved,
    ...tempoView(facts, found),
    ...amountsView(facts, found),
    method: chances.method,
    finished: chances.history,
    isFirm: isForecast(facts),
    ...(hidesAmounts(facts) ? { hidesAmounts: true } : {}),
  };
}

/** Weeks that are the end of a quarter. */
const END_WEEKS = 2;

/** What the place in the quarter and a changed level do to the open deals of a forecast, where they do something. */
function tempoView(facts: OrgFacts, { deals, shared }: ScopeForecast): Pick<OutlookView, 'calendar' | 'level'> {
  const { chances, tempo } = engineOf(facts);
  const { without } = chances;
  if (!without) return {};
  const adds = (other: (deal: DealIndex, version: VersionIndex) => number): number =>
    toMajor(
      minor(deals.reduce((sum, { deal, version, amount, p }) => sum + amount * (p - other(deal, version)), 0)),
      facts.profile.currency,
    );
  const mean = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0) / values.length;
  const { season, level } = tempo.won;
  const times = mean(season.slice(0, END_WEEKS)) / mean(season.slice(END_WEEKS));
  return {
    ...(isWorthAWord(times) ? { calendar: { times, adds: adds(without.calendar) } } : {}),
    ...(shared.hasMoved ? { level: { times: Math.exp(level), adds: adds(without.level) } } : {}),
  };
}

/** What is expected of amounts beside what is written, where that is something else. */
function amountsView(facts: OrgFacts, { deals }: ScopeForecast): Pick<OutlookView, 'signed' | 'unpriced'> {
  const expected = (own: readonly ForecastDeal[], of: 'amount' | 'written'): number =>
    own.reduce((sum, deal) => sum + deal[of] * deal.p, 0);
  const addsOf = (own: readonly ForecastDeal[]): number =>
    toMajor(minor(expected(own, 'amount') - expected(own, 'written')), facts.profile.currency);
  const priced = deals.filter(({ may, amount, written }) => !may && amount !== written);
  const blank = deals.filter(({ may }) => may);
  const times = expected(priced, 'amount') / expected(priced, 'written');
  return {
    ...(times > 0 ? { signed: { times, adds: addsOf(priced) } } : {}),
    ...(blank.length > 0 ? { unpriced: { count: blank.length, adds: addsOf(blank) } } : {}),
  };
}
