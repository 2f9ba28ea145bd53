import fc from 'fast-check';

import type { Day } from '@/lib/calendar/days';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import type { Dimension } from '@/lib/log/dimension';
import type { PipelineFilter } from '@/lib/log/filter';

import { day } from '../columns/log-rows';
import type { NaiveDeal } from '../columns/naive-log';

/** What figures are asked by, and what each condition and dimension means of one state of a deal, from their words alone. */
export type State = NaiveDeal['states'][number];
export type Asked = PipelineFilter & { period?: { start: Day; end: Day } };

export const closesIn = ({ closeDate }: State, { period }: Asked): boolean =>
  !period || (closeDate !== undefined && closeDate >= period.start && closeDate <= period.end);

const among = (values: Iterable<string> | undefined, value = ''): boolean => !values || [...values].includes(value);
/** Whose it is, and what it is filed under. */
export const isInScope = (state: State, asked: Asked): boolean =>
  among(asked.ownerIds, state.ownerId) &&
  among(asked.types, state.filed.type) &&
  among(asked.sources, state.filed.source) &&
  among(asked.accounts, state.filed.account) &&
  among(asked.recordTypes, state.filed.recordType) &&
  among(asked.campaigns, state.filed.campaign) &&
  among(asked.territories, state.filed.territory);
/** Stage, category and amount. */
export const isState = (state: State, asked: Asked): boolean =>
  among(asked.stages, state.stage) &&
  among(asked.categories, state.category) &&
  (asked.minAmount === undefined || (state.amount ?? -Infinity) >= asked.minAmount) &&
  (asked.maxAmount === undefined || (state.amount ?? Infinity) <= asked.maxAmount);

const BANDS = [25_000_000, 10_000_000, 5_000_000, 2_000_000, 500_000];
export const WORD: Record<Dimension, (state: State) => string> = {
  stage: ({ stage }) => stage,
  category: ({ category = '' }) => category,
  owner: ({ ownerId = '' }) => ownerId,
  account: ({ filed }) => filed.account,
  type: ({ filed }) => filed.type,
  source: ({ filed }) => filed.source,
  recordType: ({ filed }) => filed.recordType,
  campaign: ({ filed }) => filed.campaign,
  territory: ({ filed }) => filed.territory,
  amountBand: ({ amount }) => (amount === undefined ? '' : String(BANDS.find((least) => amount >= least) ?? 0)),
  closeMonth: ({ closeDate = '' }) => closeDate.slice(0, 7),
  // None of these deals has line items.
  family: () => '',
};

const some = (...values: string[]) => fc.subarray(values, { minLength: 1 });
/** Few conditions at a time, so that deals are left; the last run of each property says that they were. */
export const filters: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.record({
      period: fc.tuple(day, day).map(([a, b]) => ({ start: a < b ? a : b, end: a < b ? b : a })),
      ownerIds: some('u1', 'u2', 'u3', ''),
      stages: some('A', 'B', 'Won', ''),
      categories: fc.subarray<ForecastCategory>(['commit', 'pipeline', 'omitted'], { minLength: 1 }),
      types: some('new', 'old', ''),
      sources: some('web', 'mail', ''),
      accounts: some('a1', 'a3'),
      recordTypes: some('r1', 'r3'),
      campaigns: some('c1', 'c3'),
      territories: some('t1', 't2', ''),
      minAmount: fc.constantFrom(0, 1000),
      maxAmount: fc.constantFrom(5000, 6_553_600),
    }),
    fc.subarray(
      [
        ...(['period', 'ownerIds', 'stages', 'categories', 'types'] as const),
        ...(['sources', 'accounts', 'recordTypes', 'campaigns', 'territories', 'minAmount', 'maxAmount'] as const),
      ],
      { maxLength: 2 },
    ),
  )
  .map(([all, names]) => Object.fromEntries(names.map((name) => [name, all[name]])));
