import {
  ACCOUNT_ASSUMED,
  type Attribute,
  ATTRIBUTES,
  CATEGORIES,
  CURRENCY_ASSUMED,
  FIRST_STATE_ASSUMED,
  LOST,
  OPEN,
  OWNER_ASSUMED,
  CAMPAIGN_ASSUMED,
  TERRITORY_ASSUMED,
  RECORD_TYPE_ASSUMED,
  SOURCE_ASSUMED,
  STAGE_UNKNOWN,
  statusUnlisted,
  TYPE_ASSUMED,
  WON,
} from '@/lib/log/event-log';
import { positions, type Positions, type VersionIndex, versionIndex } from '@/lib/log/positions';

import type { ToldAmounts } from './constant-amounts';
import type { Deals, History, States } from './log-source';
import type { pricer } from './price';
import { sortByDeal } from './sort-by-deal';
import { type TrackedChange, TRACKED, type Tracked, type TrackedChanges } from './tracked-changes';

/** The states of some deals, oldest first: those of deal `i` from `starts[i]` up to, without, `starts[i + 1]`. Codes are of the words that the deals were read with. */
export interface StatesOfDeals {
  /** Of each deal: its creation, or its first state where that is earlier. */
  createdAt: Float64Array;
  /** Of each deal: the record's creation where its history begins before that, else 0. */
  datedAt: Float64Array;
  starts: Positions<VersionIndex>;
  from: Float64Array;
  stage: Uint32Array;
  status: Uint8Array;
  amount: Float64Array;
  constantAmount?: Float64Array;
  closeDay: Int32Array;
  owner: Uint32Array;
  category: Uint8Array;
  doubt: Uint16Array;
  /** Of the attributes whose changes the CRM tracked; what it never did is as the record is now. */
  past: Partial<Record<Attribute, Uint32Array>>;
}

export interface StateSettings {
  /** What the org lists of each stage, by its code; undefined where it lists it no more. */
  listed: readonly ({ isClosed: boolean; isWon: boolean } | undefined)[];
  price: ReturnType<typeof pricer>;
  /** Of amounts as they were told those to compare versions by; absent where each version's price does. */
  constant?: (told: ToldAmounts) => Float64Array;
  hasCurrencies: boolean;
}

/** Positions of a state that is the record as it is now. */
const NOW = -1;
const NONE: readonly TrackedChange[] = [];
const ASSUMED: Record<Attribute, number> = {
  account: ACCOUNT_ASSUMED,
  type: TYPE_ASSUMED,
  source: SOURCE_ASSUMED,
  recordType: RECORD_TYPE_ASSUMED,
  campaign: CAMPAIGN_ASSUMED,
  territory: TERRITORY_ASSUMED,
};
const closed = (isClosed: boolean, isWon: boolean): number => (!isClosed ? OPEN : isWon ? WON : LOST);

/** Puts snapshots, tracked changes and the record as it is now in one order; the rules are those of `logOf`. */
export function statesOf(
  deals: Deals,
  history: History,
  tracked: TrackedChanges,
  { listed, price, constant, hasCurrencies }: StateSettings,
): StatesOfDeals {
  const { starts: first, order } = sortByDeal(deals, history);
  const changeCount = [...tracked.byDeal.values()].reduce((sum, changes) => sum + changes.length, 0);
  // A history gains at most an assumed first state, the present one, and one state a tracked change.
  const most = order.length + 2 * deals.size + changeCount;
  const out = columnsOf(most);
  const asTold = constant && { told: new Float64Array(most), currency: new Uint32Array(most) };
  const followed = ATTRIBUTES.flatMap((name) =>
    tracked.since[name] === Infinity ? [] : [{ name, values: new Uint32Array(most), since: tracked.since[name] }],
  );
  const neverTracked = ATTRIBUTES.reduce(
    (bits, name) => bits | (tracked.since[name] === Infinity ? ASSUMED[name] : 0),
    0,
  );
  const starts = positions<VersionIndex>(new Uint32Array(deals.size + 1));
  const createdAt = deals.createdAt.slice();
  const datedAt = new Float64Array(deals.size);
  const values: Record<Tracked, number> = {
    owner: 0,
    account: 0,
    type: 0,
    source: 0,
    recordType: 0,
    campaign: 0,
    territory: 0,
    currency: 0,
  };
  let [size, deal, start] = [0, 0, 0];

  const statusOf = (version: number, stage: number): number => {
    const known = listed[stage];
    if (version === NOW) return closed(deals.isClosed[deal] === 1, deals.isWon[deal] === 1);
    if (known) return closed(known.isClosed, known.isWon);
    if (stage === deals.stage[deal]) return closed(deals.isClosed[deal] === 1, deals.isWon[deal] === 1);
    return statusUnlisted(CATEGORIES[history.category[version] ?? 0], history.probability[version]);
  };
  /** Whether today's currency stands in for that of a version's amount. */
  const isCurrencyAssumed = (from: number, version: number): boolean =>
    hasCurrencies &&
    version !== NOW &&
    history.currency[version] === 0 &&
    !Number.isNaN(history.amount[version]) &&
    from < tracked.since.currency;
  const currencyOf = (version: number): number =>
    version === NOW ? (deals.currency[deal] ?? 0) : history.currency[version] || values.currency;
  /** One state of the deal under way; it replaces one of the same instant. */
  const write = (from: number, version: number, doubt: number): void => {
    if (size > start && out.from[size - 1] === from) size -= 1;
    const [states, index]: [States, number] = version === NOW ? [deals, deal] : [history, version];
    const stage = states.stage[index] ?? 0;
    const closeDay = states.closeDay[index] ?? 0;
    out.from[size] = from;
    out.stage[size] = stage;
    out.status[size] = statusOf(version, stage);
    const [told, currency] = [states.amount[index] ?? Number.NaN, currencyOf(version)];
    if (asTold) {
      asTold.told[size] = told;
      asTold.currency[size] = currency;
    }
    out.amount[size] = price(told, currency, closeDay);
    out.closeDay[size] = closeDay;
    out.owner[size] = values.owner;
    out.category[size] = states.category[index] ?? 0;
    let bits = doubt | neverTracked | (from < tracked.since.owner ? OWNER_ASSUMED : 0);
    if (version !== NOW && !listed[stage]) bits |= STAGE_UNKNOWN;
    if (isCurrencyAssumed(from, version)) bits |= CURRENCY_ASSUMED;
    for (const each of followed) {
      each.values[size] = values[each.name];
      if (from < each.since) bits |= ASSUMED[each.name];
    }
    out.doubt[size] = bits;
    size += 1;
  };
  const isNow = (version: number): boolean =>
    history.stage[version] === deals.stage[deal] &&
    statusOf(version, history.stage[version] ?? 0) === statusOf(NOW, 0) &&
    history.closeDay[version] === deals.closeDay[deal] &&
    history.category[version] === deals.category[deal] &&
    Object.is(
      price(history.amount[version] ?? Number.NaN, currencyOf(version), history.closeDay[version] ?? 0),
      price(deals.amount[deal] ?? Number.NaN, deals.currency[deal] ?? 0, deals.closeDay[deal] ?? 0),
    );

  let [changes, next, held, heldDoubt] = [NONE, 0, NOW, 0];
  const changeTo = (until: number, isIncluded: boolean): void => {
    for (let change = changes[next]; change && (change.at < until || isIncluded); change = changes[next]) {
      values[change.of] = change.to;
      next += 1;
      // A tracked change alone is a state of its own.
      if (size > start) write(change.at, held, heldDoubt);
    }
  };
  const put = (at: number, version: number, doubt: number): void => {
    changeTo(at, false);
    for (let change = changes[next]; change?.at === at; change = changes[next]) {
      values[change.of] = change.to;
      next += 1;
    }
    [held, heldDoubt] = [version, doubt];
    write(at, version, doubt);
  };

  for (; deal < deals.size; deal += 1) {
    start = size;
    starts[deal] = versionIndex(size);
    const [from, end] = [first[deal] ?? 0, first[deal + 1] ?? 0];
    changes = tracked.byDeal.get(deal) ?? NONE;
    for (const name of TRACKED) values[name] = deals[name][deal] ?? 0;
    // What it was before its first change.
    for (let index = changes.length - 1; index >= 0; index -= 1) {
      const change = changes[index];
      if (change) values[change.of] = change.was;
    }
    [next, held, heldDoubt] = [0, NOW, 0];
    const created = deals.createdAt[deal] ?? 0;
    const oldest = order[from] ?? 0;
    const newest = order[end - 1] ?? 0;
    if (from === end) put(created, NOW, FIRST_STATE_ASSUMED);
    else {
      const known = history.from[oldest] ?? created;
      if (known > created) put(created, oldest, FIRST_STATE_ASSUMED);
      else if (known < created) [createdAt[deal], datedAt[deal]] = [known, created];
      for (let index = from; index < end; index += 1) put(history.from[order[index] ?? 0] ?? 0, order[index] ?? 0, 0);
      const present = Math.max(history.from[newest] ?? 0, deals.modifiedAt[deal] ?? 0);
      changeTo(present, false);
      if (!isNow(newest)) put(present, NOW, 0);
    }
    changeTo(Infinity, true);
  }
  starts[deals.size] = versionIndex(size);
  return {
    createdAt,
    datedAt,
    starts,
    from: out.from.slice(0, size),
    stage: out.stage.slice(0, size),
    status: out.status.slice(0, size),
    amount: out.amount.slice(0, size),
    ...(constant && asTold ? { constantAmount: constant({ starts, from: out.from, ...asTold }) } : {}),
    closeDay: out.closeDay.slice(0, size),
    owner: out.owner.slice(0, size),
    category: out.category.slice(0, size),
    doubt: out.doubt.slice(0, size),
    past: Object.fromEntries(followed.map(({ name, values: of }) => [name, of.slice(0, size)])),
  };
}

const columnsOf = (size: number) => ({
  from: new Float64Array(size),
  stage: new Uint32Array(size),
  status: new Uint8Array(size),
  amount: new Float64Array(size),
  closeDay: new Int32Array(size),
  owner: new Uint32Array(size),
  category: new Uint8Array(size),
  doubt: new Uint16Array(size),
});
