import { describe, expect, test } from 'vitest';

import { newestNews } from '@/lib/answers/agenda';
import { reviewView, talkWith } from '@/lib/answers/leading/review-view';
import { DAY_MS } from '@/lib/calendar/days';
import type { Jotting } from '@/lib/deal/own/jotting';
import { promisesOf, reviewed, type ReviewAction } from '@/lib/deal/own/review-mark';
import type { Call } from '@/lib/forecast/past/calls';
import { generateOrg } from '@/lib/sample/generate';
import { makeId } from '@/lib/sample/made-ids';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';

const AS_OF = dayOf('2026-11-24');
const made = generateOrg({ size: 200, seed: 4, asOf: AS_OF });
const { facts } = contextOf(structuredClone(made));
const { tables } = made;
const nothing = { jottings: [], calls: [] };
const view = reviewView(facts, {}, nothing);
const { start, end } = view.period;
const mark = (of: string, reviewedAt: number, action?: ReviewAction): Jotting => ({
  id: `review/${of}`,
  kind: 'review',
  of,
  value: reviewed(undefined, reviewedAt, action),
  at: reviewedAt,
});
const historyOf = (id: string) =>
  tables.OpportunityHistory.filter((row) => row['OpportunityId'] === id).toSorted((a, b) =>
    String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1,
  );

describe('what is reviewed', () => {
  test('every commit deal of the quarter is in it, the largest first, before those at risk', () => {
    const commit = tables.Opportunity.filter(
      (row) =>
        row['IsClosed'] === false &&
        row['ForecastCategory'] === 'Forecast' &&
        String(row['CloseDate']) >= start &&
        String(row['CloseDate']) <= end,
    );
    expect(commit.length).toBeGreaterThan(5);
    const listed = view.deals.filter(({ isCommit }) => isCommit);
    expect(listed.map(({ id }) => id).toSorted()).toEqual(commit.map(({ Id }) => Id).toSorted());
    expect(view.deals.slice(0, listed.length).every(({ isCommit }) => isCommit)).toBe(true);
    const amounts = listed.map(({ converted = 0 }) => converted);
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
  });

  test('right after a review nothing is new, and all of it is untouched', () => {
    const jottings = view.deals.map(({ id }) => mark(id, facts.now));
    for (const { news, isUntouched, wasReviewed } of reviewView(facts, {}, { ...nothing, jottings }).deals) {
      expect(news).toEqual({ changes: [], activities: 0, own: 0 });
      expect(isUntouched && wasReviewed).toBe(true);
    }
  });

  test('since an earlier review the changes are those from the first to the last row of the history', () => {
    let changed = 0;
    for (const { id } of view.deals) {
      const history = historyOf(id);
      const since = facts.now - 60 * DAY_MS;
      const then = history.findLast((row) => Date.parse(String(row['CreatedDate'])) <= since);
      const now = history.at(-1);
      const [deal] = reviewView(facts, {}, { ...nothing, jottings: [mark(id, since)] }).deals.filter(
        (each) => each.id === id,
      );
      const found = (field: string) => deal?.news.changes.find((each) => each.field === field);
      if (!then) continue;
      expect(found('amount')?.to).toEqual(then['Amount'] === now?.['Amount'] ? undefined : now?.['Amount']);
      expect(found('closeDate')?.to).toEqual(then['CloseDate'] === now?.['CloseDate'] ? undefined : now?.['CloseDate']);
      expect(found('stage')?.to).toEqual(then['StageName'] === now?.['StageName'] ? undefined : now?.['StageName']);
      changed += deal?.news.changes.length ?? 0;
    }
    expect(changed).toBeGreaterThan(10);
  });

  test('a blank amount, a passed date and a blank next step are named', () => {
    for (const { id, missing } of view.deals) {
      const row = tables.Opportunity.find(({ Id }) => Id === id);
      expect(missing.includes('amount')).toBe(row?.['Amount'] === null);
      expect(missing.includes('closeDate')).toBe(String(row?.['CloseDate']) < AS_OF);
      expect(missing.includes('nextStep')).toBe(row?.['NextStep'] === null);
    }
  });
});

test('an amount that is told in another currency moved only where its worth did', () => {
  const own = structuredClone(made);
  const [first, second] = view.deals.map(({ id }) => id);
  const rows = own.tables;
  rows.CurrencyType = [
    ['EUR', 1],
    ['USD', 2],
  ].map(([IsoCode = '', ConversionRate = 0], index) => ({
    Id: makeId('01L', index + 1),
    IsoCode,
    ConversionRate,
    DecimalPlaces: 2,
    IsActive: true,
    IsCorporate: index === 0,
  }));
  for (const table of [rows.Opportunity, rows.OpportunityHistory])
    for (const row of table) row['CurrencyIsoCode'] = 'EUR';
  const other = rows.User.find(({ Id }) => Id !== own.defaultUserId)?.Id ?? '';
  const retold = (id: string | undefined, times: number): number => {
    const deal = rows.Opportunity.find((row) => row.Id === id);
    const last = historyOf(id ?? '').at(-1);
    if (!deal || !last) return 0;
    const amount = 1000 * times;
    const at = new Date(facts.now - 2 * DAY_MS).toISOString();
    Object.assign(deal, { Amount: amount, CurrencyIsoCode: 'USD', LastModifiedDate: at, SystemModstamp: at });
    for (const row of rows.OpportunityHistory) if (row['OpportunityId'] === id) row['Amount'] = 1000;
    const told = { Amount: amount, CurrencyIsoCode: 'USD', CreatedDate: at, SystemModstamp: at, CreatedById: other };
    rows.OpportunityHistory.push({ ...last, ...told, Id: makeId('008', 990_000 + times) });
    return amount;
  };
  retold(first, 2);
  retold(second, 1);
  const { facts: seen } = contextOf(own);
  const told = (id: string | undefined) =>
    reviewView(seen, {}, nothing).deals.find((deal) => deal.id === id)?.news.changes;
  const amounts = [first, second].map((id) => told(id)?.filter(({ field }) => field === 'amount'));
  expect(amounts).toEqual([[], [{ field: 'amount', from: 2000, to: 1000 }]]);
  const news = newestNews(seen, [first ?? '', second ?? '']).filter(({ field }) => field === 'amount');
  expect(news.map(({ recordId, from, to, currency }) => [recordId, from, to, currency])).toEqual([
    [second, 2000, 1000, 'USD'],
  ]);
});

test('what may not be read is not said to be missing, and a week is one of the reader’s own days', () => {
  const { profile } = facts;
  const own = { ...profile, hiddenFields: ['amount' as const], timeZone: 'Pacific/Honolulu' };
  const deals = reviewView({ ...facts, profile: { ...own, orgTimeZone: 'Pacific/Kiritimati' } }, {}, nothing).deals;
  expect(deals.some(({ missing }) => missing.includes('amount'))).toBe(false);
  expect(new Set(deals.map(({ since }) => since))).toEqual(new Set(['2026-11-17']));
});

test('a call is named with what it rested on then and now, and one that rests on the same is not', () => {
  const owner = view.deals.find(({ isCommit }) => isCommit)?.ownerId ?? '';
  const call = (at: number): Call => ({ id: 'c', ownerId: owner, byId: owner, periodStart: start, amount: 100_00, at });
  expect(reviewView(facts, {}, { jottings: [], calls: [call(facts.now)] }).movedCalls).toEqual([]);
  const at = facts.now - 40 * DAY_MS;
  const [moved] = reviewView(facts, {}, { jottings: [], calls: [call(at)] }).movedCalls;
  const restsOn = (until: number): number =>
    tables.Opportunity.filter((row) => row['OwnerId'] === owner).reduce((sum, { Id }) => {
      const row = historyOf(Id).findLast((each) => Date.parse(String(each['CreatedDate'])) <= until);
      const counts = row?.['StageName'] === 'Closed Won' || row?.['ForecastCategory'] === 'Forecast';
      const isIn = String(row?.['CloseDate']) >= start && String(row?.['CloseDate']) <= end;
      return counts && isIn ? sum + Number(row?.['Amount'] ?? 0) : sum;
    }, 0);
  expect(moved).toMatchObject({ call: 100, before: restsOn(at), after: restsOn(facts.now) });
  expect(moved?.before).not.toBe(moved?.after);
});

describe('what was promised', () => {
  const action = { who: 'Nora', when: '2026-11-20', what: 'Call the buyer' };

  test('stays until another action takes its place, and is then what was promised before', () => {
    const first = reviewed(undefined, 1, action);
    expect(reviewed(first, 2)).toEqual({ reviewedAt: 2, action });
    const other = { ...action, what: 'Send the offer' };
    const second = reviewed(first, 3, other);
    expect(second).toEqual({ reviewedAt: 3, action: other, before: action });
    // What is open stays however many come after it; what is done goes once another took its place.
    const third = reviewed(second, 4, { ...action, what: 'Meet the board' });
    expect(promisesOf(third).map(({ what }) => what)).toEqual(['Meet the board', 'Send the offer', 'Call the buyer']);
    const done = { ...third, earlier: [{ ...action, doneAt: 5 }] };
    expect(promisesOf(reviewed(done, 6, action)).map(({ what }) => what)).toEqual([
      'Call the buyer',
      'Meet the board',
      'Send the offer',
    ]);
  });

  test('is told to whom it concerns, what is not done first', () => {
    const [a, b] = view.deals;
    if (!a || !b) throw new Error('No deals.');
    const jottings = [mark(a.id, 1, { ...action, doneAt: 5 }), mark(b.id, 1, action)];
    const all = reviewView(facts, {}, { ...nothing, jottings }).promised;
    expect(all.map(({ id }) => id)).toEqual([b.id, a.id]);
    const own = reviewView(facts, { ownerId: a.ownerId ?? '' }, { ...nothing, jottings }).promised;
    expect(own.some(({ id }) => id === a.id)).toBe(true);
    expect(own.every(({ id }) => facts.deal(id)?.opportunity.ownerId === a.ownerId)).toBe(true);
  });

  test('the wins of a talk are those since the one before, in whatever quarter, and none of them twice', () => {
    const org = structuredClone(made);
    const rows = org.tables.OpportunityHistory;
    const wins = Map.groupBy(
      rows.filter((row) => row['StageName'] === 'Closed Won'),
      (row) => row['OpportunityId'],
    );
    const wonAt = (id: string): number =>
      Math.min(...(wins.get(id) ?? []).map((row) => Date.parse(String(row['CreatedDate']))));
    const won = org.tables.Opportunity.filter((row) => row['IsWon'] === true);
    const isPresent = (row: (typeof won)[number]): boolean =>
      String(row['CloseDate']) >= start && String(row['CloseDate']) <= end;
    const owner = String(won.find(isPresent)?.['OwnerId']);
    const since = facts.now - 75 * DAY_MS;
    // A win of long ago is put right a week ago, and a new one has no amount.
    const [old] = won.filter((row) => row['OwnerId'] === owner && wonAt(row.Id) < since);
    const [blank] = won.filter((row) => row['OwnerId'] === owner && wonAt(row.Id) > since);
    if (!old || !blank) throw new Error('Nothing was won.');
    const last = rows.findLast((row) => row['OpportunityId'] === old.Id);
    const at = new Date(facts.now - 7 * DAY_MS).toISOString();
    if (last) rows.push({ ...last, Id: '008zzzzzzzzzzzzAAA', Amount: 77, CreatedDate: at, SystemModstamp: at });
    old['Amount'] = 77;
    blank['Amount'] = null;
    for (const row of rows) if (row['OpportunityId'] === blank.Id) row['Amount'] = null;
    const { wins: told, talkedOn } = reviewView(
      contextOf(org).facts,
      { ownerId: owner },
      { ...nothing, jottings: [mark(talkWith(owner), since)] },
    );
    const expected = won.filter((row) => row['OwnerId'] === owner && wonAt(row.Id) > since);
    expect(expected.some((row) => !isPresent(row))).toBe(true);
    expect(told.map(({ id }) => id).toSorted()).toEqual(expected.map(({ Id }) => Id).toSorted());
    expect(told.find(({ id }) => id === blank.Id)?.amount).toBeUndefined();
    // 75 times 24 hours before the end of 24 November: the clock was put back on 25 October.
    expect(talkedOn).toBe('2026-09-11');
  });
});
