import { describe, expect, test } from 'vitest';

import { peopleView } from '@/lib/answers/leading/people-view';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { randomStream } from '@/lib/figures/random';
import { rateStart } from '@/lib/figures/windows';
import { dealIndex } from '@/lib/log/positions';
import { stageOrder } from '@/lib/log/trend';
import { compareHabits, differencesOf } from '@/lib/process/rep-difference';
import { shrunkInterval, sharePrior, shrunkShare } from '@/lib/process/shrunk-share';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';
import { passedOf, weakStage } from './planted';

const AS_OF = dayOf('2026-11-24');
const STAGE = 'Proposal/Price Quote';

describe('a share drawn towards the usual', () => {
  /** The mean of what a share may be after some cases, by adding up a fine grid: no formula of the product's. */
  const byGrid = (counted: number, n: number, a: number, b: number): number => {
    let [sum, weight] = [0, 0];
    for (let step = 0.5; step < 20_000; step += 1) {
      const p = step / 20_000;
      const likely = Math.exp((counted + a - 1) * Math.log(p) + (n - counted + b - 1) * Math.log(1 - p));
      sum += p * likely;
      weight += likely;
    }
    return sum / weight;
  };

  test.each([
    [10, 20, 0.75, 20],
    [0, 25, 0.3, 12],
    [38, 40, 0.5, 3],
  ])('%i of %i with a usual %d that weighs %i cases is the mean of the beta posterior', (counted, n, mean, cases) => {
    const found = shrunkShare.compute({ counted, n, prior: { mean, cases } });
    expect(found).toBeCloseTo(byGrid(counted, n, mean * cases, (1 - mean) * cases), 4);
  });

  test('how much people differ is found again where it is known', () => {
    const next = randomStream(7);
    // A beta of whole numbers is an order statistic of uniform draws: 6 and 4 have the mean 0.6 and weigh 10 cases.
    const share = (): number => Array.from({ length: 9 }, next).toSorted((a, b) => a - b)[5] ?? 0;
    const tallies = Array.from({ length: 3000 }, () => {
      const p = share();
      return { n: 40, counted: Array.from({ length: 40 }, next).filter((dice) => dice < p).length };
    });
    const prior = sharePrior(tallies);
    expect(prior?.mean).toBeCloseTo(0.6, 1);
    expect(prior?.cases).toBeGreaterThan(9);
    expect(prior?.cases).toBeLessThan(11);
  });

  test('people who differ by chance alone are not told apart, and two people say nothing of people', () => {
    const same = Array.from({ length: 10 }, () => ({ n: 30, counted: 15 }));
    expect(sharePrior(same)).toEqual({ mean: 0.5, cases: Infinity });
    expect(shrunkInterval({ n: 30, counted: 28 }, { mean: 0.5, cases: Infinity })).toEqual({ low: 0.5, high: 0.5 });
    expect(sharePrior(same.slice(0, 2))).toBeUndefined();
    expect(sharePrior([])).toBeUndefined();
  });
});

describe('a seller who loses half of what should leave a stage', () => {
  const tables = generateOrg({ size: 400, seed: 1, asOf: AS_OF });
  const usual = contextOf(structuredClone(tables)).facts;
  const seller = [...usual.owners.open].find((id) => id !== usual.profile.userId) ?? '';
  const since = rateStart(usual.today, usual.log.timeZone);
  const order = stageOrder(usual.stages);
  const before = passedOf(tables.tables, seller, { stage: STAGE, order, since });
  weakStage(tables.tables, seller, STAGE);
  const { facts } = contextOf(tables);
  const view = peopleView(facts);
  const card = view.cards.find(({ userId }) => userId === seller);

  test('is told that stage and no other, with the planted share inside the interval', () => {
    expect(card?.develop).toMatchObject({ habit: 'conversion', stage: STAGE });
    const { low = 1, high = 0, n = 0, counted = 0, peers } = card?.develop ?? {};
    const rows = passedOf(tables.tables, seller, { stage: STAGE, order, since });
    expect({ n, counted }).toEqual({ n: rows.n, counted: rows.passed });
    const planted = (before.passed / before.n) * 0.5;
    expect(low).toBeLessThan(planted);
    expect(high).toBeGreaterThan(planted);
    expect(peers?.share).toBeGreaterThan(high);
  });

  test('with three deals of their own that were lost from there, and peers’ quartiles that hold half of the peers', () => {
    const { examples = [], peers } = card?.develop ?? {};
    expect(examples).toHaveLength(3);
    for (const { id } of examples) {
      const deal = facts.deal(id);
      expect(deal?.opportunity.ownerId).toBe(seller);
      expect(deal?.versions.some(({ stage }) => stage === STAGE)).toBe(true);
    }
    const [low = 1, , high = 0] = peers?.quartiles ?? [];
    const others = [...facts.owners.all]
      .filter((id) => id !== seller)
      .map((id) => passedOf(tables.tables, id, { stage: STAGE, order, since }))
      .filter(({ n }) => n >= 20)
      .map(({ n, passed }) => passed / n);
    const within = others.filter((share) => share >= low && share <= high).length;
    expect(others).toHaveLength(peers?.people ?? -1);
    expect(Math.abs(within / others.length - 0.5)).toBeLessThanOrEqual(1.5 / Math.sqrt(others.length));
  });

  test('was told nothing of the kind before', () => {
    const own = peopleView(usual).cards.find(({ userId }) => userId === seller);
    expect(own?.develop?.stage).not.toBe(STAGE);
  });

  test('adds up to the figures that every other screen has', () => {
    for (const { userId, open, won } of view.cards) {
      const one = [...facts.log.ids]
        .flatMap((id) => facts.deal(id)?.opportunity ?? [])
        .filter((deal) => deal.ownerId === userId);
      expect(open).toBe(one.filter((deal) => !deal.isClosed && deal.category !== 'omitted').length);
      const { start, end } = view.period;
      const sum = one
        .filter(({ isWon, closeDate = '' }) => isWon && closeDate >= start && closeDate <= end)
        .reduce((all, { amount = 0 }) => all + amount, 0);
      expect(won).toBeCloseTo(sum, 2);
    }
  });
});

test('the trend ends with a quarter that is older than the last four, as its card has it, and begins with the org’s first deals', () => {
  const { facts } = contextOf(generateOrg({ size: 12, seed: 4, asOf: AS_OF }));
  let period = quarterAt(facts.profile, AS_OF);
  for (let back = 1; back <= 15; back += 1) {
    period = neighbour(facts.profile, period, -1);
    const { cards } = peopleView({ ...facts, asked: { period, on: period.end } });
    for (const { quarters, won } of cards) {
      const own = quarters.find(({ label }) => label === period.label);
      expect(own?.won).toBe(won);
      if (back > 4) expect(quarters.at(-1)?.label).toBe(period.label);
      expect(quarters.length).toBe(back > 12 ? 17 - back : 5);
    }
  }
});

test('where people differ by chance alone nobody is named, however their shares fall', () => {
  const next = randomStream(11);
  const cases = Array.from({ length: 12 }, (_, owner) =>
    Array.from({ length: 60 }, (_case, at) => ({ deal: dealIndex(at), owner, isCounted: at % 2 === 0, at: next() })),
  ).flat();
  const groups = compareHabits([{ habit: 'pushes', cases: cases.slice(0, -1) }]);
  for (let owner = 0; owner < 12; owner += 1)
    for (const { isWorse } of differencesOf(groups, owner)) expect(isWorse).toBe(false);
});

describe('twelve people and twenty habits', () => {
  const ORGS = 40;
  /** Cases of each habit drawn alike for all, but for one person's in one stage. */
  const org = (seed: number, weak: number) => {
    const next = randomStream(seed);
    const habits = Array.from({ length: 20 }, (_, habit) => ({
      habit: habit % 2 === 0 ? ('conversion' as const) : ('dwell' as const),
      stage: `S${habit}`,
      cases: Array.from({ length: 12 }, (_person, owner) =>
        Array.from({ length: 25 + owner * 6 }, (_case, at) => {
          const share = habit % 2 === 1 ? 0.2 : owner === 7 && habit === 4 ? weak : 0.75;
          return { deal: dealIndex(at), owner, isCounted: next() < share, at };
        }),
      ).flat(),
    }));
    const groups = compareHabits(habits);
    return Array.from({ length: 12 }, (_, owner) => differencesOf(groups, owner).filter(({ isWorse }) => isWorse));
  };

  test('name nobody where nobody differs, in nine orgs of ten', () => {
    let some = 0;
    for (let seed = 1; seed <= ORGS; seed += 1) if (org(seed, 0.75).some(({ length }) => length > 0)) some += 1;
    expect(some).toBeLessThanOrEqual(ORGS / 10);
  });

  test('name the one who is weak in a stage, and hardly anyone beside, in nine of ten', () => {
    let [found, others] = [0, 0];
    for (let seed = 1; seed <= ORGS; seed += 1) {
      const named = org(seed, 0.4);
      if (named[7]?.[0]?.stage === 'S4') found += 1;
      others += named.filter(({ length }, owner) => owner !== 7 && length > 0).length;
    }
    expect(found).toBeGreaterThanOrEqual(0.9 * ORGS);
    expect(others).toBeLessThanOrEqual(ORGS / 10);
  });
});

test.each([8, 20, 40])(
  'one of %i who differs, and nobody else: named with the planted share inside the interval',
  (people) => {
    let [named, inside] = [0, 0];
    for (let seed = 1; seed <= 60; seed += 1) {
      const next = randomStream(seed);
      const cases = Array.from({ length: people }, (_person, owner) =>
        Array.from({ length: 50 }, (_case, at) => ({
          deal: dealIndex(at),
          owner,
          isCounted: next() < (owner === 3 ? 0.6 : 0.2),
          at,
        })),
      ).flat();
      const [own] = differencesOf(compareHabits([{ habit: 'cuts', cases }]), 3);
      if (!own?.isWorse) continue;
      named += 1;
      if (own.low <= 0.6 && 0.6 <= own.high) inside += 1;
    }
    expect(named).toBeGreaterThanOrEqual(54);
    expect(inside / named).toBeGreaterThanOrEqual(0.85);
  },
);

describe('who is shown to whom', () => {
  const tables = generateOrg({ size: 200, seed: 5, asOf: AS_OF });
  const { facts } = contextOf(tables);

  test('a manager sees the people below, and nothing is named on fewer than 20 cases', () => {
    const { cards } = peopleView(facts);
    expect(cards.length).toBeGreaterThan(5);
    for (const { compared, develop } of cards) {
      for (const { n } of compared) expect(n).toBeGreaterThanOrEqual(20);
      if (develop) expect(develop.high < develop.peers.share || develop.low > develop.peers.share).toBe(true);
    }
  });

  test('a seller sees the own card alone, and the others as peers without a name', () => {
    const seller = [...facts.owners.open][0] ?? '';
    const own = peopleView({ ...facts, profile: { ...facts.profile, userId: seller } });
    expect(own.cards.map(({ userId }) => userId)).toEqual([seller]);
    expect(own.compared).toBe(facts.owners.all.size);
    const names = [...facts.users.values()].filter(({ id }) => id !== seller && facts.owners.all.has(id));
    for (const { name, id } of names) {
      expect(JSON.stringify(own)).not.toContain(id);
      expect(JSON.stringify(own.cards.map(({ name: shown }) => shown))).not.toContain(name);
    }
  });

  test('a small team is told that nothing is named', () => {
    const small = peopleView(contextOf(generateOrg({ size: 12, seed: 2, asOf: AS_OF })).facts);
    for (const { develop } of small.cards) expect(develop).toBeUndefined();
  });
});
