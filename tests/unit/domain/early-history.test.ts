import { expect, test } from 'vitest';

import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { processView } from '@/lib/answers/process/process';
import { instant } from '@/lib/calendar/instant';
import { ask } from '@/lib/figures/ask';
import { pipelineCreated } from '@/lib/figures/creation';
import type { RuleName } from '@/lib/figures/rules';

import { ago, dayOf, deal, factsOf, opportunity, version } from './deal';

/** A deal that was won 20 days ago; its record says that it was created so many days ago. */
function wonDeal(id: string, { recorded, history }: { recorded: number; history: number[] }) {
  const closeDate = dayOf('2026-11-04');
  const row = (from: number, stage: string) =>
    version({ id: `${id}${from}`, opportunityId: id, from: ago(from), stage, closeDate });
  const won = { stage: 'Won', isClosed: true, isWon: true, closeDate, createdAt: ago(recorded), modifiedAt: ago(20) };
  return deal({
    opportunity: opportunity({ id, ...won }),
    versions: [...history.map((from) => row(from, 'Two')), row(20, 'Won')],
  });
}

/** One whose history begins before the record, one whose history begins after it, and one that is plain. */
const facts = factsOf([
  wonDeal('006E', { recorded: 30, history: [50] }),
  wonDeal('006L', { recorded: 70, history: [] }),
  wonDeal('006P', { recorded: 40, history: [40] }),
]);

test('cycle and cohort count deals whose history begins before their creation, win rates of the same deals do not', () => {
  const { doubts } = processView(facts, {});
  expect(doubts.cycleDays.createdLater).toBe(1);
  expect(doubts.winRateCount.createdLater).toBe(0);
});

test('created pipeline counts deals that entered before their creation, and those whose first state is taken from later', () => {
  const all = ask(facts.log, pipelineCreated, { from: instant(0), at: facts.now });
  // What history begins after is there from its creation on in the state that history begins with: won, so it never entered.
  expect(all.total.count).toBe(2);
  expect(all.doubts).toMatchObject({ createdLater: 1 });
  const tracked = factsOf([
    deal({
      opportunity: opportunity({ createdAt: ago(60) }),
      versions: [version({ from: ago(5), stage: 'Two' })],
    }),
  ]);
  expect(ask(tracked.log, pipelineCreated, { from: instant(0), at: tracked.now })).toMatchObject({
    total: { count: 1, amount: 100_000 },
    doubts: { stateAssumed: 1, createdLater: 0 },
  });
});

test('time in a stage counts visits whose beginning is taken from later', () => {
  const open = factsOf([
    deal({ opportunity: opportunity({ createdAt: ago(60) }), versions: [version({ from: ago(5), stage: 'Two' })] }),
    deal({
      opportunity: opportunity({ id: '006B' }),
      versions: [version({ opportunityId: '006B', from: ago(60), stage: 'Two' })],
    }),
  ]);
  expect(processView(open, {}).doubts.stageDwell).toMatchObject({ stateAssumed: 1, createdLater: 0 });
});

test('each exported figure carries the doubts of its own deals, and one of which nothing is in doubt carries none', () => {
  const { log, now, today } = facts;
  const question = measureQuestion(facts, { at: now, today, kind: 'quarter', random: () => 0 });
  const { metrics } = measure({ ...log, keptSince: 0 }, question);
  const of = (wanted: RuleName) => metrics.find(({ id }) => id === wanted)?.doubts;
  expect(of('cycleDays')).toEqual({ createdLater: 1 });
  expect(of('velocity')).toEqual({ createdLater: 1 });
  expect(of('createdAndClosedShare')).toEqual({ createdLater: 1 });
  expect(of('pipelineCreated')).toEqual({ createdLater: 1 });
  expect(of('winRateCount')).toBeUndefined();
});
