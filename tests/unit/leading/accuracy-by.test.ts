import { describe, expect, test } from 'vitest';

import { accuracyBy } from '@/lib/answers/leading/accuracy-by';
import { addDays } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { endOfDay } from '@/lib/calendar/zoned-time';
import type { Snapshot } from '@/lib/forecast/past/calls';
import { generateOrg } from '@/lib/sample/generate';
import * as odd from '@/lib/sample/odd';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';
import { churn, zone } from '../odd/leader-rows';

const AS_OF = dayOf('2026-11-24');
const CALLED: Record<string, readonly string[]> = {
  commit: ['Forecast'],
  bestCase: ['Forecast', 'BestCase', 'MostLikely'],
  pipeline: ['Forecast', 'BestCase', 'MostLikely', 'Pipeline'],
};
type Calls = readonly { called: number; came: number }[];
const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
const wape = (rows: Calls): number =>
  sum(rows.map(({ called, came }) => Math.abs(called - came))) / sum(rows.map(({ came }) => came));
const bias = (rows: Calls): number =>
  sum(rows.map(({ called, came }) => called - came)) / sum(rows.map(({ came }) => came));

/** Amounts that are rewritten have more digits than their currency: of money there are the currency's own. */
const DIGITS = 5;
const ORGS: [name: string, oddities: odd.Odd[]][] = [
  ['as usual', []],
  ['on the Pacific, its deals passed on, reopened and rewritten', [odd.usWestCoast, churn(7)]],
  ['whose year begins in July, on Kiritimati', [odd.julyStart, zone('Pacific/Kiritimati', 'KWD'), churn(8)]],
  ['with quarters of 13 and 14 weeks, in yen', [odd.weeks53, zone('Asia/Tokyo', 'JPY'), churn(9)]],
];

describe.each(ORGS)('accuracy of past quarters of an org %s', (_, oddities) => {
  const made = generateOrg({ size: 120, seed: 9, asOf: AS_OF, odd: oddities });
  const { tables } = made;
  const { facts } = contextOf(structuredClone(made));
  const team = new Set(facts.owners.all);
  const stages = new Map(tables.OpportunityStage.map((row) => [row['ApiName'], row]));
  const histories = Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));
  const owners = Map.groupBy(
    tables.OpportunityFieldHistory.filter((row) => row['Field'] === 'Owner' && row['DataType'] === 'EntityId'),
    (row) => String(row['OpportunityId']),
  );
  const time = (value: unknown): number => Date.parse(String(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

  /** A deal as its rows say that it was. */
  function then(id: string, ownerNow: string, at: number) {
    const row = (histories.get(id) ?? [])
      .filter((each) => time(each['CreatedDate']) <= at)
      .toSorted((a, b) => time(a['CreatedDate']) - time(b['CreatedDate']))
      .at(-1);
    if (!row) return undefined;
    const [next] = (owners.get(id) ?? [])
      .filter((each) => time(each['CreatedDate']) > at)
      .toSorted((a, b) => time(a['CreatedDate']) - time(b['CreatedDate']));
    const stage = stages.get(row['StageName'] ?? null);
    return {
      owner: next ? String(next['OldValue']) : ownerNow,
      amount: Number(row['Amount'] ?? 0),
      closes: String(row['CloseDate']),
      category: String(row['ForecastCategory']),
      isWon: stage?.['IsWon'] === true,
      isClosed: stage?.['IsClosed'] === true,
    };
  }

  /** What was called and what came, of the quarters before this one, by plain loops over the org's rows. */
  function outcomes(daysBefore: number, category: string, owner?: string): { called: number; came: number }[] {
    let quarter = quarterAt(facts.profile, AS_OF);
    const first = Math.min(...tables.Opportunity.map((row) => time(row['CreatedDate'])));
    const found = [];
    for (let back = 0; back < 8; back += 1) {
      quarter = neighbour(facts.profile, quarter, -1);
      const at = endOfDay(addDays(quarter.end, -daysBefore), facts.log.timeZone);
      if (at <= first) break;
      let [called, came, seen] = [0, 0, false];
      for (const deal of tables.Opportunity) {
        const isIn = (state: { closes: string } | undefined): boolean =>
          state !== undefined && quarter.start <= state.closes && state.closes <= quarter.end;
        const said = then(deal.Id, String(deal['OwnerId']), at);
        const ended = then(deal.Id, String(deal['OwnerId']), endOfDay(quarter.end, facts.log.timeZone));
        if (said && isIn(said) && (owner === undefined || said.owner === owner)) {
          if (said.isWon || (!said.isClosed && said.category !== 'Omitted')) seen = true;
          if (said.isWon || (!said.isClosed && CALLED[category]?.includes(said.category))) called += said.amount;
        }
        if (ended?.isWon && isIn(ended) && (owner === undefined || ended.owner === owner)) {
          seen = true;
          came += ended.amount;
        }
      }
      if (seen) found.push({ called, came });
    }
    return found;
  }
  const by = accuracyBy(facts, team, []);

  test.each([90, 30, 7])('by category, %i days before the end, is what plain loops say', (daysBefore) => {
    const rows = by.categories.filter((each) => each.daysBefore === daysBefore);
    expect(rows.map(({ category }) => category)).toEqual(['commit', 'bestCase', 'pipeline']);
    for (const { category, ...row } of rows) {
      const wanted = outcomes(daysBefore, category);
      expect(row.quarters).toBe(wanted.length);
      expect(row.wape, category).toBeCloseTo(wape(wanted), DIGITS);
      expect(row.bias, category).toBeCloseTo(bias(wanted), DIGITS);
    }
    const [commit, best] = [outcomes(daysBefore, 'commit'), outcomes(daysBefore, 'bestCase')];
    const held = commit.filter(({ called, came }, index) => called <= came && came <= (best[index]?.called ?? 0));
    expect(by.between.find((each) => each.daysBefore === daysBefore)).toMatchObject({
      held: held.length,
      of: commit.length,
    });
  });

  test('by rep is what plain loops say, and too few quarters have no error', () => {
    const rows = by.reps.filter(({ daysBefore }) => daysBefore === 30);
    expect(rows.length).toBeGreaterThan(3);
    for (const { userId, ...row } of rows) {
      const wanted = outcomes(30, 'commit', userId);
      expect(row.quarters, userId).toBe(wanted.length);
      if (wanted.length < 4) expect(row).not.toHaveProperty('wape');
      else expect(row.wape, userId).toBeCloseTo(wape(wanted), DIGITS);
    }
  });

  test('a rep’s range is that locked nearest to the day, of finished quarters alone', () => {
    const quarter = neighbour(facts.profile, quarterAt(facts.profile, AS_OF), -1);
    const [rep] = by.reps.filter(({ daysBefore }) => daysBefore === 30);
    const lock = (daysBefore: number, p10: number, p90: number, version: string): Snapshot => ({
      id: `${daysBefore}`,
      ownerId: rep?.userId ?? '',
      periodStart: quarter.start,
      lockedAt: Date.parse(`${addDays(quarter.end, -daysBefore)}T12:00:00Z`),
      won: 0,
      p10,
      p50: p10,
      p90,
      method: 'stageRate',
      methodVersion: version,
    });
    const locked = accuracyBy(facts, team, [lock(32, 0, 1e15, 'near'), lock(28 + 7, -2, -1, 'far')]);
    const row = locked.reps.find(({ userId, daysBefore }) => userId === rep?.userId && daysBefore === 30);
    expect(row).toMatchObject({ held: 1, of: 1 });
    expect(locked.versions).toEqual(['near']);
    expect(locked.reps.find(({ userId, daysBefore }) => userId === rep?.userId && daysBefore === 60)?.of).toBe(0);
  });
});
