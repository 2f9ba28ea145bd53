import fc from 'fast-check';
import { expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { FieldChange } from '@/lib/deal/opportunity';
import { randomStream } from '@/lib/figures/random';
import { OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';
import { dealIndex, FIRST_DEAL } from '@/lib/log/positions';
import { featureTable } from '@/lib/scoring/deal/features';
import { landmarksUntil } from '@/lib/scoring/deal/landmarks';

import { RUNS } from '../runs';
import { dealFacts } from './known-facts';
import { makeWorld, OPTIONS, START, WEEKS } from './world';

const world = makeWorld(120, 1);
/** Changes of the next step and of another field, one every other week of some deals. */
const nextSteps = Array.from({ length: 400 }, (_, at): FieldChange => ({
  id: `017${at}`,
  opportunityId: world.log.ids[(at * 7) % world.log.size]!,
  field: at % 3 === 0 ? 'amount' : 'nextStep',
  at: START + ((at * 13) % (WEEKS * 7)) * DAY_MS + at,
}));

/** Everything dated after an instant is put into other words, other numbers, other order, or taken away. */
function scrambled(at: number, seed: number) {
  const next = randomStream(seed);
  const { log } = world;
  const later = (values: ArrayLike<number>, row: number, other: number): number =>
    log.from[row]! > at ? other : values[row]!;
  const rows = Array.from(log.from.keys());
  const changed: PipelineLog = {
    ...log,
    stage: Uint8Array.from(rows, (row) => later(log.stage, row, Math.floor(next() * 6))),
    status: Uint8Array.from(rows, (row) => later(log.status, row, Math.floor(next() * 3))),
    amount: Float64Array.from(rows, (row) => later(log.amount, row, next() * 1e6)),
    closeDay: Int32Array.from(rows, (row) => later(log.closeDay, row, Math.floor(next() * 20_000))),
    owner: Uint8Array.from(rows, (row) => later(log.owner, row, Math.floor(next() * 5))),
    goneAt: log.goneAt.map((gone) => (next() < 0.2 ? at + 1 + next() * 1e9 : gone)),
  };
  const activities = world.activities.flatMap((each) => {
    const known = each.createdAt! <= at;
    if (!known) return next() < 0.5 ? [] : [{ ...each, at: each.at! + next() * 1e9, contactId: '003x' }];
    return [each];
  });
  const contactRoles = world.contactRoles.filter(({ createdAt }) => createdAt! <= at || next() < 0.5);
  const steps = nextSteps.flatMap((each) =>
    each.at <= at ? [each] : next() < 0.5 ? [] : [{ ...each, at: at + 1 + next() * 1e9 }],
  );
  return dealFacts(changed, activities.toReversed(), contactRoles.toReversed(), steps.toReversed());
}

test('G8.10: whatever becomes known later, features at an instant are the same to the last bit', () => {
  const facts = dealFacts(world.log, world.activities, world.contactRoles, nextSteps);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: WEEKS - 2 }), fc.nat(), (week, seed) => {
      const at = START + (week * 7 + 3) * DAY_MS;
      const open = Array.from({ length: world.log.size }, (_, deal) => dealIndex(deal)).filter((deal) => {
        const version = versionAt(world.log, deal, instant(at));
        return version >= 0 && world.log.status[version] === OPEN;
      });
      const asked = open.map((deal) => ({ deal, at }));
      const [before, after] = [featureTable(facts, asked, OPTIONS), featureTable(scrambled(at, seed), asked, OPTIONS)];
      expect(after.columns.map(({ name }) => name)).toEqual(before.columns.map(({ name }) => name));
      before.columns.forEach((column, index) => {
        const other = after.columns[index]!.values;
        expect(
          column.values.every((value, row) => Object.is(value, other[row])),
          column.name,
        ).toBe(true);
      });
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
});

test('G8.10: every deal is looked at on each tick of one weekly clock on which it was open, and on no other instant', () => {
  const rows = landmarksUntil(world.log, world.at);
  const expected = new Set<string>();
  for (let at = world.at; at >= START; at -= 7 * DAY_MS) {
    for (let deal = FIRST_DEAL; deal < world.log.size; deal++) {
      const version = versionAt(world.log, deal, instant(at));
      if (version >= 0 && world.log.status[version] === OPEN) expected.add(`${deal}/${at}`);
    }
  }
  expect(rows.length).toBe(expected.size);
  for (const { deal, at } of rows) expect(expected).toContain(`${deal}/${at}`);
});

test('of too many looks the same ones are taken each time, in about the same share from all of the time', () => {
  const large = makeWorld(4000, 2);
  const all = landmarksUntil(large.log, large.at);
  const most = Math.floor(all.length / 5);
  const kept = landmarksUntil(large.log, large.at, most);
  expect(landmarksUntil(large.log, large.at, most)).toEqual(kept);
  expect(Math.abs(kept.length / most - 1)).toBeLessThan(0.1);
  const keys = new Set(all.map(({ deal, at }) => `${deal}/${at}`));
  expect(kept.filter(({ deal, at }) => !keys.has(`${deal}/${at}`))).toEqual([]);
  const instants = all.map(({ at }) => at).toSorted((a, b) => a - b);
  for (const part of [0.25, 0.5, 0.75]) {
    const border = instants[Math.floor(instants.length * part)]!;
    expect(Math.abs(kept.filter(({ at }) => at < border).length / kept.length - part)).toBeLessThan(0.03);
  }
  // A month later most of the looks that both could take are the same: chances do not jump with the draw.
  const before = landmarksUntil(large.log, large.at - 28 * DAY_MS, most);
  const held = new Set(kept.map(({ deal, at }) => `${deal}/${at}`));
  expect(before.filter(({ deal, at }) => held.has(`${deal}/${at}`)).length / before.length).toBeGreaterThan(0.8);
});

test('G8.12: an end that comes after the instant asked about is not known', () => {
  const at = START + 60 * 7 * DAY_MS;
  for (const { endedAt } of landmarksUntil(world.log, at)) expect(endedAt <= at || endedAt === Infinity).toBe(true);
});

test('counts over the versions are those of a recount by hand', () => {
  const facts = dealFacts(world.log, world.activities, world.contactRoles, nextSteps);
  const { log } = world;
  const asked = landmarksUntil(log, world.at);
  const table = featureTable(facts, asked, OPTIONS);
  const column = (name: string) => table.columns.find((each) => each.name === name)!.values;
  asked.forEach(({ deal, at }, row) => {
    const states = Array.from(log.from.keys()).filter(
      (v) => v >= log.starts[deal]! && v < log.starts[deal + 1]! && log.from[v]! <= at,
    );
    const moves = states.slice(1).filter((v) => log.stage[v] !== log.stage[v - 1]);
    expect(column('stageMoves')[row]).toBe(moves.length);
    expect(column('daysInStage')[row]).toBe((at - log.from[moves.at(-1) ?? states[0]!]!) / DAY_MS);
    expect(column('pushes')[row]).toBe(states.slice(1).filter((v) => log.closeDay[v]! > log.closeDay[v - 1]!).length);
    const done = world.activities.filter((a) => a.opportunityId === log.ids[deal] && a.createdAt! <= at && a.at! <= at);
    expect(column('activities30')[row]).toBe(done.filter((a) => at - a.at! <= 30 * DAY_MS).length);
    const roles = world.contactRoles.filter((r) => r.opportunityId === log.ids[deal] && r.createdAt! <= at);
    expect(column('contactRoles')[row]).toBe(roles.length);
    const steps = nextSteps.filter((each) => each.field === 'nextStep' && each.at <= at);
    const own = steps.filter((each) => each.opportunityId === log.ids[deal] && each.at > at - 14 * DAY_MS);
    expect(column('nextStepChanges')[row]).toBe(steps.length === 0 ? Number.NaN : own.length);
  });
});
