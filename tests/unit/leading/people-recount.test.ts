import { expect, test } from 'vitest';

import { peopleView } from '@/lib/answers/leading/people-view';
import type { Day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';
import * as odd from '@/lib/sample/odd';
import type { OrgTables, Row } from '@/lib/sample/org-tables';
import { contextOf } from '@/tests/explore/context';

interface Tally {
  n: number;
  counted: number;
}
type Habits = Map<string, Map<string, Tally>>;

/** Instants of a day's first moment in a zone, found by halving. */
function firstMoment(on: string, zone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  let [low, high] = [Date.parse(`${on}T00:00:00Z`) - 2 * 86_400_000, Date.parse(`${on}T00:00:00Z`) + 2 * 86_400_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (format.format(middle) < on) low = middle;
    else high = middle;
  }
  return high;
}

/** Conversion, pushes and cuts of everybody, out of the CRM's rows alone. */
function recount(tables: OrgTables['tables'], days: { start: string; end: string }, zone: string): Habits {
  const found: Habits = new Map();
  const add = (habit: string, deal: Row, isCounted: boolean): void => {
    const own = found.get(habit) ?? new Map<string, Tally>();
    found.set(habit, own);
    const tally = own.get(String(deal['OwnerId'])) ?? { n: 0, counted: 0 };
    own.set(String(deal['OwnerId']), { n: tally.n + 1, counted: tally.counted + Number(isCounted) });
  };
  const stages = tables.OpportunityStage.toSorted((a, b) => Number(a['SortOrder']) - Number(b['SortOrder']));
  const isOpen = (name: unknown): boolean => stages.find((row) => row['ApiName'] === name)?.['IsClosed'] === false;
  const place = (name: unknown): number =>
    stages.filter((row) => row['IsClosed'] === false).findIndex((row) => row['ApiName'] === name);
  const isWonStage = (name: unknown): boolean => stages.find((row) => row['ApiName'] === name)?.['IsWon'] === true;
  const since = firstMoment(days.start, zone);
  const histories = Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));
  for (const deal of tables.Opportunity) {
    const rows = (histories.get(deal.Id) ?? []).toSorted(
      (a, b) => Date.parse(String(a['CreatedDate'])) - Date.parse(String(b['CreatedDate'])),
    );
    rows.forEach((row, at) => {
      const name = row['StageName'];
      if (!isOpen(name) || rows[at - 1]?.['StageName'] === name) return;
      const next = rows.slice(at).find((later) => later['StageName'] !== name)?.['StageName'];
      if (next === undefined || Date.parse(String(row['CreatedDate'])) < since) return;
      add(`conversion ${String(name)}`, deal, isWonStage(next) || (isOpen(next) && place(next) > place(name)));
    });
    const closes = String(deal['CloseDate']);
    if (deal['IsClosed'] !== true || closes < days.start || closes > days.end) continue;
    const planned = [...rows.map((row) => String(row['CloseDate'])), closes];
    add('pushes', deal, planned.filter((on, at) => at > 0 && on > (planned[at - 1] ?? '')).length >= 2);
    const first = rows.find((row) => isOpen(row['StageName']) && row['Amount'] != null)?.['Amount'];
    if (deal['IsWon'] === true && deal['Amount'] != null && first != null)
      add('cuts', deal, Number(deal['Amount']) < Number(first));
  }
  return found;
}

/** How many cases the usual weighs: one-way analysis of variance of the cases themselves, each 0 or 1, person by person. */
function usualCases(tallies: readonly Tally[]): number {
  const people = tallies.map(({ n, counted }) => Array.from({ length: n }, (_, at) => Number(at < counted)));
  const mean = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0) / all.length;
  const [all, k] = [people.flat(), people.length];
  const among = people.reduce((sum, own) => sum + own.length * (mean(own) - mean(all)) ** 2, 0) / (k - 1);
  const within =
    people.reduce((sum, own) => sum + own.reduce((s, each) => s + (each - mean(own)) ** 2, 0), 0) / (all.length - k);
  const size = (all.length - people.reduce((sum, own) => sum + own.length ** 2, 0) / all.length) / (k - 1);
  const alike = (among - within) / (among + (size - 1) * within);
  return alike > 0 ? 1 / Math.min(alike, 0.99) - 1 : Infinity;
}

/** Where a true share is just 1.96 standard errors of its own away from what was counted, by halving. */
function edge(share: number, n: number, towards: 0 | 1): number {
  let [near, far] = [share, towards as number];
  for (let step = 0; step < 80; step += 1) {
    const p = (near + far) / 2;
    if (Math.abs(p - share) > 1.959964 * Math.sqrt((p * (1 - p)) / n)) far = p;
    else near = p;
  }
  return near;
}

const ORGS: Record<string, { size: number; seed: number; asOf: string; odd?: odd.Odd[] }> = {
  'with fourteen people on a deal': { size: 240, seed: 64_007, asOf: '2027-01-02', odd: [odd.fourteenPeople] },
  'on the Pacific in a leap February': { size: 420, seed: 90_731, asOf: '2028-02-29', odd: [odd.usWestCoast] },
  'with ladders by record type': { size: 300, seed: 5_519, asOf: '2027-05-03', odd: [odd.recordTypes] },
  'of weeks with quotas of managers': {
    size: 260,
    seed: 77_003,
    asOf: '2026-12-31',
    odd: [odd.weeks53, odd.managerQuotas],
  },
  'whose year begins in July, of people': {
    size: 350,
    seed: 31_337,
    asOf: '2027-07-01',
    odd: [odd.julyStart, odd.personAccounts],
  },
  'with quotas of months and quarters': { size: 500, seed: 8_123, asOf: '2026-08-16', odd: [odd.monthsAndQuarters] },
  'with labels of its own': { size: 330, seed: 1_999, asOf: '2026-10-25', odd: [odd.salesforceLabels, odd.longNames] },
};

test.each(Object.entries(ORGS).slice(0, process.env['LONG'] ? undefined : 1))(
  'cards of an org %s say of conversion, pushes and cuts what its rows do',
  (_, { asOf, ...org }) => {
    const tables = generateOrg({ ...org, asOf: asOf as Day });
    const { facts } = contextOf(structuredClone(tables));
    const view = peopleView(facts);
    const habits = recount(tables.tables, view.days, facts.log.timeZone);
    let [checked, drawn] = [0, 0];
    for (const { userId, compared, develop } of view.cards) {
      const worse = compared.filter(({ isWorse }) => isWorse);
      expect(develop?.habit).toBe(worse[0]?.habit);
      for (const each of compared) {
        const own = habits.get(each.stage === undefined ? each.habit : `${each.habit} ${each.stage}`);
        if (!own) {
          expect(['dwell', 'activity']).toContain(each.habit);
          continue;
        }
        const name = `${userId} ${each.habit} ${each.stage ?? ''}`;
        const mine = own.get(userId) ?? { n: 0, counted: 0 };
        expect({ n: each.n, counted: each.counted }, name).toEqual(mine);
        const others = [...own].flatMap(([id, tally]) => (id === userId ? [] : [tally]));
        const sum = (of: keyof Tally): number => others.reduce((all, tally) => all + tally[of], 0);
        expect(each.peers.n, name).toBe(sum('n'));
        expect(each.peers.share, name).toBeCloseTo(sum('counted') / sum('n'), 9);
        const known = others.filter(({ n }) => n >= 20).map(({ n, counted }) => counted / n);
        expect(each.peers.people, name).toBe(known.length);
        // Half of an odd list's middle, and so on: of so many sorted shares the quarter stands at a quarter of the steps between them.
        const sorted = known.toSorted((a, b) => a - b);
        const at = (quarter: number): number => {
          const step = ((sorted.length - 1) * quarter) / 4;
          const [low = 0, high = low] = [sorted[Math.floor(step)], sorted[Math.floor(step) + 1]];
          return low + (high - low) * (step % 1);
        };
        if (known.length < 3) expect(each.peers.quartiles, name).toBeUndefined();
        else for (const place of [0, 1, 2]) expect(each.peers.quartiles?.[place], name).toBeCloseTo(at(place + 1), 9);
        const weight = usualCases([...own.values()]);
        const all = (sum('counted') + mine.counted) / (sum('n') + mine.n);
        const isKept = each.shrunk === each.share && weight < Infinity;
        const [n, share] =
          weight === Infinity
            ? [Infinity, all]
            : isKept
              ? [mine.n, mine.counted / mine.n]
              : [mine.n + weight, (mine.counted + all * weight) / (mine.n + weight)];
        expect(each.shrunk, name).toBeCloseTo(share, 9);
        expect(
          [each.low, each.high].map((side) => side.toFixed(5)),
          name,
        ).toEqual(
          (n === Infinity ? [share, share] : [edge(share, n, 0), edge(share, n, 1)]).map((side) => side.toFixed(5)),
        );
        checked += 1;
        if (n !== Infinity) drawn += 1;
      }
      for (const [habit, own] of habits) {
        const isShown = compared.some(
          (each) => `${each.habit}${each.stage === undefined ? '' : ` ${each.stage}`}` === habit,
        );
        const [all, counted] = [...own.values()].reduce(([n, c], tally) => [n + tally.n, c + tally.counted], [0, 0]);
        const isTold = own.size >= 3 && counted > 0 && counted < all && (own.get(userId)?.n ?? 0) >= 20;
        expect(isShown, `${userId} ${habit}`).toBe(isTold);
      }
    }
    expect(checked).toBeGreaterThan(20);
    expect(drawn).toBeGreaterThan(0);
  },
  300_000,
);
