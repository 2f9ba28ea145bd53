import { FIRST_STATE_ASSUMED, LOST, NO_DAY, OPEN, OWNER_ASSUMED, type PipelineLog, WON } from '@/lib/domain/log';
import type { FieldChange, Opportunity, Version } from '@/lib/domain/opportunity';
import type { OrgProfile, Stage } from '@/lib/domain/org';

import { narrow } from './coder';
import { type OwnerChange, type RawLog, rawFromRows, type RawStates } from './log-input';
import { minorUnits } from './minor-units';

/** What turns stored words and amounts into states: the org's stages and its currencies. */
export interface LogSettings {
  stages: ReadonlyMap<string, Pick<Stage, 'isClosed' | 'isWon'>>;
  profile: Pick<OrgProfile, 'currency' | 'rates' | 'datedRates'>;
}

export interface LogInput extends LogSettings {
  opportunities: readonly Opportunity[];
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
  /** Deals that are gone, and when that was found out (ms). They count in the past. */
  goneAt?: ReadonlyMap<string, number>;
}

/** The event log of rows: see {@link assembleLog}. */
export const buildLog = (input: LogInput): PipelineLog =>
  assembleLog(rawFromRows(input.opportunities, input.versions, input.fieldChanges, input.goneAt), input);

/**
 * Makes the event log. The CRM's snapshots give stage, amount, close date and category; tracked changes give the owner, and where
 * they tell nothing a later owner stands in and is marked. The record as it is now ends the log. Versions may come in any
 * order, twice, or with a history that starts after the deal or is missing; of several states at one instant the last counts.
 */
export function assembleLog({ coders, deals, versions, ownerChanges }: RawLog, settings: LogSettings): PipelineLog {
  const size = deals.ids.length;
  const { order, starts: rawStarts } = byDeal(versions.deal, versions.from, versions.size, size);
  const changes = groupChanges(ownerChanges);
  const trackedSince = ownerChanges.reduce((first, { at }) => Math.min(first, at), Infinity);
  const capacity = versions.size + 3 * size + ownerChanges.length;
  const out = {
    from: new Float64Array(capacity),
    stage: new Uint32Array(capacity),
    status: new Uint8Array(capacity),
    amount: new Float64Array(capacity),
    closeDay: new Int32Array(capacity),
    owner: new Uint32Array(capacity),
    category: new Uint8Array(capacity),
    doubt: new Uint8Array(capacity),
  };
  const stageStatus = Uint8Array.from(coders.stage.words(), (name) => {
    const stage = settings.stages.get(name);
    return stage?.isClosed ? (stage.isWon ? WON : LOST) : OPEN;
  });
  const inMinor = minorUnits(settings.profile, coders.currency.words());
  const createdAt = new Float64Array(size);
  const starts = new Uint32Array(size + 1);
  let end = 0;

  for (let deal = 0; deal < size; deal += 1) {
    const begin = end;
    const born = deals.createdAt[deal] ?? 0;
    const currency = deals.currency[deal] ?? 0;
    const put = (from: number, states: RawStates, at: number, status: number, doubt: number): void => {
      out.from[end] = from;
      out.stage[end] = states.stage[at] ?? 0;
      out.status[end] = status;
      out.closeDay[end] = states.closeDay[at] ?? NO_DAY;
      out.amount[end] = inMinor(states.amount[at] ?? Number.NaN, currency, out.closeDay[end] ?? NO_DAY);
      out.category[end] = states.category[at] ?? 0;
      out.doubt[end] = doubt;
      end += 1;
    };
    const past = (at: number, from: number, doubt: number): void =>
      put(from, versions, at, stageStatus[versions.stage[at] ?? 0] ?? OPEN, doubt);
    const [first, stop] = [rawStarts[deal] ?? 0, rawStarts[deal + 1] ?? 0];
    const present = deals.isClosed[deal] === 1 ? (deals.isWon[deal] === 1 ? WON : LOST) : OPEN;
    if (first === stop) {
      // No history at all: the present state is all that is known of the past.
      put(born, deals, deal, present, FIRST_STATE_ASSUMED);
    } else {
      const oldest = order[first] ?? 0;
      if ((versions.from[oldest] ?? 0) > born) past(oldest, born, FIRST_STATE_ASSUMED);
      for (let at = first; at < stop; at += 1) past(order[at] ?? 0, versions.from[order[at] ?? 0] ?? 0, 0);
      const last = end - 1;
      put(Math.max(out.from[last] ?? 0, deals.modifiedAt[deal] ?? 0), deals, deal, present, 0);
      if (isSame(last, end - 1)) end -= 1;
    }
    setOwners(begin, deal);
    end = dropSameInstant(begin, end);
    createdAt[deal] = Math.min(born, out.from[begin] ?? born);
    starts[deal + 1] = end;
  }

  const words = {
    account: coders.account.words(),
    type: coders.type.words(),
    source: coders.source.words(),
    recordType: coders.recordType.words(),
    stage: coders.stage.words(),
    owner: coders.owner.words(),
  };
  return {
    size,
    ids: deals.ids,
    createdAt,
    goneAt: deals.goneAt,
    account: narrow(deals.account, words.account.length),
    type: narrow(deals.type, words.type.length),
    source: narrow(deals.source, words.source.length),
    recordType: narrow(deals.recordType, words.recordType.length),
    starts,
    from: out.from.slice(0, end),
    stage: narrow(out.stage.subarray(0, end), words.stage.length),
    status: out.status.slice(0, end),
    amount: out.amount.slice(0, end),
    closeDay: out.closeDay.slice(0, end),
    owner: narrow(out.owner.slice(0, end), words.owner.length),
    category: out.category.slice(0, end),
    doubt: out.doubt.slice(0, end),
    words,
  };

  function isSame(a: number, b: number): boolean {
    return (
      out.stage[a] === out.stage[b] &&
      out.status[a] === out.status[b] &&
      Object.is(out.amount[a], out.amount[b]) &&
      out.closeDay[a] === out.closeDay[b] &&
      out.category[a] === out.category[b]
    );
  }

  function copy(from: number, to: number): void {
    for (const column of Object.values(out)) column[to] = column[from] ?? 0;
  }

  /** Owners of a deal's states; a change of owner between two states is a state of its own. */
  function setOwners(begin: number, deal: number): void {
    const own = changes.get(deal) ?? [];
    const now = deals.owner[deal] ?? 0;
    let owner = own[0]?.from || (own[0] ? 0 : now);
    if (own.length === 0) {
      for (let at = begin; at < end; at += 1) {
        out.owner[at] = owner;
        if ((out.from[at] ?? 0) < trackedSince) out.doubt[at] = (out.doubt[at] ?? 0) | OWNER_ASSUMED;
      }
      return;
    }
    // Made room for from behind: states are few, and changes of owner fewer.
    const known = Array.from({ length: end - begin }, (_, at) => snapshot(begin + at));
    end = begin;
    let next = 0;
    const restore = (state: ReturnType<typeof snapshot>, from: number, doubt: number): void => {
      write(end, state);
      out.from[end] = from;
      out.owner[end] = owner;
      out.doubt[end] = doubt;
      end += 1;
    };
    known.forEach((state, index) => {
      for (let change = own[next]; change && change.at <= state.from; change = own[next]) {
        owner = change.to;
        const before = known[index - 1];
        if (before && change.at < state.from) restore(before, change.at, before.doubt & FIRST_STATE_ASSUMED);
        next += 1;
      }
      restore(state, state.from, state.doubt | (next === 0 && state.from < trackedSince ? OWNER_ASSUMED : 0));
    });
    const last = known.at(-1);
    for (const change of own.slice(next)) {
      owner = change.to;
      if (last) restore(last, change.at, last.doubt & FIRST_STATE_ASSUMED);
    }
    // History that lacks the last change: the record itself knows its owner.
    if (last && now !== 0 && owner !== now) {
      owner = now;
      restore(last, Math.max(out.from[end - 1] ?? 0, deals.modifiedAt[deal] ?? 0), last.doubt & FIRST_STATE_ASSUMED);
    }
  }

  function snapshot(at: number) {
    return {
      from: out.from[at] ?? 0,
      stage: out.stage[at] ?? 0,
      status: out.status[at] ?? 0,
      amount: out.amount[at] ?? Number.NaN,
      closeDay: out.closeDay[at] ?? NO_DAY,
      category: out.category[at] ?? 0,
      doubt: out.doubt[at] ?? 0,
    };
  }
  function write(at: number, state: ReturnType<typeof snapshot>): void {
    out.stage[at] = state.stage;
    out.status[at] = state.status;
    out.amount[at] = state.amount;
    out.closeDay[at] = state.closeDay;
    out.category[at] = state.category;
  }

  function dropSameInstant(begin: number, stop: number): number {
    let kept = begin;
    for (let at = begin; at < stop; at += 1) {
      if (at + 1 < stop && out.from[at + 1] === out.from[at]) continue;
      if (kept !== at) copy(at, kept);
      kept += 1;
    }
    return kept;
  }
}

/** Positions of rows by deal, oldest first; rows of one instant stay in the order in which they were written. */
function byDeal(
  deal: Uint32Array,
  from: Float64Array,
  rows: number,
  size: number,
): { order: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(size + 1);
  for (let row = 0; row < rows; row += 1) starts[(deal[row] ?? 0) + 1] = (starts[(deal[row] ?? 0) + 1] ?? 0) + 1;
  for (let at = 0; at < size; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  const fill = starts.slice();
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const owner = deal[row] ?? 0;
    const first = starts[owner] ?? 0;
    let at = fill[owner] ?? 0;
    fill[owner] = at + 1;
    // Histories come almost sorted: each row goes back past the few that are later.
    const time = from[row] ?? 0;
    while (at > first && (from[order[at - 1] ?? 0] ?? 0) > time) {
      order[at] = order[at - 1] ?? 0;
      at -= 1;
    }
    order[at] = row;
  }
  return { order, starts };
}

function groupChanges(changes: readonly OwnerChange[]): Map<number, OwnerChange[]> {
  const groups = new Map<number, OwnerChange[]>();
  for (const change of changes) {
    const own = groups.get(change.deal);
    if (own) own.push(change);
    else groups.set(change.deal, [change]);
  }
  for (const own of groups.values()) own.sort((a, b) => a.at - b.at);
  return groups;
}
