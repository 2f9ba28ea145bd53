import fc from 'fast-check';

import { DAY_MS } from '@/lib/calendar/days';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import { CATEGORIES, type PipelineLog } from '@/lib/log/event-log';
import { positions } from '@/lib/log/positions';

/** One state of a deal, as plain as can be: what the tests recompute from. Days since 1970-01-01, or a part of one. */
export interface Step {
  day: number;
  stage: string;
  status: 'open' | 'won' | 'lost';
  amount: number | undefined;
  closeDay: number;
  owner: string;
  category: ForecastCategory;
}
export interface History {
  id: string;
  steps: Step[];
  /** Day on which it was found to be deleted. */
  gone?: number;
}

/** The log of some histories, built here from first principles. */
export function logOf(histories: readonly History[]): PipelineLog {
  const steps = histories.flatMap((history) => history.steps);
  const words = (values: readonly string[]): string[] => ['', ...new Set(values.filter((value) => value !== ''))];
  const stages = words(steps.map(({ stage }) => stage));
  const owners = words(steps.map(({ owner }) => owner));
  const starts = [0];
  for (const { steps: own } of histories) starts.push((starts.at(-1) ?? 0) + own.length);
  const none = new Uint8Array(histories.length);
  return {
    size: histories.length,
    ids: histories.map(({ id }) => id),
    timeZone: 'UTC',
    createdAt: Float64Array.from(histories, ({ steps: [first] }) => (first?.day ?? 0) * DAY_MS),
    datedAt: new Float64Array(histories.length),
    goneAt: Float64Array.from(histories, ({ gone }) => (gone === undefined ? Infinity : gone * DAY_MS)),
    modifiedAt: Float64Array.from(histories, ({ steps: own }) => (own.at(-1)?.day ?? 0) * DAY_MS),
    account: none,
    type: none,
    source: none,
    recordType: none,
    campaign: none,
    territory: none,
    starts: positions(Uint32Array.from(starts)),
    from: Float64Array.from(steps, ({ day }) => day * DAY_MS),
    stage: Uint16Array.from(steps, ({ stage }) => stages.indexOf(stage)),
    status: Uint8Array.from(steps, ({ status }) => ['open', 'won', 'lost'].indexOf(status)),
    amount: Float64Array.from(steps, ({ amount }) => amount ?? Number.NaN),
    closeDay: Int32Array.from(steps, ({ closeDay }) => closeDay),
    owner: Uint16Array.from(steps, ({ owner }) => owners.indexOf(owner)),
    category: Uint8Array.from(steps, ({ category }) => CATEGORIES.indexOf(category)),
    doubt: new Uint16Array(steps.length),
    past: {},
    ownersSince: Infinity,
    keptSince: Infinity,
    words: {
      account: [''],
      type: [''],
      source: [''],
      recordType: [''],
      campaign: [''],
      territory: [''],
      stage: stages,
      owner: owners,
    },
  };
}

/** First day of the quarters that the random histories live in, 2024-01-01. */
export const DAY_ZERO = 19_723;

const step = (day: number, isLast: boolean): fc.Arbitrary<Step> =>
  fc.record({
    day: fc.constant(day),
    stage: fc.constantFrom('One', 'Two', 'Three'),
    status: isLast
      ? fc.constantFrom('open' as const, 'won' as const, 'lost' as const)
      : fc.constantFrom(
          'open' as const,
          'open' as const,
          'open' as const,
          'open' as const,
          'lost' as const,
          'won' as const,
        ),
    amount: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 900 }).map((thousands) => thousands * 1000) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    closeDay: fc.integer({ min: Math.floor(day) - 20, max: Math.floor(day) + 150 }),
    owner: fc.constantFrom('ann', 'bob', 'cid', ''),
    category: fc.constantFrom('pipeline' as const, 'bestCase' as const, 'commit' as const, 'omitted' as const),
  });

/** Up to `size` random histories over two years: reopened, unpriced, omitted, deleted and ownerless deals among them. */
export const histories = (size: number): fc.Arbitrary<History[]> =>
  fc
    .array(
      fc.record({
        days: fc.uniqueArray(fc.integer({ min: 0, max: 2900 }), { minLength: 1, maxLength: 5 }),
        gone: fc.option(fc.integer({ min: 0, max: 900 }), { nil: undefined, freq: 8 }),
      }),
      { maxLength: size },
    )
    .chain((shapes) =>
      fc.tuple(
        ...shapes.map(({ days, gone }, index) => {
          // Quarters of a day, so that instants fall within days.
          const sorted = days.map((quarter) => DAY_ZERO + quarter / 4).toSorted((a, b) => a - b);
          return fc.tuple(...sorted.map((day, at) => step(day, at === sorted.length - 1))).map((steps): History => ({
            id: `d${index}`,
            steps,
            ...(gone === undefined ? {} : { gone: Math.max(sorted[0] ?? 0, DAY_ZERO + gone) }),
          }));
        }),
      ),
    );

/** The state of a history at an instant given in days; undefined before it began and once it is gone. */
export function stateOn({ steps, gone }: History, day: number): Step | undefined {
  if (gone !== undefined && gone <= day) return undefined;
  return steps.filter((each) => each.day <= day).at(-1);
}

/**
 * The same histories with everything after an instant (in days) replaced by something else: other steps, other deletions, deals
 * that appear, deals that are no longer there.
 */
export const corrupted = (given: readonly History[], after: number): fc.Arbitrary<History[]> =>
  histories(given.length + 3).map((other) => {
    const kept = given.flatMap((history, index): History[] => {
      const steps = history.steps.filter(({ day }) => day <= after);
      if (steps.length === 0) return [];
      const later = (other[index]?.steps ?? []).map((each, at) => ({ ...each, day: after + 0.01 + at / 4 }));
      const isGone = history.gone !== undefined && history.gone <= after;
      const gone = isGone ? history.gone : other[index]?.gone === undefined ? undefined : after + 1;
      return [{ id: history.id, steps: [...steps, ...later], ...(gone === undefined ? {} : { gone }) }];
    });
    const born = other.slice(given.length).map((each, at) => ({
      id: `new${at}`,
      steps: each.steps.map((own, position) => ({ ...own, day: after + 0.5 + position })),
    }));
    return [...kept, ...born];
  });
