import { DAY_MS } from '@/lib/calendar/days';
import type { Stage } from '@/lib/deal/org';
import type { Dwell } from '@/lib/deal/signals/signal';
import { FIRST_STATE_ASSUMED, type PipelineLog } from '@/lib/log/event-log';

/** With fewer completed stays a median says nothing about the org. */
const MIN_STAYS = 5;
/** A log of which more than this part is new is as soon gone through as a whole. */
const MOST_SHARE = 1 / 4;

type Stages = ReadonlyMap<string, Pick<Stage, 'isClosed'>>;
/** Lengths of stays by stage, ms. */
type Lengths = Map<string, number[]>;

/**
 * `finishedStay` (G2.27) per open stage, from completed stays; present stays are unfinished and left out. For one log after the other: where
 * the next one differs in a few deals, only these are gone through.
 */
export function staysKeeper(): (log: PipelineLog, stages: Stages) => Map<string, Dwell> {
  let held: { log: PipelineLog; by: string; sorted: ReadonlyMap<string, Float64Array> } | undefined;
  return (log, stages) => {
    const by = JSON.stringify([...stages].flatMap(([name, { isClosed }]) => (isClosed ? [] : [name])));
    if (held?.log !== log || held.by !== by) {
      const differing = held?.by === by ? differingDeals(held.log, log) : undefined;
      const sorted =
        held && differing
          ? exchanged(held.sorted, staysOf(held.log, stages, differing), staysOf(log, stages, differing))
          : exchanged(new Map(), new Map(), staysOf(log, stages, upTo(log.size)));
      held = { log, by, sorted };
    }
    return new Map(
      [...held.sorted].flatMap(([stage, lengths]) => (lengths.length < MIN_STAYS ? [] : [[stage, dwellOf(lengths)]])),
    );
  };
}

function* upTo(size: number): Generator<number, void> {
  for (let deal = 0; deal < size; deal += 1) yield deal;
}

/** Deals whose stages have other times in two logs; undefined where these are many. */
function differingDeals(a: PipelineLog, b: PipelineLog): number[] | undefined {
  const [stages, more] = [a.words.stage, b.words.stage];
  if (stages.some((word, code) => more[code] !== word)) return undefined;
  const found: number[] = [];
  for (let deal = 0; deal < Math.max(a.size, b.size); deal += 1) {
    if (!isSame(a, b, deal)) found.push(deal);
    if (found.length > b.size * MOST_SHARE) return undefined;
  }
  return found;
}

function isSame(a: PipelineLog, b: PipelineLog, deal: number): boolean {
  const [start, other] = [a.starts[deal] ?? 0, b.starts[deal] ?? 0];
  const count = (a.starts[deal + 1] ?? 0) - start;
  if (a.ids[deal] !== b.ids[deal] || a.goneAt[deal] !== b.goneAt[deal]) return false;
  if ((b.starts[deal + 1] ?? 0) - other !== count) return false;
  for (let at = 0; at < count; at += 1) {
    const [own, its] = [start + at, other + at];
    if (a.from[own] !== b.from[its] || a.stage[own] !== b.stage[its] || a.doubt[own] !== b.doubt[its]) return false;
  }
  return true;
}

/** Consecutive versions in one stage are one stay; one that begins with a state that is only assumed begins where it is first known. */
function staysOf(log: PipelineLog, stages: Stages, deals: Iterable<number>): Lengths {
  const { starts, from, stage, doubt, goneAt, words } = log;
  const lists = words.stage.map((name): number[] | undefined =>
    stages.get(name)?.isClosed === false ? [] : undefined,
  );
  for (const deal of deals) {
    if (goneAt[deal] !== Infinity) continue;
    const end = starts[deal + 1] ?? 0;
    let version = starts[deal] ?? 0;
    while (version < end && ((doubt[version] ?? 0) & FIRST_STATE_ASSUMED) !== 0) version += 1;
    let [current, since] = [stage[version] ?? 0, from[version] ?? 0];
    for (version += 1; version < end; version += 1) {
      const next = stage[version] ?? 0;
      if (next === current) continue;
      const at = from[version] ?? 0;
      lists[current]?.push(at - since);
      [current, since] = [next, at];
    }
  }
  return new Map(words.stage.flatMap((name, code) => (lists[code] ? [[name, lists[code]]] : [])));
}

/** Sorted lengths without some of them, and with others. */
function exchanged(
  sorted: ReadonlyMap<string, Float64Array>,
  without: Lengths,
  added: Lengths,
): Map<string, Float64Array> {
  return new Map(
    [...new Set([...sorted.keys(), ...added.keys()])].map((stage) => {
      const [old, gone, fresh] = [
        sorted.get(stage) ?? new Float64Array(),
        without.get(stage) ?? [],
        added.get(stage) ?? [],
      ];
      if (gone.length === 0 && fresh.length === 0) return [stage, old];
      const [out, own] = [Float64Array.from(gone).sort(), Float64Array.from(fresh).sort()];
      const found = new Float64Array(old.length - out.length + own.length);
      let [next, left] = [0, 0];
      let size = 0;
      for (const each of old) {
        if (out[left] === each) {
          left += 1;
          continue;
        }
        for (; (own[next] ?? Infinity) < each; next += 1, size += 1) found[size] = own[next] ?? 0;
        found[size] = each;
        size += 1;
      }
      found.set(own.subarray(next), size);
      return [stage, found];
    }),
  );
}

const dwellOf = (sorted: Float64Array): Dwell => ({
  medianDays: Math.round(quantile(sorted, 0.5) / DAY_MS),
  p80Days: Math.round(quantile(sorted, 0.8) / DAY_MS),
  n: sorted.length,
});

/** Linear between neighbours (Hyndman and Fan's type 7) of a sorted, non-empty list. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}
