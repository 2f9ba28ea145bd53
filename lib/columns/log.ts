import {
  CATEGORIES,
  closeDayOf,
  type Codes,
  FIRST_STATE_ASSUMED,
  LOST,
  OPEN,
  OWNER_ASSUMED,
  type PipelineLog,
  WON,
} from '@/lib/domain/log';
import { toCorporate } from '@/lib/domain/money';
import type { FieldChange, Opportunity, Version } from '@/lib/domain/opportunity';
import type { OrgProfile, Stage } from '@/lib/domain/org';

export interface LogInput {
  opportunities: readonly Opportunity[];
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
  stages: ReadonlyMap<string, Stage>;
  profile: Pick<OrgProfile, 'currency' | 'rates' | 'datedRates'>;
  /** Deals that are gone, and when that was found out (ms). They count in the past. */
  goneAt?: ReadonlyMap<string, number>;
}

interface State {
  from: number;
  stage: string;
  status: number;
  amount: number;
  closeDay: number;
  owner: string;
  category: number;
  doubt: number;
}

/**
 * Makes the event log from rows. The CRM's snapshots give stage, amount, close date and category; tracked changes give the owner,
 * and where they tell nothing the present owner stands in and is marked. The record as it is now ends the log. Rows may come in
 * any order, twice, or with a history that starts after the deal or is missing; of several states at one instant the last counts.
 */
export function buildLog(input: LogInput): PipelineLog {
  const versions = groupBy(input.versions, ({ opportunityId }) => opportunityId);
  const ownerChanges = groupBy(
    input.fieldChanges.filter(({ field, to }) => field === 'Owner' && to !== undefined),
    ({ opportunityId }) => opportunityId,
  );
  const trackedSince = Math.min(Infinity, ...[...ownerChanges.values()].flat().map(({ at }) => at));
  const { opportunities } = input;
  const states = opportunities.map((opportunity) =>
    statesOf(
      opportunity,
      versions.get(opportunity.id) ?? [],
      ownerChanges.get(opportunity.id) ?? [],
      trackedSince,
      input,
    ),
  );
  const starts = new Uint32Array(opportunities.length + 1);
  states.forEach((own, deal) => (starts[deal + 1] = (starts[deal] ?? 0) + own.length));
  const all = states.flat();
  const stage = code(all.map((state) => state.stage));
  const owner = code(all.map((state) => state.owner));
  const account = code(opportunities.map(({ accountId = '' }) => accountId));
  const type = code(opportunities.map((each) => each.type ?? ''));
  const source = code(opportunities.map((each) => each.source ?? ''));
  const recordType = code(opportunities.map(({ recordTypeId = '' }) => recordTypeId));
  return {
    size: opportunities.length,
    ids: opportunities.map(({ id }) => id),
    createdAt: Float64Array.from(opportunities, ({ createdAt }, deal) =>
      Math.min(createdAt, states[deal]?.[0]?.from ?? createdAt),
    ),
    goneAt: Float64Array.from(opportunities, ({ id }) => input.goneAt?.get(id) ?? Infinity),
    account: account.codes,
    type: type.codes,
    source: source.codes,
    recordType: recordType.codes,
    starts,
    from: Float64Array.from(all, ({ from }) => from),
    stage: stage.codes,
    status: Uint8Array.from(all, ({ status }) => status),
    amount: Float64Array.from(all, ({ amount }) => amount),
    closeDay: Int32Array.from(all, ({ closeDay }) => closeDay),
    owner: owner.codes,
    category: Uint8Array.from(all, (state) => state.category),
    doubt: Uint8Array.from(all, ({ doubt }) => doubt),
    words: {
      account: account.words,
      type: type.words,
      source: source.words,
      recordType: recordType.words,
      stage: stage.words,
      owner: owner.words,
    },
  };
}

function statesOf(
  opportunity: Opportunity,
  versions: readonly Version[],
  ownerChanges: readonly FieldChange[],
  trackedSince: number,
  { stages, profile }: LogInput,
): State[] {
  const stateOf = (
    from: number,
    row: Pick<Version, 'stage' | 'amount' | 'closeDate' | 'category'>,
    known?: Opportunity,
  ): State => {
    const stage = stages.get(row.stage);
    const { currency } = opportunity;
    const money = toCorporate(
      {
        ...(row.amount === undefined ? {} : { amount: row.amount }),
        ...(currency === undefined ? {} : { currency }),
        ...(row.closeDate === undefined ? {} : { closeDate: row.closeDate }),
      },
      profile,
    );
    const [isClosed, isWon] = known ? [known.isClosed, known.isWon] : [stage?.isClosed ?? false, stage?.isWon ?? false];
    return {
      from,
      stage: row.stage,
      status: !isClosed ? OPEN : isWon ? WON : LOST,
      amount: money === undefined ? Number.NaN : Math.round(money * 100),
      closeDay: closeDayOf(row.closeDate),
      owner: '',
      category: Math.max(0, CATEGORIES.indexOf(row.category ?? '')),
      doubt: 0,
    };
  };
  const past = versions.toSorted((a, b) => a.from - b.from).map((version) => stateOf(version.from, version));
  const last = past.at(-1);
  const now = stateOf(opportunity.modifiedAt, opportunity, opportunity);
  if (!last) {
    // No history at all: the present state is all that is known of the past.
    past.push({ ...now, from: opportunity.createdAt, doubt: FIRST_STATE_ASSUMED });
  } else {
    const first = past[0];
    if (first && first.from > opportunity.createdAt)
      past.unshift({ ...first, from: opportunity.createdAt, doubt: FIRST_STATE_ASSUMED });
    if (isOther(last, now)) past.push({ ...now, from: Math.max(last.from, opportunity.modifiedAt) });
  }
  return withOwners(past, opportunity, ownerChanges, trackedSince).filter(
    ({ from }, index, all) => all[index + 1]?.from !== from,
  );
}

/** Owners from the tracked changes; before tracking began the earliest known owner is assumed, and marked. */
function withOwners(
  states: readonly State[],
  opportunity: Opportunity,
  changes: readonly FieldChange[],
  trackedSince: number,
): State[] {
  const steps = changes.toSorted((a, b) => a.at - b.at);
  const cuts = steps.map(({ at, to = '' }) => ({ at, to }));
  const first = steps[0]?.from ?? opportunity.ownerId ?? '';
  const found: State[] = [];
  let [next, owner] = [0, first];
  for (const state of states) {
    for (let cut = cuts[next]; cut && cut.at <= state.from; cut = cuts[next]) {
      const before = found.at(-1);
      owner = cut.to;
      // A change of owner alone is a state of its own.
      if (before && cut.at < state.from) found.push({ ...before, from: cut.at, owner, doubt: 0 });
      next += 1;
    }
    const isAssumed = state.from < trackedSince || trackedSince === Infinity;
    found.push({ ...state, owner, doubt: state.doubt | (isAssumed && next === 0 ? OWNER_ASSUMED : 0) });
  }
  for (const { at, to } of cuts.slice(next)) {
    const before = found.at(-1);
    if (before) found.push({ ...before, from: at, owner: to, doubt: 0 });
  }
  return found;
}

const isOther = (a: State, b: State): boolean =>
  a.stage !== b.stage ||
  a.status !== b.status ||
  !Object.is(a.amount, b.amount) ||
  a.closeDay !== b.closeDay ||
  a.category !== b.category;

/** Codes in order of appearance after '', in the narrowest array that holds them. */
function code(values: readonly string[]): { codes: Codes; words: string[] } {
  const known = new Map([['', 0]]);
  const codes = Uint32Array.from(values, (value) => {
    const own = known.get(value);
    if (own !== undefined) return own;
    known.set(value, known.size);
    return known.size - 1;
  });
  const words = [...known.keys()];
  const narrow = words.length <= 256 ? Uint8Array : words.length <= 65_536 ? Uint16Array : Uint32Array;
  return { codes: narrow.from(codes), words };
}

function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const own = groups.get(key(row));
    if (own) own.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
