import fc from 'fast-check';
import { expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import type { FieldChange } from '@/lib/deal/opportunity';
import { randomStream } from '@/lib/figures/random';
import { OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';
import { dealFacts } from '@/lib/scoring/deal/deal-facts';
import { featureTable } from '@/lib/scoring/deal/features';
import { landmarksUntil } from '@/lib/scoring/deal/landmarks';

import { RUNS } from '../runs';
import { makeWorld, OPTIONS, START, WEEKS } from './world';

const world = makeWorld(120, 1);
/** Changes of the next step and of another field, one every other week of some deals. */
const nextSteps = Array.from({ length: 400 }, (_, at): FieldChange => ({
  id: `017${at}`,
  opportunityId: world.log.ids[(at * 7) % world.log.size]!,
  field: at % 3 === 0 ? 'Amount' : 'NextStep',
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
      const open = Array.from({ length: world.log.size }, (_, deal) => deal).filter((deal) => {
        const version = versionAt(world.log, deal, at);
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

test('G8.10: each deal has a landmark at its creation, at each change while open, and none after its end', () => {
  const rows = landmarksUntil(world.log, world.at);
  for (let deal = 0; deal < world.log.size; deal += 1) {
    const own = rows.filter((row) => row.deal === deal).map(({ at }) => at);
    const versions = Array.from(
      { length: world.log.starts[deal + 1]! - world.log.starts[deal]! },
      (_, at) => world.log.starts[deal]! + at,
    );
    const open = versions.filter(
      (version) => world.log.status[version] === OPEN && world.log.from[version]! <= world.at,
    );
    for (const version of open) expect(own).toContain(world.log.from[version]);
    const end = versions.find((version) => world.log.status[version] !== OPEN);
    if (end !== undefined) for (const at of own) expect(at).toBeLessThan(world.log.from[end]!);
    const gaps = own.toSorted((a, b) => a - b).map((at, index, all) => (all[index + 1] ?? at) - at);
    for (const gap of gaps) expect(gap).toBeLessThanOrEqual(28 * DAY_MS);
  }
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
    const steps = nextSteps.filter((each) => each.field === 'NextStep' && each.at <= at);
    const own = steps.filter((each) => each.opportunityId === log.ids[deal] && each.at > at - 14 * DAY_MS);
    expect(column('nextStepChanges')[row]).toBe(steps.length === 0 ? Number.NaN : own.length);
  });
});
