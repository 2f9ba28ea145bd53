import { expect, test } from 'vitest';

import { focusView } from '@/lib/answers/focus-view';
import { recordView } from '@/lib/answers/record-view';
import { type Day, DAY_MS } from '@/lib/calendar/days';
import { later, instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { toCorporate, total } from '@/lib/deal/money';
import { type Jotting, jottingId } from '@/lib/deal/own/jotting';
import type { Own } from '@/lib/forecast/buyers';
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
    const whole = focusView(facts, { kind: 'all' }, undefined, [bucket]).buckets.find((each) => each.bucket === bucket);
    expect(whole?.rows.map(({ id }) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted());
    for (const { id } of own) ids.add(id);
  }
  expect(ids.size).toBe(open.length);
  expect(view.buckets.some(({ rows, total: { count } }) => count > rows.length)).toBe(true);
});

test('a deal that is nearly lost shows what put it there and every step that may rescue it', () => {
  const { facts } = contextOf(generateOrg({ size: 2000, seed: 3, asOf: TODAY }), TODAY);
  const { buckets } = focusView(facts, { kind: 'all' });
  const rows = buckets.find(({ bucket }) => bucket === 'nearLoss')?.rows ?? [];
  const rules = new Set<string>();
  for (const { id, steps } of rows) {
    const view = recordView(facts, id);
    const focus = view?.outlook?.focus;
    if (!view || !focus) throw new Error('No such deal.');
    // From what is shown alone.
    const { p = 0, pBefore = p, slips, alike, alikeWon, rule } = focus;
    expect(alike === 0 || alikeWon / alike >= 0.1, id).toBe(true);
    expect(rule, id).toBe(pBefore - p >= 0.15 ? 'chanceFell' : 'slipping');
    if (rule === 'slipping') expect(slips.length, id).toBeGreaterThanOrEqual(2);
    const reasons = view.verdict.reasons.map(({ signal }) => signal);
    expect(reasons, id).toEqual(expect.arrayContaining(slips));
    const todo = view.todos.map(({ kind }) => kind);
    expect(todo, id).toEqual(expect.arrayContaining(reasons));
    const open = view.playbook?.obstacles.filter(({ state }) => state === 'open') ?? [];
    expect(
      todo.filter((kind) => kind === 'obstacle'),
      id,
    ).toHaveLength(open.length);
    expect(new Set(todo.filter((kind) => kind !== 'obstacle')), id).toEqual(new Set(steps));
    rules.add(rule);
  }
  expect([...rules].toSorted()).toEqual(['chanceFell', 'slipping']);
});

test('what is to be rescued, since it slips or since its chance fell, is on track nowhere', () => {
  const rules = new Set<string>();
  for (const seed of [1, 2]) {
    const { facts } = contextOf(generateOrg({ size: 200, seed, asOf: TODAY }), TODAY);
    const rows = focusView(facts, { kind: 'all' }, undefined, ['nearLoss']).buckets.find(
      ({ bucket }) => bucket === 'nearLoss',
    )?.rows;
    const slipping = rows ?? [];
    for (const {
      focus: { rule },
    } of slipping)
      rules.add(rule);
    expect(slipping.length).toBeGreaterThan(10);
    expect(slipping.filter(({ state }) => state === 'onTrack').map(({ name }) => name)).toEqual([]);
    // The deals' own pages say the same.
    const states = slipping.map(({ id }) => recordView(facts, id)?.verdict.state);
    expect(states).toEqual(slipping.map(({ state }) => state));
  }
  expect([...rules].toSorted()).toEqual(['chanceFell', 'slipping']);
});

test('a nurtured deal shows what was sent last, the last activity with a contact, and when it is due next', () => {
  const { facts } = contextOf(generateOrg({ size: 400, seed: 5, asOf: TODAY }), TODAY);
  const nurtured = (kept?: Own) =>
    focusView(facts, { kind: 'all' }, kept).buckets.find(({ bucket }) => bucket === 'nurture')?.rows ?? [];
  const rows = nurtured();
  for (const { id, heard } of rows) {
    const { activities = [] } = facts.deal(id) ?? {};
    const days = activities
      .filter(({ contactId, isClosed }) => contactId !== undefined && isClosed)
      .flatMap(({ day, kind }) => (day === undefined || (kind === 'event' && day >= TODAY) ? [] : [day]))
      .filter((day) => day < TODAY);
    if (heard === undefined || heard.on === TODAY) continue;
    expect(days, id).toContain(heard.on);
  }
  expect(rows.some(({ heard }) => heard !== undefined)).toBe(true);
  expect(rows.some(({ next }) => next !== undefined)).toBe(true);
  const [first] = rows;
  if (!first) throw new Error('Nothing is nurtured.');
  const steps = { milestones: {}, obstacles: {}, scores: {} };
  const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
  const jotting: Jotting = {
    id: jottingId('steps', first.id),
    kind: 'steps',
    of: first.id,
    at: 0,
    value: {
      ...steps,
      sent: [
        { content: 'newer', at: at('2026-11-02') },
        { content: 'older', at: at('2026-10-02') },
      ],
    },
  };
  expect(nurtured({ reminders: [], jottings: [jotting] }).find(({ id }) => id === first.id)?.sent).toEqual({
    title: 'newer',
    on: '2026-11-02',
    replied: 'unknown',
  });
});
