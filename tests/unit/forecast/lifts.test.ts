import { describe, expect, test } from 'vitest';

import { DAY_MS, type Day, dayFromNumber, dayNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Deal } from '@/lib/deal/org';
import { randomStream } from '@/lib/figures/random';
import type { OrgFacts } from '@/lib/forecast/facts';
import { bestLift, type LiftCase, liftOf, liftsOf } from '@/lib/forecast/lifts';

import { type History, logOf } from './histories';

const TODAY = dayNumber('2026-02-15' as Day);
/** Ends of the eight quarters before, and the day of each that has as many days left as today's. */
const LEFT = dayNumber('2026-03-31' as Day) - TODAY;
const ENDS = [
  '2024-03-31',
  '2024-06-30',
  '2024-09-30',
  '2024-12-31',
  '2025-03-31',
  '2025-06-30',
  '2025-09-30',
  '2025-12-31',
].map((each) => dayNumber(each as Day));
/** Deals of these stages are won so often without anything, and so often a contact is added to them. */
const STAGES = [
  { stage: 'One', won: 0.1, steps: 0.1 },
  { stage: 'Two', won: 0.35, steps: 0.4 },
  { stage: 'Three', won: 0.65, steps: 0.8 },
];

/** An org in which deals of late stages get more steps, and a step adds `lift` to the chance of winning, or nothing. */
function org(seed: number, lift: number, each = 40): OrgFacts {
  const next = randomStream(seed);
  const deals = new Map<string, Deal>();
  const histories = ENDS.flatMap((end) =>
    STAGES.flatMap(({ stage, won, steps }) =>
      Array.from({ length: each }, (): History => {
        const id = `deal-${deals.size}`;
        const look = end - LEFT;
        const hasStep = next() < steps;
        const isWon = next() < won + (hasStep ? lift : 0);
        const born = look - 60;
        const open = {
          day: born,
          stage,
          status: 'open' as const,
          amount: 100,
          closeDay: end,
          owner: 'me',
          category: 'pipeline' as const,
        };
        deals.set(id, {
          opportunity: {
            id,
            name: id,
            stage,
            isClosed: true,
            isWon,
            createdAt: born * DAY_MS,
            modifiedAt: end * DAY_MS,
          },
          versions: [],
          fieldChanges: [],
          activities: [],
          contactRoles: hasStep
            ? [
                {
                  id: `role-${id}`,
                  opportunityId: id,
                  contactId: 'c',
                  isPrimary: false,
                  createdAt: (look - 5) * DAY_MS,
                },
              ]
            : [],
        });
        const status = isWon ? ('won' as const) : ('lost' as const);
        return { id, steps: [open, { ...open, day: end - 10, status, closeDay: end - 10 }] };
      }),
    ),
  );
  return {
    log: logOf(histories),
    today: dayFromNumber(TODAY),
    now: instant(TODAY * DAY_MS),
    profile: { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true, timeZone: 'UTC' },
    deal: (id: string) => deals.get(id),
    // Safe: all that lifts ask for.
  } as unknown as OrgFacts;
}

describe('what a step goes with', () => {
  test('a planted lift lies inside its interval as often as an interval says, though late stages get most steps', () => {
    const found = Array.from({ length: 40 }, (_, seed) => liftsOf(org(seed + 1, 0.2)).contact);
    const held = found.filter((each) => each && each.low <= 0.2 && each.high >= 0.2).length;
    expect(held).toBeGreaterThanOrEqual(35);
    expect(found.every((each) => each && each.low > 0)).toBe(true);
    const mean = found.reduce((sum, each) => sum + (each?.lift ?? 0), 0) / found.length;
    expect(mean).toBeCloseTo(0.2, 1);
  });

  test('one that does nothing is not found, though deals that have it are won far more often', () => {
    const orgs = Array.from({ length: 40 }, (_, seed) => org(seed + 101, 0));
    const clear = orgs.flatMap((facts) => bestLift(liftsOf(facts)) ?? []).length;
    // One in forty by chance.
    expect(clear).toBeLessThanOrEqual(4);
    const share = (cases: LiftCase[]): number => cases.filter(({ isWon }) => isWon).length / cases.length;
    const [facts] = orgs;
    const cases = Array.from({ length: 960 }, (_, at) => facts?.deal(`deal-${at}`)).map((deal): LiftCase => ({
      like: '',
      hasStep: deal?.contactRoles.length === 1,
      isWon: deal?.opportunity.isWon === true,
    }));
    const apart = share(cases.filter(({ hasStep }) => hasStep)) - share(cases.filter(({ hasStep }) => !hasStep));
    expect(apart).toBeGreaterThan(0.2);
  });

  test('too few cases say nothing, and steps that were never taken neither', () => {
    expect(liftsOf(org(1, 0.2, 2)).contact).toBeUndefined();
    expect(liftsOf(org(1, 0.2)).meeting).toBeUndefined();
  });

  test('by hand: one group of 30 and 40', () => {
    const cases = (count: number, hasStep: boolean, won: number): LiftCase[] =>
      Array.from({ length: count }, (_, at) => ({ like: 'a', hasStep, isWon: at < won }));
    const found = liftOf([...cases(30, true, 15), ...cases(40, false, 10)]);
    expect(found?.lift).toBeCloseTo(0.5 - 0.25, 12);
    // For one group the interval is that of a difference of two shares, but for terms of the order of 1 ÷ n.
    const plain = 1.96 * Math.sqrt(0.25 / 30 + 0.1875 / 40);
    expect((found?.high ?? 0) - (found?.lift ?? 0)).toBeCloseTo(plain, 1);
    expect(found).toMatchObject({ cases: 30, others: 40 });
  });
});
