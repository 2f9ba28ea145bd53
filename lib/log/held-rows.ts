import { type Counted, maskOf } from '@/lib/log/counted';
import type { Rows } from '@/lib/log/counted-deals';
import { attributeColumn, ATTRIBUTES, type Codes, type PipelineLog } from '@/lib/log/event-log';
import type { LogFilter } from '@/lib/log/filter';
import { FIRST_DEAL, type DealIndex, type VersionIndex, positions, versionIndex } from '@/lib/log/positions';

/** What filters ask by codes. */
const CODED = ['owner', 'stage', 'category', ...ATTRIBUTES] as const;
type Coded = (typeof CODED)[number];

/**
 * The same answer as `countedDeals` gives, for an instant that is asked again and again, as the present is: what filters look at is laid
 * side by side once, so that it is not looked up all over the log each time. Figures that count the same states share it.
 */
export function heldRows(
  log: PipelineLog,
  ownversions: Int32Array,
): (counted: Counted, filter: LogFilter, today: number) => Rows {
  const known = new Map<string, Held>();
  return (counted, filter, today) => {
    const { status, category, needsDay, firstDay, lastDay } = maskOf(counted, filter, today);
    const key = `${status.join('')}/${category.join('')}`;
    let held = known.get(key);
    if (!held) known.set(key, (held = hold(log, ownversions, status, category)));
    const { deals, versions } = held.rows;
    const narrowing = needsDay ? closing(held.closeDay(), firstDay, lastDay) : upTo(deals.length);
    for (const name of CODED) {
      const allowed = filter[name];
      if (allowed) among(narrowing, held.codes(name), allowed);
    }
    // Of an unpriced deal the amount is NaN, which is not between any two.
    if (filter.needsAmount) between(narrowing, held.amount(), filter.minAmount, filter.maxAmount);
    const rows = narrowing.rows.subarray(0, narrowing.left);
    return rows.length === deals.length
      ? held.rows
      : { deals: positions(picked(deals, rows)), versions: positions(picked(versions, rows)) };
  };
}

function upTo(size: number): Narrowing {
  const rows = new Uint32Array(size);
  for (let row = 0; row < size; row += 1) rows[row] = row;
  return { rows, left: size };
}

interface Held {
  rows: Rows;
  codes(name: Coded): Codes;
  closeDay(): Int32Array;
  amount(): Float64Array;
}

function hold(log: PipelineLog, ownversions: Int32Array, isStatus: Uint8Array, isCategory: Uint8Array): Held {
  const deals = positions<DealIndex>(new Uint32Array(log.size));
  const versions = positions<VersionIndex>(new Uint32Array(log.size));
  let left = 0;
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const version = ownversions[deal] ?? -1;
    if (version < 0) continue;
    if (isStatus[log.status[version] ?? 0] !== 1 || isCategory[log.category[version] ?? 0] !== 1) continue;
    deals[left] = deal;
    versions[left] = versionIndex(version);
    left += 1;
  }
  const rows = { deals: deals.slice(0, left), versions: versions.slice(0, left) };
  const known = new Map<Coded, Codes>();
  let [closeDay, amount]: [Int32Array | undefined, Float64Array | undefined] = [undefined, undefined];
  return {
    rows,
    codes(name) {
      let own = known.get(name);
      if (!own) known.set(name, (own = codesOf(log, name, rows)));
      return own;
    },
    closeDay: () => (closeDay ??= pickedDays(log.closeDay, rows.versions)),
    amount: () => (amount ??= pickedNumbers(log.amount, rows.versions)),
  };
}

/** Before every day that is asked for, and near enough that the difference of two days is a whole number of 32 bits. */
const NEVER = -(2 ** 30);

function pickedDays(column: Int32Array, places: Uint32Array): Int32Array {
  const found = new Int32Array(places.length);
  for (let row = 0; row < found.length; row += 1) found[row] = Math.max(column[places[row] ?? 0] ?? NEVER, NEVER);
  return found;
}

function pickedNumbers(column: Float64Array, places: Uint32Array): Float64Array {
  const found = new Float64Array(places.length);
  for (let row = 0; row < found.length; row += 1) found[row] = column[places[row] ?? 0] ?? Number.NaN;
  return found;
}

function codesOf(log: PipelineLog, name: Coded, rows: Rows): Codes {
  if (name === 'owner' || name === 'stage' || name === 'category') return pickedCodes(log[name], rows.versions);
  // What the deal was filed under then, where the CRM kept it.
  const { codes, places } = attributeColumn(log, name, rows);
  return pickedCodes(codes, places);
}

const pickedCodes = (codes: Codes, places: Uint32Array): Codes => {
  const found = codes instanceof Uint8Array ? new Uint8Array(places.length) : new Uint32Array(places.length);
  for (let row = 0; row < found.length; row += 1) found[row] = codes[places[row] ?? 0] ?? 0;
  return found;
};

function picked(column: Uint32Array, rows: Uint32Array): Uint32Array<ArrayBuffer> {
  const found = new Uint32Array(rows.length);
  for (let row = 0; row < rows.length; row += 1) found[row] = column[rows[row] ?? 0] ?? 0;
  return found;
}

/** Rows that are still in: the first `left`. A row is always written and only kept where it passes: no branch is mispredicted. */
interface Narrowing {
  rows: Uint32Array;
  left: number;
}

/** The first condition reads its column from end to end; a comparison would be mispredicted for every other row, a sign bit is not. */
function closing(days: Int32Array, first: number, last: number): Narrowing {
  const rows = new Uint32Array(days.length);
  const [least, most] = [Math.max(first, NEVER + 1), Math.min(last, -NEVER)];
  let next = 0;
  for (let row = 0; row < rows.length; row += 1) {
    const day = days[row] ?? NEVER;
    rows[next] = row;
    next += (((day - least) | (most - day)) >>> 31) ^ 1;
  }
  return { rows, left: next };
}

function between(narrowing: Narrowing, column: Float64Array, least: number, most: number): void {
  const { rows, left } = narrowing;
  let next = 0;
  for (let index = 0; index < left; index += 1) {
    const row = rows[index] ?? 0;
    const own = column[row] ?? Number.NaN;
    rows[next] = row;
    next += Number(own >= least) & Number(own <= most);
  }
  narrowing.left = next;
}

/** Narrow codes by a loop of their own: one that reads arrays of several kinds is several times slower. */
const among = (narrowing: Narrowing, codes: Codes, allowed: Uint8Array): void =>
  codes instanceof Uint8Array ? amongBytes(narrowing, codes, allowed) : amongWide(narrowing, codes, allowed);

function amongBytes(narrowing: Narrowing, codes: Uint8Array, allowed: Uint8Array): void {
  const { rows, left } = narrowing;
  let next = 0;
  for (let index = 0; index < left; index += 1) {
    const row = rows[index] ?? 0;
    rows[next] = row;
    next += allowed[codes[row] ?? 0] ?? 0;
  }
  narrowing.left = next;
}

function amongWide(narrowing: Narrowing, codes: Codes, allowed: Uint8Array): void {
  const { rows, left } = narrowing;
  let next = 0;
  for (let index = 0; index < left; index += 1) {
    const row = rows[index] ?? 0;
    rows[next] = row;
    next += allowed[codes[row] ?? 0] ?? 0;
  }
  narrowing.left = next;
}
