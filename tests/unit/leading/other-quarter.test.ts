import { describe, expect, test } from 'vitest';

import { dealsView } from '@/lib/answers/deals';
import { sixView } from '@/lib/answers/leading/six-view';
import { otherQuarter } from '@/lib/answers/other-quarter';
import { processView } from '@/lib/answers/process/process';
import { addDays } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { quarterFrom, through } from '@/lib/forecast/lens';
import { generateOrg } from '@/lib/sample/generate';
import type { Row } from '@/lib/sample/org-tables';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';

const AS_OF = dayOf('2026-11-24');
const made = generateOrg({ size: 150, seed: 6, asOf: AS_OF });
const { tables } = made;
const { facts } = contextOf(structuredClone(made));
const present = quarterAt(facts.profile, AS_OF);
const before = neighbour(facts.profile, present, -1);
const after = neighbour(facts.profile, present, 1);
const { hierarchy } = sixView(facts);
const deals = tables.Opportunity.filter(
  (row) => hierarchy === 'everyone' || facts.owners.all.has(String(row['OwnerId'])),
);
const sum = (rows: readonly Row[]): number => rows.reduce((all, row) => all + Number(row['Amount'] ?? 0), 0);
const isIn = (row: Row, { start, end }: { start: string; end: string }): boolean =>
  String(row['CloseDate']) >= start && String(row['CloseDate']) <= end;
const quotaOf = (start: string): number =>
  tables.ForecastingQuota.filter((row) => row['StartDate'] === start).reduce(
    (all, row) => all + Number(row['QuotaAmount']),
    0,
  );

describe('a quarter that is over', () => {
  const seen = through(facts, { quarter: -1 });
  test('is told with what was won in it and what was missing, and cannot be planned', () => {
    const { other, period } = otherQuarter(seen);
    expect(period).toEqual(before);
    expect(other?.isOver).toBe(true);
    const won = deals.filter((row) => row['IsWon'] === true && isIn(row, before));
    expect([other?.won.count, other?.won.amount]).toEqual([won.length, sum(won)]);
    expect(other?.quota).toBe(quotaOf(before.start));
    expect(other?.gap).toBeCloseTo(quotaOf(before.start) - sum(won), 2);
  });

  test('has the rates of the two years up to its end, as the rows add up to', () => {
    const { finished, days, past, winRateCount } = processView(seen, {});
    expect(past?.period).toEqual(before);
    expect(days).toEqual({ start: addDays(before.end, -730), end: before.end });
    const closed = deals.filter((row) => row['IsClosed'] === true && isIn(row, days));
    const won = closed.filter((row) => row['IsWon'] === true).length;
    expect(finished).toEqual({ won, lost: closed.length - won });
    expect(winRateCount).toBeCloseTo(won / closed.length, 9);
  });
});

test.each([-1, 1])(
  'whatever quarter is looked at (%i), a deal is changed by today and the end of its own quarter',
  (quarter) => {
    const { today, quarterEnd } = dealsView(through(facts, { quarter }), { figure: 'openPipeline' });
    expect([today, quarterEnd]).toEqual([AS_OF, present.end]);
  },
);

test('a quarter to come is told with what is open in it and what is missing even if all of that is won', () => {
  const seen = through(facts, { quarter: 1 });
  const { other } = otherQuarter(seen);
  const open = deals.filter(
    (row) => row['IsClosed'] === false && row['ForecastCategory'] !== 'Omitted' && isIn(row, after),
  );
  expect([other?.isOver, other?.open.count, other?.open.amount]).toEqual([false, open.length, sum(open)]);
  const quota = quotaOf(after.start);
  expect(other?.quota ?? 0).toBe(quota);
  if (quota > 0) expect(other?.gap).toBeCloseTo(quota - sum(open), 2);
  expect(processView(seen, {}).past).toBeUndefined();
});

test.each([-2, -1, 1, 2])(
  'whatever quarter is looked at (%i), forecast, plan, backup and what is ahead are of the present one, and the rest of that one',
  (quarter) => {
    const [seen, now] = [sixView(through(facts, { quarter })), sixView(facts)];
    for (const key of [
      'won',
      'outlook',
      'nearWin',
      'planned',
      'backup',
      'ifLost',
      'forwardAll',
      'forward',
      'toCome',
    ] as const)
      expect(seen[key], key).toEqual(now[key]);
    const period = quarterFrom(facts.profile, present, quarter);
    expect(seen.period).toEqual(period);
    if (quarter < 0) return;
    const open = deals.filter(
      (row) => row['IsClosed'] === false && row['ForecastCategory'] !== 'Omitted' && isIn(row, period),
    );
    expect([seen.open.count, seen.open.amount]).toEqual([open.length, sum(open)]);
  },
);

test('of the present quarter there is nothing else to say', () => {
  expect(otherQuarter(facts)).toEqual({});
  expect(processView(facts, {}).past).toBeUndefined();
});
