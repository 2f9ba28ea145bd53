import { addDays, daysBetween } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { ownersIn, teamOf } from '@/lib/deal/hierarchy';
import { minor, toMajor } from '@/lib/deal/money';
import type { DealCondition, ForecastType, OrgProfile, Quota } from '@/lib/deal/org';
import type { Scope } from '@/lib/deal/team/team-scope';
import type { OrgFacts } from '@/lib/forecast/facts';
import { dealWithId } from '@/lib/log/deal-with-id';
import { axisOf, type Dimension } from '@/lib/log/dimension';
import { lastVersion, type PipelineLog } from '@/lib/log/event-log';
import { FIRST_DEAL, NO_VERSION, positions, type DealIndex, type VersionIndex } from '@/lib/log/positions';
import { ownersNow } from '@/lib/log/present';
import { NO_FAMILY, NOT_IN_PRODUCTS, ofFamilies } from '@/lib/log/products';

/** What deals can be told apart by in the header of the side panel. */
export const FILTERS = [
  'stage',
  'category',
  'recordType',
  'type',
  'source',
  'campaign',
  'territory',
  'family',
  'amountBand',
] as const satisfies Dimension[];
export type FilterName = (typeof FILTERS)[number];

/** Through what a person looks at every view: whose deals, which of them, and of which quarter. Keys and codes, never data of a deal. */
export interface Lens {
  /** Absent: the person's own team, as ever. */
  scope?: Scope;
  /** Values of each that are let through, '' for none; a deal meets one of each. What it is now decides, also of a past day. */
  filters?: { readonly [Name in FilterName]?: readonly string[] };
  /** Quarters from the present one: −1 is the one before, as it stood at its end. */
  quarter?: number;
  /** A past quarter on the day as far into it as today is into the present one: what compares with today. */
  isSameDay?: true;
}

const hasFilters = ({ filters = {} }: Lens): boolean => FILTERS.some((name) => filters[name] !== undefined);

/** Looked through at the same time: what is shown, what it is compared with, what is pinned, and the ones before. */
const MOST_LENSES = 6;

/**
 * The same org as a lens shows it. Deals that a filter leaves out were never there; whose and which quarter is asked where nothing else
 * is said. Chances, tempo and verdicts are those of the whole org, so that a deal is not judged otherwise for what stands beside it.
 */
export function through(facts: OrgFacts, lens: Lens | undefined): OrgFacts {
  if (!lens) return facts;
  const known = derived(facts, noLenses);
  const key = JSON.stringify(lens);
  const held = known.get(key);
  if (held) return held;
  const [oldest] = known.keys();
  if (known.size >= MOST_LENSES && oldest !== undefined) known.delete(oldest);
  const made = looked(facts, lens);
  known.set(key, made);
  return made;
}
const noLenses = (): Map<string, OrgFacts> => new Map();

function looked(facts: OrgFacts, lens: Lens): OrgFacts {
  const { scope } = lens;
  const log = hasFilters(lens) ? withoutOthers(facts, lens.filters ?? {}) : facts.log;
  const owners = ownersNow(log);
  const { userIds, hierarchy } = teamOf(facts, facts.profile.userId);
  const chosen =
    scope && (ownersIn(facts, scope) ?? [...facts.owners.all, ...facts.quotas.map((quota) => quota.userId)]);
  return {
    ...facts,
    log,
    owners,
    whole: facts,
    ...(hasFilters(lens) ? quotasOf(facts, lens) : {}),
    ...(scope
      ? { team: { scope, userIds: new Set(chosen), hierarchy: scope.kind === 'all' ? 'everyone' : 'chosen' } }
      : hasFilters(lens)
        ? { team: { userIds, hierarchy } }
        : {}),
    ...(lens.quarter ? { asked: quarterOf(facts, lens) } : {}),
  };
}

/**
 * The CRM's forecast that counts just the deals that are looked at, and so has quotas of their own: it asks of the same fields the same
 * values, and of nothing else. Undefined where no forecast of whole deals does.
 */
export function sliceType(
  { forecastTypes = [], recordTypes = {} }: Pick<OrgProfile, 'forecastTypes' | 'recordTypes'>,
  filters: Lens['filters'] = {},
): ForecastType | undefined {
  const asked = FILTERS.filter((name) => filters[name] !== undefined);
  const idOf = (field: DealCondition['field'], value: string): string =>
    (field === 'recordType' && Object.keys(recordTypes).find((id) => recordTypes[id] === value)) || value;
  return forecastTypes.find(({ isActive, isAmount, by, only = [] }) => {
    const isWhole = isActive && isAmount && by === 'opportunity' && only.length === asked.length && only.length > 0;
    const fields = new Set(only.map(({ field }) => field));
    return (
      isWhole &&
      fields.size === only.length &&
      only.every(({ field, isNot, compares, values }) => {
        if (compares !== undefined) return false;
        const wanted = new Set(FILTERS.flatMap((name) => (name === field ? (filters[name] ?? []) : [])));
        const own = new Set(values.map((value) => idOf(field, value)));
        return !isNot && wanted.size === own.size && [...own].every((value) => wanted.has(value));
      })
    );
  });
}

/**
 * The quotas for just the families of products that are looked at, in money: none where something else is looked at too, or where one of the
 * families has none, since those of the others would be held to all of them.
 */
export function familyQuotas<Row extends Pick<Quota, 'productFamily' | 'forecastTypeId'>>(
  { profile: { forecastTypes = [] }, quotas }: { profile: Pick<OrgProfile, 'forecastTypes'>; quotas: readonly Row[] },
  filters: Lens['filters'] = {},
): Row[] {
  const { family: asked = [] } = filters;
  if (asked.length === 0 || FILTERS.some((name) => name !== 'family' && filters[name] !== undefined)) return [];
  const pieces = new Set(forecastTypes.flatMap(({ id, isAmount }) => (isAmount ? [] : [id])));
  const own = quotas.filter(
    ({ productFamily, forecastTypeId }) =>
      productFamily !== undefined && asked.includes(productFamily) && !pieces.has(forecastTypeId ?? ''),
  );
  return asked.every((family) => own.some(({ productFamily }) => productFamily === family)) ? own : [];
}

const NO_ITEMS = (): [] => [];

/** A quota is for all that a forecast counts: beside some of it, it would say that the rest is missing. Through its own filter a forecast is whole. */
function quotasOf({ profile, quotas, forecastItems }: OrgFacts, { filters }: Lens): Partial<OrgFacts> {
  const ofFamilies = familyQuotas({ profile, quotas }, filters);
  if (ofFamilies.length > 0) return { quotas: ofFamilies, forecastItems: NO_ITEMS, quotaSlice: 'own' };
  const type = sliceType(profile, filters);
  const own = type && quotas.filter(({ forecastTypeId }) => forecastTypeId === type.id);
  if (!type || !own || own.length === 0) return { quotas: [], forecastItems: NO_ITEMS, quotaSlice: 'none' };
  const { only: _only, ...whole } = type;
  return {
    quotas: own,
    quotaType: type.id,
    quotaSlice: 'own',
    forecastItems: (period) => forecastItems(period).filter(({ forecastTypeId }) => forecastTypeId === type.id),
    profile: { ...profile, forecastTypes: profile.forecastTypes?.map((each) => (each === type ? whole : each)) ?? [] },
  };
}

/** The quarter that is asked of: one that is over as at its end, or on its same day. */
function quarterOf({ profile, today }: OrgFacts, { quarter = 0, isSameDay }: Lens): NonNullable<OrgFacts['asked']> {
  const present = quarterAt(profile, today);
  const period = quarterFrom(profile, present, quarter);
  if (quarter > 0) return { period };
  const back = daysBetween(period.start, present.start);
  const same = addDays(today, -back);
  return isSameDay && same < period.end ? { period, on: same, back } : { period, on: period.end };
}

export function quarterFrom(profile: OrgFacts['profile'], present: Period, steps: number): Period {
  let found = present;
  for (let step = 0; step < Math.abs(steps); step += 1) found = neighbour(profile, found, steps > 0 ? 1 : -1);
  return found;
}

/**
 * What of a deal counts where families of products are looked at, in corporate currency as it stands now; undefined where that is all of it,
 * or it has no amount.
 */
export function partOf({ log, whole, profile }: OrgFacts, id: string): number | undefined {
  if (!whole || whole.log.amount === log.amount) return undefined;
  const place = dealWithId(log, id);
  const version = place === undefined ? NO_VERSION : lastVersion(log, place);
  const part = log.amount[version] ?? Number.NaN;
  return Number.isNaN(part) || part === whole.log.amount[version] ? undefined : toMajor(minor(part), profile.currency);
}
/** The families of products on a deal, as they stand today. */
export function familiesOf({ log, whole }: OrgFacts, id: string): string[] {
  const { products, ids } = (whole ?? { log }).log;
  if (!products) return [];
  const place = dealWithId((whole ?? { log }).log, id);
  return (products.weights.get(place ?? ids.length) ?? []).flatMap(([code]) => {
    const word = products.words[code] ?? NOT_IN_PRODUCTS;
    return word === NOT_IN_PRODUCTS || word === NO_FAMILY ? [] : word;
  });
}

/** Every deal with its last version. */
export function lastRows(log: PipelineLog): {
  deals: ReturnType<typeof positions<DealIndex>>;
  versions: ReturnType<typeof positions<VersionIndex>>;
} {
  const deals = positions<DealIndex>(new Uint32Array(log.size));
  const versions = positions<VersionIndex>(new Uint32Array(log.size));
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    deals[deal] = deal;
    versions[deal] = lastVersion(log, deal);
  }
  return { deals, versions };
}

/**
 * The log in which deals that a filter leaves out never came to be, and in which an amount is what families of products that are looked at
 * make up of it (G2.35). Every deal and version keeps its place.
 */
export function withoutOthers(
  { log, now }: Pick<OrgFacts, 'log' | 'now'>,
  filters: NonNullable<Lens['filters']>,
): PipelineLog {
  const rows = lastRows(log);
  const isOut = new Uint8Array(log.size);
  for (const name of FILTERS) {
    const allowed = filters[name];
    if (!allowed || name === 'family') continue;
    const { codes, words } = axisOf(log, name, rows, now);
    const isIn = words.map((word) => allowed.includes(word));
    for (let row = 0; row < codes.length; row += 1) if (isIn[codes[row] ?? 0] !== true) isOut[row] = 1;
  }
  const parts = filters.family && ofFamilies(log, filters.family, isOut);
  const [createdAt, goneAt, from] = [log.createdAt.slice(), log.goneAt.slice(), log.from.slice()];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    if (isOut[deal] === 0) continue;
    createdAt[deal] = Infinity;
    goneAt[deal] = Number.NEGATIVE_INFINITY;
    from.fill(Infinity, log.starts[deal], log.starts[deal + 1]);
  }
  return { ...log, createdAt, goneAt, from, ...parts };
}
