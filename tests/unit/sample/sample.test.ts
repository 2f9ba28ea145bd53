import { describe, expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';
import { invitations } from '@/lib/sample/invitations';
import type { Row } from '@/lib/sample/org-tables';

const AS_OF = '2026-11-24' as Day;
const generate = (size: number, seed = 1) => generateOrg({ size, seed, asOf: AS_OF });
const { tables } = generate(2000);
const historyOf = Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));

test.each([2000, 5000])('an org of %d deals has exactly so many', (size) => {
  expect(generate(size).tables.Opportunity).toHaveLength(size);
});

test.each([12, 60, 200, 201, 600])(
  'an org has about %d open deals, some 20 a rep, and four years of closed ones beside them',
  (size) => {
    const { Opportunity: deals, ForecastingQuota: quotas } = generate(size).tables;
    const open = deals.filter((row) => row['IsClosed'] === false).length;
    expect(Math.abs(open - size)).toBeLessThan(3 * Math.sqrt(size));
    expect(deals.length).toBeGreaterThan(8 * size);
    const reps = new Set(quotas.map((row) => row['QuotaOwnerId'])).size;
    expect(reps).toBe(Math.max(2, Math.round(size / 20)));
  },
);

test('the same seed gives the same org byte for byte, another seed another', () => {
  expect(JSON.stringify(generate(200))).toBe(JSON.stringify(generate(200)));
  expect(JSON.stringify(generate(200, 2))).not.toBe(JSON.stringify(generate(200)));
});

test('invitations and e-mails change nothing else of a seed', () => {
  const without = generate(200).tables;
  const with_ = generateOrg({ size: 200, asOf: AS_OF, odd: [invitations] }).tables;
  const plain = (rows: readonly Row[]) => rows.map((row) => ({ ...row, TaskSubtype: null, LastActivityDate: null }));
  for (const name of Object.keys(without) as (keyof typeof without)[])
    if (name !== 'EventRelation' && name !== 'EmailMessage')
      expect([name, plain(with_[name])]).toEqual([name, plain(without[name])]);
  const tasks = new Map(with_.Task.map((row) => [row.Id, row]));
  const deals = new Map(with_.Opportunity.map((row) => [row.Id, row]));
  const last = Math.max(...with_.Task.map((row) => Date.parse(String(row['SystemModstamp']))));
  for (const mail of with_.EmailMessage) {
    const deal = deals.get(String(mail['RelatedToId']));
    const on = String(mail['MessageDate']).slice(0, 10);
    expect(Date.parse(String(mail['MessageDate']))).toBeLessThanOrEqual(Math.max(last, Date.now()));
    if (mail['Incoming'] === true && deal?.['IsClosed'] === true) expect(on <= String(deal['CloseDate'])).toBe(true);
    if (mail['Incoming'] !== true) expect(tasks.get(String(mail['ActivityId']))?.['TaskSubtype']).toBe('Email');
  }
});

test('every reference leads to a record', () => {
  const ids = new Set(Object.values(tables).flatMap((rows) => rows.map(({ Id }) => Id)));
  for (const [name, rows] of Object.entries(tables)) {
    for (const row of rows) {
      for (const [field, value] of Object.entries(row)) {
        const isReference =
          /(OwnerId|AccountId|ContactId|OpportunityId|WhatId|WhoId|RoleId|ManagerId|CreatedById|UserId)$/.test(field);
        if (isReference && value !== null && !ids.has(String(value)))
          throw new Error(`${name}.${field} ${String(value)} leads nowhere`);
      }
    }
  }
  const count = Object.values(tables).reduce((sum, rows) => sum + rows.length, 0);
  expect(ids.size).toBe(count);
});

describe.each(['StageName', 'Amount', 'CloseDate', 'Probability', 'ForecastCategory'])(
  'the last history row of a deal',
  (field) => {
    test(`has the record's own ${field}`, () => {
      for (const deal of tables.Opportunity) expect(historyOf.get(deal.Id)?.at(-1)?.[field]).toBe(deal[field]);
    });
  },
);

test('history is in order, and each row differs from the one before', () => {
  const state = (row: Row): string => [row['StageName'], row['Amount'], row['CloseDate']].join('|');
  for (const rows of historyOf.values()) {
    for (let at = 1; at < rows.length; at += 1) {
      const [before, after] = [rows[at - 1], rows[at]];
      if (!before || !after) continue;
      expect(String(after['CreatedDate']) > String(before['CreatedDate'])).toBe(true);
      expect(state(after)).not.toBe(state(before));
    }
  }
});

test('the CRM’s own push count is that of moves into a later month', () => {
  for (const deal of tables.Opportunity) {
    const months = (historyOf.get(deal.Id) ?? []).map((row) => String(row['CloseDate']).slice(0, 7));
    let pushes = 0;
    months.forEach((month, at) => {
      if (at > 0 && month > String(months[at - 1])) pushes += 1;
    });
    expect(deal['PushCount']).toBe(pushes);
  }
});

test('the last activity is the latest event or closed task', () => {
  const tasks = Map.groupBy(tables.Task, (row) => row['WhatId']);
  const events = Map.groupBy(tables.Event, (row) => row['WhatId']);
  for (const deal of tables.Opportunity.slice(0, 500)) {
    const days = [
      ...(tasks.get(deal.Id) ?? []).filter((row) => row['IsClosed'] === true).map((row) => String(row['ActivityDate'])),
      ...(events.get(deal.Id) ?? []).map((row) => String(row['ActivityDate'])),
    ];
    expect(deal['LastActivityDate']).toBe(days.length === 0 ? null : days.toSorted().at(-1));
  }
});

test('amounts, pushes and open deals have the shapes that were asked for', () => {
  const amounts = tables.Opportunity.flatMap((row) =>
    Number(row['Amount']) > 0 ? [Math.log(Number(row['Amount']))] : [],
  );
  const mean = amounts.reduce((sum, value) => sum + value, 0) / amounts.length;
  const sigma = Math.sqrt(amounts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / amounts.length);
  expect(sigma).toBeGreaterThan(1.1);
  expect(sigma).toBeLessThan(1.8);
  const pushed = [...historyOf.values()].filter((rows) =>
    rows.some((row, at) => at > 0 && String(row['CloseDate']) > String(rows[at - 1]?.['CloseDate'])),
  ).length;
  expect(pushed / 2000).toBeGreaterThan(0.3);
  expect(pushed / 2000).toBeLessThan(0.65);
});

test('a size that is none says so', () => {
  expect(() => generate(0)).toThrow('whole number');
});
