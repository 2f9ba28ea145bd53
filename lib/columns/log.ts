import type { FieldChange, Opportunity, Version } from '@/lib/deal/opportunity';
import type { Stage } from '@/lib/deal/org';
import {
  CATEGORIES,
  FIRST_STATE_ASSUMED,
  LOST,
  OPEN,
  OWNER_ASSUMED,
  type PipelineLog,
  STAGE_UNKNOWN,
  WON,
} from '@/lib/log/event-log';

import { narrow } from './dictionary';
import { newWords, readDeals, readHistory, type States } from './log-source';
import { type OwnerChange, readOwnerChanges } from './owner-changes';
import { pack } from './pack';
import { type CurrencySettings, pricer } from './price';
import type { TableChunks } from './read-columns';
import { SCHEMAS } from './schema';
import { sortByDeal } from './sort-by-deal';

interface Settings {
  stages: ReadonlyMap<string, Pick<Stage, 'isClosed' | 'isWon'>>;
  profile: CurrencySettings;
  /** Instant from which deals that go were noticed and kept, ms. */
  keptSince?: number;
}

export interface LogInput extends Settings {
  opportunities: readonly Opportunity[];
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
  /** Deals that are gone, and when that was found out (ms), where their rows do not say so themselves. */
  goneAt?: ReadonlyMap<string, number>;
}

/** The same log from rows: they are packed first, so that there is one way to make it. */
export function buildLog({ opportunities, versions, fieldChanges, goneAt, ...settings }: LogInput): PipelineLog {
  const deals = goneAt
    ? opportunities.map((each) => {
        const at = goneAt.get(each.id);
        return at === undefined ? each : { ...each, goneAt: at };
      })
    : opportunities;
  return logOf({
    ...settings,
    opportunity: { chunks: [{ hot: pack(SCHEMAS.opportunity, deals) }] },
    version: { chunks: [{ hot: pack(SCHEMAS.version, versions) }] },
    fieldChange: { chunks: [{ hot: pack(SCHEMAS.fieldChange, fieldChanges) }] },
  });
}

export interface LogTables extends Settings {
  opportunity: TableChunks;
  version: TableChunks;
  fieldChange: TableChunks;
}

/** Positions of a state that is the record as it is now. */
const NOW = -1;

/**
 * Makes the event log from stored columns; no row becomes an object. The CRM's snapshots give stage, amount, close date and
 * category (OpportunityHistory has no owner), tracked changes give the owner, and the record as it is now ends the log. Rows may
 * come in any order, twice, or with a history that starts after the deal or is missing; of several states at one instant that
 * with the highest id counts, as the CRM numbers them in order.
 *
 * Stated results of what history cannot say: the first known state stands in from the deal's creation (`FIRST_STATE_ASSUMED`);
 * without tracked changes before it the earliest known owner stands in (`OWNER_ASSUMED`); a stage that the org no longer lists is
 * what the record says where it is still in it, else won where its category is closed or its probability 100, lost where it was
 * omitted at probability 0, else open (`STAGE_UNKNOWN`).
 */
export function logOf({ stages, profile, keptSince = Infinity, ...tables }: LogTables): PipelineLog {
  const words = newWords();
  const deals = readDeals(tables.opportunity, words);
  const history = readHistory(tables.version, deals, words);
  const owners = readOwnerChanges(tables.fieldChange, deals, words);
  const { starts: first, order } = sortByDeal(deals, history);
  const price = pricer(profile, words.currency.words);
  const listed = words.stage.words.map((word) => stages.get(word));

  const changeCount = [...owners.byDeal.values()].reduce((sum, changes) => sum + changes.length, 0);
  // A history gains at most an assumed first state, the present one, and one state a change of owner.
  const out = columnsOf(order.length + 2 * deals.size + changeCount);
  const starts = new Uint32Array(deals.size + 1);
  const createdAt = deals.createdAt.slice();
  let [size, deal, start] = [0, 0, 0];

  const statusOf = (version: number, stage: number): number => {
    const known = listed[stage];
    if (version === NOW) return closed(deals.isClosed[deal] === 1, deals.isWon[deal] === 1);
    if (known) return closed(known.isClosed, known.isWon);
    if (stage === deals.stage[deal]) return closed(deals.isClosed[deal] === 1, deals.isWon[deal] === 1);
    const [category, probability] = [CATEGORIES[history.category[version] ?? 0], history.probability[version]];
    if (category === 'closed' || probability === 100) return WON;
    return category === 'omitted' && probability === 0 ? LOST : OPEN;
  };
  /** One state of the deal under way; it replaces one of the same instant. */
  const write = (from: number, version: number, owner: number, doubt: number): void => {
    if (size > start && out.from[size - 1] === from) size -= 1;
    const [states, at]: [States, number] = version === NOW ? [deals, deal] : [history, version];
    const stage = states.stage[at] ?? 0;
    const closeDay = states.closeDay[at] ?? 0;
    out.from[size] = from;
    out.stage[size] = stage;
    out.status[size] = statusOf(version, stage);
    out.amount[size] = price(states.amount[at] ?? Number.NaN, deals.currency[deal] ?? 0, closeDay);
    out.closeDay[size] = closeDay;
    out.owner[size] = owner;
    out.category[size] = states.category[at] ?? 0;
    out.doubt[size] = doubt | (version !== NOW && !listed[stage] ? STAGE_UNKNOWN : 0);
    size += 1;
  };
  const isNow = (version: number): boolean =>
    history.stage[version] === deals.stage[deal] &&
    statusOf(version, history.stage[version] ?? 0) === statusOf(NOW, 0) &&
    history.closeDay[version] === deals.closeDay[deal] &&
    history.category[version] === deals.category[deal] &&
    Object.is(
      price(history.amount[version] ?? Number.NaN, deals.currency[deal] ?? 0, history.closeDay[version] ?? 0),
      price(deals.amount[deal] ?? Number.NaN, deals.currency[deal] ?? 0, deals.closeDay[deal] ?? 0),
    );

  for (; deal < deals.size; deal += 1) {
    start = size;
    starts[deal] = size;
    const [from, end] = [first[deal] ?? 0, first[deal + 1] ?? 0];
    const changes = owners.byDeal.get(deal) ?? NONE;
    let [next, held, heldDoubt] = [0, NOW, 0];
    let owner = changes[0]?.was ?? deals.owner[deal] ?? 0;
    const ownTo = (until: number, isIncluded: boolean): void => {
      for (let change = changes[next]; change && (change.at < until || isIncluded); change = changes[next]) {
        owner = change.to;
        next += 1;
        // A change of owner alone is a state of its own.
        if (size > start) write(change.at, held, owner, heldDoubt);
      }
    };
    const put = (at: number, version: number, doubt: number): void => {
      ownTo(at, false);
      for (; changes[next]?.at === at; next += 1) owner = changes[next]?.to ?? owner;
      [held, heldDoubt] = [version, doubt];
      write(at, version, owner, doubt | (at < owners.since ? OWNER_ASSUMED : 0));
    };
    const created = deals.createdAt[deal] ?? 0;
    const oldest = order[from] ?? 0;
    const newest = order[end - 1] ?? 0;
    if (from === end) put(created, NOW, FIRST_STATE_ASSUMED);
    else {
      const known = history.from[oldest] ?? created;
      if (known > created) put(created, oldest, FIRST_STATE_ASSUMED);
      else createdAt[deal] = known;
      for (let at = from; at < end; at += 1) put(history.from[order[at] ?? 0] ?? 0, order[at] ?? 0, 0);
      if (!isNow(newest)) put(Math.max(history.from[newest] ?? 0, deals.modifiedAt[deal] ?? 0), NOW, 0);
    }
    ownTo(Infinity, true);
  }
  starts[deals.size] = size;
  const codes = (column: Uint32Array, of: readonly string[]) => narrow(column, of.length);
  return {
    size: deals.size,
    ids: deals.ids,
    createdAt,
    goneAt: deals.goneAt,
    account: codes(deals.account, words.account.words),
    type: codes(deals.type, words.type.words),
    source: codes(deals.source, words.source.words),
    recordType: codes(deals.recordType, words.recordType.words),
    starts,
    from: out.from.slice(0, size),
    stage: codes(out.stage.subarray(0, size), words.stage.words),
    status: out.status.slice(0, size),
    amount: out.amount.slice(0, size),
    closeDay: out.closeDay.slice(0, size),
    owner: codes(out.owner.subarray(0, size), words.owner.words),
    category: out.category.slice(0, size),
    doubt: out.doubt.slice(0, size),
    ownersSince: owners.since,
    keptSince,
    words: {
      account: words.account.words,
      type: words.type.words,
      source: words.source.words,
      recordType: words.recordType.words,
      stage: words.stage.words,
      owner: words.owner.words,
    },
  };
}

const NONE: readonly OwnerChange[] = [];
const closed = (isClosed: boolean, isWon: boolean): number => (!isClosed ? OPEN : isWon ? WON : LOST);

const columnsOf = (size: number) => ({
  from: new Float64Array(size),
  stage: new Uint32Array(size),
  status: new Uint8Array(size),
  amount: new Float64Array(size),
  closeDay: new Int32Array(size),
  owner: new Uint32Array(size),
  category: new Uint8Array(size),
  doubt: new Uint8Array(size),
});
