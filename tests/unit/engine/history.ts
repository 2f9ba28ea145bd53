import fc from 'fast-check';

import { addDays, type Day, DAY_MS } from '@/lib/calendar/days';
import { toCorporate } from '@/lib/deal/money';
import type { ForecastCategory, FieldChange, Opportunity, Version } from '@/lib/deal/opportunity';
import type { Stage } from '@/lib/deal/org';

/** Random histories, with all that real ones have wrong with them, and what is plainly true of each: by loops over objects. */
export const EPOCH = Date.parse('2026-01-01T00:00:00Z');
export const SPAN = 200 * DAY_MS;
const OWNERS = ['u1', 'u2', 'u3'];
const stage = (name: string, isClosed: boolean, isWon: boolean): Stage => ({
  name,
  label: name,
  order: 1,
  isActive: true,
  isClosed,
  isWon,
  probability: 0,
  category: 'pipeline',
});
export const STAGES = new Map(
  [stage('A', false, false), stage('B', false, false), stage('Won', true, true), stage('Lost', true, false)].map(
    (each) => [each.name, each],
  ),
);
export const PROFILE = {
  currency: 'EUR',
  rates: { EUR: 1, PLN: 4.25 },
  datedRates: [
    { currency: 'PLN', start: '2000-01-01' as Day, end: '2026-03-01' as Day, rate: 4 },
    { currency: 'PLN', start: '2026-03-01' as Day, end: '2100-01-01' as Day, rate: 5 },
  ],
};

export interface History {
  opportunities: Opportunity[];
  versions: Version[];
  fieldChanges: FieldChange[];
  goneAt: Map<string, number>;
}

const instant = fc.integer({ min: 0, max: 200 * 24 }).map((hours) => EPOCH + hours * 3_600_000);
const stateRow = fc.record(
  {
    stage: fc.constantFrom('A', 'B', 'A', 'B', 'Won', 'Lost', 'renamed'),
    amount: fc.oneof(
      fc.constantFrom(0, 100, 0.1),
      fc.integer({ min: 1, max: 1e7 }).map((cents) => cents / 100),
    ),
    closeDate: fc.integer({ min: 0, max: 200 }).map((days) => addDays('2026-01-01' as Day, days)),
    category: fc.constantFrom<ForecastCategory[]>('omitted', 'pipeline', 'bestCase', 'commit', 'pipeline'),
  },
  { requiredKeys: ['stage'] },
);

const dealHistory = (id: string) =>
  fc
    .record({
      createdAt: instant,
      modifiedAt: instant,
      states: fc.array(fc.tuple(instant, stateRow), { maxLength: 6 }),
      present: fc.option(stateRow),
      currency: fc.constantFrom('EUR', 'EUR', 'PLN', 'CHF', undefined),
      owners: fc.array(fc.constantFrom(...OWNERS), { minLength: 1, maxLength: 3 }),
      changedAt: fc.uniqueArray(instant, { minLength: 3, maxLength: 3 }),
      goneAt: fc.option(instant, { freq: 6 }),
      types: fc.array(fc.constantFrom('New', 'Existing', undefined), { minLength: 1, maxLength: 3 }),
      typedAt: fc.uniqueArray(instant, { minLength: 2, maxLength: 2 }),
    })
    .map(({ createdAt, modifiedAt, states, present, currency, owners, changedAt, goneAt, types, typedAt }) => {
      const last = states
        .map(([at, row], index) => [at, row, index] as const)
        .toSorted((a, b) => a[0] - b[0] || a[2] - b[2])
        .at(-1);
      const now = (present ?? last?.[1] ?? { stage: 'A' }) as Omit<Version, 'id' | 'from' | 'opportunityId'>;
      const known = STAGES.get(now.stage);
      const ownerId = owners.at(-1);
      const type = types.at(-1);
      const opportunity: Opportunity = {
        id,
        name: id,
        ...now,
        ...(currency === undefined ? {} : { currency }),
        ...(ownerId === undefined ? {} : { ownerId }),
        ...(type === undefined ? {} : { type }),
        isClosed: known?.isClosed ?? false,
        isWon: known?.isWon ?? false,
        createdAt,
        // The record was last touched after whatever its history tells.
        modifiedAt: Math.max(createdAt, modifiedAt, last?.[0] ?? 0, ...changedAt, ...typedAt),
      };
      const versions = states.map(
        ([from, state], at) => ({ ...state, id: `${id}v${at}`, opportunityId: id, from }) as Version,
      );
      const tracked = (
        field: FieldChange['field'],
        values: readonly (string | undefined)[],
        given: readonly number[],
      ): FieldChange[] => {
        const times = given.toSorted((a, b) => a - b);
        return values.slice(1).map((to, at) => {
          const from = values[at];
          return {
            id: `${id}${field}${at}`,
            opportunityId: id,
            field,
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
            at: times[at] ?? 0,
          };
        });
      };
      const changes = [...tracked('ownerId', owners, changedAt), ...tracked('type', types, typedAt)];
      return { opportunity, versions, changes, goneAt };
    });

export const histories = (most = 12): fc.Arbitrary<History> =>
  fc
    .integer({ min: 0, max: most })
    .chain((size) => fc.tuple(...Array.from({ length: size }, (_, at) => dealHistory(`006${at}`))))
    .chain((deals) =>
      fc
        .record({
          versions: fc.shuffledSubarray(
            deals.flatMap(({ versions }) => versions),
            { minLength: deals.flatMap(({ versions }) => versions).length },
          ),
        })
        .map(({ versions }) => ({
          opportunities: deals.map(({ opportunity }) => opportunity),
          versions,
          fieldChanges: deals.flatMap(({ changes }) => changes),
          goneAt: new Map(
            deals.flatMap(({ opportunity, goneAt }) => (goneAt === null ? [] : [[opportunity.id, goneAt] as const])),
          ),
        })),
    );

export interface NaiveState {
  stage: string;
  status: 'open' | 'won' | 'lost';
  amount?: number;
  closeDate?: Day;
  category?: ForecastCategory;
  ownerId?: string;
  type?: string;
}

/** The state of a deal at an instant, found by filtering rows and by undoing changes of owner and type from the present ones. */
export function naiveState(history: History, id: string, at: number): NaiveState | undefined {
  const deal = history.opportunities.find((each) => each.id === id);
  if (!deal || at >= (history.goneAt.get(id) ?? Infinity)) return undefined;
  // Of one instant the row with the highest id is the last that the CRM wrote.
  const own = history.versions.filter(({ opportunityId }) => opportunityId === id);
  const sorted = own.map((row) => ({ row })).sort((a, b) => a.row.from - b.row.from || (a.row.id < b.row.id ? -1 : 1));
  const newest = sorted.at(-1)?.row;
  const birth = Math.min(deal.createdAt, sorted[0]?.row.from ?? deal.createdAt);
  if (at < birth) return undefined;
  let state: Pick<Version, 'stage' | 'amount' | 'closeDate' | 'category'>;
  let isPresent = false;
  if (!newest || at >= Math.max(newest.from, deal.modifiedAt)) [state, isPresent] = [deal, true];
  else state = sorted.filter(({ row }) => row.from <= at).at(-1)?.row ?? sorted[0]?.row ?? deal;
  // A stage that the org no longer lists is what the record says where it is still in it, else what its category says.
  const unknown =
    state.stage === deal.stage ? deal : { isClosed: state.category === 'closed', isWon: state.category === 'closed' };
  const { isClosed, isWon } = isPresent ? deal : (STAGES.get(state.stage) ?? unknown);
  const changes = history.fieldChanges.filter((change) => change.opportunityId === id && change.at > at);
  const undone = (field: FieldChange['field'], now: string | undefined): string | undefined => {
    const first = changes.filter((change) => change.field === field).toSorted((a, b) => a.at - b.at)[0];
    return first ? first.from : now;
  };
  const [ownerId, type] = [undone('ownerId', deal.ownerId), undone('type', deal.type)];
  const money = toCorporate(
    {
      ...(state.amount === undefined ? {} : { amount: state.amount }),
      ...(deal.currency === undefined ? {} : { currency: deal.currency }),
      ...(state.closeDate === undefined ? {} : { closeDate: state.closeDate }),
    },
    PROFILE,
  );
  return {
    stage: state.stage,
    status: isClosed ? (isWon ? 'won' : 'lost') : 'open',
    ...(money === undefined ? {} : { amount: Math.round(money * 100) }),
    ...(state.closeDate === undefined ? {} : { closeDate: state.closeDate }),
    ...(state.category === undefined ? {} : { category: state.category }),
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(type === undefined ? {} : { type }),
  };
}
