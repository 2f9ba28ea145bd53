import { expect, test } from 'vitest';

import { focusView } from '@/lib/answers/focus-view';
import { type Day, DAY_MS } from '@/lib/calendar/days';
import { later, instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { toCorporate, total } from '@/lib/deal/money';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import { focusOf } from '@/lib/forecast/focus-of';
import { openVersion } from '@/lib/forecast/open-version';
import { engineOf } from '@/lib/forecast/outlook';
import { versionAt } from '@/lib/log/event-log';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';
import { recordsOf } from '@/tests/explore/facts';

const TODAY = '2026-11-24' as Day;

test('a chance that fell is a fall of the deal, not what was learnt of the org since', () => {
  const { facts } = contextOf(generateOrg({ size: 2000, seed: 3, asOf: TODAY }), TODAY);
  const { tempo, period } = engineOf(facts);
  const end = endOfDay(period.end, facts.log.timeZone);
  const [now, before] = [facts.now, later(facts.now, -14 * DAY_MS)].map((at) =>
    timedRates(facts.log, { at, end, fiscal: facts.profile, tempo }),
  );
  let fell = 0;
  for (const { id } of recordsOf(facts)) {
    const deal = facts.deal(id);
    const focus = deal && focusOf(facts, deal);
    if (focus?.rule !== 'chanceFell') continue;
    const { deal: own, version } = openVersion(facts, id)!;
    const then = before!.of(own, versionAt(facts.log, own, instant(facts.now - 14 * DAY_MS))).won;
    expect(then - now!.of(own, version).won).toBeGreaterThanOrEqual(0.15 - 1e-9);
    fell += 1;
  }
  expect(fell).toBeGreaterThan(0);
});

test('the focus list counts each open deal once and adds up what the records say, also those that it does not list', () => {
  const { facts } = contextOf(generateOrg({ size: 2500, seed: 5, asOf: TODAY, currencies: true }), TODAY);
  const open = recordsOf(facts).filter(({ isClosed }) => !isClosed);
  const view = focusView(facts, { kind: 'all' });
  const ids = new Set<string>();
  for (const { bucket, total: found, rows } of view.buckets) {
    const own = open.filter(({ id }) => {
      const deal = facts.deal(id);
      return deal && focusOf(facts, deal)?.bucket === bucket;
    });
    expect(found).toEqual(total(own, facts.profile));
    const worth = own.map((deal) => toCorporate(deal, facts.profile) ?? 0).toSorted((a, b) => b - a);
    const shown = rows.map(({ id }) => own.find((deal) => deal.id === id)).filter((deal) => deal !== undefined);
    expect(shown.map((deal) => toCorporate(deal, facts.profile) ?? 0)).toEqual(worth.slice(0, rows.length));
    for (const { id } of own) ids.add(id);
  }
  expect(ids.size).toBe(open.length);
  expect(view.buckets.some(({ rows, total: { count } }) => count > rows.length)).toBe(true);
});
