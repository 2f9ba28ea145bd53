import { expect, test } from 'vitest';

import { type Day, DAY_MS } from '@/lib/calendar/days';
import { endOfDay, later } from '@/lib/calendar/zoned-time';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import { focusOf } from '@/lib/forecast/focus-of';
import { openVersion } from '@/lib/forecast/open-version';
import { engineOf } from '@/lib/forecast/outlook';
import { versionAt } from '@/lib/log/event-log';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

const TODAY = '2026-11-24' as Day;

test('a chance that fell is a fall of the deal, not what was learnt of the org since', () => {
  const { facts } = contextOf(generateOrg({ size: 2000, seed: 3, asOf: TODAY }), TODAY);
  const { tempo, period } = engineOf(facts);
  const end = endOfDay(period.end, facts.log.timeZone);
  const [now, before] = [facts.now, later(facts.now, -14 * DAY_MS)].map((at) =>
    timedRates(facts.log, { at, end, fiscal: facts.profile, tempo }),
  );
  let fell = 0;
  for (const { id } of facts.opportunities) {
    const deal = facts.deal(id);
    const focus = deal && focusOf(facts, deal);
    if (focus?.rule !== 'chanceFell') continue;
    const { at, version } = openVersion(facts, id)!;
    const then = before!.of(at, versionAt(facts.log, at, facts.now - 14 * DAY_MS)).won;
    expect(then - now!.of(at, version).won).toBeGreaterThanOrEqual(0.15 - 1e-9);
    fell += 1;
  }
  expect(fell).toBeGreaterThan(0);
});
