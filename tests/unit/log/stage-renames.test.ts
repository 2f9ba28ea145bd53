import { describe, expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Stage } from '@/lib/deal/org';
import { randomStream } from '@/lib/figures/random';
import { stageProcess } from '@/lib/figures/stage-process';
import type { PipelineLog } from '@/lib/log/event-log';
import { inferredRenames, keptRenames, type StageVersion, underPresentNames } from '@/lib/log/stage-renames';

import { DAY_ZERO, type History, logOf, type Step } from '../forecast/histories';

const RENAMED = DAY_ZERO + 300;
const END = DAY_ZERO + 700;

const stageOf = (name: string, order: number, isClosed = false, isWon = false): Stage & { id: string } => ({
  id: `id ${name}`,
  name,
  label: name,
  order,
  isActive: true,
  isClosed,
  isWon,
  probability: order * 10,
  category: 'pipeline',
});
const CLOSED = [stageOf('Won', 8, true, true), stageOf('Lost', 9, true)];
const listed = (...names: string[]): Map<string, Stage> =>
  new Map([...names.map((name, at) => stageOf(name, at + 1)), ...CLOSED].map((stage) => [stage.name, stage]));

const step = (day: number, stage: string, status: Step['status'] = 'open'): Step => ({
  day,
  stage,
  status,
  amount: 100,
  closeDay: Math.floor(day),
  owner: 'ann',
  category: 'pipeline',
});

/** Deals that go One, Two, Three and are won; `nameOf` says what the stage is called on a day, or that there is none. */
function org(nameOf: (stage: string, day: number) => string | undefined, size = 300): History[] {
  const next = randomStream(3);
  return Array.from({ length: size }, (_, at): History => {
    const steps: Step[] = [];
    let day = DAY_ZERO + Math.floor(next() * 600);
    for (const stage of ['One', 'Two', 'Three']) {
      const name = nameOf(stage, day);
      if (name !== undefined) steps.push(step(day, name));
      day += 1 + Math.floor(next() * 20);
      if (next() < 0.3) return { id: `d${at}`, steps: [...steps, step(day, 'Lost', 'lost')] };
    }
    return { id: `d${at}`, steps: [...steps, step(day, 'Won', 'won')] };
  });
}
const processOf = (given: readonly History[], order: string[], stages: Map<string, Stage>) =>
  new Map(
    stageProcess(
      {
        log: underPresentNames(logOf(given), { stages }).log,
        from: instant(0),
        to: instant(END * DAY_MS),
        filter: {},
      },
      order,
    ).map((each) => [each.stage, each]),
  );

/** How many of the deals that came into a stage, under whichever of its names, went on and how many left: by a plain loop. */
function naive(given: readonly History[], names: readonly string[], later: readonly string[]) {
  let [left, forward] = [0, 0];
  for (const { steps } of given) {
    const last = steps.findLastIndex(({ stage }) => names.includes(stage));
    const after = last < 0 ? undefined : steps[last + 1];
    if (!after) continue;
    left += 1;
    if (later.includes(after.stage)) forward += 1;
  }
  return { left, forward };
}

describe('a stage that was renamed before anything was kept', () => {
  const given = org((stage, day) => (stage === 'Two' && day >= RENAMED ? 'Two anew' : stage));
  const stages = listed('One', 'Two anew', 'Three');
  const order = ['One', 'Two anew', 'Three'];

  test('is recognised, on the day of its change', () => {
    const [found, ...others] = inferredRenames(logOf(given), stages);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ from: 'Two', to: 'Two anew', how: 'history' });
    expect(Math.abs((found?.at ?? 0) / DAY_MS - RENAMED)).toBeLessThan(15);
  });

  test('breaks no conversion: neither its own nor that of the stage before', () => {
    const found = processOf(given, order, stages);
    const later = ['Three', 'Won'];
    expect(found.get('Two anew')).toMatchObject(naive(given, ['Two', 'Two anew'], later));
    expect(found.get('One')).toMatchObject(naive(given, ['One'], ['Two', 'Two anew', ...later]));
  });

  test('a deal that was renamed while it was there has stayed', () => {
    const one: History = { id: 'x', steps: [step(RENAMED - 5, 'Two'), step(RENAMED + 5, 'Two anew')] };
    const { log } = underPresentNames(logOf([...given, one]), { stages });
    const process = stageProcess({ log, from: instant(0), to: instant(END * DAY_MS), filter: {} }, order);
    const two = process.find(({ stage }) => stage === 'Two anew');
    const before = processOf(given, order, stages).get('Two anew');
    expect(two?.entered).toBe((before?.entered ?? 0) + 1);
    expect(two?.left).toBe(before?.left);
  });
});

test('two neighbours that were renamed on one day are both recognised', () => {
  const given = org((stage, day) => (stage !== 'One' && day >= RENAMED ? `${stage} anew` : stage), 500);
  const found = inferredRenames(logOf(given), listed('One', 'Two anew', 'Three anew'));
  expect(found.map(({ from, to }) => `${from} ${to}`).toSorted()).toEqual(['Three Three anew', 'Two Two anew']);
});

test('what is recognised does not go by the order in which deals were read', () => {
  const given = org((stage, day) => (stage !== 'One' && day >= RENAMED ? `${stage} anew` : stage), 90);
  const stages = listed('One', 'Two anew', 'Three anew');
  const found = inferredRenames(logOf(given), stages);
  expect(found).toHaveLength(2);
  const next = randomStream(5);
  for (let round = 0; round < 20; round += 1)
    expect(inferredRenames(logOf(given.toSorted(() => next() - 0.5)), stages)).toEqual(found);
});

test('where every stage that deals were in is listed, no history is read', () => {
  const { words } = logOf(org((stage) => stage, 40));
  const unread = new Proxy({ words } as PipelineLog, {
    get(held, name, whole) {
      if (name !== 'words') throw new Error(`${String(name)} was read.`);
      return Reflect.get(held, name, whole) as unknown;
    },
  });
  expect(inferredRenames(unread, listed('One', 'Two', 'Three'))).toEqual([]);
  expect(() => inferredRenames(unread, listed('One', 'Two anew', 'Three'))).toThrow('was read');
});

describe('a stage that was added', () => {
  const given = org((stage, day) => (stage === 'Two' && day < RENAMED ? undefined : stage));
  test('is no rename, and the stage before goes on as it did', () => {
    const stages = listed('One', 'Two', 'Three');
    expect(underPresentNames(logOf(given), { stages }).renames).toEqual([]);
    const found = processOf(given, ['One', 'Two', 'Three'], stages);
    expect(found.get('One')).toMatchObject(naive(given, ['One'], ['Two', 'Three', 'Won']));
    expect(found.get('Two')).toMatchObject(naive(given, ['Two'], ['Three', 'Won']));
  });
});

test('a name that is used side by side with the present one is another stage', () => {
  const next = randomStream(8);
  const given = org((stage) => (stage === 'Two' && next() < 0.5 ? 'Side' : stage));
  expect(inferredRenames(logOf(given), listed('One', 'Two', 'Three'))).toEqual([]);
});

describe('lists of stages that were kept', () => {
  const [one, two] = [stageOf('One', 1), stageOf('Two', 2)];
  const version = (at: number, ...stages: StageVersion['stages'][number][]): StageVersion => ({ at, stages });

  test('the same id under another name, and another id in the same place, are renames; a stage that is added is none', () => {
    const anew = { ...two, name: 'Two anew' };
    const other = { ...one, id: 'other', name: 'First' };
    const added = stageOf('Three', 3);
    expect(
      keptRenames([
        version(1, one, two),
        version(2, one, anew),
        version(3, other, anew),
        version(4, other, anew, added),
      ]),
    ).toEqual([
      { from: 'Two', to: 'Two anew', at: 2, how: 'id' },
      { from: 'One', to: 'First', at: 3, how: 'place' },
    ]);
  });

  test('a name that went to and fro, or that two stages swapped, is left as the org lists it', () => {
    const swapped = [version(1, one, two), version(2, { ...one, name: 'Two' }, { ...two, name: 'One' })];
    const log = logOf(org((stage) => stage, 40));
    expect(underPresentNames(log, { stages: listed('One', 'Two', 'Three'), versions: swapped }).log).toBe(log);
  });
});
