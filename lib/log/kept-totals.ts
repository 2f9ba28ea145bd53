import { type Counted, maskOf } from '@/lib/log/counted';
import {
  CURRENCY_ASSUMED,
  FIRST_STATE_ASSUMED,
  NO_DAY,
  type PipelineLog,
  PRODUCTS_ASSUMED,
  STAGE_UNKNOWN,
} from '@/lib/log/event-log';
import { logFilter } from '@/lib/log/filter';
import { type DealIndex, type VersionIndex, FIRST_DEAL, versionIndex, dealIndex } from '@/lib/log/positions';

/** Sums of all deals of some status and category at an instant: by the code of their stage, and what is in doubt of them. */
export interface StageTotals {
  amount: Float64Array;
  count: Float64Array;
  unpriced: Float64Array;
  stateAssumed: number;
  stageUnknown: number;
  goneSince: number;
}

/** Stretches of time that states are put into: some hundred states each in an org of a million. */
const STRETCHES = 4096;

/**
 * The totals of any instant without a look at each deal: the sums up to each stretch of time are known, and in the one that the instant lies
 * in the states that begin or end are gone through. Undefined where what is in doubt depends on the instant itself, as it does
 * where history did not keep currencies or begins before a deal's creation.
 */
export function keptTotals(log: PipelineLog): ((at: number, counted: Counted) => StageTotals) | undefined {
  if (log.doubt.some((bits) => (bits & (CURRENCY_ASSUMED | PRODUCTS_ASSUMED)) !== 0)) return undefined;
  if (log.datedAt.some((dated, deal) => dated > (log.createdAt[deal] ?? 0))) return undefined;
  const changes = changesOf(log);
  const known = new Map<string, Sums>();
  return (at, counted) => {
    const { status, category } = maskOf(counted, logFilter(log, {}), NO_DAY);
    const key = `${status.join('')}/${category.join('')}`;
    let sums = known.get(key);
    if (!sums) known.set(key, (sums = sumsOf(log, changes, status, category)));
    return sums(at);
  };
}

/** Versions that begin and, of deals that went, end, by the stretch of time in which they do. */
interface Changes {
  stretchOf(at: number): number;
  /** Those of stretch `i` are at `starts[i]` up to, without, `starts[i + 1]`: the version, twice, plus 1 where it ends. */
  starts: Uint32Array;
  entries: Uint32Array;
  dealOf: Uint32Array;
}

function changesOf(log: PipelineLog): Changes {
  const { starts, from, goneAt, size } = log;
  let [first, last] = [Infinity, 0];
  for (const at of from) {
    if (at < first) first = at;
    if (at > last) last = at;
  }
  const width = Math.max(1, (last - first + 1) / STRETCHES);
  const stretchOf = (at: number): number => Math.max(0, Math.min(STRETCHES - 1, Math.floor((at - first) / width)));
  const counts = new Uint32Array(STRETCHES + 1);
  const each = (visit: (at: number, entry: number, deal: DealIndex) => void): void => {
    for (let deal = FIRST_DEAL; deal < size; deal++) {
      const gone = goneAt[deal] ?? Infinity;
      let version = starts[deal] ?? 0;
      for (; version < (starts[deal + 1] ?? 0) && (from[version] ?? 0) < gone; version += 1)
        visit(from[version] ?? 0, version * 2, deal);
      if (gone < Infinity && version > (starts[deal] ?? 0)) visit(gone, (version - 1) * 2 + 1, deal);
    }
  };
  each((at) => {
    const next = stretchOf(at) + 1;
    counts[next] = (counts[next] ?? 0) + 1;
  });
  for (let stretch = 0; stretch < STRETCHES; stretch += 1)
    counts[stretch + 1] = (counts[stretch + 1] ?? 0) + (counts[stretch] ?? 0);
  const places = counts.slice();
  const entries = new Uint32Array(counts[STRETCHES] ?? 0);
  const dealOf = new Uint32Array(entries.length);
  each((at, entry, deal) => {
    const stretch = stretchOf(at);
    const place = places[stretch] ?? 0;
    entries[place] = entry;
    dealOf[place] = deal;
    places[stretch] = place + 1;
  });
  return { stretchOf, starts: counts, entries, dealOf };
}

const more = (sums: Float64Array, place: number, by: number): void => {
  sums[place] = (sums[place] ?? 0) + by;
};

type Sums = (at: number) => StageTotals;

function sumsOf(log: PipelineLog, changes: Changes, isStatus: Uint8Array, isCategory: Uint8Array): Sums {
  const { stage, status, category, amount, doubt, starts, from, goneAt } = log;
  const stages = log.words.stage.length;
  // Side by side: amounts, counts and unpriced ones by stage, then the three doubts.
  const width = stages * 3 + 3;
  const add = (sums: Float64Array, version: VersionIndex, deal: DealIndex, sign: number): void => {
    if (isStatus[status[version] ?? 0] !== 1 || isCategory[category[version] ?? 0] !== 1) return;
    const code = stage[version] ?? 0;
    const own = amount[version] ?? Number.NaN;
    const bits = doubt[version] ?? 0;
    more(sums, stages + code, sign);
    if (Number.isNaN(own)) more(sums, 2 * stages + code, sign);
    else more(sums, code, sign * own);
    if (bits & FIRST_STATE_ASSUMED) more(sums, 3 * stages, sign);
    if (bits & STAGE_UNKNOWN) more(sums, 3 * stages + 1, sign);
    if (goneAt[deal] !== Infinity) more(sums, 3 * stages + 2, sign);
  };
  const visit = (sums: Float64Array, place: number): void => {
    const entry = changes.entries[place] ?? 0;
    const deal = dealIndex(changes.dealOf[place] ?? 0);
    const version = versionIndex(entry >> 1);
    if ((entry & 1) === 1) add(sums, version, deal, -1);
    else {
      if (version > (starts[deal] ?? 0)) add(sums, versionIndex(version - 1), deal, -1);
      add(sums, version, deal, 1);
    }
  };
  const upTo = new Float64Array(STRETCHES * width);
  const running = new Float64Array(width);
  for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
    upTo.set(running, stretch * width);
    for (let place = changes.starts[stretch] ?? 0; place < (changes.starts[stretch + 1] ?? 0); place += 1)
      visit(running, place);
  }
  return (at) => {
    const stretch = changes.stretchOf(at);
    const sums = upTo.slice(stretch * width, (stretch + 1) * width);
    for (let place = changes.starts[stretch] ?? 0; place < (changes.starts[stretch + 1] ?? 0); place += 1) {
      const entry = changes.entries[place] ?? 0;
      const time = entry & 1 ? goneAt[changes.dealOf[place] ?? 0] : from[entry >> 1];
      if ((time ?? Infinity) <= at) visit(sums, place);
    }
    const [stateAssumed = 0, stageUnknown = 0, goneSince = 0] = sums.subarray(3 * stages);
    return {
      amount: sums.subarray(0, stages),
      count: sums.subarray(stages, 2 * stages),
      unpriced: sums.subarray(2 * stages, 3 * stages),
      stateAssumed,
      stageUnknown,
      goneSince,
    };
  };
}
