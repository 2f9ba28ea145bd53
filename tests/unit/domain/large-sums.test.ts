import { expect, test } from 'vitest';

import { changesView } from '@/lib/answers/changes';
import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { toCorporate } from '@/lib/deal/money';
import { randomStream } from '@/lib/figures/random';
import { formatMoneyExact, setLocale } from '@/lib/i18n';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from './deal';

test('sums of more than a double holds to the last unit still tie, and say that they are near', () => {
  setLocale('en-US');
  const today = dayOf('2026-11-24');
  const settings = { currency: 'KWD', zone: 'Asia/Kuwait', locale: 'en_KW' };
  const made = generateOrg({ size: 60, seed: 3, asOf: today, odd: [{ settings }] });
  const random = randomStream(8);
  const amounts = new Map(made.tables.Opportunity.map(({ Id }) => [Id, Math.floor(random() * 1e12) + 4e12]));
  const before = new Map([...amounts].map(([id, amount]) => [id, amount - Math.floor(random() * 1e11) - 1]));
  const now = endOfDay(today, settings.zone);
  for (const deal of made.tables.Opportunity) deal['Amount'] = amounts.get(deal.Id) ?? null;
  const newest = new Map(made.tables.OpportunityHistory.map((row) => [row['OpportunityId'], row.Id]));
  for (const row of made.tables.OpportunityHistory) {
    const id = String(row['OpportunityId']);
    // The last state has the amount that the deal has.
    row['Amount'] = (newest.get(id) === row.Id ? amounts : before).get(id) ?? null;
  }
  const { facts } = contextOf(made, today);
  const view = changesView(facts, { span: 'any', from: dayOf('2026-05-24'), to: today });
  const truth = made.tables.Opportunity.filter(
    (deal) => deal['IsClosed'] === false && deal['ForecastCategory'] !== 'Omitted',
  ).reduce((sum, deal) => sum + BigInt(Math.round(Number(deal['Amount']) * 1000)), 0n);
  expect(truth).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  expect(view.unexplainedMinor).toBe(0);
  expect(view.end.amount / (Number(truth) / 1000)).toBeCloseTo(1, 12);
  expect(formatMoneyExact(view.end.amount, 'KWD')).toMatch(/^≈ KWD\s[\d,]+$/);
  expect(formatMoneyExact(12.34, 'KWD')).toMatch(/^KWD\s12\.340$/);

  const question = measureQuestion(facts, { at: now, today, kind: 'year', random: randomStream(1) });
  const { metrics } = measure(facts.log, question);
  const won = metrics.find(({ id }) => id === 'closedWon');
  expect([won?.isNear, metrics.find(({ id }) => id === 'overdue')?.isNear]).toEqual([true, undefined]);
});

test('an amount that is too large for its currency’s coins is in no sum, in the log as in a list', () => {
  const profile = { currency: 'KWD', rates: { KWD: 1, USD: 3 } };
  expect(toCorporate({ amount: 9_007_199_254_740, currency: 'KWD' }, profile)).toBe(9_007_199_254_740);
  expect(toCorporate({ amount: 9_007_199_254_741, currency: 'KWD' }, profile)).toBeUndefined();
  expect(toCorporate({ amount: 3e13, currency: 'USD' }, profile)).toBeUndefined();
});
