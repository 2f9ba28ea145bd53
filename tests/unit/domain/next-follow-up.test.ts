import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dealsView } from '@/lib/answers/deals';
import { recordView } from '@/lib/answers/record-view';
import { addDays } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { ReminderView } from '@/lib/deal/reminders';
import { silentMembers } from '@/lib/deal/team/buying-team';
import { soonestFirst } from '@/lib/deal/team/next-follow-up';
import { cadenceOf, buyersOf } from '@/lib/forecast/buyers';

import { ago, deal, dayOf, factsOf, opportunity, person, task, version } from './deal';

const TODAY = dayOf('2026-11-24');
const reminder = (recordId: string, on: string): ReminderView => ({
  id: `r-${recordId}-${on}`,
  recordId,
  recordName: recordId,
  text: 'Call back',
  dueAt: instant(Date.parse(`${on}T09:00:00Z`)),
  day: dayOf(on),
  isDue: false,
  isToday: false,
});
const meeting = (on: string, contactId?: string) => ({
  ...task({ id: `e${on}`, kind: 'event', day: dayOf(on), subject: 'Review' }),
  ...(contactId === undefined ? {} : { contactId }),
});
const open = (on: string) => task({ id: `o${on}`, day: dayOf(on), isClosed: false, subject: 'Send the offer' });
const done = (on: string, contactId: string) => task({ id: `d${on}${contactId}`, day: dayOf(on), contactId });

/** Deals by what they have; the day was worked out by hand. */
const ROWS: [id: string, activities: ReturnType<typeof task>[], reminders: string[], on: string | undefined][] = [
  ['a', [open('2026-12-01')], [], '2026-12-01'],
  ['b', [open('2026-11-10'), meeting('2026-11-26')], [], '2026-11-10'],
  ['c', [meeting('2026-12-24')], [], '2026-12-24'],
  ['d', [meeting('2026-11-20')], [], undefined],
  ['e', [meeting('2026-12-24')], ['2026-11-30'], '2026-11-30'],
  ['f', [], ['2026-12-05', '2026-12-02'], '2026-12-02'],
  ['g', [], [], undefined],
  ['h', [done('2026-11-20', 'c1')], [], '2026-11-27'],
  ['i', [done('2026-11-01', 'c1'), open('2026-11-25')], [], '2026-11-08'],
  ['j', [done('2026-11-01', 'c1'), meeting('2026-12-15', 'c1')], [], '2026-12-15'],
  ['k', [open('2026-11-24'), meeting('2026-11-24')], ['2026-11-24'], '2026-11-24'],
  ['l', [task({ id: 'undated', isClosed: false })], [], undefined],
];

/** Only those of whom a touch is logged have anybody on the team: the others are about dates alone. */
const deals = ROWS.map(([id, activities]) =>
  deal({
    opportunity: opportunity({ id, name: id }),
    versions: [version({ id: `v${id}`, opportunityId: id, from: ago(60) })],
    activities,
    contactRoles: activities.some(({ contactId }) => contactId !== undefined) ? [person('c1', 'Evaluator')] : [],
  }),
);
const reminders = ROWS.flatMap(([id, , days]) => days.map((on) => reminder(id, on)));

describe('the next follow-up of a deal', () => {
  test('is the earliest of reminder, open task, event ahead and cadence due, and sorts as by hand', () => {
    const { rows } = dealsView(factsOf(deals), {}, { reminders, jottings: [] });
    expect(Object.fromEntries(rows.map(({ id, next }) => [id, next?.on]))).toEqual(
      Object.fromEntries(ROWS.map(([id, , , on]) => [id, on])),
    );
    const sorted = rows.toSorted(soonestFirst).map(({ next }) => next?.on);
    expect(sorted).toEqual([
      '2026-11-08',
      '2026-11-10',
      '2026-11-24',
      '2026-11-27',
      '2026-11-30',
      '2026-12-01',
      '2026-12-02',
      '2026-12-15',
      '2026-12-24',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('names a reminder before a task, and a task before an event, of one day', () => {
    const facts = factsOf(deals);
    expect(recordView(facts, 'k', { reminders, jottings: [] })?.next).toEqual({
      kind: 'reminder',
      on: '2026-11-24',
      what: 'Call back',
    });
    expect(recordView(facts, 'k')?.next?.kind).toBe('task');
  });

  test('is never later than anything set, planned or due, whatever there is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 4 }),
        (set, tasks, events) => {
          const on = (days: number): string => addDays(TODAY, days);
          const one = deal({
            contactRoles: [],
            activities: [...tasks.map((days) => open(on(days))), ...events.map((days) => meeting(on(days)))],
          });
          const view = recordView(factsOf([one]), '006A', {
            reminders: set.map((days) => reminder('006A', on(days))),
            jottings: [],
          });
          // An event of today without a time is still to come.
          const days = [...set, ...tasks, ...events.filter((each) => each >= 0)];
          expect(view?.next?.on).toBe(days.length === 0 ? undefined : on(Math.min(...days)));
        },
      ),
    );
  });
});

describe('the cadence of a person', () => {
  /** Won deals in which the sponsor was met every twelve days and the evaluator every three. */
  const won = Array.from({ length: 4 }, (_, index) => {
    const id = `won${index}`;
    const touches = (contactId: string, step: number) =>
      [0, 1, 2, 3].map((times) =>
        task({
          id: `${id}${contactId}${times}`,
          opportunityId: id,
          contactId,
          day: addDays(dayOf('2026-06-01'), times * step),
        }),
      );
    return deal({
      opportunity: opportunity({ id, name: id, stage: 'Won', isClosed: true, isWon: true, createdAt: ago(200) }),
      versions: [
        version({ id: `${id}1`, opportunityId: id, from: ago(200) }),
        version({ id: `${id}2`, opportunityId: id, from: ago(100), stage: 'Won' }),
      ],
      activities: [...touches('s', 12), ...touches('e', 3)],
      contactRoles: [person('s', 'Economic Decision Maker'), person('e', 'Evaluator')],
    });
  });

  test('is learnt from won deals by role and stage, then by role, then from everybody, and says from what', () => {
    const facts = factsOf(won);
    expect(cadenceOf(facts, 'economic decision maker', 'Three')).toEqual({ days: 12, n: 12, from: 'roleInStage' });
    expect(cadenceOf(facts, 'Evaluator', 'One')).toEqual({ days: 3, n: 12, from: 'role' });
    expect(cadenceOf(facts, 'Never seen', 'One')).toEqual({ days: 8, n: 24, from: 'everybody' });
  });

  test('of several roles is that of the one that is seen most often, and each role is learnt from whoever has it', () => {
    const facts = factsOf(won);
    expect(cadenceOf(facts, 'Economic Decision Maker, Evaluator', 'Three')).toMatchObject({ days: 3, n: 12 });
    expect(cadenceOf(facts, 'Champion, Economic Decision Maker', 'Three')).toMatchObject({ days: 12, n: 12 });
    const both = won.map((each) => ({ ...each, contactRoles: [...each.contactRoles, person('e', 'Champion')] }));
    expect(['Evaluator', 'Champion'].map((role) => cadenceOf(factsOf(both), role, 'Three'))).toEqual(
      [3, 3].map((days) => ({ days, n: 12, from: 'roleInStage' })),
    );
    expect(cadenceOf(factsOf(both), 'Never seen', 'One')).toMatchObject({ n: 24, from: 'everybody' });
  });

  test('is a week, and says that it is the default, where no won deal tells', () => {
    expect(cadenceOf(factsOf([deal()]), 'Evaluator', 'Three')).toEqual({ days: 7, n: 0, from: 'default' });
  });

  test('is not said where the org logs no activities, or none of the deal’s names a person', () => {
    const facts = factsOf([deal()]);
    const none = { ...facts, context: { ...facts.context, activitiesMeasured: false } };
    expect(cadenceOf(none, 'Evaluator', 'Three')).toBeUndefined();
    expect(buyersOf(facts, deal(), []).map(({ due }) => due)).toEqual([undefined, undefined]);
  });

  test('names the silent CFO of a busy deal, as a thing to do, and a meeting with them ahead takes that away', () => {
    const busy = Array.from({ length: 9 }, (_, days) => done(addDays(TODAY, -days), 'champion'));
    const team = [person('champion', 'Evaluator'), { ...person('cfo'), name: 'M. Nowak', title: 'CFO' }];
    const planted = deal({ contactRoles: team, activities: [...busy, done('2026-10-20', 'cfo')] });
    const facts = factsOf([planted, ...won]);
    const members = buyersOf(facts, planted, []);
    expect(silentMembers(members, TODAY).map(({ name }) => name)).toEqual(['M. Nowak']);
    const view = recordView(facts, '006A');
    expect(view?.todos[0]).toMatchObject({ kind: 'silentPerson', values: { name: 'M. Nowak', role: 'CFO', days: 35 } });
    // The deal itself is not silent.
    expect(view?.verdict.reasons.map(({ signal }) => signal)).not.toContain('noActivity');
    const planned = deal({ contactRoles: team, activities: [...planted.activities, meeting('2026-12-20', 'cfo')] });
    expect(silentMembers(buyersOf(factsOf([planned, ...won]), planned, []), TODAY)).toEqual([]);
  });

  test('is shorter where the need is urgent or somebody is against, and longer without haste', () => {
    const planted = deal({ activities: [done('2026-11-20', 'c1'), done('2026-11-20', 'c2')] });
    const due = (note: object) =>
      buyersOf(factsOf([planted]), planted, [
        { id: 'person/006A/c2', kind: 'person', of: '006A/c2', value: note, at: 0 },
      ]).find(({ contactId }) => contactId === 'c2')?.due;
    expect(due({})).toBe('2026-11-27');
    expect(due({ urgency: 'high' })).toBe('2026-11-24');
    expect(due({ urgency: 'low' })).toBe('2026-12-01');
    expect(due({ stance: 'against' })).toBe('2026-11-24');
    expect(due({ urgency: 'high', stance: 'against' })).toBe('2026-11-22');
  });
});
