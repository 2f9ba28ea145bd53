import { describe, expect, test } from 'vitest';

import { processView } from '@/lib/answers/process/process';
import { processDeals } from '@/lib/answers/process/process-deals';
import type { ProcessDeals } from '@/lib/answers/process/process-door';
import { addDays } from '@/lib/calendar/days';
import { followUpOf } from '@/lib/forecast/buyers';
import { FATES } from '@/lib/process/stage-leaks';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from './deal';

describe.each([
  [400, 3],
  [2500, 7],
])('an org of %i deals, seed %i', (size, seed) => {
  const { facts, log } = contextOf(generateOrg({ size, seed, asOf: dayOf('2026-11-24') }));
  const view = processView(facts, {});
  const behind = (wanted: ProcessDeals) => processDeals(facts, wanted);

  test('each figure has the deals that it says, and no other', () => {
    for (const { stage, cells } of view.ages)
      for (const { age, amount, count } of cells)
        expect(behind({ kind: 'age', stage, age }).total).toMatchObject({ amount, count });
    expect(behind({ kind: 'closed' }).total.count).toBe(view.finished.won + view.finished.lost);
    expect(behind({ kind: 'cohort' }).total.count).toBe(view.cohortSize);
    expect(behind({ kind: 'zombies' }).total).toMatchObject(view.zombies);
    expect(behind({ kind: 'recycle' }).total).toMatchObject({ amount: view.recycle.amount, count: view.recycle.count });
    const leaked = behind({ kind: 'leaked' }).total;
    expect(leaked.amount).toBeCloseTo(view.leaked.amount, 2);
    expect(leaked.count).toBe(view.leaked.count);
    const slipped = (view.slip.rate ?? 0) * view.slip.forecast;
    expect(behind({ kind: 'slipped' }).total.count).toBe(Math.round(slipped));
    for (const { stage, entered, lostAmount, label } of view.stages) {
      const came = behind({ kind: 'entered', stage }).total.count;
      expect(came, label).toBeGreaterThan(0);
      expect(came, label).toBeLessThanOrEqual(entered);
      expect(behind({ kind: 'leaked', stage }).total.amount, label).toBeCloseTo(lostAmount, 2);
    }
    for (const { stage, fates, ways } of view.leaks) {
      for (const fate of FATES)
        expect(behind({ kind: 'fate', stage, fate }).total.amount).toBeCloseTo(fates[fate].amount, 2);
      for (const { to, stage: next, amount } of ways)
        expect(behind({ kind: 'way', stage, way: { to, stage: next } }).total.amount).toBeCloseTo(amount, 2);
      const entered = view.stages.find((each) => each.stage === stage)?.entered;
      expect(FATES.reduce((sum, fate) => sum + fates[fate].count, 0)).toBe(entered);
    }
    for (const { month, created, won, lost, open } of view.cohorts) {
      expect(behind({ kind: 'born', start: month.start, end: month.end }).total.count, month.label).toBe(created);
      expect(won + lost + open).toBe(created);
    }
  });

  test('a list behind a figure says when each of its deals is to be touched next, and a closed one never', () => {
    const shown = behind({ kind: 'cohort' }).rows;
    for (const { id, next, isClosed } of shown) {
      const deal = facts.deal(id);
      expect(next, id).toEqual(deal && followUpOf(facts, deal, { reminders: [], jottings: [] }));
      if (isClosed) expect(next, id).toBeUndefined();
    }
    expect(shown.some(({ next }) => next !== undefined)).toBe(true);
    const on = addDays(facts.today, -9000);
    const [first] = shown.filter(({ isClosed }) => !isClosed);
    const reminder = {
      id: 'r',
      recordId: first?.id ?? '',
      recordName: '',
      text: 'Call',
      dueAt: Date.parse(`${on}T12:00:00Z`),
      day: on,
      isDue: true,
      isToday: false,
    };
    const own = processDeals(facts, { kind: 'cohort' }, { reminders: [reminder], jottings: [] });
    expect(own.rows.find(({ id }) => id === first?.id)?.next).toMatchObject({ kind: 'reminder', on });
  });

  test('an answer is short, whatever the size of the org, and a list has all that its total counts; one cell is the worst', () => {
    expect(log.size).toBeGreaterThanOrEqual(size);
    for (const { stage } of view.stages) {
      const { rows, total } = behind({ kind: 'entered', stage });
      expect(rows).toHaveLength(total.count);
    }
    expect(view.recycle.rows.length).toBeLessThanOrEqual(10);
    expect(JSON.stringify(view).length).toBeLessThan(30_000);
    expect(view.ages.flatMap(({ cells }) => cells).filter(({ isWorst }) => isWorst)).toHaveLength(1);
  });

  test('a stage, a group or a day that is not there is answered with one that is', () => {
    const { asked, stages, groups } = processView(facts, {
      experiment: { measure: 'dwell', stage: 'nowhere', by: 'type', word: 'nobody' },
    }).experiment;
    expect(stages.map(({ name }) => name)).toContain(asked.stage);
    expect(groups.some(({ by, word }) => by === asked.by && word === asked.word)).toBe(true);
  });
});
