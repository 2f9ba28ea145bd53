import { CATEGORIES, OPEN, type PipelineLog } from '@/lib/domain/log';

/** How many events lie between two kept sums: a query adds up at most this many. */
const EVERY = 256;

/**
 * The unfiltered open pipeline by stage at any instant, from sums that are kept every 256 events: what a slider over years asks
 * at each frame. Amounts in minor units. It answers the same as the time machine without a filter.
 */
export interface CumulativeIndex {
  stages: readonly string[];
  at(instant: number): { amounts: Float64Array; counts: Int32Array };
}

export function cumulativeIndex(log: PipelineLog): CumulativeIndex {
  const stages = log.words.stage;
  const omitted = CATEGORIES.indexOf('omitted');
  const events: { at: number; stage: number; amount: number; count: number }[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const gone = log.goneAt[deal] ?? Infinity;
    const [first, stop] = [log.starts[deal] ?? 0, log.starts[deal + 1] ?? 0];
    for (let version = first; version < stop; version += 1) {
      if (log.status[version] !== OPEN || log.category[version] === omitted) continue;
      const from = log.from[version] ?? 0;
      const to = Math.min(version + 1 < stop ? (log.from[version + 1] ?? Infinity) : Infinity, gone);
      if (from >= to) continue;
      const amount = log.amount[version] ?? Number.NaN;
      const [stage, priced] = [log.stage[version] ?? 0, Number.isNaN(amount) ? 0 : amount];
      events.push({ at: from, stage, amount: priced, count: 1 });
      if (to !== Infinity) events.push({ at: to, stage, amount: -priced, count: -1 });
    }
  }
  events.sort((a, b) => a.at - b.at);
  const times = Float64Array.from(events, ({ at }) => at);
  const blocks = Math.ceil(events.length / EVERY) + 1;
  const width = stages.length;
  const amounts = new Float64Array(blocks * width);
  const counts = new Int32Array(blocks * width);
  const stage = Uint32Array.from(events, (event) => event.stage);
  const deltas = Float64Array.from(events, ({ amount }) => amount);
  const steps = Int8Array.from(events, ({ count }) => count);
  for (let block = 1; block < blocks; block += 1) {
    amounts.copyWithin(block * width, (block - 1) * width, block * width);
    counts.copyWithin(block * width, (block - 1) * width, block * width);
    for (let at = (block - 1) * EVERY; at < Math.min(block * EVERY, events.length); at += 1) {
      const cell = block * width + (stage[at] ?? 0);
      amounts[cell] = (amounts[cell] ?? 0) + (deltas[at] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + (steps[at] ?? 0);
    }
  }
  return {
    stages,
    at(instant) {
      let [low, high] = [0, times.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((times[middle] ?? Infinity) <= instant) low = middle + 1;
        else high = middle;
      }
      const block = Math.floor(low / EVERY);
      const found = {
        amounts: amounts.slice(block * width, (block + 1) * width),
        counts: counts.slice(block * width, (block + 1) * width),
      };
      for (let at = block * EVERY; at < low; at += 1) {
        const own = stage[at] ?? 0;
        found.amounts[own] = (found.amounts[own] ?? 0) + (deltas[at] ?? 0);
        found.counts[own] = (found.counts[own] ?? 0) + (steps[at] ?? 0);
      }
      return found;
    },
  };
}
