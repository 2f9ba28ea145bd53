import { describe, expect, test } from 'vitest';

import { assess } from '@/lib/domain/assess';
import type { Deal } from '@/lib/domain/org';
import type { SignalContext, SignalId } from '@/lib/domain/signals/signal';

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
  expect(fired(deal({ opportunity: rest }), { profile: { ...PROFILE, hiddenFields: ['NextStep'] } })).toEqual([]);
});

test('a stage is not called long where the org has too little history', () => {
  expect(fired(deal({ versions: [version({ from: ago(400) })] }), { dwell: new Map() })).toEqual([]);
});
