import { describe, expect, test } from 'vitest';

import { type ExperimentQuestion, experimentView } from '@/lib/answers/process/experiment-view';
import { dayFromNumber, dayNumber } from '@/lib/calendar/days';
import type { Stage } from '@/lib/deal/org';
import { randomStream } from '@/lib/figures/random';
import type { OrgFacts } from '@/lib/forecast/facts';
import { processScope } from '@/lib/process/scope';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';
import { type History, logOf, type Step } from '../forecast/histories';

const AS_OF = dayOf('2026-11-24');
const TODAY = dayNumber(AS_OF);
const USUAL_DAYS = 20;
const sample = contextOf(generateOrg({ size: 12, seed: 1, asOf: AS_OF })).facts;
const stages = new Map<string, Stage>(
  ['One', 'Two', 'Won', 'Lost'].map((name, order) => [
    name,
    {
      name,
      label: name,
      order,
      isActive: true,
      isClosed: order > 1,
      isWon: name === 'Won',
      probability: 10,
      category: 'pipeline',
    },
  ]),
);

interface Plant {
  /** Mean days in One, by the day on which a visit begins. */
  stays?: (day: number, isRenewal: boolean) => number;
  /** Chance to go on, by the day on which a visit ends. */
  goesOn?: (day: number, isRenewal: boolean) => number;
  /** Share of deals that nobody ever moves on. */
  zombies?: number;
}
/** Ten deals a day for two years and a half, every fourth a renewal. */
function org(seed: number, { stays = () => USUAL_DAYS, goesOn = () => 0.7, zombies = 0 }: Plant): OrgFacts {
  const next = randomStream(seed);
  const isRenewal = (at: number): boolean => at % 4 === 0;
  const given = Array.from({ length: 9000 }, (_, at): History => {
    const day = TODAY - 900 + at / 10;
    const step = (on: number, stage: string, status: Step['status']): Step => ({
      day: on,
      stage,
      status,
      amount: 100_000,
      closeDay: Math.floor(on),
      owner: '',
      category: 'pipeline',
    });
    const end = day + (next() < zombies ? 9999 : -Math.log(1 - next()) * stays(day, isRenewal(at)));
    const isOn = next() < goesOn(end, isRenewal(at));
    const steps = [step(day, 'One', 'open'), step(end, isOn ? 'Two' : 'Lost', isOn ? 'open' : 'lost')];
    return { id: `d${at}`, steps: steps.filter((each) => each.day <= TODAY) };
  });
  const log = logOf(given);
  return {
    ...sample,
    log: {
      ...log,
      timeZone: sample.log.timeZone,
      type: Uint8Array.from(given, (_, at) => (isRenewal(at) ? 1 : 2)),
      words: { ...log.words, type: ['', 'Renewal', 'New'] },
    },
    stages,
    users: new Map(),
    deal: () => undefined,
  };
}
const effectOf = (facts: OrgFacts, back: number, question: ExperimentQuestion) =>
  experimentView(facts, processScope(facts), { stage: 'One', changed: dayFromNumber(TODAY - back), ...question })
    .effect;
const SEEDS = process.env['LONG'] ? [1, 2, 3, 4, 5, 6] : [1, 2];
const NEARLY_ALL = SEEDS.length - 1;
const within = (truth: number, effects: readonly ReturnType<typeof effectOf>[]): number =>
  effects.filter((found) => found && found.low <= truth && truth <= found.high).length;

describe('a change of one stage, planted at another place and size', () => {
  const forRenewals = { measure: 'dwell', by: 'type', word: 'Renewal' } as const;
  const slowed = (back: number, times: number) => (day: number, isRenewal: boolean) =>
    day >= TODAY - back && isRenewal ? USUAL_DAYS * times : USUAL_DAYS;

  test.each([
    [150, 2],
    [300, 2],
    [150, 0.5],
    [300, 3],
  ])('%i days ago renewals began to take %d times as long: the days are inside the interval', (back, times) => {
    const truth = USUAL_DAYS * (times - 1);
    const found = SEEDS.map((seed) => effectOf(org(seed, { stays: slowed(back, times) }), back, forRenewals));
    expect(within(truth, found)).toBeGreaterThanOrEqual(NEARLY_ALL);
    for (const each of found) expect(Math.sign(each?.effect ?? 0)).toBe(Math.sign(truth));
  });

  test('too lately to tell how long visits take now is said to be too few, not to be short', () => {
    for (const seed of SEEDS) expect(effectOf(org(seed, { stays: slowed(40, 4) }), 40, forRenewals)).toBeUndefined();
  });

  test('deals that nobody ever moves on make nothing of a change that never was', () => {
    const zombies = 0.08;
    const found = SEEDS.map((seed) => effectOf(org(seed, { zombies }), 240, forRenewals));
    expect(within(0, found)).toBeGreaterThanOrEqual(NEARLY_ALL);
    const everyone = SEEDS.map((seed) => effectOf(org(seed, { zombies }), 240, { measure: 'dwell', by: 'everyone' }));
    expect(within(0, everyone)).toBeGreaterThanOrEqual(NEARLY_ALL);
  });

  test('a group that no deal is in any more is not answered for by another one', () => {
    const facts = org(1, { stays: slowed(240, 2) });
    const { asked, effect, groups } = experimentView(facts, processScope(facts), {
      stage: 'One',
      changed: dayFromNumber(TODAY - 240),
      measure: 'dwell',
      by: 'type',
      word: 'Renewals of old',
    });
    expect({ asked, effect }).toMatchObject({ asked: { by: 'type', word: 'Renewals of old' }, effect: undefined });
    expect(groups).toContainEqual({ by: 'type', word: 'Renewals of old', label: 'Renewals of old' });
  });

  test('words of a link that are none ask nothing, and crash nothing', () => {
    const facts = org(1, {});
    const nonsense = { changed: 'soon', measure: 'mood', stage: 'Nowhere', by: 'colour', word: 'red' };
    // Safe: what a link may hold.
    const { asked, effect } = experimentView(facts, processScope(facts), nonsense as unknown as ExperimentQuestion);
    expect({ asked, effect }).toEqual({
      asked: { measure: 'winRate', stage: 'One', by: 'type', word: 'New' },
      effect: undefined,
    });
  });

  test('decisions that changed for everybody: what was under way on the day hides nothing of it', () => {
    const found = SEEDS.map((seed) =>
      effectOf(org(seed, { goesOn: (day) => (day >= TODAY - 240 ? 0.45 : 0.7) }), 240, {
        measure: 'conversion',
        by: 'everyone',
      }),
    );
    expect(within(-0.25, found)).toBeGreaterThanOrEqual(NEARLY_ALL);
    for (const each of found) expect(each?.high).toBeLessThan(0);
  });
});
