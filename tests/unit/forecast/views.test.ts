import { describe, expect, test } from 'vitest';

import { accuracyView } from '@/lib/answers/accuracy-view';
import { planView } from '@/lib/answers/plan-view';
import { teamView } from '@/lib/answers/team';
import { addDays, type Day } from '@/lib/calendar/days';
import { teamOf } from '@/lib/deal/hierarchy';
import { dealOutlook } from '@/lib/forecast/deal-outlook';
import type { OrgFacts } from '@/lib/forecast/facts';
import { focusOf } from '@/lib/forecast/focus-of';
import { engineOf, outlook, scopeForecast, quotaNow } from '@/lib/forecast/outlook';
import type { ReplayRow } from '@/lib/forecast/past/replay';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';
import { recordsOf } from '@/tests/explore/facts';

const TODAY = '2026-11-24' as Day;
const { facts } = contextOf(generateOrg({ size: 40, seed: 6, asOf: TODAY }), TODAY);
const { period } = engineOf(facts);
/** The org of a quarter that may reach its quota or miss it. */
const near: OrgFacts = facts;
const without: OrgFacts = { ...facts, quotas: [] };

describe('the team', () => {
  const view = teamView(near);

  test('has won and expects, on average, what its people do together; chances and quantiles are its own', () => {
    const { userIds } = teamOf(near, near.profile.userId);
    const whole = scopeForecast(near, userIds, undefined);
    const parts = [...userIds].map((id) => scopeForecast(near, new Set([id]), undefined));
    const sum = (pick: (part: (typeof parts)[number]) => number): number =>
      parts.reduce((all, each) => all + pick(each), 0);
    expect(sum(({ won }) => won)).toBe(whole.won);
    expect(sum(({ deals }) => deals.length)).toBe(whole.deals.length);
    const mean = (deals: (typeof parts)[number]['deals']): number =>
      deals.reduce((all, { p, amount }) => all + p * amount, 0);
    expect(Math.abs(sum(({ deals }) => mean(deals)) - mean(whole.deals))).toBeLessThan(1);
    expect(Math.abs(whole.open - mean(whole.deals))).toBeLessThan(1);
    expect(view.total.outlook?.reachesQuota).toBeGreaterThan(0);
    expect(view.total.outlook?.reachesQuota).toBeLessThan(1);
  });

  test('a deal on the record and in the plan moves the same chance', () => {
    const plan = planView(near, { lost: [] });
    expect(plan.reachesQuota).toBeCloseTo(view.total.outlook?.reachesQuota ?? -1, 12);
  });
});

describe('the plan', () => {
  test('“if lost” is the chance that it shows once that deal is marked lost, and so on from there', () => {
    let lost: string[] = [];
    for (const marked of [0, 1, 2]) {
      const now = planView(near, { lost });
      expect(now.steps.length).toBeGreaterThan(1);
      for (const { id, ifLost } of now.steps)
        expect(planView(near, { lost: [...lost, id] }).reachesQuota, `${id} after ${marked}`).toBeCloseTo(ifLost, 10);
      lost = [...lost, now.steps[0]?.id ?? ''];
    }
  });

  const plan = planView(near, { lost: [] });

  test('adds up from what is won to the quota, and says what each of its deals is worth to it', () => {
    expect(plan.reaches).toBe(true);
    let gathered = plan.won;
    for (const { id, amount, cumulative, ifLost } of plan.steps) {
      expect(amount).toBe(facts.deal(id)?.opportunity.amount);
      gathered += amount;
      expect(cumulative).toBeCloseTo(gathered, 2);
      expect(ifLost).toBeLessThanOrEqual((plan.reachesQuota ?? 0) + 1e-9);
    }
    expect(plan.more > 0 || gathered >= (plan.quota ?? Infinity)).toBe(true);
  });

  test('without a deal is what it foretold for its loss, and does not name it', () => {
    for (const { id, ifLost } of plan.steps.slice(0, 3)) {
      const after = planView(near, { lost: [id] });
      expect(after.reachesQuota).toBeCloseTo(ifLost, 9);
      expect(after.steps.map((each) => each.id)).not.toContain(id);
      expect(after.lost).toEqual([{ id, name: facts.deal(id)?.opportunity.name }]);
    }
  });

  test('has substitutes only for the deal that is opened, none of them worse than doing nothing', () => {
    const [first] = plan.steps;
    const { steps } = planView(near, { lost: [], opened: first?.id ?? '' });
    expect(steps.slice(1).every(({ substitutes }) => substitutes === undefined)).toBe(true);
    expect(steps[0]?.substitutes?.length).toBeGreaterThan(0);
    for (const { chance } of steps[0]?.substitutes ?? [])
      expect(chance).toBeGreaterThanOrEqual((first?.ifLost ?? 1) - 1e-9);
  });

  test('needs a quota, and none when it is reached; a deal that is unknown or gone changes nothing', () => {
    expect(planView(without, { lost: [] })).toMatchObject({ steps: [], more: 0, lost: [] });
    expect(planView(without, { lost: [] }).quota).toBeUndefined();
    const small = { ...facts, quotas: [{ id: 'q', userId: facts.profile.userId, amount: 0.01, start: period.start }] };
    expect(planView(small, { lost: [] })).toMatchObject({ gap: 0, steps: [], chance: 1, reachesQuota: 1 });
    expect(planView(near, { lost: ['006nothing'] }).reachesQuota).toBe(plan.reachesQuota);
  });
});

describe('a deal', () => {
  test('that is open is in exactly one bucket; one that is closed is in none and moves nothing', () => {
    for (const { id, isClosed } of recordsOf(facts)) {
      const deal = facts.deal(id);
      if (!deal) throw new Error('Not cached.');
      const focus = focusOf(facts, deal);
      expect(focus !== undefined).toBe(!isClosed);
      if (isClosed) expect(dealOutlook(facts, deal)).toBeUndefined();
      else expect(['nearWin', 'work', 'nurture', 'nearLoss', 'letGo']).toContain(focus?.bucket);
    }
  });

  test('moves its owner’s quota where the owner has one, else the team’s, and none where there is none', () => {
    const open = recordsOf(near).filter(
      ({ isClosed, amount = 0, category }) => !isClosed && amount > 0 && category !== 'omitted',
    );
    const [some] = open;
    const deal = some && near.deal(some.id);
    if (!deal) throw new Error('No open deal.');
    const own = dealOutlook(near, deal);
    expect(own?.quarter?.scope).toBe('owner');
    const { now, ifWon, ifLost } = own?.quarter ?? { now: 0, ifWon: 0, ifLost: 1 };
    const p = own?.chance ?? 0;
    expect(p * ifWon + (1 - p) * ifLost).toBeCloseTo(now, 9);
    const others = { ...near, quotas: near.quotas.filter(({ userId }) => userId !== some.ownerId) };
    expect(dealOutlook(others, deal)?.quarter?.scope).toBe('team');
    expect(dealOutlook(without, deal)?.quarter).toBeUndefined();
  });
});

test('pace is what is won against the usual share by this day, told without a quota as nothing', () => {
  const { userIds } = teamOf(near, near.profile.userId);
  const quota = quotaNow(near, userIds).amount;
  if (quota === undefined) throw new Error('No quota.');
  // By hand: share of each of the last four quarter's bookings that was dated by the matching day.
  const daysLeft = engineOf(near).daysLeft;
  const shares = engineOf(near)
    .past.slice(-4)
    .map((past) => {
      const won = recordsOf(near).filter(
        ({ isWon, closeDate = '', ownerId = '' }) =>
          isWon && userIds.has(ownerId) && closeDate >= past.start && closeDate <= past.end,
      );
      const total = won.reduce((all, { amount = 0 }) => all + amount, 0);
      const early = won.filter(({ closeDate = '' }) => closeDate <= addDays(past.end, -daysLeft));
      return total === 0 ? undefined : early.reduce((all, { amount = 0 }) => all + amount, 0) / total;
    })
    .filter((share) => share !== undefined)
    .toSorted((a, b) => a - b);
  const middle = (shares.length - 1) / 2;
  const usual = ((shares[Math.floor(middle)] ?? 0) + (shares[Math.ceil(middle)] ?? 0)) / 2;
  const { won } = scopeForecast(near, userIds, quota);
  expect(outlook(near, userIds, quota).pacing).toBeCloseTo(won / 100 / (quota * usual), 6);
  expect(outlook(without, userIds, undefined).pacing).toBeUndefined();
});

test('errors are judged beside the rival over the same quarters: those in which it had a past to go by, and enough deals behind them', () => {
  const row = (period: string, p50: number, actual: number, remainder?: number, n = 99): ReplayRow => ({
    period,
    start: TODAY,
    end: TODAY,
    daysBefore: 30,
    p10: p50 - 1000,
    p50,
    p90: p50 + 1000,
    actual,
    won: 0,
    commit: 0,
    n,
    method: 'stageRate',
    methodVersion: 'stageRate 7',
    ...(remainder === undefined ? {} : { remainder }),
  });
  const { summary, people } = accuracyView(
    facts,
    [row('a', 0, 90_000), row('b', 10_000, 10_000, 20_000), row('c', 5000, 10_000, 10_000), row('d', 0, 50_000, 0, 39)],
    [],
    [],
  );
  expect(summary.find(({ daysBefore }) => daysBefore === 30)).toEqual({
    daysBefore: 30,
    wape: 0.25,
    bias: -0.25,
    naiveWape: 0.5,
    held: 1,
    of: 2,
  });
  expect(summary.find(({ daysBefore }) => daysBefore === 7)).toEqual({ daysBefore: 7, held: 0, of: 0 });
  expect(people.length).toBeGreaterThan(1);
});
