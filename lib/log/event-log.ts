import { dayFromNumber, dayNumber, type Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { type Minor, minor } from '@/lib/deal/money';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import {
  type DealIndex,
  type VersionIndex,
  NO_VERSION,
  FIRST_VERSION,
  versionIndex,
  type Positions,
} from '@/lib/log/positions';

/** Codes into a word list; 0 is always "absent", whose word is ''. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** What a version says of the deal's life. */
export const OPEN = 0;
export const WON = 1;
export const LOST = 2;

/** The same of a stage that the org lists no more, by what else a version holds. */
export const statusUnlisted = (category: ForecastCategory | '' | undefined, probability: number | undefined): number =>
  category === 'closed' || probability === 100 ? WON : category === 'omitted' && probability === 0 ? LOST : OPEN;

/** `closeDay` of a version without a close date. */
export const NO_DAY = -2_147_483_648;

/** Position of a category in the `category` column; 0 is absent. */
export const CATEGORIES = [
  '',
  'omitted',
  'pipeline',
  'bestCase',
  'mostLikely',
  'commit',
  'closed',
] as const satisfies readonly (ForecastCategory | '')[];

/** Bits of `doubt` (G1.15): what the CRM's history does not say about a version, so that a present value stands in for it. */
export const OWNER_ASSUMED = 1;
export const FIRST_STATE_ASSUMED = 2;
/** The org lists no such stage any more: whether it is open, won or lost was inferred. */
export const STAGE_UNKNOWN = 4;
/** In an org of several currencies: history kept the amount without its currency, and today's stands in. */
export const CURRENCY_ASSUMED = 8;
/** Type, source, record type, account, campaign or territory is today's: its changes were not tracked yet. */
export const TYPE_ASSUMED = 16;
export const SOURCE_ASSUMED = 32;
export const RECORD_TYPE_ASSUMED = 64;
export const ACCOUNT_ASSUMED = 128;
export const CAMPAIGN_ASSUMED = 256;
export const TERRITORY_ASSUMED = 512;
/** The amount is a part that today's line items make up: no history of them is kept. */
export const PRODUCTS_ASSUMED = 1024;

/** What a deal is filed under: today's is in the log's columns, that of a version in `past` where the CRM tracked changes. */
export const ATTRIBUTES = ['account', 'type', 'source', 'recordType', 'campaign', 'territory'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/**
 * What of each deal its line items of each family make up (G2.35), as they stand today: no history of them is kept, so that an amount of
 * any day is divided as today's is. Deals of which lines tell nothing have no entry: all of such a deal is not in products.
 */
export interface Products {
  /** Words of the codes; the first two name no family: '' is what no line item accounts for, ' ' lines whose product has none. */
  readonly words: readonly string[];
  /** Codes of a deal with what they weigh, by the deal's place in the log; their parts of any amount add up to it. */
  readonly weights: ReadonlyMap<number, readonly (readonly [code: number, weight: number])[]>;
}

/**
 * The event log as columns: every deal of an org and each of its versions (G1.5), oldest first. "The pipeline on day D", the flow, pushes,
 * dwell, linearity, replay and the training rows of the score are questions to this one log. Plain typed arrays, so that it
 * crosses to a worker by transfer; `lib/columns/log` makes it.
 */
export interface PipelineLog {
  /** Number of deals; the deal columns have this length. */
  readonly size: number;
  readonly ids: readonly string[];
  /** The org's zone (IANA name): the day of every instant, and the end of every period, is one of this zone. */
  readonly timeZone: string;
  /** Instant, ms: of its creation, or the first version where that is earlier. */
  readonly createdAt: Float64Array;
  /** Instant, ms: the record's own creation where its history begins before that, else 0. Before it history alone says that the deal was there. */
  readonly datedAt: Float64Array;
  /** Instant, ms, at which it was found deleted or no longer visible; Infinity while it is there. */
  readonly goneAt: Float64Array;
  /** Instant, ms, of the record's last change: what is asked of a later one is no past of it. */
  readonly modifiedAt: Float64Array;
  /** As the record is now; {@link attributeOf} gives that of a version. */
  readonly account: Codes;
  readonly type: Codes;
  readonly source: Codes;
  readonly recordType: Codes;
  readonly campaign: Codes;
  readonly territory: Codes;
  /** Versions of deal `i` are at `starts[i]` up to, without, `starts[i + 1]`; every deal has one. Length `size + 1`. */
  readonly starts: Positions<VersionIndex>;
  /** Instant from which the version holds, ms; strictly rising within a deal. */
  readonly from: Float64Array;
  readonly stage: Codes;
  readonly status: Uint8Array;
  /**
   * Whole minor units of the corporate currency, converted by the close date's rate. NaN when it has no amount, no rate, or an
   * amount beyond ±2^53 minor units, which no sum could hold exactly.
   */
  readonly amount: Float64Array;
  /** What {@link comparedAmounts} gives where dated rates let `amount` move by itself. */
  readonly constantAmount?: Float64Array;
  /** Days since 1970-01-01. */
  readonly closeDay: Int32Array;
  readonly owner: Codes;
  readonly category: Uint8Array;
  readonly doubt: Uint16Array;
  /** What the products on each deal make up of it; absent where there are none. */
  readonly products?: Products;
  /** Attributes by version; absent where no change of one was ever tracked, so that today's hold throughout. */
  readonly past: { readonly [Name in Attribute]?: Codes };
  /** Instant, ms, from which every change of owner is in the CRM's history; Infinity when none was ever tracked. */
  readonly ownersSince: number;
  /** Instant, ms, from which deals that go are noticed and kept; what went before is in no figure. Infinity: never yet. */
  readonly keptSince: number;
  readonly words: {
    readonly account: readonly string[];
    readonly type: readonly string[];
    readonly source: readonly string[];
    readonly recordType: readonly string[];
    readonly campaign: readonly string[];
    readonly territory: readonly string[];
    readonly stage: readonly string[];
    readonly owner: readonly string[];
  };
}

/** Position of the version that holds at an instant (ms); −1 before the deal existed and once it is gone. */
export function versionAt(log: PipelineLog, deal: DealIndex, at: Instant): VersionIndex {
  if ((log.goneAt[deal] ?? Infinity) <= at) return NO_VERSION;
  const first = log.starts[deal] ?? FIRST_VERSION;
  let [low, high]: [number, number] = [first, log.starts[deal + 1] ?? first];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log.from[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low === first ? NO_VERSION : versionIndex(low - 1);
}

/** Position of the last version of a deal: as it is now, or was when it went. */
export const lastVersion = ({ starts }: PipelineLog, deal: DealIndex): VersionIndex =>
  versionIndex((starts[deal + 1] ?? 0) - 1);

/**
 * Amounts by which versions of one deal are compared with each other, never deals: a close date that moves to another rate changes
 * nothing, and what is told in another currency is priced at the rate of the day on which it was. NaN where there is none.
 */
export const comparedAmounts = ({
  constantAmount,
  amount,
}: Pick<PipelineLog, 'constantAmount' | 'amount'>): Float64Array => constantAmount ?? amount;

/** Code of what the deal was filed under in the state of a version. */
export const attributeOf = (log: PipelineLog, name: Attribute, deal: DealIndex, version: VersionIndex): number =>
  (log.past[name] ? log.past[name][version] : log[name][deal]) ?? 0;

/** The column that an attribute of some rows is read from, and where: by version where the CRM kept its past, else by deal. */
export const attributeColumn = (
  log: PipelineLog,
  name: Attribute,
  { deals, versions }: { deals: Positions<DealIndex>; versions: Positions<VersionIndex> },
): { codes: Codes; places: Uint32Array<ArrayBuffer> } =>
  log.past[name] ? { codes: log.past[name], places: versions } : { codes: log[name], places: deals };

/** One state of a deal in words, for lists and tests; the columns are what is computed with. */
export interface DealState {
  stage: string;
  status: 'open' | 'won' | 'lost';
  /** Minor units of the corporate currency; absent when unpriced. */
  amount?: Minor;
  closeDate?: Day;
  ownerId?: string;
  category?: ForecastCategory;
}

export function stateOf(log: PipelineLog, version: VersionIndex): DealState {
  const amount = log.amount[version] ?? Number.NaN;
  const closeDay = log.closeDay[version] ?? NO_DAY;
  const owner = log.owner[version] ?? 0;
  const category = CATEGORIES[log.category[version] ?? 0] || undefined;
  return {
    stage: log.words.stage[log.stage[version] ?? 0] ?? '',
    status: (['open', 'won', 'lost'] as const)[log.status[version] ?? OPEN] ?? 'open',
    ...(Number.isNaN(amount) ? {} : { amount: minor(amount) }),
    ...(closeDay === NO_DAY ? {} : { closeDate: dayFromNumber(closeDay) }),
    ...(owner === 0 ? {} : { ownerId: log.words.owner[owner] ?? '' }),
    ...(category === undefined ? {} : { category }),
  };
}

export const closeDayOf = (closeDate: Day | undefined): number =>
  closeDate === undefined ? NO_DAY : dayNumber(closeDate);
