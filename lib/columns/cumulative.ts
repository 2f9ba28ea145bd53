import { CATEGORIES, OPEN, type PipelineLog } from '@/lib/log/event-log';

import type { Cells } from './pivot';

const OMITTED = CATEGORIES.indexOf('omitted');
/** Events between two stored sums: an answer replays at most so many. */
const EVERY = 256;

/** Open pipeline by stage at any instant (ms), without filters; cells by the log's stage codes. */
export interface CumulativeIndex {
  at(instant: number): Cells;
}

/**
 * Every beginning and end of an open state in order of time, with the sums by stage after each 256 of them: an answer is a
 * search and a short replay, independent of the size of the log. Made once a log.
 */
export function cumulativeIndex(log: PipelineLog): CumulativeIndex {
  const { times, events } = eventsOf(log);
  const stages = log.words.stage.length;
  const stored = Math.floor(events.length / EVERY) + 1;
  const amounts = new Float64Array(stored * stages);
  const counts = new Uint32Array(stored * stages);
  const unpriced = new Uint32Array(stored * stages);
  const running = newCells(stages);
  events.forEach((event, at) => {
    if (at % EVERY === 0) store(at / EVERY);
    apply(log, running, event);
  });
  if (events.length % EVERY === 0) store(events.length / EVERY);

  function store(point: number): void {
    amounts.set(running.amount, point * stages);
    counts.set(running.count, point * stages);
    unpriced.set(running.unpriced, point * stages);
  }
  return {
    at(instant) {
      let [low, high] = [0, times.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((times[middle] ?? Infinity) <= instant) low = middle + 1;
        else high = middle;
      }
      const point = Math.floor(low / EVERY);
      const from = point * stages;
      const cells: Cells = {
        amount: amounts.slice(from, from + stages),
        count: counts.slice(from, from + stages),
        unpriced: unpriced.slice(from, from + stages),
      };
      for (let at = point * EVERY; at < low; at += 1) apply(log, cells, events[at] ?? 0);
      return cells;
    },
  };
}

const newCells = (size: number): Cells => ({
  amount: new Float64Array(size),
  count: new Uint32Array(size),
  unpriced: new Uint32Array(size),
});

/** An event is a version's position, doubled; odd where the version ends. */
function apply(log: PipelineLog, cells: Cells, event: number): void {
  const version = Math.floor(event / 2);
  const sign = event % 2 === 0 ? 1 : -1;
  const stage = log.stage[version] ?? 0;
  const amount = log.amount[version] ?? Number.NaN;
  cells.count[stage] = (cells.count[stage] ?? 0) + sign;
  if (Number.isNaN(amount)) cells.unpriced[stage] = (cells.unpriced[stage] ?? 0) + sign;
  else cells.amount[stage] = (cells.amount[stage] ?? 0) + sign * amount;
}

function eventsOf(log: PipelineLog): { times: Float64Array; events: Float64Array } {
  const times = new Float64Array(2 * log.from.length);
  const events = new Float64Array(2 * log.from.length);
  let count = 0;
  const add = (time: number, event: number): void => {
    times[count] = time;
    events[count] = event;
    count += 1;
  };
  for (let deal = 0; deal < log.size; deal += 1) {
    const goneAt = log.goneAt[deal] ?? Infinity;
    const end = log.starts[deal + 1] ?? 0;
    for (let version = log.starts[deal] ?? 0; version < end; version += 1) {
      if (log.status[version] !== OPEN || log.category[version] === OMITTED) continue;
      const from = log.from[version] ?? Infinity;
      const until = Math.min(version + 1 < end ? (log.from[version + 1] ?? Infinity) : Infinity, goneAt);
      if (from >= until) continue;
      add(from, version * 2);
      if (until < Infinity) add(until, version * 2 + 1);
    }
  }
  const order = sortedBy(times.subarray(0, count));
  return {
    times: Float64Array.from(order, (at) => times[at] ?? 0),
    events: Float64Array.from(order, (at) => events[at] ?? 0),
  };
}

/** Positions in rising order of whole-number keys within 2^48 of each other: least significant digits first, 16 bits at a time. */
function sortedBy(keys: Float64Array): Uint32Array {
  let least = Infinity;
  for (const key of keys) least = Math.min(least, key);
  const digits = [0, 1, 2].map(() => new Uint16Array(keys.length));
  const [low, middle, high] = digits;
  if (!low || !middle || !high) return new Uint32Array(0);
  for (let at = 0; at < keys.length; at += 1) {
    const key = (keys[at] ?? 0) - least;
    const lower = key >>> 0;
    low[at] = lower & 65_535;
    middle[at] = lower >>> 16;
    high[at] = (key - lower) / 4_294_967_296;
  }
  let order = new Uint32Array(keys.length);
  for (let at = 0; at < order.length; at += 1) order[at] = at;
  let next = new Uint32Array(keys.length);
  for (const digit of digits) {
    const ends = new Uint32Array(65_537);
    for (let at = 0; at < digit.length; at += 1) ends[(digit[at] ?? 0) + 1] = (ends[(digit[at] ?? 0) + 1] ?? 0) + 1;
    for (let value = 0; value < 65_536; value += 1) ends[value + 1] = (ends[value + 1] ?? 0) + (ends[value] ?? 0);
    for (let at = 0; at < order.length; at += 1) {
      const own = order[at] ?? 0;
      const value = digit[own] ?? 0;
      const place = ends[value] ?? 0;
      next[place] = own;
      ends[value] = place + 1;
    }
    [order, next] = [next, order];
  }
  return order;
}
