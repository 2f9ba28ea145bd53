import { describe, expect, test } from 'vitest';

import type { Deal } from '@/lib/deal/org';
import { type RuleLimits, USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import type { SignalContext } from '@/lib/deal/signals/signal';
import { SIGNAL_IDS, type SignalId } from '@/lib/deal/signals/signal-ids';

import { assess } from './assess';
import { ago, context, deal, dayOf, opportunity, person, PROFILE, task, version } from './deal';

const fired = (given: Deal, change: Partial<SignalContext> = {}): SignalId[] =>
  assess(given, context(change)).reasons.map(({ signal }) => signal);

test('nothing speaks against a healthy deal', () => {
  expect(fired(deal())).toEqual([]);
});

interface Case {
  signal: SignalId;
  name: string;
  fires: Deal;
  not: Deal;
  change?: Partial<SignalContext>;
}
const cases: Case[] = [
  {
    signal: 'overdue',
    name: 'yesterday is past, today is not',
    fires: deal({ opportunity: opportunity({ closeDate: dayOf('2026-11-23') }) }),
    not: deal({ opportunity: opportunity({ closeDate: dayOf('2026-11-24') }) }),
  },
  {
    signal: 'pushed',
    name: 'later counts, earlier does not',
    fires: deal({ versions: [version({ from: ago(50), closeDate: dayOf('2026-11-01') }), version({ from: ago(5) })] }),
    not: deal({ versions: [version({ from: ago(50), closeDate: dayOf('2027-01-01') }), version({ from: ago(5) })] }),
  },
  {
    signal: 'stalled',
    name: '21 days where four in five need 20; 20 is not more than 20',
    fires: deal({ versions: [version({ from: ago(60), stage: 'Two' }), version({ from: ago(21) })] }),
    not: deal({ versions: [version({ from: ago(60), stage: 'Two' }), version({ from: ago(20) })] }),
  },
  {
    signal: 'noActivity',
    name: '15 days of silence; a meeting ahead is a sign of life',
    fires: deal({ activities: [task({ day: dayOf('2026-11-09') })] }),
    not: deal({
      activities: [
        task({ day: dayOf('2026-11-09') }),
        task({ id: 'e', kind: 'event', day: dayOf('2026-12-09'), at: Date.parse('2026-12-09T10:00:00Z') }),
      ],
    }),
  },
  {
    signal: 'noNextActivity',
    name: 'an open task that is late is still a promise',
    fires: deal({ activities: [task({ day: dayOf('2026-11-20') })] }),
    not: deal({
      activities: [task({ day: dayOf('2026-11-20') }), task({ id: 'o', day: dayOf('2026-11-10'), isClosed: false })],
    }),
  },
  {
    signal: 'noNextStep',
    name: 'blanks say nothing',
    fires: deal({ opportunity: opportunity({ nextStep: '  ' }) }),
    not: deal({ opportunity: opportunity({ nextStep: 'Send quote' }) }),
  },
  {
    signal: 'stageBack',
    name: 'back is noted until it is regained',
    fires: deal({ versions: [version({ from: ago(60), stage: 'Four' }), version({ from: ago(10) })] }),
    not: deal({
      versions: [
        version({ from: ago(60), stage: 'Three' }),
        version({ from: ago(30), stage: 'Two' }),
        version({ from: ago(10), stage: 'Three' }),
      ],
    }),
  },
  {
    signal: 'singleThreaded',
    name: 'two roles of one person are one person',
    fires: deal({ contactRoles: [person('c1', 'Decision Maker'), { ...person('c1', 'Evaluator'), id: 'second' }] }),
    not: deal({ contactRoles: [person('c1', 'Decision Maker'), person('c2')] }),
  },
  {
    signal: 'noDecisionMaker',
    name: 'any deciding role will do',
    fires: deal({ contactRoles: [person('c1', 'Evaluator'), person('c2', 'Influencer')] }),
    not: deal({ contactRoles: [person('c1', 'Evaluator'), person('c2', 'Economic Buyer')] }),
  },
  {
    signal: 'amountCut',
    name: 'a tenth less counts, less than a tenth does not',
    fires: deal({
      opportunity: opportunity({ amount: 900 }),
      versions: [version({ from: ago(60), amount: 1000 }), version({ from: ago(5), amount: 900 })],
    }),
    not: deal({
      opportunity: opportunity({ amount: 901 }),
      versions: [version({ from: ago(60), amount: 1000 }), version({ from: ago(5), amount: 901 })],
    }),
  },
];
describe.each(cases)('$signal: $name', ({ signal, fires, not }) => {
  test('fires', () => expect(fired(fires)).toContain(signal));
  test('must not fire', () => expect(fired(not)).not.toContain(signal));
  test('is not judged once the deal is closed', () =>
    expect(fired({ ...fires, opportunity: { ...fires.opportunity, isClosed: true } })).toEqual([]));
});

test('silence is not measured in an org that logs no activities', () => {
  expect(fired(deal({ activities: [] }), { activitiesMeasured: false })).toEqual([]);
});

test('a next step that permissions hide is not called empty', () => {
  const { nextStep: _hidden, ...rest } = opportunity();
  expect(fired(deal({ opportunity: rest }), { profile: { ...PROFILE, hiddenFields: ['nextStep'] } })).toEqual([]);
});

test('a stage is not called long where the org has too little history', () => {
  expect(fired(deal({ versions: [version({ from: ago(400) })] }), { dwell: new Map() })).toEqual([]);
});

const at = (text: string): number => Date.parse(text);
const open = task({ id: 'open', isClosed: false });

test('a task that was done before its due date counts on the day it was done', () => {
  const early = task({ day: dayOf('2026-12-24'), at: at('2026-11-23T09:00:00Z') });
  expect(fired(deal({ activities: [early, open] }))).toEqual([]);
  expect(fired(deal({ activities: [early] }))).toEqual(['noNextActivity']);
});

test('a task that was done after its due date counts on the day it was done', () => {
  const late = task({ day: dayOf('2026-09-01'), at: at('2026-11-23T09:00:00Z') });
  expect(fired(deal({ activities: [late, open] }))).toEqual([]);
});

test('a task done with a due date ahead and no time of completion is no plan for the future, and no silence', () => {
  expect(fired(deal({ activities: [task({ day: dayOf('2026-12-24') })] }))).toEqual(['noNextActivity']);
});

test.each([
  ['yesterday', '2026-11-23', ['noNextActivity']],
  ['14 days ago', '2026-11-10', ['noNextActivity']],
  ['15 days ago', '2026-11-09', ['noActivity', 'noNextActivity']],
  ['next week, so an event is planned', '2026-12-01', []],
])('activities that could not be read count by the CRM’s own last activity: %s', (_name, lastActivityDay, expected) => {
  const given = opportunity({ lastActivityDay: dayOf(lastActivityDay) });
  expect(fired(deal({ opportunity: given, activities: [] }))).toEqual(expected);
});

test('silence since creation names no last day', () => {
  const { reasons } = assess(deal({ activities: [open] }), context());
  expect(reasons).toEqual([{ signal: 'noActivity', points: -20, values: { days: 60 } }]);
});

test('history that is not read to its end yet makes no deal stalled', () => {
  const given = opportunity({ stage: 'Three', stageChangedAt: ago(1) });
  expect(fired(deal({ opportunity: given, versions: [version({ from: ago(60), stage: 'Two' })] }))).toEqual([]);
});

test('history that is not read to its end yet makes no deal fallen back', () => {
  const given = opportunity({ stage: 'Four', stageChangedAt: ago(1) });
  const versions = [version({ from: ago(60), stage: 'Four' }), version({ from: ago(20), stage: 'Two' })];
  expect(fired(deal({ opportunity: given, versions }))).toEqual([]);
});

test.each([
  ['90 days ago', 90, ['stageBack']],
  ['91 days ago', 91, []],
])('a fall back is remembered for 90 days: %s', (_name, days, expected) => {
  // The fixture's clock stands one hour later in the day than the change.
  const from = ago(days) + 3_600_000;
  const versions = [version({ from: ago(200), stage: 'Four' }), version({ from, stage: 'Three' })];
  expect(fired(deal({ versions }), { dwell: new Map() })).toEqual(expected);
});

test('a deal that was lost and taken up again at an earlier stage went back', () => {
  const versions = [
    version({ from: ago(60), stage: 'Four' }),
    version({ from: ago(20), stage: 'Lost' }),
    version({ from: ago(10) }),
  ];
  expect(assess(deal({ versions }), context()).reasons).toEqual([
    { signal: 'stageBack', points: -12, values: { from: 'Four', to: 'Three', day: '2026-11-14' } },
  ]);
});

const cut = (to: number, ...steps: [daysAgo: number, amount: number][]): SignalId[] =>
  fired(
    deal({
      opportunity: opportunity({ amount: to }),
      versions: steps.map(([days, amount]) => version({ from: ago(days), amount })),
    }),
    { dwell: new Map() },
  );

test('a large cut of last year is not told again because of a small one today', () => {
  expect(cut(840, [400, 1000], [300, 850], [10, 840])).toEqual([]);
});

test('small cuts within half a year add up', () => {
  expect(cut(900, [400, 1000], [90, 960], [60, 930], [10, 900])).toEqual(['amountCut']);
});

test('an amount that was regained is not cut', () => {
  expect(cut(1000, [90, 1000], [60, 500], [10, 1000])).toEqual([]);
});

test.each([0, -5])('an amount that was never above nought cannot be cut, not even to %d', (amount) => {
  expect(cut(amount, [60, 0], [5, amount])).toEqual([]);
});

test('a close date that was repaired from 1900 was not pushed', () => {
  const versions = [version({ from: ago(60), closeDate: dayOf('1900-01-01') }), version({ from: ago(5) })];
  expect(fired(deal({ versions }), { dwell: new Map() })).toEqual([]);
});

test.each([
  ['Decision Maker', true],
  ['economic buyer', true],
  ['Economic Decision Maker', true],
  ['EXECUTIVE SPONSOR', true],
  ['Decydent', true],
  ['Technical Buyer', false],
  ['Business User', false],
  ['Not a decision maker', false],
  ['Other', false],
])('a contact role “%s” decides: %s', (role, decides) => {
  const roles = [person('c1', role), person('c2')];
  expect(fired(deal({ contactRoles: roles })).includes('noDecisionMaker')).toBe(!decides);
});

test('before the middle of the ladder nobody has to be known to decide', () => {
  const given = {
    opportunity: opportunity({ stage: 'Two' }),
    versions: [],
    contactRoles: [person('c1'), person('c2')],
  };
  expect(fired(deal(given), { dwell: new Map() })).toEqual([]);
});

test('the evidence of each kind holds what its sentence says', () => {
  const given = deal({
    opportunity: opportunity({ closeDate: dayOf('2026-11-20'), amount: 750 }),
    versions: [
      version({ from: ago(80), closeDate: dayOf('2026-10-01'), amount: 1000 }),
      version({ from: ago(50), closeDate: dayOf('2026-11-01'), amount: 1000 }),
      version({ from: ago(40), closeDate: dayOf('2026-11-20'), amount: 750 }),
    ],
    activities: [task({ day: dayOf('2026-11-01') })],
    contactRoles: [person('c1', 'Evaluator')],
  });
  const values = Object.fromEntries(assess(given, context()).reasons.map((reason) => [reason.signal, reason.values]));
  expect(values).toEqual({
    overdue: { days: 4, closeDate: '2026-11-20' },
    pushed: { count: 2, days: 50, from: '2026-10-01', to: '2026-11-20' },
    stalled: { stage: 'Three', days: 80, medianDays: 10, longDays: 20, percent: 80, n: 30 },
    noActivity: { days: 23, lastDay: '2026-11-01' },
    noNextActivity: {},
    singleThreaded: { people: 1 },
    noDecisionMaker: { people: 1 },
    amountCut: { from: 1000, to: 750, percent: 25, day: '2026-10-15', currency: 'EUR' },
  });
});

describe('what is set of the rules', () => {
  const late = (days: number) =>
    deal({ opportunity: opportunity({ closeDate: dayOf(days > 30 ? '2026-10-01' : '2026-11-20') }) });
  const pointsOf = (given: Deal, limits: Partial<RuleLimits>) =>
    assess(given, context({ limits: { ...USUAL_LIMITS, ...limits } })).reasons.find(
      ({ signal }) => signal === 'overdue',
    )?.points;
  test('points are in proportion to what a rule may take at most; 0 switches it off', () => {
    expect([pointsOf(late(54), {}), pointsOf(late(4), {})]).toEqual([-30, -22]);
    expect([pointsOf(late(54), { overduePoints: 60 }), pointsOf(late(4), { overduePoints: 60 })]).toEqual([-60, -44]);
    expect([pointsOf(late(54), { overduePoints: 1 }), pointsOf(late(4), { overduePoints: 1 })]).toEqual([-1, -1]);
    expect([pointsOf(late(54), { overduePoints: 0 }), pointsOf(late(4), { overduePoints: 0 })]).toEqual([
      undefined,
      undefined,
    ]);
  });
  test('every rule can be switched off, and with all of them off a deal that broke each is as sound as can be', () => {
    const none = Object.fromEntries(SIGNAL_IDS.map((id) => [`${id}Points`, 0]));
    const bad = deal({
      opportunity: opportunity({ closeDate: dayOf('2026-11-20'), nextStep: '' }),
      activities: [],
      contactRoles: [],
    });
    expect(assess(bad, context()).reasons.length).toBeGreaterThan(3);
    expect(assess(bad, context({ limits: { ...USUAL_LIMITS, ...none } }))).toMatchObject({ score: 100, reasons: [] });
  });
  test('the share of the ladder from which on somebody has to decide', () => {
    const given = deal({
      opportunity: opportunity({ stage: 'Two' }),
      versions: [],
      contactRoles: [person('c1'), person('c2')],
    });
    // Of four open stages, Two has one behind it.
    const from = (noDecisionMaker: number) =>
      fired(given, { dwell: new Map(), limits: { ...USUAL_LIMITS, noDecisionMaker } }).includes('noDecisionMaker');
    expect([0, 49, 50, 90].map(from)).toEqual([true, true, false, false]);
  });
});
