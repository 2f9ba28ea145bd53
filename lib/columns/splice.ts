import { ATTRIBUTES, type Codes, type PipelineLog } from '@/lib/log/event-log';
import { positions, type VersionIndex, versionIndex } from '@/lib/log/positions';

import type { StatesOfDeals } from './deal-states';
import type { Deals, Words } from './log-source';

/** Deals whose states are new, by their positions in the log, rising; those past its end come after it. */
export interface NewStates {
  places: readonly number[];
  deals: Deals;
  states: StatesOfDeals;
}

/** Stretches of versions in the order of the new log: of the former one, or of what is new. */
interface Run {
  isNew: boolean;
  start: number;
  end: number;
  at: number;
}

/** The widths of codes below `count`. */
const codeArray = (count: number, size: number): Codes =>
  count <= 256 ? new Uint8Array(size) : count <= 65_536 ? new Uint16Array(size) : new Uint32Array(size);

/**
 * The log with other states of some deals. What is the same is copied in as many stretches as lie between them; the former log stays
 * as it is, for whoever still asks it.
 */
export function spliced(before: PipelineLog, { places, deals, states }: NewStates, words: Words): PipelineLog {
  const size = Math.max(before.size, (places.at(-1) ?? -1) + 1);
  const starts = positions<VersionIndex>(new Uint32Array(size + 1));
  const runs: Run[] = [];
  let [total, done] = [0, 0];
  /** Adds the former versions of the deals from `done` up to, without, `until`. */
  const keep = (until: number): void => {
    const [start, end] = [before.starts[done] ?? 0, before.starts[until] ?? 0];
    if (until <= done) return;
    for (let deal = done; deal < until; deal += 1)
      starts[deal] = versionIndex(total + (before.starts[deal] ?? 0) - start);
    runs.push({ isNew: false, start, end, at: total });
    total += end - start;
  };
  places.forEach((place, own) => {
    keep(Math.min(place, before.size));
    starts[place] = versionIndex(total);
    const [start, end] = [states.starts[own] ?? 0, states.starts[own + 1] ?? 0];
    runs.push({ isNew: true, start, end, at: total });
    total += end - start;
    done = place + 1;
  });
  keep(before.size);
  starts[size] = versionIndex(total);

  const filled = <Column extends Codes | Float64Array | Int32Array>(
    into: Column,
    held: Column | Codes,
    own: Column | Uint32Array,
  ): Column => {
    for (const { isNew, start, end, at } of runs) into.set((isNew ? own : held).subarray(start, end), at);
    return into;
  };
  const codes = (held: Codes, own: Uint32Array, { words: of }: { words: readonly string[] }): Codes =>
    filled(codeArray(of.length, total), held, own);
  /** A column of one value a deal. */
  const perDeal = <Column extends Codes | Float64Array>(
    into: Column,
    held: Column | Codes,
    own: Column | Uint32Array,
  ): Column => {
    into.set(held);
    places.forEach((place, index) => (into[place] = own[index] ?? 0));
    return into;
  };
  const numbers = (held: Float64Array, own: Float64Array): Float64Array => perDeal(new Float64Array(size), held, own);
  const dealCodes = (held: Codes, own: Uint32Array, { words: of }: { words: readonly string[] }): Codes =>
    perDeal(codeArray(of.length, size), held, own);
  // Of the same deals it is the same list, and what was made of it holds.
  const later = deals.ids.filter((_, own) => (places[own] ?? 0) >= before.size);
  const ids = later.length === 0 ? before.ids : [...before.ids, ...later];
  const wordsOf = (name: keyof PipelineLog['words']): readonly string[] =>
    words[name].words.length === before.words[name].length ? before.words[name] : words[name].words.slice();
  return {
    size,
    ids,
    createdAt: numbers(before.createdAt, states.createdAt),
    datedAt: numbers(before.datedAt, states.datedAt),
    goneAt: numbers(before.goneAt, deals.goneAt),
    modifiedAt: numbers(before.modifiedAt, deals.modifiedAt),
    account: dealCodes(before.account, deals.account, words.account),
    type: dealCodes(before.type, deals.type, words.type),
    source: dealCodes(before.source, deals.source, words.source),
    recordType: dealCodes(before.recordType, deals.recordType, words.recordType),
    campaign: dealCodes(before.campaign, deals.campaign, words.campaign),
    territory: dealCodes(before.territory, deals.territory, words.territory),
    starts,
    from: filled(new Float64Array(total), before.from, states.from),
    stage: codes(before.stage, states.stage, words.stage),
    status: filled(new Uint8Array(total), before.status, states.status),
    amount: filled(new Float64Array(total), before.amount, states.amount),
    ...(before.constantAmount && states.constantAmount
      ? { constantAmount: filled(new Float64Array(total), before.constantAmount, states.constantAmount) }
      : {}),
    closeDay: filled(new Int32Array(total), before.closeDay, states.closeDay),
    owner: codes(before.owner, states.owner, words.owner),
    category: filled(new Uint8Array(total), before.category, states.category),
    doubt: filled(new Uint16Array(total), before.doubt, states.doubt),
    past: Object.fromEntries(
      ATTRIBUTES.flatMap((name) => {
        const [held, own] = [before.past[name], states.past[name]];
        return held && own ? [[name, codes(held, own, words[name])]] : [];
      }),
    ),
    timeZone: before.timeZone,
    ownersSince: before.ownersSince,
    keptSince: before.keptSince,
    words: {
      account: wordsOf('account'),
      type: wordsOf('type'),
      source: wordsOf('source'),
      recordType: wordsOf('recordType'),
      campaign: wordsOf('campaign'),
      territory: wordsOf('territory'),
      stage: wordsOf('stage'),
      owner: wordsOf('owner'),
    },
  };
}
