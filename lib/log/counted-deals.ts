import type { Instant } from '@/lib/calendar/instant';
import { type Counted, maskOf } from '@/lib/log/counted';
import { attributeColumn, ATTRIBUTES, type Codes, type PipelineLog, versionAt } from '@/lib/log/event-log';
import type { LogFilter } from '@/lib/log/filter';
import {
  FIRST_DEAL,
  positions,
  type DealIndex,
  type VersionIndex,
  type Positions,
  FIRST_VERSION,
  versionIndex,
} from '@/lib/log/positions';

/** Deals and the versions that hold: their positions in the log, side by side, those of the deals rising. */
export interface Rows {
  deals: Positions<DealIndex>;
  versions: Positions<VersionIndex>;
}

/** Position of each deal's version at an instant (ms; `Infinity` is the last that is known), −1 where it has none. */
export function versionsAt(log: PipelineLog, at: Instant): Int32Array {
  const { starts, from, goneAt } = log;
  const found = new Int32Array(log.size);
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const last = (starts[deal + 1] ?? 0) - 1;
    // Most deals were last changed before the instant: no search. One that never went is there at the last instant too.
    if ((from[last] ?? Infinity) > at) found[deal] = versionAt(log, deal, at);
    else {
      const gone = goneAt[deal] ?? Infinity;
      found[deal] = gone > at || gone === Infinity ? last : -1;
    }
  }
  return found;
}

/** {@link Rows} that are being narrowed: the first `left` of them are still in. */
interface Narrowing extends Rows {
  left: number;
}

/**
 * The deals that a {@link Counted} and a filter let through at an instant. Each condition asks only what the one before has left; a row
 * is always written and only kept where it passes, so that no branch is mispredicted. `today` in days since 1970.
 */
export function countedDeals(
  log: PipelineLog,
  versions: Int32Array,
  counted: Counted,
  filter: LogFilter,
  today: number,
): Rows {
  const mask = maskOf(counted, filter, today);
  const rows = inStatus(log, versions, mask.status, mask.category);
  if (mask.needsDay) closing(rows, log.closeDay, mask.firstDay, mask.lastDay);
  if (filter.owner) among(rows, rows.versions, log.owner, filter.owner);
  if (filter.stage) among(rows, rows.versions, log.stage, filter.stage);
  if (filter.category) among(rows, rows.versions, log.category, filter.category);
  for (const name of ATTRIBUTES) {
    const allowed = filter[name];
    if (!allowed) continue;
    const { codes, places } = attributeColumn(log, name, rows);
    among(rows, places, codes, allowed);
  }
  if (filter.needsAmount) between(rows, log.amount, filter.minAmount, filter.maxAmount);
  return { deals: rows.deals.slice(0, rows.left), versions: rows.versions.slice(0, rows.left) };
}

function inStatus(
  { size, status, category }: PipelineLog,
  ownversions: Int32Array,
  isStatus: Uint8Array,
  isCategory: Uint8Array,
): Narrowing {
  const deals = positions<DealIndex>(new Uint32Array(size));
  const versions = positions<VersionIndex>(new Uint32Array(size));
  let left = 0;
  for (let deal = FIRST_DEAL; deal < size; deal++) {
    const version = versionIndex(ownversions[deal] ?? -1);
    if (version < 0) continue;
    deals[left] = deal;
    versions[left] = version;
    left += (isStatus[status[version] ?? 0] ?? 0) & (isCategory[category[version] ?? 0] ?? 0);
  }
  return { deals, versions, left };
}

function closing(rows: Narrowing, closeDay: Int32Array, first: number, last: number): void {
  const { deals, versions } = rows;
  let next = 0;
  for (let row = 0; row < rows.left; row += 1) {
    const version = versions[row] ?? FIRST_VERSION;
    const day = closeDay[version] ?? 0;
    deals[next] = deals[row] ?? FIRST_DEAL;
    versions[next] = version;
    next += Number(day >= first) & Number(day <= last);
  }
  rows.left = next;
}

/** Of an unpriced deal the amount is NaN, which is not between any two. */
function between(rows: Narrowing, amount: Float64Array, least: number, most: number): void {
  const { deals, versions } = rows;
  let next = 0;
  for (let row = 0; row < rows.left; row += 1) {
    const version = versions[row] ?? FIRST_VERSION;
    const own = amount[version] ?? Number.NaN;
    deals[next] = deals[row] ?? FIRST_DEAL;
    versions[next] = version;
    next += Number(own >= least) & Number(own <= most);
  }
  rows.left = next;
}

/** Narrow codes by a loop of their own: one that reads arrays of several kinds is several times slower. */
const among = (rows: Narrowing, places: Uint32Array, codes: Codes, allowed: Uint8Array): void =>
  codes instanceof Uint8Array ? amongBytes(rows, places, codes, allowed) : amongWide(rows, places, codes, allowed);

function amongBytes(rows: Narrowing, places: Uint32Array, codes: Uint8Array, allowed: Uint8Array): void {
  const { deals, versions } = rows;
  let next = 0;
  for (let row = 0; row < rows.left; row += 1) {
    const isIn = allowed[codes[places[row] ?? 0] ?? 0] ?? 0;
    deals[next] = deals[row] ?? FIRST_DEAL;
    versions[next] = versions[row] ?? FIRST_VERSION;
    next += isIn;
  }
  rows.left = next;
}

function amongWide(rows: Narrowing, places: Uint32Array, codes: Codes, allowed: Uint8Array): void {
  const { deals, versions } = rows;
  let next = 0;
  for (let row = 0; row < rows.left; row += 1) {
    const isIn = allowed[codes[places[row] ?? 0] ?? 0] ?? 0;
    deals[next] = deals[row] ?? FIRST_DEAL;
    versions[next] = versions[row] ?? FIRST_VERSION;
    next += isIn;
  }
  rows.left = next;
}
