import { describe, expect, test } from 'vitest';

import { courseView } from '@/lib/answers/leading/course';
import { sixView } from '@/lib/answers/leading/six-view';
import { addDays, daysBetween } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { generateOrg } from '@/lib/sample/generate';
import type { Row } from '@/lib/sample/org-tables';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';

const AS_OF = dayOf('2026-11-24');
const made = generateOrg({ size: 200, seed: 4, asOf: AS_OF });
const { tables } = made;
const { facts } = contextOf(structuredClone(made));
const view = sixView(facts);
const team = new Set(facts.owners.all);
const period = quarterAt(facts.profile, AS_OF);
const sum = (rows: readonly Row[]): number => rows.reduce((all, row) => all + Number(row['Amount'] ?? 0), 0);
const deals = tables.Opportunity.filter((row) => team.has(String(row['OwnerId'])));
const closes = (row: Row, { start, end }: { start: string; end: string }): boolean =>
  String(row['CloseDate']) >= start && String(row['CloseDate']) <= end;
const open = deals.filter((row) => row['IsClosed'] === false && row['ForecastCategory'] !== 'Omitted');
const won = deals.filter((row) => row['IsWon'] === true);

describe('how the quarter runs', () => {
  test('each point is the share that the rows add up to, of the quota now and of the final bookings before', () => {
    const { present, past, amount } = courseView(facts);
    const quota = tables.ForecastingQuota.filter((row) => row['StartDate'] === period.start).reduce(
      (all, row) => all + Number(row['QuotaAmount']),
      0,
    );
    expect(amount).toBeCloseTo(quota, 2);
    for (const { x, y, day } of present)
      expect(y).toBeCloseTo(
        x === 0 ? 0 : sum(won.filter((row) => closes(row, { start: period.start, end: day }))) / quota,
        9,
      );
    expect(present.at(-1)?.day).toBe(AS_OF);
    let quarter = period;
    for (const { points, label, n, finalWeek } of past.toReversed()) {
      quarter = neighbour(facts.profile, quarter, -1);
      expect(label).toBe(quarter.label);
      const all = won.filter((row) => closes(row, quarter));
      expect(n).toBe(all.length);
      for (const { y, day, x } of points)
        expect(y).toBeCloseTo(
          x === 0 ? 0 : sum(all.filter((row) => closes(row, { start: quarter.start, end: day }))) / sum(all),
          9,
        );
      const last = { start: addDays(quarter.end, -6), end: quarter.end };
      expect(finalWeek).toBeCloseTo(sum(all.filter((row) => closes(row, last))) / sum(all), 9);
    }
  });

  test('the band lies between the lowest and the highest of the four, and rises', () => {
    const { band, past } = courseView(facts);
    for (const [step, { low, middle, high }] of band.entries()) {
      const ys = past.map(({ points }) => points[step]?.y ?? 0);
      expect(low).toBeGreaterThanOrEqual(Math.min(...ys));
      expect(high).toBeLessThanOrEqual(Math.max(...ys));
      expect(low).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(high);
      expect(middle).toBeGreaterThanOrEqual(band[step - 1]?.middle ?? 0);
    }
    expect(band.at(-1)?.middle).toBe(1);
  });

  test('what was created adds up to the deals of the quarter at their first amounts, by source and by week', () => {
    const { build } = courseView(facts);
    const first = Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));
    const born = deals.filter((row) => String(row['CreatedDate']).slice(0, 10) >= addDays(period.start, 1));
    const total = born.reduce((all, { Id }) => {
      const [begin] = (first.get(Id) ?? []).toSorted((a, b) =>
        String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1,
      );
      return all + Number(begin?.['Amount'] ?? 0);
    }, 0);
    expect(Math.abs(build.created - total)).toBeLessThan(0.15 * total);
    const add = (all: readonly { amount?: number; created?: number }[]): number =>
      all.reduce((whole, { amount = 0, created = 0 }) => whole + amount + created, 0);
    expect(add(build.sources)).toBeCloseTo(build.created, 2);
    expect(add(build.weeks)).toBeCloseTo(build.created, 2);
    if (build.needed !== undefined) {
      const shared = build.sources.reduce((all, { needed = 0 }) => all + needed, 0);
      expect(Math.abs(shared - build.needed)).toBeLessThan(1);
    }
  });
});

describe('the six questions', () => {
  test('what is open is what the rows add up to, in this quarter, the next, by category and by bucket', () => {
    expect(view.open.amount).toBeCloseTo(sum(open.filter((row) => closes(row, period))), 2);
    expect(view.openNext.amount).toBeCloseTo(sum(open.filter((row) => closes(row, view.next))), 2);
    for (const parts of [view.categories, view.buckets]) {
      expect(parts.reduce((all, { amount }) => all + amount, 0)).toBeCloseTo(view.open.amount, 2);
      expect(parts.reduce((all, { count }) => all + count, 0)).toBe(view.open.count);
    }
  });

  test('doubtful deals are in what is open, and what is left without them is no more than it and no less than without each', () => {
    const { real, doubtful, open: all } = view;
    const out = Object.values(doubtful);
    for (const { count } of out) expect(real.count).toBeLessThanOrEqual(all.count - count);
    expect(real.count).toBeGreaterThanOrEqual(all.count - out.reduce((n, { count }) => n + count, 0));
    const late = open.filter((row) => closes(row, period) && String(row['CloseDate']) < AS_OF);
    expect(doubtful.overdue.amount).toBeCloseTo(sum(late), 2);
  });

  test('forecast less won is told apart from quota less won, and near-win deals bring no more than all of it', () => {
    expect(view.gap).toBeCloseTo((view.quota ?? 0) - view.won, 2);
    expect(view.toForecast).toBeCloseTo(Math.max(0, view.outlook.p50 - view.won), 2);
    expect(view.nearWin.share).toBeGreaterThanOrEqual(0);
    expect(view.nearWin.share).toBeLessThanOrEqual(1);
    expect(view.nearWin.amount).toBe(view.buckets.find(({ bucket }) => bucket === 'nearWin')?.amount);
  });

  test('what came forward in past quarters is counted as a look at each day’s own state finds it', () => {
    const byDeal = Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));
    const elapsed = daysBetween(period.start, AS_OF);
    let [n, came] = [0, 0];
    let quarter = period;
    for (let back = 0; back < 4; back += 1) {
      quarter = neighbour(facts.profile, quarter, -1);
      const after = neighbour(facts.profile, quarter, 1);
      const until = addDays(quarter.start, elapsed + 1);
      for (const row of deals) {
        const rows = (byDeal.get(row.Id) ?? []).toSorted((a, b) =>
          String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1,
        );
        const then = rows.findLast((each) => String(each['CreatedDate']) < until);
        if (!then || String(then['StageName']).startsWith('Closed') || !closes(then, after)) continue;
        n += 1;
        const ended = rows.findLast((each) => String(each['CreatedDate']) < addDays(quarter.end, 1));
        if (ended?.['StageName'] === 'Closed Won') came += 1;
      }
    }
    expect(view.cameForward).toMatchObject({ n, won: came });
    expect(view.cameForward.low).toBeLessThanOrEqual(came / n);
    expect(view.cameForward.high).toBeGreaterThanOrEqual(came / n);
  });
});

test('the last quarter’s miss is explained to the cent, each part as the rows tell it', () => {
  const autopsy = view.autopsy;
  if (!autopsy) throw new Error('No finished quarter.');
  const quarter = neighbour(facts.profile, period, -1);
  expect(autopsy.period).toEqual(quarter);
  const parts = Object.fromEntries(autopsy.parts.map(({ cause, amount }) => [cause, amount]));
  const all = autopsy.parts.reduce((whole, { amount }) => whole + amount, 0);
  expect(Math.round(100 * (autopsy.called - autopsy.won))).toBe(Math.round(100 * all));
  expect(autopsy.miss).toBeCloseTo(all, 2);
  const byDeal = Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));
  const lost = { lost: 0, slipped: 0 };
  for (const row of deals) {
    const rows = (byDeal.get(row.Id) ?? []).toSorted((a, b) =>
      String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1,
    );
    const at = (day: string) => rows.findLast((each) => String(each['CreatedDate']) < day);
    const [then, ended] = [at(addDays(autopsy.on, 1)), at(addDays(quarter.end, 1))];
    if (!then || then['ForecastCategory'] !== 'Forecast' || !closes(then, quarter)) continue;
    if (ended?.['StageName'] === 'Closed Lost') lost.lost += Number(then['Amount'] ?? 0);
    else if (!(ended?.['StageName'] === 'Closed Won' && closes(ended, quarter)))
      lost.slipped += Number(then['Amount'] ?? 0);
  }
  expect(parts).toMatchObject(lost);
});
