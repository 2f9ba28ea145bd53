import { toCorporate } from '@/lib/deal/money';
import type { FieldChange, Opportunity, Version } from '@/lib/deal/opportunity';
import type { DealState } from '@/lib/log/event-log';

import { PROFILE, type Rows, STAGES } from './log-rows';

/** The event log the slow way: objects, copies and searches, written from the rules alone and from nothing in lib/columns. */
interface NaiveState extends DealState {
  from: number;
  isOwnerAssumed: boolean;
  isFirstAssumed: boolean;
  isStageUnknown: boolean;
}
export interface NaiveDeal {
  opportunity: Opportunity;
  createdAt: number;
  states: NaiveState[];
}

const lastOf = <Row extends { id: string }>(all: readonly Row[]): Row[] => [
  ...new Map(all.map((row) => [row.id, row])).values(),
];

export function naiveLog(given: Rows): NaiveDeal[] {
  const changes = lastOf(given.fieldChanges).filter(
    ({ field, to, opportunityId }) =>
      field === 'Owner' && to !== undefined && given.opportunities.some(({ id }) => id === opportunityId),
  );
  const trackedSince = Math.min(Infinity, ...changes.map(({ at }) => at));
  return lastOf(given.opportunities).map((opportunity) => {
    const own = lastOf(given.versions)
      .filter(({ opportunityId }) => opportunityId === opportunity.id)
      .toSorted((a, b) => a.from - b.from || a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
    const owners = changes
      .filter(({ opportunityId }) => opportunityId === opportunity.id)
      .toSorted((a, b) => a.at - b.at);
    return { opportunity, ...naiveDeal(opportunity, own, owners, trackedSince) };
  });
}

function naiveDeal(
  opportunity: Opportunity,
  versions: readonly Version[],
  owners: readonly FieldChange[],
  trackedSince: number,
): { createdAt: number; states: NaiveState[] } {
  const now = snapshot(opportunity, opportunity, opportunity.modifiedAt, true);
  const known = versions.map((version) => snapshot(opportunity, version, version.from, false));
  const [first] = known;
  const last = known.at(-1);
  let past: NaiveState[];
  if (!first || !last) past = [{ ...now, from: opportunity.createdAt, isFirstAssumed: true }];
  else {
    past = known;
    if (first.from > opportunity.createdAt)
      past = [{ ...first, from: opportunity.createdAt, isFirstAssumed: true }, ...past];
    const same = (state: NaiveState): string =>
      JSON.stringify([state.stage, state.status, state.amount, state.closeDate, state.category]);
    if (same(last) !== same(now)) past = [...past, { ...now, from: Math.max(last.from, opportunity.modifiedAt) }];
  }
  const createdAt = Math.min(opportunity.createdAt, past[0]?.from ?? Infinity);
  const cuts = owners.map(({ at, to }) => ({ at, to: to ?? '' }));
  const latest = cuts.at(-1);
  if (latest && opportunity.ownerId !== undefined && latest.to !== opportunity.ownerId)
    cuts.push({ at: Math.max(latest.at, opportunity.modifiedAt), to: opportunity.ownerId });
  const initial = owners[0] ? owners[0].from : opportunity.ownerId;
  // At every instant at which anything happens: the last state by then, and the last owner by then.
  const start = past[0]?.from ?? 0;
  const instants = [...new Set([...past.map(({ from }) => from), ...cuts.map(({ at }) => at)])]
    .filter((at) => at >= start)
    .toSorted((a, b) => a - b);
  const states = instants.flatMap((at): NaiveState[] => {
    const state = past.findLast(({ from }) => from <= at);
    if (!state) return [];
    const cut = cuts.findLast((each) => each.at <= at);
    const ownerId = cut ? cut.to : initial;
    return [
      {
        ...state,
        from: at,
        ...(ownerId === undefined || ownerId === '' ? {} : { ownerId }),
        isOwnerAssumed: !cut && at < trackedSince,
      },
    ];
  });
  return { createdAt, states };
}

function snapshot(
  opportunity: Opportunity,
  row: Pick<Version, 'stage' | 'amount' | 'closeDate' | 'category' | 'probability'>,
  from: number,
  isNow: boolean,
): NaiveState {
  const { amount, closeDate, category } = row;
  const price = toCorporate({ ...opportunity, amount, closeDate } as Opportunity, PROFILE);
  const minor = price === undefined ? undefined : Math.round(price * 100) + 0;
  return {
    from,
    stage: row.stage,
    status: statusOf(opportunity, row, isNow),
    ...(minor === undefined || Math.abs(minor) > Number.MAX_SAFE_INTEGER ? {} : { amount: minor }),
    ...(closeDate === undefined ? {} : { closeDate }),
    ...(category === undefined ? {} : { category }),
    isOwnerAssumed: false,
    isFirstAssumed: false,
    isStageUnknown: !isNow && !STAGES.has(row.stage),
  };
}

function statusOf(
  opportunity: Opportunity,
  { stage, category, probability }: Pick<Version, 'stage' | 'category' | 'probability'>,
  isNow: boolean,
): DealState['status'] {
  const listed = STAGES.get(stage);
  const known = isNow ? opportunity : (listed ?? (stage === opportunity.stage ? opportunity : undefined));
  if (known) return known.isClosed ? (known.isWon ? 'won' : 'lost') : 'open';
  if (category === 'closed' || probability === 100) return 'won';
  return category === 'omitted' && probability === 0 ? 'lost' : 'open';
}
