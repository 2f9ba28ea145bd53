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
const USUAL_DAYS = 80;
const sample = contextOf(generateOrg({ size: 12, seed: 1, asOf: AS_OF })).facts;
const stages = new Map<string, Stage>(
  ['One', 'Won', 'Lost'].map((name, order) => [
    name,
    {
      name,
      label: name,
      order,
      isActive: true,
      isClosed: order > 0,
      isWon: name === 'Won',
      probability: 10,
      category: 'pipeline',
    },
  ]),
);

interface Plant {
  /** How much of a deal's work is done on a day. */
  pace?: (day: number, isRenewal: boolean) => number;
  /** Mean days of a deal, by the day on which it begins. */
  lasts?: (day: number, isRenewal: boolean) => number;
  /** Chance to be won, by the day on which it ends. */
  wins?: (day: number, isRenewal: boolean) => number;
}
/** Two deals a day for three years, every third a renewal; a third of them are won. */
function org(seed: number, { pace = () => 1, lasts = () => USUAL_DAYS, wins = () => 0.35 }: Plant): OrgFacts {
  const next = randomStream(seed);
  const isRenewal: boolean[] = [];
  const given = Array.from({ length: 2200 }, (_, at): History => {
    const born = TODAY - 1100 + at / 2;
    const own = next() < 1 / 3;
    isRenewal.push(own);
    const luck = next();
    let end = born;
    for (let work = ((-Math.log(1 - next()) - Math.log(1 - next())) / 2) * lasts(born, own); work > 0; end += 1)
      work -= pace(end, own);
    const isWon = luck < wins(end, own);
    const step = (day: number, stage: string, status: Step['status']): Step => ({
      day,
      stage,
      status,
      amount: 100_000,
      closeDay: Math.floor(day),
      owner: '',
      category: 'pipeline',
    });
    const steps = [step(born, 'One', 'open'), step(end, isWon ? 'Won' : 'Lost', isWon ? 'won' : 'lost')];
    return { id: `d${at}`, steps: steps.filter(({ day }) => day <= TODAY) };
  });
  const log = logOf(given);
  return {
    ...sample,
    log: {
      ...log,
      timeZone: sample.log.timeZone,
      type: Uint8Array.from(given, (_, at) => (isRenewal[at] ? 1 : 2)),
      words: { ...log.words, type: ['', 'Renewal', 'New'] },
    },
    stages,
    users: new Map(),
    deal: () => undefined,
  };
}
const askedOf = (facts: OrgFacts, back: number, question: ExperimentQuestion) =>
  experimentView(facts, processScope(facts), { changed: dayFromNumber(TODAY - back), ...question });
const SEEDS = Array.from({ length: process.env['LONG'] ? 100 : 20 }, (_, at) => at + 1);

const BACK = 420;
const DAY = TODAY - BACK;
const renewals = { by: 'type', word: 'Renewal' } as const;
const everyone = { by: 'everyone' } as const;

describe('how long it takes to win and how often, planted with a size: its interval holds the truth as often as it says', () => {
  test.each<[string, number, Plant, ExperimentQuestion]>([
    [
      'renewals begun since take half as long',
      -40,
      { lasts: (day, is) => (is && day >= DAY ? 40 : 80) },
      { measure: 'cycle', ...renewals },
    ],
    [
      'all work on renewals goes twice as fast since',
      -40,
      { pace: (day, is) => (is && day >= DAY ? 2 : 1) },
      { measure: 'cycle', ...renewals },
    ],
    [
      'all work goes twice as fast since',
      -40,
      { pace: (day) => (day >= DAY ? 2 : 1) },
      { measure: 'cycle', ...everyone },
    ],
    ['nothing was changed', 0, {}, { measure: 'cycle', ...renewals }],
    ['nothing was changed for anybody', 0, {}, { measure: 'cycle', ...everyone }],
    [
      'renewals decided since are won more often',
      0.2,
      { wins: (day, is) => (is && day >= DAY ? 0.55 : 0.35) },
      { measure: 'winRate', ...renewals },
    ],
    [
      'all that is decided since is won more often',
      0.2,
      { wins: (day) => (day >= DAY ? 0.55 : 0.35) },
      { measure: 'winRate', ...everyone },
    ],
  ])('%s: %d', (_, truth, plant, question) => {
    const found = SEEDS.map((seed) => askedOf(org(seed, plant), BACK, question).effect).filter(
      (effect) => effect !== undefined,
    );
    expect(found.length).toBeGreaterThanOrEqual(0.9 * SEEDS.length);
    const inside = found.filter(({ low, high }) => low <= truth && truth <= high).length;
    expect(inside / found.length).toBeGreaterThanOrEqual(0.8);
  });
});

test('what is measured by when it began is not answered for from its quick ones: too early is said', () => {
  const { effect, cases } = askedOf(org(1, {}), 60, { measure: 'cycle', ...renewals });
  expect(effect).toBeUndefined();
  expect(cases?.treatedAfter).toBe(0);
});

test('numbers of cases beside the means are those that the means are of, also where the change was for everyone', () => {
  const facts = org(3, {});
  const { cases } = askedOf(facts, BACK, { measure: 'winRate', ...everyone });
  const { log } = facts;
  const closedOn = (from: number, to: number): number =>
    log.closeDay.filter((day, version) => log.status[version] !== 0 && day >= from && day <= to).length;
  expect(cases).toMatchObject({ treatedBefore: closedOn(DAY - 180, DAY - 1), treatedAfter: closedOn(DAY, DAY + 180) });
});
