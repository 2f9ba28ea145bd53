import { expect, test } from 'vitest';

import { type Day, DAY_MS } from '@/lib/calendar/days';
import { endOfDay, later } from '@/lib/calendar/zoned-time';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import { focusOf } from '@/lib/forecast/focus-of';
import { openVersion } from '@/lib/forecast/open-version';
import { engineOf } from '@/lib/forecast/outlook';
import { versionAt } from '@/lib/log/event-log';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

const TODAY = '2026-11-24' as Day;

test('a chance that fell is a fall of the deal, not the level that finished quarters lay on today’s chances', () => {
  const { facts } = contextOf(generateOrg({ size: 2000, seed: 3, asOf: TODAY }), TODAY);
  const { shared, period } = engineOf(facts);
  // The org is one whose level counts: else there would be nothing to tell apart.
  expect(Math.abs(shared.level)).toBeGreaterThan(0.05);
  const end = endOfDay(period.end, facts.log.timeZone);
  const [now, before] = [facts.now, later(facts.now, -14 * DAY_MS)].map((at) => stageRates(facts.log, { at, end }));
  const shifted = (p: number): number => 1 / (1 + ((1 - p) / p) * Math.exp(-shared.level));
  let fell = 0;
  for (const { id } of facts.opportunities) {
    const deal = facts.deal(id);
    const focus = deal && focusOf(facts, deal);
    if (focus?.rule !== 'chanceFell') continue;
    const { at, version } = openVersion(facts, id)!;
    const then = before!.of(at, versionAt(facts.log, at, facts.now - 14 * DAY_MS)).won;
    expect(shifted(then) - shifted(now!.of(at, version).won)).toBeGreaterThanOrEqual(0.15 - 1e-9);
    fell += 1;
  }
  expect(fell).toBeGreaterThan(0);
});
