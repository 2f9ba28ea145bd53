import { type MappedColumns, outcomes, type Say, tally } from './map-columns';
import { MapError } from './map-error';
import type { LogMapping } from './map-shape';

const DAY_MS = 86_400_000;

/** A log's deals as columns: events of deal `i` are at `starts[i]` up to, without, `starts[i + 1]`, in order of time. */
export interface EventLog {
  size: number;
  starts: Uint32Array;
  /** Row of the file, and days since the first event that counts, of each event. */
  row: Uint32Array;
  at: Float64Array;
  /** By deal, days; Infinity while it is open. */
  closed: Float64Array;
  isWon: Uint8Array;
  /** Days of the last event. */
  until: number;
  /** How many real days a day of this log is: 1, or another measure where deals last minutes or decades. */
  dayLength: number;
  /** Median days to a win. */
  median: number;
}

/** Deals that take less or more days than this to be won (median) are measured in another unit, for horizons are made for days. */
const [SHORT, LONG] = [2, 700];
const USUAL = 30;

/**
 * Events by deal and time, file order on ties. A deal ends with its first event that is one of an outcome's. Where the outcome stands
 * on every event of a deal, it is the case's own: the deal then ends with its last event.
 */
export function eventLog(columns: MappedColumns, mapping: LogMapping, say: Say): EventLog {
  const ids = columns.words(mapping.id);
  const instants = columns.instants(mapping.time);
  const y = outcomes(columns, mapping);
  const order = Uint32Array.from({ length: columns.size }, (_, row) => row).filter(
    (row) => ids[row] !== '' && !Number.isNaN(instants[row]),
  );
  const nameless = ids.filter((id) => id === '').length;
  if (nameless > 0) say(`${nameless} events have no ${mapping.id}: they are left out.`);
  const undated = columns.size - nameless - order.length;
  if (undated > 0) say(`${undated} events have no ${mapping.time}: they are left out.`);
  if (order.length === 0)
    throw new MapError(
      `No event has both ${mapping.id} and a ${mapping.time} that is a date. Set "dateFormat", or name other columns.`,
    );
  if (!order.some((row) => (y[row] ?? -1) >= 0))
    throw new MapError(
      `No event's ${mapping.outcome.column} is one of ${[...mapping.outcome.won, ...mapping.outcome.lost].join(', ')}. It holds: ` +
        `${tally(columns.text(mapping.outcome.column))}. Name the words that end a deal in "outcome".`,
    );
  const deals = new Map<string, number>();
  for (const row of order) if (!deals.has(ids[row] ?? '')) deals.set(ids[row] ?? '', deals.size);
  const dealOf = (row: number): number => deals.get(ids[row] ?? '') ?? 0;
  const codes = Uint32Array.from(ids, (id) => deals.get(id) ?? 0);
  let backwards = 0;
  const latest = new Float64Array(deals.size).fill(-Infinity);
  for (const row of order) {
    const [deal, at] = [dealOf(row), instants[row] ?? 0];
    if (at < (latest[deal] ?? 0)) backwards += 1;
    else latest[deal] = at;
  }
  if (backwards > 0) say(`${backwards} events stand after a later one of their deal: they are put in order.`);
  order.sort((a, b) => (codes[a] ?? 0) - (codes[b] ?? 0) || (instants[a] ?? 0) - (instants[b] ?? 0) || a - b);
  const starts = new Uint32Array(deals.size + 1);
  for (const row of order) starts[dealOf(row) + 1]! += 1;
  for (let deal = 0; deal < deals.size; deal += 1) starts[deal + 1]! += starts[deal]!;
  const [first, last] = rangeOf(order, instants, starts, say);
  const ends = endsOf(order, y, starts, columns, mapping, say);
  const { closed, isWon } = ends;
  const lengths = lengthsToWin(closed, isWon, (end, deal) => instants[end]! - instants[order[starts[deal]!]!]!);
  const median = (lengths[lengths.length >> 1] ?? USUAL * DAY_MS) / DAY_MS;
  const dayLength = median > 0 && (median < SHORT || median > LONG) ? median / USUAL : 1;
  const days = (instant: number): number => (instant - first) / DAY_MS / dayLength;
  return {
    size: deals.size,
    starts,
    row: order,
    at: Float64Array.from(order, (row) => days(instants[row] ?? 0)),
    closed: Float64Array.from(closed, (row) => (row === -1 ? Infinity : days(instants[row] ?? 0))),
    isWon,
    until: days(last),
    dayLength,
    median: median / dayLength,
  };
}

/** Lengths of the won deals, of all that ended where none was won, shortest first. */
function lengthsToWin(
  closed: Int32Array,
  isWon: Uint8Array,
  lengthOf: (end: number, deal: number) => number,
): Float64Array {
  const ended = Array.from(closed.keys()).filter((deal) => closed[deal] !== -1);
  const won = ended.filter((deal) => isWon[deal] === 1);
  return Float64Array.from(won.length > 0 ? won : ended, (deal) => lengthOf(closed[deal]!, deal)).sort();
}

/** First and last instant that count: where single events lie far from all others, those of all but one in a thousand. */
function rangeOf(
  order: Uint32Array,
  instants: Float64Array,
  starts: Uint32Array,
  say: Say,
): [first: number, last: number] {
  const begun = Float64Array.from(starts.subarray(0, -1), (start) => instants[order[start] ?? 0] ?? 0).sort();
  const all = Float64Array.from(order, (row) => instants[row] ?? 0).sort();
  const [first, last] = [begun[0] ?? 0, all.at(-1) ?? 0];
  const [usual, late] = [
    begun[Math.ceil(begun.length * 0.001)] ?? first,
    all[Math.floor((all.length - 1) * 0.999)] ?? last,
  ];
  if (last - first <= 2 * (late - usual)) return [first, last];
  const on = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
  say(
    `Single events lie far from all others (${on(first)} to ${on(last)}): origins are taken from ${on(usual)} to ${on(late)}.`,
  );
  return [usual, late];
}

/** By deal, the row that ends it, −1 while it is open, and whether it is won. */
function endsOf(
  order: Uint32Array,
  y: Int8Array,
  starts: Uint32Array,
  columns: MappedColumns,
  { outcome }: LogMapping,
  say: Say,
): { closed: Int32Array; isWon: Uint8Array } {
  const size = starts.length - 1;
  const words = columns.text(outcome.column);
  let [several, alike] = [0, 0];
  for (let deal = 0; deal < size; deal += 1) {
    const own = order.subarray(starts[deal]!, starts[deal + 1]!);
    if (own.length < 2 || (y[own[0]!] ?? -1) < 0) continue;
    several += 1;
    if (own.every((row) => words[row] === words[own[0]!])) alike += 1;
  }
  const isOfCase = several > 0 && alike > 0.9 * several && alike > 0.2 * size;
  if (isOfCase) say(`${outcome.column} stands on every event of a deal: a deal ends with its last event.`);
  const closed = new Int32Array(size).fill(-1);
  const isWon = new Uint8Array(size);
  let later = 0;
  for (let deal = 0; deal < size; deal += 1) {
    const own = order.subarray(starts[deal]!, starts[deal + 1]!);
    const ends = (row: number): boolean => (y[row] ?? -1) >= 0;
    const place = isOfCase ? (ends(own.at(-1) ?? 0) ? own.length - 1 : -1) : own.findIndex(ends);
    if (place < 0) continue;
    closed[deal] = own[place]!;
    isWon[deal] = y[own[place]!] === 1 ? 1 : 0;
    if (place < own.length - 1) later += 1;
  }
  if (later > 0) say(`${later} deals have events after their end: those count for nothing.`);
  return { closed, isWon };
}
