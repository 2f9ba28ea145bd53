import { describe, expect, test } from 'vitest';

import { processView } from '@/lib/answers/process/process';
import { marksView } from '@/lib/answers/process/process-marks';
import { addDays, DAY_MS, dayNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Stage } from '@/lib/deal/org';
import type { Jotting } from '@/lib/deal/own/jotting';
import { USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import { randomStream } from '@/lib/figures/random';
import { underPresentNames } from '@/lib/log/stage-renames';
import { stageChanges } from '@/lib/process/process-changes';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';
import { DAY_ZERO, type History, logOf, type Step } from '../forecast/histories';

const CHANGED = DAY_ZERO + 300;
const END = DAY_ZERO + 700;
const stageOf = (name: string, order: number, isClosed = false, isWon = false): [string, Stage] => [
  name,
  { name, label: name, order, isActive: true, isClosed, isWon, probability: 10, category: 'pipeline' },
];
const stages = new Map([
  stageOf('One', 1),
  stageOf('Two', 2),
  stageOf('Three', 3),
  stageOf('Won', 8, true, true),
  stageOf('Lost', 9, true),
]);
const ORDER = ['One', 'Two', 'Three'];

/** Two is there only since a day, or only under another name until it; One lets more through from then on. */
function org(nameOfTwo: (day: number) => string | undefined): History[] {
  const next = randomStream(11);
  return Array.from({ length: 600 }, (_, at): History => {
    const steps: Step[] = [];
    let day = DAY_ZERO + Math.floor(next() * 600);
    const add = (stage: string, status: Step['status']): void =>
      void steps.push({ day, stage, status, amount: 100, closeDay: day, owner: 'ann', category: 'pipeline' });
    for (const stage of ORDER) {
      const name = stage === 'Two' ? nameOfTwo(day) : stage;
      if (name !== undefined) add(name, 'open');
      const isLost = next() < (stage === 'One' && day < CHANGED ? 0.6 : 0.2);
      day += 1 + Math.floor(next() * 20);
      if (isLost) {
        add('Lost', 'lost');
        return { id: `d${at}`, steps };
      }
    }
    add('Won', 'won');
    return { id: `d${at}`, steps };
  });
}
const changesOf = (given: readonly History[]) => {
  const { log, renames } = underPresentNames(logOf(given), { stages });
  return stageChanges({
    stretch: { log, from: instant(0), to: instant(END * DAY_MS), filter: {} },
    order: ORDER,
    stages,
    renames,
    versions: [],
  });
};

/** Share that went on of those that came into a stage within half a year to one side of an instant: by a plain loop. */
function moved(given: readonly History[], names: readonly string[], at: number, isAfter: boolean) {
  let [left, forward] = [0, 0];
  for (const { steps } of given) {
    const place = steps.findIndex(({ stage }) => names.includes(stage));
    const [own, next] = [steps[place], place < 0 ? undefined : steps[place + 1]];
    if (!own || !next || (isAfter ? own.day < at || own.day > at + 182 : own.day >= at || own.day < at - 182 + 1e-6))
      continue;
    left += 1;
    if (next.status !== 'lost') forward += 1;
  }
  return { left, forward };
}
const dayOfChange = (day: string): number => dayNumber(dayOf(day));

describe('what the org changed of its stages', () => {
  test('an added stage is told, with the conversion of the stage before it, before and after', () => {
    const given = org((day) => (day < CHANGED ? undefined : 'Two'));
    const [change, ...others] = changesOf(given);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ kind: 'added', stage: 'Two' });
    const at = dayOfChange(change?.day ?? '');
    expect(Math.abs(at - CHANGED)).toBeLessThan(15);
    expect(change?.conversion).toMatchObject({
      stage: 'One',
      before: moved(given, ['One'], at, false),
      after: moved(given, ['One'], at, true),
    });
    const { before, after } = change?.conversion ?? { before: { left: 1, forward: 1 }, after: { left: 1, forward: 0 } };
    expect(after.forward / after.left - before.forward / before.left).toBeGreaterThan(0.25);
  });

  test('a renamed stage is one stage before and after', () => {
    const given = org((day) => (day < CHANGED ? 'Former two' : 'Two'));
    const [change, ...others] = changesOf(given);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ kind: 'renamed', from: 'Former two', to: 'Two', stage: 'Two' });
    const at = dayOfChange(change?.day ?? '');
    expect(change?.conversion).toMatchObject({
      before: moved(given, ['Two', 'Former two'], at, false),
      after: moved(given, ['Two', 'Former two'], at, true),
    });
  });

  test('an org that changed nothing is told of nothing', () => {
    expect(changesOf(org(() => 'Two'))).toEqual([]);
  });
});

test('a change that a person keeps is followed by its experiment', () => {
  const { facts } = contextOf(generateOrg({ size: 900, seed: 2, asOf: dayOf('2026-11-24') }));
  const kept = (of: string, on: string, by?: string): Jotting => ({
    id: `change/${of}`,
    kind: 'change',
    of,
    value: { day: on, text: `Change ${of}`, measure: 'winRate', ...(by === undefined ? {} : { by }) },
    at: 0,
  });
  const jottings = [
    kept('a', addDays(facts.today, -200)),
    kept('b', addDays(facts.today, -20), 'nobody knows'),
    kept('c', '?'),
  ];
  const { ownChanges } = processView(facts, {}, jottings);
  expect(ownChanges.map(({ id }) => id)).toEqual(['b', 'a']);
  const followed = processView(facts, { experiment: ownChanges[1]?.asked ?? {} }).experiment;
  expect(ownChanges[1]?.result.effect).toEqual(followed.effect);
  expect(followed.effect).toBeDefined();
});

describe('marks on the charts of a quarter', () => {
  const { facts } = contextOf(generateOrg({ size: 400, seed: 2, asOf: dayOf('2026-11-24') }));
  const kept = (of: string, day: string): Jotting => ({
    id: `change/${of}`,
    kind: 'change',
    of,
    value: { day, text: `Change ${of}`, measure: 'winRate' },
    at: 0,
  });

  test('an org in which nothing was changed within it has none', () => {
    expect(marksView(facts, []).marks).toEqual([]);
    expect(marksView(facts, [kept('before', addDays(facts.today, -200))]).marks).toEqual([]);
  });

  test('a change that is kept, rules that were edited and a stage that goes by another name stand on their days', () => {
    const at = instant(Date.parse('2026-10-20T10:00:00Z'));
    const stageRenames = [{ from: 'Bargaining', to: 'Negotiation/Review', at, how: 'id' as const }];
    const own = kept('b', addDays(facts.today, -20));
    const rules: Jotting = {
      id: 'rules/',
      kind: 'rules',
      of: '',
      value: {
        versions: [
          { at: Date.parse('2026-05-01T10:00:00Z'), limits: { ...USUAL_LIMITS, pushed: 3 } },
          { at: Date.parse('2026-11-10T10:00:00Z'), limits: { ...USUAL_LIMITS, pushed: 3, noActivity: 21 } },
        ],
      },
      at: 0,
    };
    const { marks } = marksView({ ...facts, stageRenames }, [own, rules]);
    expect(marks.map(({ change }) => change)).toEqual([
      expect.objectContaining({ kind: 'renamed', from: 'Bargaining', to: 'Negotiation/Review' }),
      { kind: 'own', text: 'Change b' },
      { kind: 'rules', changes: [{ name: 'noActivity', from: 14, to: 21 }] },
    ]);
    expect(marks.map(({ day }) => day)).toEqual(['2026-10-20', addDays(facts.today, -20), '2026-11-10']);
    // What it did is what its experiment says when it is asked by itself.
    const [renamed] = marks;
    const { experiment } = processView(facts, { experiment: renamed?.asked ?? {} });
    expect(renamed?.asked).toMatchObject({ measure: 'conversion', by: 'everyone' });
    expect(renamed?.result.effect).toEqual(experiment.effect);
  });
});
