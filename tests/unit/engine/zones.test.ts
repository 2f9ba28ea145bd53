import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { accuracyView } from '@/lib/answers/accuracy-view';
import { changesView } from '@/lib/answers/changes';
import { dealsView } from '@/lib/answers/deals';
import { forecastView } from '@/lib/answers/forecast-view';
import { teamView } from '@/lib/answers/team';
import { addDays, type Day, DAY_MS, dayAt } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { endOfDay, periodEnd, startOfDay } from '@/lib/calendar/zoned-time';
import { buildLog } from '@/lib/columns/log';
import type { OrgProfile } from '@/lib/deal/org';
import { ask } from '@/lib/figures/ask';
import { bookings, sumOf } from '@/lib/figures/bookings';
import { createdByWeek, pipelineCreated } from '@/lib/figures/creation';
import { called, missAutopsy } from '@/lib/figures/miss';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import type { OrgFacts } from '@/lib/forecast/facts';
import { forecast } from '@/lib/forecast/forecast';
import { engineOf } from '@/lib/forecast/outlook';
import { replay } from '@/lib/forecast/past/replay';
import { deal, factsOf, opportunity, PROFILE, version } from '@/tests/unit/domain/deal';
import { RUNS } from '@/tests/unit/runs';

import { flowOf } from './flow-of';

const ZONES = [
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Europe/Warsaw',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
] as const;

/** The day on the wall calendar of a zone: by the platform's own formatting, not by the product's. */
const localDay = (at: number, timeZone: string): Day => (FORMATS.get(timeZone)?.format(at) ?? '') as Day;
const FORMATS = new Map(
  ZONES.map((timeZone): [string, Intl.DateTimeFormat] => [timeZone, new Intl.DateTimeFormat('sv-SE', { timeZone })]),
);

interface Win {
  at: number;
  amount: number;
  bornAt: number;
}

/** An org in a zone whose deals were won, each with the close date of the local day that it was won on. */
function orgOf(
  timeZone: string,
  wins: readonly Win[],
  today: Day,
  now: number,
  change: Partial<OrgProfile> = {},
): OrgFacts {
  const asked = instant(now);
  const profile: OrgProfile = { ...PROFILE, timeZone, ...change };
  const deals = wins.map(({ at, amount, bornAt }, index) => {
    const id = `006${index}`;
    const closeDate = localDay(at, timeZone);
    const own = opportunity({
      id,
      stage: 'Won',
      isClosed: true,
      isWon: true,
      amount,
      closeDate,
      createdAt: bornAt,
      modifiedAt: at,
    });
    return deal({
      opportunity: own,
      versions: [
        version({ id: `${id}a`, opportunityId: id, from: bornAt, amount, closeDate, category: 'commit' }),
        version({ id: `${id}b`, opportunityId: id, from: at, stage: 'Won', amount, closeDate, category: 'closed' }),
      ],
    });
  });
  const facts = factsOf(deals);
  return factsOf(deals, {
    profile,
    now: asked,
    today,
    context: { ...facts.context, profile, now, today },
    log: buildLog({
      opportunities: deals.map((each) => each.opportunity),
      versions: deals.flatMap((each) => each.versions),
      fieldChanges: [],
      stages: facts.stages,
      profile,
    }),
  });
}

/** Past quarters as they are replayed: of all of them at once, however many are asked for. */
const replayedRows = (facts: OrgFacts) =>
  [...replay(facts.log, { at: facts.now, fiscal: facts.profile, periods: engineOf(facts).past })].flatMap(
    (row) => row ?? [],
  );

/** What every surface says that a quarter brought, in whole units, by its name. */
function surfaces(
  facts: OrgFacts,
  quarter: { start: Day; end: Day; label: string },
  rows = replayedRows(facts),
): Record<string, number> {
  const { log } = facts;
  const end = periodEnd(quarter, log.timeZone);
  const own = rows.filter(({ start }) => start === quarter.start);
  const { past, booked } = engineOf(facts);
  const place = past.findIndex(({ start }) => start === quarter.start);
  const changes = changesView(facts, { from: addDays(quarter.start, -1), to: quarter.end, span: 'quarter' });
  const found = flowOf(log, {
    from: instant(startOfDay(quarter.start, log.timeZone) - 1),
    to: end,
    filter: { period: quarter },
  });
  const accuracy = accuracyView(
    facts,
    own.map((row) => ({ ...row, n: 100 })),
    [],
    [],
  );
  return {
    bookings: sumOf(bookings(log, end, { period: quarter })) / 100,
    engine: sumOf(booked[place] ?? []) / 100,
    ...Object.fromEntries(own.map(({ daysBefore, actual }) => [`replay ${daysBefore}`, actual / 100])),
    ...Object.fromEntries(accuracy.rows.map(({ daysBefore, actual }) => [`accuracy ${daysBefore}`, actual])),
    changes: changes.bookings.end,
    flow: found.bookings.end / 100,
    team: teamView(facts, quarter.end).total.won,
    deals: dealsView(facts, { figure: 'closedWon', on: quarter.end }).rows.reduce(
      (sum, row) => sum + (row.amount ?? 0),
      0,
    ),
    miss:
      [called, missAutopsy]
        .map((figure) =>
          ask(log, figure, {
            from: instant(end - 30 * DAY_MS),
            at: end,
            filter: { period: quarter, categories: ['commit'] },
          }),
        )
        .reduce((sum, { total }, place) => sum + (place === 0 ? 1 : -1) * total.amount, 0) / 100,
    forecast:
      forecast(log, { at: end, period: quarter, chances: stageRates(log, { at: end, end }).source, newBusiness: [] })
        .won / 100,
  };
}

test('a deal won at 17:30 in San Francisco on the last day of June is of the second quarter on every surface', () => {
  const zone = 'America/Los_Angeles';
  const at = Date.parse('2026-07-01T00:30:00Z');
  expect(dayAt(instant(at), zone)).toBe('2026-06-30');
  const wins = [
    { at, amount: 100_000, bornAt: at - 80 * DAY_MS },
    { at: Date.parse('2026-02-10T20:00:00Z'), amount: 7, bornAt: Date.parse('2025-09-01T20:00:00Z') },
  ];
  const later = orgOf(zone, wins, '2026-08-15' as Day, Date.parse('2026-08-15T18:00:00Z'));
  const quarter = quarterAt(later.profile, '2026-06-30' as Day);
  const said = surfaces(later, quarter);
  expect(Object.keys(said).length).toBeGreaterThan(12);
  for (const [surface, won] of Object.entries(said)) expect(won, surface).toBe(100_000);

  // The popup on the evening itself, half an hour later: the quarter is not over.
  const evening = orgOf(zone, wins, '2026-06-30' as Day, at + 1_800_000);
  expect(forecastView(evening, undefined, [])).toMatchObject({
    period: { label: quarter.label },
    won: { amount: 100_000 },
  });
  // Pace: the share of a past quarter that had come by its last day but one leaves out what came on the evening of the last.
  expect(forecastView(later, undefined, []).outlook.quarters).toBeGreaterThan(0);
});

describe.each(ZONES)('in %s', (zone) => {
  const edges = ['2025-12-31', '2026-03-31', '2026-06-30'] as Day[];
  const wins = fc
    .array(
      fc.record({
        edge: fc.constantFrom(...edges),
        minutes: fc.integer({ min: -16 * 60, max: 16 * 60 }),
        amount: fc.integer({ min: 1, max: 9999 }),
        age: fc.integer({ min: 1, max: 200 }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((all) =>
      all.map(({ edge, minutes, amount, age }): Win => {
        const at = startOfDay(addDays(edge, 1), zone) + minutes * 60_000;
        return { at, amount, bornAt: at - age * DAY_MS };
      }),
    );

  test('wins of the last and the first local hours of a quarter are of their own quarter on every surface', () => {
    fc.assert(
      fc.property(wins, (given) => {
        const today = '2026-08-20' as Day;
        const facts = orgOf(zone, given, today, startOfDay(today, zone) + 10 * 3_600_000);
        const rows = replayedRows(facts);
        for (const edge of edges) {
          const quarter = quarterAt(facts.profile, edge);
          const naive = given
            .filter(({ at }) => localDay(at, zone) >= quarter.start && localDay(at, zone) <= quarter.end)
            .reduce((sum, { amount }) => sum + amount, 0);
          for (const [surface, won] of Object.entries(surfaces(facts, quarter, rows)))
            expect(won, `${surface} of ${quarter.label}`).toBe(naive);
        }
      }),
      { numRuns: process.env['LONG'] ? 60 : 6 },
    );
  });

  test('what moved between two local days adds up, and what was won is what was dated into them', () => {
    fc.assert(
      fc.property(wins, fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 60 }), (given, shift, length) => {
        const today = '2026-08-20' as Day;
        const facts = orgOf(zone, given, today, startOfDay(today, zone) + 10 * 3_600_000);
        const from = addDays('2026-03-31' as Day, shift);
        const to = addDays(from, length);
        const view = changesView(facts, { from, to, span: 'any' });
        expect(view.unexplainedMinor).toBe(0);
        const naive = given
          .filter(({ at }) => localDay(at, zone) > from && localDay(at, zone) <= to)
          .reduce((sum, { amount }) => sum + amount, 0);
        expect(view.movements.find(({ name }) => name === 'won')?.amount).toBe(naive);
      }),
      { numRuns: Math.min(RUNS, 40) },
    );
  });

  test('pipeline is created in the week of the local day', () => {
    fc.assert(
      fc.property(wins, (given) => {
        const { log } = orgOf(zone, given, '2026-08-20' as Day, Date.parse('2026-08-20T00:00:00Z'));
        const all = ask(log, pipelineCreated, { from: instant(0), at: instant(Infinity) }).parts;
        const naive = new Map<string, number>();
        for (const { bornAt, amount } of given) {
          const date = new Date(`${localDay(bornAt, zone)}T00:00:00Z`);
          date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
          const week = date.toISOString().slice(0, 10);
          naive.set(week, (naive.get(week) ?? 0) + amount * 100);
        }
        expect(new Map(createdByWeek(log, all).map(({ week, amount }) => [week as string, amount]))).toEqual(naive);
      }),
      { numRuns: Math.min(RUNS, 40) },
    );
  });

  test('a day ends a millisecond before the next begins, and both ends are of that day on the wall calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 366 * 40 }), (days) => {
        const on = addDays('1995-01-01' as Day, days);
        const [first, last] = [startOfDay(on, zone), endOfDay(on, zone)];
        // The one day that never was: Kiritimati went over the date line and left out the first day of 1995.
        if (last < first) {
          expect([zone, on]).toEqual(['Pacific/Kiritimati', '1995-01-01']);
          return;
        }
        expect([first, last].map((at) => localDay(at, zone))).toEqual([on, on]);
        expect(dayAt(instant(first - 1), zone) < on && dayAt(instant(last + 1), zone) > on).toBe(true);
      }),
      { numRuns: Math.min(RUNS, 500) },
    );
  });
});

test('a person in Auckland has today a day before the org in Los Angeles does, and the org’s quarter ends in Los Angeles', () => {
  const zones = { timeZone: 'Pacific/Auckland', orgTimeZone: 'America/Los_Angeles' };
  // Won at 16:00 on the last of June in Los Angeles; it is 11:00 on the first of July in Auckland.
  const at = Date.parse('2026-06-30T23:00:00Z');
  const wins = [
    { at, amount: 5000, bornAt: at - 80 * DAY_MS },
    { at: at - 30 * DAY_MS, amount: 70, bornAt: at - 300 * DAY_MS },
  ];
  const facts = orgOf('America/Los_Angeles', wins, '2026-07-01' as Day, at + 3_600_000, zones);
  expect(dayAt(facts.now, facts.profile.timeZone)).toBe(facts.today);
  expect(forecastView(facts, undefined, []).period.start).toBe('2026-07-01');
  const second = quarterAt(facts.profile, '2026-06-30' as Day);
  expect(periodEnd(second, facts.log.timeZone)).toBe(Date.parse('2026-07-01T06:59:59.999Z'));
  // The org's second quarter is not over: it is replayed as no past one yet, and all that came by now is in it.
  expect(
    [...replay(facts.log, { at: facts.now, fiscal: facts.profile, periods: engineOf(facts).past })].every(
      (row) => row?.start !== second.start,
    ),
  ).toBe(true);
  expect(teamView(facts, '2026-06-30' as Day).total.won).toBe(5070);
  const later = orgOf('America/Los_Angeles', wins, '2026-08-15' as Day, at + 46 * DAY_MS, zones);
  for (const [surface, won] of Object.entries(surfaces(later, second))) expect(won, surface).toBe(5070);
});
