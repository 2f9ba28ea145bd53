import { type MappedColumns, outcomes, type Say, tally } from './map-columns';
import { turnsOf } from './map-ends';
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
  /** By deal, days since when it is what it is in the end; Infinity while it is open. */
  closed: Float64Array;
  isWon: Uint8Array;
  /** Of deals that went on after an end, what they became and when, in order of time. */
  turns: ReadonlyMap<number, readonly { at: number; state: -1 | 0 | 1 }[]>;
  /** Days of the last event. */
  until: number;
  /** How many real days a day of this log is: 1, or another measure where deals last minutes or decades. */
  dayLength: number;
  /** Median days to a win. */
  median: number;
  /** By row of the file, the days of a column of dates on this log's clock. */
  planned(name: string): Float64Array;
}

/** Deals that take less or more days than this to be won (median) are measured in another unit, for horizons are made for days. */
const [SHORT, LONG] = [2, 700];
const USUAL = 30;

/** Events by deal and time, file order on ties; a deal is what its last end or reopening made it. */
export function eventLog(columns: MappedColumns, mapping: LogMapping, say: Say): EventLog {
  const ids = columns.words(mapping.id);
  const instants = momentsOf(columns, mapping, ids);
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
  const [first, until] = rangeOf(order, instants, starts, say);
  const turns = turnsOf({ order, starts, y }, columns, mapping, say);
  const last = turns.map((own) => own.at(-1));
  const closed = Int32Array.from(last, (turn) => (turn && turn.state >= 0 ? turn.row : -1));
  const isWon = Uint8Array.from(last, (turn) => (turn?.state === 1 ? 1 : 0));
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
    turns: new Map(
      turns.flatMap((own, deal) =>
        own.length > 1 ? [[deal, own.map(({ row, state }) => ({ at: days(instants[row] ?? 0), state }))] as const] : [],
      ),
    ),
    until: days(until),
    dayLength,
    median: median / dayLength,
    planned: (name) => Float64Array.from(columns.instants(name), days),
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

/** The log as it was known at an instant, days: a deal that ended otherwise later had the end that it had then, or none. */
export function knownBy(log: EventLog, now: number): EventLog {
  if (log.turns.size === 0) return log;
  const [closed, isWon] = [log.closed.slice(), log.isWon.slice()];
  for (const [deal, turns] of log.turns) {
    const last = turns.findLast(({ at }) => at <= now);
    closed[deal] = last && last.state >= 0 ? last.at : Infinity;
    isWon[deal] = last?.state === 1 ? 1 : 0;
  }
  return { ...log, closed, isWon };
}

/** Whether a deal had begun before an instant, days, and was not ended then. */
export function isOpenAt({ starts, at, closed, turns }: EventLog, deal: number, now: number): boolean {
  if (at[starts[deal]!]! >= now) return false;
  const own = turns.get(deal);
  return own ? (own.findLast((turn) => turn.at < now)?.state ?? -1) < 0 : closed[deal]! >= now;
}

/**
 * Instants of events, ms. A mere day among instants comes no earlier than what happened to its deal on that day: it is midnight only
 * because no hour was written.
 */
function momentsOf(columns: MappedColumns, { time }: LogMapping, ids: readonly string[]): Float64Array {
  const [instants, days] = [columns.instants(time), columns.days(time)];
  if (days.every(Number.isNaN) || instants.every((at, row) => Number.isNaN(at) || !Number.isNaN(days[row])))
    return instants;
  const dayOf = (row: number, at: number): string => `${Math.floor(at / DAY_MS)} ${ids[row] ?? ''}`;
  const latest = new Map<string, number>();
  instants.forEach((at, row) => {
    if (Number.isNaN(days[row]) && !Number.isNaN(at))
      latest.set(dayOf(row, at), Math.max(at, latest.get(dayOf(row, at)) ?? at));
  });
  return instants.map((at, row) => (Number.isNaN(days[row]) ? at : (latest.get(dayOf(row, at)) ?? at)));
}
