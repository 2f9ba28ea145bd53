import { expect, test } from 'vitest';

import { accuracyView } from '@/lib/answers/accuracy-view';
import { registryFigures } from '@/lib/answers/export/figure-registry';
import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { courseView } from '@/lib/answers/leading/course';
import { sixView } from '@/lib/answers/leading/six-view';
import { addDays, type Day } from '@/lib/calendar/days';
import { later } from '@/lib/calendar/instant';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, outlook } from '@/lib/forecast/outlook';
import { snapshotsOf } from '@/lib/forecast/past/snapshots-of';
import { LOST, WON } from '@/lib/log/event-log';
import { outcomesAt } from '@/lib/log/outcomes';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

const TODAY = '2026-11-24' as Day;
const orgOf = (size: number, asOf = TODAY): OrgFacts => contextOf(generateOrg({ size, seed: 6, asOf }), asOf).facts;
const EARLY = '2026-10-20' as Day;
/** Too few of its deals have ended for a forecast; nobody has a quota. */
const young: OrgFacts = { ...orgOf(4), quotas: [] };
const grown = orgOf(40);

const FORECAST = ['p10', 'p50', 'p90', 'expectedFromOpen', 'newBusiness', 'gapToForecast'];
function exported(facts: OrgFacts) {
  const question = measureQuestion(facts, { at: facts.now, today: facts.today, kind: 'quarter', random: () => 0.5 });
  return registryFigures(facts, question, measure(facts.log, question)).filter(({ id }) => FORECAST.includes(id));
}

test('what the screens say nothing of for want of ended deals, no exported figure says', () => {
  expect([young, grown].map((facts) => outlook(facts, undefined, undefined).isFirm)).toEqual([false, true]);
  expect(exported(young)).toHaveLength(FORECAST.length);
  for (const { id, value, elsewhere } of exported(young)) expect([value, elsewhere], id).toEqual([undefined, 'none']);
  for (const { id, value } of exported(grown)) expect(value, id).toBeTypeOf('number');
});

test('nor is what was won a share of a forecast that is not given', () => {
  expect(courseView(young)).toMatchObject({ of: 'none', present: [] });
  const { of, present } = courseView({ ...grown, quotas: [] });
  expect([of, present.length > 0]).toEqual(['forecast', true]);
});

test('nothing is weighed by chances that are not given', () => {
  const asked = orgOf(5, EARLY);
  expect(outlook(asked, undefined, undefined).isFirm).toBe(false);
  const few = sixView(asked);
  const { quota, forward } = few;
  expect(quota).toBeGreaterThan(0);
  expect([few.expected, few.backup.expected, few.course.build.needed]).toEqual([undefined, undefined, undefined]);
  const all = sixView(orgOf(60, EARLY));
  for (const [view, type] of [
    [forward, 'undefined'],
    [all.forward, 'number'],
  ] as const) {
    expect(view.length).toBeGreaterThan(0);
    for (const { chance } of view) expect(typeof chance).toBe(type);
  }
  expect(all.expected).toBeGreaterThan(0);
  expect(all.course.build.needed).toBeTypeOf('number');
});

test('a weekly snapshot is shown from the week on in which enough deals had ended', () => {
  const { period } = engineOf(grown);
  const { log, now } = grown;
  const [newest] = snapshotsOf(grown, []);
  // One a week over four years, as if it had been taken of the present quarter: only their days differ.
  const weeks = Array.from({ length: 200 }, (_, week) => later(now, -week * 7 * 86_400_000));
  const locked = weeks.map((lockedAt) => ({ ...newest!, id: `${lockedAt}`, lockedAt, periodStart: period.start }));
  const shown = accuracyView(grown, [], [], locked).locked.map(({ on }) => on);
  const enough = weeks.filter((at) => {
    const status = [...outcomesAt(log, at).status];
    return [WON, LOST].every((how) => status.filter((each) => each === how).length >= 20);
  });
  expect(enough.length).toBeGreaterThan(20);
  expect(enough.length).toBeLessThan(200);
  expect(shown.length).toBe(enough.length);
  expect(new Set(shown)).toContain(addDays(TODAY, -7 * (enough.length - 1)));
  expect(accuracyView(young, [], [], snapshotsOf(young, [])).locked).toEqual([]);
});
