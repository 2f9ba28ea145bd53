import { toCorporate, minor } from '@/lib/deal/money';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import type { DealState } from '@/lib/log/event-log';

import { PROFILE, type Rows, STAGES } from './log-rows';

/** The event log the slow way: objects, copies and searches, written from the rules alone and from nothing in lib/columns. */
interface NaiveState extends DealState {
  from: number;
  isOwnerAssumed: boolean;
  isFirstAssumed: boolean;
  isStageUnknown: boolean;
  isCurrencyAssumed: boolean;
  /** Account, type, source and record type then, and those of them that are only known of later. */
  filed: Record<Filed, string>;
  filedAssumed: Filed[];
}
type Filed = 'account' | 'type' | 'source' | 'recordType' | 'campaign' | 'territory';
export interface NaiveDeal {
  opportunity: Opportunity;
  createdAt: number;
  states: NaiveState[];
}

const lastOf = <Row extends { id: string }>(all: readonly Row[]): Row[] => [
  ...new Map(all.map((row) => [row.id, row])).values(),
];

/** Of what happened at one instant, what has the later id is later. */
const byId = (a: { id: string }, b: { id: string }): number => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);

/** A tracked field over time: what it was before its first change, and each change; the record says how it ended. */
interface Course {
  since: number;
  at(instant: number): string;
  isKnownAt(instant: number): boolean;
  cuts: number[];
}

export function naiveLog(given: Rows): NaiveDeal[] {
  const changes = lastOf(given.fieldChanges).filter(({ opportunityId }) =>
    given.opportunities.some(({ id }) => id === opportunityId),
  );
  return lastOf(given.opportunities).map((opportunity) => {
    const own = lastOf(given.versions)
      .filter(({ opportunityId }) => opportunityId === opportunity.id)
      .toSorted((a, b) => a.from - b.from || byId(a, b));
    const course = (field: string, present: string | undefined, isNeverEmpty: boolean): Course => {
      const counted = changes.filter((each) => each.field === field && !(isNeverEmpty && each.to === undefined));
      const cuts = counted
        .filter(({ opportunityId }) => opportunityId === opportunity.id)
        .toSorted((a, b) => a.at - b.at || byId(a, b))
        .map(({ at, from, to }) => ({ at, from: from ?? '', to: to ?? '' }));
      const last = cuts.at(-1);
      const now = present ?? '';
      if (last && last.to !== now && !(isNeverEmpty && now === ''))
        cuts.push({ at: Math.max(last.at, opportunity.modifiedAt), from: last.to, to: now });
      const since = Math.min(Infinity, ...counted.map(({ at }) => at));
      return {
        since,
        at: (instant) => cuts.findLast(({ at }) => at <= instant)?.to ?? cuts[0]?.from ?? now,
        isKnownAt: (instant) => instant >= since,
        cuts: cuts.map(({ at }) => at),
      };
    };
    const { ownerId, accountId, type, source, recordTypeId, campaignId, territoryId, currency } = opportunity;
    return {
      opportunity,
      ...naiveDeal(opportunity, own, {
        owner: course('ownerId', ownerId, true),
        currency: course('currency', currency, true),
        account: course('accountId', accountId, false),
        type: course('type', type, false),
        source: course('source', source, false),
        recordType: course('recordTypeId', recordTypeId, false),
        campaign: course('campaignId', campaignId, false),
        territory: course('territoryId', territoryId, false),
      }),
    };
  });
}

function naiveDeal(
  opportunity: Opportunity,
  versions: readonly Version[],
  { owner, currency, ...filed }: Record<Filed | 'owner' | 'currency', Course>,
): { createdAt: number; states: NaiveState[] } {
  type Snapshot = (at: number) => NaiveState;
  const now: Snapshot = () => snapshot(opportunity, opportunity, opportunity.modifiedAt, true);
  const known = versions.map((version): { from: number; of: Snapshot } => ({
    from: version.from,
    of: (at) => ({
      ...snapshot(
        { ...opportunity, currency: version.currency ?? (currency.at(at) || undefined) } as Opportunity,
        version,
        version.from,
        false,
      ),
      isCurrencyAssumed: version.currency === undefined && version.amount !== undefined && !currency.isKnownAt(at),
    }),
  }));
  const [first] = known;
  const last = known.at(-1);
  let past: { from: number; of: Snapshot }[];
  const assumed =
    (of: Snapshot): Snapshot =>
    (at) => ({ ...of(at), isFirstAssumed: true });
  if (!first || !last) past = [{ from: opportunity.createdAt, of: assumed(now) }];
  else {
    past = known;
    if (first.from > opportunity.createdAt) past = [{ from: opportunity.createdAt, of: assumed(first.of) }, ...past];
    const present = Math.max(last.from, opportunity.modifiedAt);
    // As it stood just before the record as it is now.
    const same = ({ stage, status, amount, closeDate, category }: NaiveState): string =>
      JSON.stringify([stage, status, amount, closeDate, category]);
    if (same(last.of(present - 1)) !== same(now(0))) past = [...past, { from: present, of: now }];
  }
  const createdAt = Math.min(opportunity.createdAt, past[0]?.from ?? Infinity);
  // At every instant at which anything happens: the last state by then, and what was tracked by then.
  const start = past[0]?.from ?? 0;
  const courses = [owner, currency, ...Object.values(filed)];
  const instants = [...new Set([...past.map(({ from }) => from), ...courses.flatMap(({ cuts }) => cuts)])]
    .filter((at) => at >= start)
    .toSorted((a, b) => a - b);
  const names = Object.keys(filed) as Filed[];
  const states = instants.flatMap((at): NaiveState[] => {
    const state = past.findLast(({ from }) => from <= at);
    if (!state) return [];
    const ownerId = owner.at(at);
    return [
      {
        ...state.of(at),
        from: at,
        ...(ownerId === '' ? {} : { ownerId }),
        isOwnerAssumed: !owner.isKnownAt(at),
        filed: Object.fromEntries(names.map((name) => [name, filed[name].at(at)])) as Record<Filed, string>,
        filedAssumed: names.filter((name) => !filed[name].isKnownAt(at)),
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
  const units = price === undefined ? undefined : Math.round(price * 100) + 0;
  return {
    from,
    stage: row.stage,
    status: statusOf(opportunity, row, isNow),
    ...(units === undefined || Math.abs(units) > Number.MAX_SAFE_INTEGER ? {} : { amount: minor(units) }),
    ...(closeDate === undefined ? {} : { closeDate }),
    ...(category === undefined ? {} : { category }),
    isOwnerAssumed: false,
    isFirstAssumed: false,
    isStageUnknown: !isNow && !STAGES.has(row.stage),
    isCurrencyAssumed: false,
    filed: { account: '', type: '', source: '', recordType: '', campaign: '', territory: '' },
    filedAssumed: [],
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
