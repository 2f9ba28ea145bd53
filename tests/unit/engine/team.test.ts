import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DAY_MS, type Day } from '@/lib/calendar/days';
import { buildLog } from '@/lib/columns/log';
import type { Opportunity } from '@/lib/deal/opportunity';
import type { Quota, Role, User } from '@/lib/deal/org';
import { randomStream } from '@/lib/figures/random';
import type { OrgFacts } from '@/lib/forecast/facts';
import { requiredCoverage } from '@/lib/forecast/required-coverage';
import { ownersNow } from '@/lib/log/present';
import { teamRows } from '@/tests/explore/team-rows';

import { PROFILE } from '../domain/deal';
import { RUNS } from '../runs';

const PERIOD = { start: '2026-10-01' as Day, end: '2026-12-31' as Day, label: 'Q4 FY26' };
const NOW = Date.parse('2026-11-24T10:00:00Z');
const IDS = Array.from({ length: 8 }, (_, at) => `u${at}`);

/** People in any tree, loops and orphans included; deals of all of them, of a stranger and of nobody; quotas of some. */
const orgs = fc.record({
  byRole: fc.boolean(),
  parents: fc.array(fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }), { minLength: 8, maxLength: 8 }),
  quotas: fc.array(fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined }), { minLength: 8, maxLength: 8 }),
  deals: fc.array(
    fc.record({
      owner: fc.constantFrom(...IDS, 'stranger', undefined),
      status: fc.constantFrom('open', 'won', 'lost'),
      amount: fc.option(fc.integer({ min: 0, max: 1e7 }), { nil: undefined }),
      isInside: fc.boolean(),
    }),
    { maxLength: 25 },
  ),
});
type Org = typeof orgs extends fc.Arbitrary<infer T> ? T : never;

function build({ byRole, parents, quotas, deals }: Org): OrgFacts {
  const users = IDS.map((id, at): User => {
    const parent = parents[at];
    return {
      id,
      name: id,
      isActive: true,
      ...(byRole ? { roleId: `r${at}` } : parent === undefined ? {} : { managerId: `u${parent}` }),
    };
  });
  const roles = IDS.map((_, at): Role => {
    const parent = parents[at];
    return { id: `r${at}`, name: `r${at}`, ...(parent === undefined ? {} : { parentId: `r${parent}` }) };
  });
  const opportunities = deals.map(({ owner, status, amount, isInside }, at): Opportunity => ({
    id: `d${at}`,
    name: `d${at}`,
    ...(owner === undefined ? {} : { ownerId: owner }),
    stage: status,
    ...(amount === undefined ? {} : { amount: amount / 100 }),
    closeDate: (isInside ? '2026-11-30' : '2027-01-15') as Day,
    isClosed: status !== 'open',
    isWon: status === 'won',
    createdAt: NOW - 40 * DAY_MS,
    modifiedAt: NOW - 30 * DAY_MS,
  }));
  const given = quotas.flatMap((amount, at): Quota[] =>
    amount === undefined ? [] : [{ id: `q${at}`, userId: `u${at}`, amount: amount / 100, start: PERIOD.start }],
  );
  const stages = new Map();
  const log = buildLog({ opportunities, versions: [], fieldChanges: [], profile: PROFILE, stages });
  // Safe: the roll-up reads only these.
  return {
    profile: PROFILE,
    users: new Map(users.map((user) => [user.id, user])),
    roles: byRole ? new Map(roles.map((role) => [role.id, role])) : new Map(),
    quotas: given,
    owners: ownersNow(log),
    log,
    stages,
  } as unknown as OrgFacts;
}

/** Everyone below, by walking up from each person: what a tree is to a person with a pencil. */
const isBelow = (parents: Org['parents'], at: number, boss: number): boolean => {
  let [place, steps] = [parents[at], 0];
  for (; place !== undefined && steps < 20; steps += 1) {
    if (place === boss) return true;
    place = parents[place];
  }
  return false;
};

test('a team’s figures are the sum of its people’s, each person once, also in trees with loops', () => {
  fc.assert(
    fc.property(orgs, (org) => {
      const facts = build(org);
      const { log } = facts;
      const rows = teamRows(facts, log, { at: NOW, period: PERIOD });
      expect(new Set(rows.map(({ userId }) => userId)).size).toBe(rows.length);
      for (const { userId, own, team, target, quotaSum } of rows) {
        const at = IDS.indexOf(userId);
        const people = IDS.flatMap((_, each) =>
          each === at || (at >= 0 && isBelow(org.parents, each, at)) ? [each] : [],
        );
        const members = at < 0 ? [userId] : people.map((each) => IDS[each] ?? '');
        const mine = (status: string): number =>
          org.deals
            .filter((deal) => members.includes(deal.owner ?? '') && deal.isInside && deal.status === status)
            .reduce((sum, { amount = 0 }) => sum + amount, 0);
        expect(team.won).toBe(mine('won'));
        expect(team.open).toBe(mine('open'));
        const has = (each: number): boolean => org.quotas[each] !== undefined;
        const leads = (boss: number, each: number): boolean =>
          isBelow(org.parents, each, boss) && !isBelow(org.parents, boss, each);
        const isLeader = (boss: number): boolean => IDS.some((_, each) => has(each) && leads(boss, each));
        const asked = people.filter((each) => has(each));
        const add = (all: readonly number[]): number | undefined =>
          all.length === 0 ? undefined : all.reduce((sum, each) => sum + (org.quotas[each] ?? 0), 0);
        const [top, lowest] = [
          asked.filter((each) => !asked.some((boss) => leads(boss, each))),
          asked.filter((each) => !isLeader(each)),
        ];
        expect(quotaSum).toBe(add(lowest));
        expect(target).toBe(top.some(isLeader) ? add(top) : undefined);
        expect(team.quota).toBe(target ?? quotaSum);
        if (team.quota !== undefined) expect(team.gap).toBe(team.quota - team.won);
        // What a manager carries for others is no quota of the manager alone.
        if (at >= 0) expect(own.quota).toBe(has(at) && !isLeader(at) ? org.quotas[at] : undefined);
      }
      // Nobody's deal is lost on the way: all own figures together are all deals that someone owns.
      const owned = org.deals.filter(({ isInside, status }) => isInside && status === 'won');
      expect(rows.reduce((sum, { own }) => sum + own.won, 0)).toBe(
        owned.reduce((sum, { amount = 0 }) => sum + amount, 0),
      );
    }),
    { numRuns: RUNS },
  );
});

describe('required coverage', () => {
  /** Smallest number of deals of one size with P(at least `wins` won) ≥ q, by the binomial distribution. */
  const needed = (wins: number, p: number, q: number): number => {
    for (let deals = wins; ; deals += 1) {
      let [below, term] = [0, (1 - p) ** deals];
      for (let k = 0; k < wins; k += 1) {
        below += term;
        term *= ((deals - k) / (k + 1)) * (p / (1 - p));
      }
      if (1 - below >= q) return deals;
    }
  };

  test.each([
    [1, 0.25, 0.5],
    [5, 0.25, 0.8],
    [20, 0.3, 0.9],
    [50, 0.5, 0.5],
  ])('for %d deals of one size won at %d, a chance of %d needs what the binomial says', (wins, winRate, chance) => {
    const found = requiredCoverage({ gap: wins * 100, sizes: [100], winRate, chance, random: randomStream(7) });
    const exact = needed(wins, winRate, chance) / wins;
    // 4,000 draws: within one deal, or three per cent.
    expect(Math.abs((found ?? 0) - exact)).toBeLessThanOrEqual(Math.max(1 / wins, exact * 0.03) + 1e-9);
  });

  test('many small deals need less than few large ones, and a greater chance needs more', () => {
    const ask = (gap: number, chance: number): number =>
      requiredCoverage({ gap, sizes: [50, 100, 400], winRate: 0.3, chance, random: randomStream(3) }) ?? 0;
    expect(ask(20_000, 0.8)).toBeLessThan(ask(500, 0.8));
    expect(ask(5000, 0.5)).toBeLessThan(ask(5000, 0.9));
    expect(ask(20_000, 0.5)).toBeCloseTo(1 / 0.3, 0);
  });

  test.each([
    ['nothing is missing', { gap: 0 }, 0],
    ['nothing was ever won', { winRate: 0 }, undefined],
    ['no deal has an amount', { sizes: [0, 0] }, undefined],
    ['a chance of one is asked', { chance: 1 }, undefined],
    ['the rate is no number', { winRate: Number.NaN }, undefined],
  ])('%s', (_name, change, expected) =>
    expect(
      requiredCoverage({ gap: 100, sizes: [10], winRate: 0.5, chance: 0.8, random: randomStream(1), ...change }),
    ).toBe(expected),
  );
});
