import { derived, passOn } from '@/lib/calendar/derived';
import { FIRST_STATE_ASSUMED, OPEN, type PipelineLog } from '@/lib/log/event-log';
import { type DealIndex, dealIndex, FIRST_DEAL, FIRST_VERSION, type VersionIndex } from '@/lib/log/positions';

/** How deals came into each stage, by its code. */
export interface StageEntries {
  /** When, rising; of those whose time is known. */
  dated: readonly Float64Array[];
  /** How often, of the others. */
  undated: Uint32Array;
  /** How often as an open one. */
  open: Uint32Array;
  /** How often deals went from one stage to the next, see {@link eachMove}. */
  moves: ReadonlyMap<number, number>;
}

/** More stages than any org has. */
const MOST_CODES = 2 ** 24;
const NONE = new Float64Array(0);

/** Of each pair of stages, the one before, -1 for none, and the one after, how often deals went that way. */
export function eachMove(
  { moves }: Pick<StageEntries, 'moves'>,
  visit: (before: number, after: number, count: number) => void,
): void {
  for (const [move, count] of moves) visit(Math.floor(move / MOST_CODES) - 1, move % MOST_CODES, count);
}

/**
 * Calls back for each stage that a deal comes into, with the one before (-1 for none) and whether its time says nothing of a name: a first
 * state that stands in from a creation, or where a deal still is, as its record has the new name.
 */
function eachEntry(
  log: PipelineLog,
  deal: DealIndex,
  visit: (code: number, before: number, version: VersionIndex, isUndated: boolean) => void,
): void {
  const start = log.starts[deal] ?? FIRST_VERSION;
  const end = log.starts[deal + 1] ?? start;
  let stands = end - 1;
  while (stands > start && log.stage[stands - 1] === log.stage[end - 1]) stands -= 1;
  const nameless = log.words.stage.indexOf('');
  let before = nameless;
  for (let version = start; version < end; version++) {
    const code = log.stage[version] ?? 0;
    if (code === before) continue;
    const isAssumed = ((log.doubt[version] ?? 0) & FIRST_STATE_ASSUMED) !== 0;
    visit(code, before === nameless ? -1 : before, version, isAssumed || version === stands);
    before = code;
  }
}

/** Those of a whole log, made once. */
export const stageEntries = (log: PipelineLog): StageEntries => derived(log, entriesOf);

function entriesOf(log: PipelineLog): StageEntries {
  const count = log.words.stage.length;
  const [known, undated, open] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
  const moves = new Map<number, { count: number }>();
  for (let deal = FIRST_DEAL; deal < log.size; deal++)
    eachEntry(log, deal, (code, before, version, isUndated) => {
      const into = isUndated ? undated : known;
      into[code] = (into[code] ?? 0) + 1;
      if (log.status[version] === OPEN) open[code] = (open[code] ?? 0) + 1;
      const move = (before + 1) * MOST_CODES + code;
      const held = moves.get(move);
      if (held) held.count += 1;
      else moves.set(move, { count: 1 });
    });
  const dated = Array.from(known, (size) => new Float64Array(size));
  for (let deal = FIRST_DEAL; deal < log.size; deal++)
    eachEntry(log, deal, (code, _, version, isUndated) => {
      const times = dated[code];
      if (!times || isUndated) return;
      times[times.length - (known[code] ?? 0)] = log.from[version] ?? 0;
      known[code] = (known[code] ?? 0) - 1;
    });
  for (const times of dated) times.sort();
  return { dated, undated, open, moves: new Map(Array.from(moves, ([move, { count: often }]) => [move, often])) };
}

/**
 * Those of a log that goes on from another one, of which only the deals at some places differ: what is known of the others is not looked
 * at again. Nothing where nobody has asked of the former one.
 */
export function carryEntries(before: PipelineLog, after: PipelineLog, places: readonly number[]): void {
  passOn(entriesOf, before, after, (known) => {
    const count = after.words.stage.length;
    const grown = (held: Uint32Array): Uint32Array => {
      const found = new Uint32Array(count);
      found.set(held);
      return found;
    };
    const [undated, open, moves] = [grown(known.undated), grown(known.open), new Map(known.moves)];
    /** Of each stage, by how much more or less often deals came into it at an instant. */
    const changes = new Map<number, Map<number, number>>();
    const tally = (log: PipelineLog, by: 1 | -1): void => {
      for (const place of places) {
        if (place >= log.size) continue;
        eachEntry(log, dealIndex(place), (code, from, version, isUndated) => {
          if (log.status[version] === OPEN) open[code] = (open[code] ?? 0) + by;
          const move = (from + 1) * MOST_CODES + code;
          moves.set(move, (moves.get(move) ?? 0) + by);
          if (isUndated) {
            undated[code] = (undated[code] ?? 0) + by;
            return;
          }
          const own = changes.get(code) ?? new Map<number, number>();
          const at = log.from[version] ?? 0;
          own.set(at, (own.get(at) ?? 0) + by);
          changes.set(code, own);
        });
      }
    };
    tally(before, -1);
    tally(after, 1);
    for (const [move, left] of moves) if (left === 0) moves.delete(move);
    const dated = Array.from({ length: count }, (_, code) =>
      changed(known.dated[code] ?? NONE, changes.get(code) ?? new Map<number, number>()),
    );
    return { dated, undated, open, moves };
  });
}

/** Sorted times with some more of them, or less. */
function changed(times: Float64Array, by: ReadonlyMap<number, number>): Float64Array {
  const further = [...by].filter(([, count]) => count !== 0).toSorted(([a], [b]) => a - b);
  if (further.length === 0) return times;
  const found = new Float64Array(times.length + further.reduce((sum, [, count]) => sum + count, 0));
  let [from, into] = [0, 0];
  for (const [at, count] of further) {
    const until = earlier(times, at);
    found.set(times.subarray(from, until), into);
    into += until - from;
    if (count > 0) found.fill(at, into, into + count);
    into += Math.max(0, count);
    from = until + Math.max(0, -count);
  }
  found.set(times.subarray(from), into);
  return found;
}

/** How many of some sorted times are before an instant. */
export function earlier(times: Float64Array, at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
