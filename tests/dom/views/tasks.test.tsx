import 'fake-indexeddb/auto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { RecordView } from '@/lib/answers/record-view';
import { addDays, DAY_MS } from '@/lib/calendar/days';
import type { Edit, RowForm } from '@/lib/deal/edits/edit';
import { storeReminder } from '@/lib/storage/stored-reminders';
import { PAGE_HOST } from '@/tests/org/org';

import { type FakeBackend, fakeBackend } from '../backend';
import { openDeal } from '../open-deal';
import { sample, type Sample } from '../sample';
import { button, screen, show, within } from '../screen';

const FORM: RowForm = {
  mayMake: true,
  mayRemove: true,
  fields: {
    role: {
      kind: 'choice',
      isRequired: false,
      options: [
        { value: 'Evaluator', label: 'Evaluator' },
        { value: 'Decision Maker', label: 'Decides' },
      ],
    },
    isPrimary: { kind: 'check', isRequired: false },
  },
  people: [{ id: '003000000000999AAA', name: 'Ewa Lis', title: 'Buyer' }],
};

let it: Sample;
let deal: { Id: string; Name: string };
let view: RecordView;
beforeAll(async () => {
  it = await sample({ size: 12 });
  for (const row of it.org.rows('Opportunity')) {
    const given = (await it.queries.record({ host: PAGE_HOST, recordId: row.Id })).view;
    if (row['IsClosed'] !== false || !given || given.tasks.length === 0 || given.people.length === 0) continue;
    deal = { Id: row.Id, Name: String(row['Name']) };
    view = given;
    return;
  }
  throw new Error('No open deal has a task and a person.');
});

let stop = (): void => undefined;
afterEach(async () => {
  stop();
  await it.db.reminders.clear();
  localStorage.clear();
});

let answer: Partial<Edit> | Error;
async function open(pageName = deal.Name): Promise<{ backend: FakeBackend; user: ReturnType<typeof show> }> {
  answer = { state: 'saved' };
  const backend = fakeBackend(it.queries, async (type) => {
    if (type === 'edit/row-form') return FORM;
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const opened = await openDeal(backend, deal, pageName);
  stop = opened.stop;
  return { backend, user: opened.user };
}
const saved = ({ sent }: FakeBackend) => sent.filter(({ type }) => type === 'edit/save').map(({ request }) => request);
const base = () => ({ host: PAGE_HOST, recordId: deal.Id, recordName: deal.Name });

describe('open tasks of a deal', () => {
  test('are those of the CRM that are not done, the earliest first, each with a way to be done', async () => {
    const open_ = it.org
      .rows('Task')
      .filter((row) => row['WhatId'] === deal.Id && row['IsClosed'] === false)
      .map(({ Id }) => Id);
    expect(view.tasks.map(({ id }) => id).toSorted()).toEqual(open_.toSorted());
    expect(view.tasks.map(({ day }) => day ?? '9999')).toEqual(view.tasks.map(({ day }) => day ?? '9999').toSorted());
    const { backend, user } = await open();
    const [first] = view.tasks;
    await user.click(await button(`Done: ${first?.subject ?? ''}`));
    await expect
      .poll(() => saved(backend))
      .toEqual([
        {
          ...base(),
          on: { kind: 'task', act: 'change', id: first?.id, name: first?.subject },
          before: { isDone: false },
          after: { isDone: true },
        },
      ]);
  });

  test('are reached by j past every to-do, and never by way of what is folded away', async () => {
    const { user } = await open();
    await button(`Done: ${view.tasks[0]?.subject ?? ''}`);
    const folded = document.querySelectorAll('.todos details:not([open]) button').length;
    expect(folded).toBeGreaterThan(0);
    let isReached = false;
    for (let steps = 0; steps < 60 && !isReached; steps += 1) {
      await user.keyboard('j');
      expect(document.activeElement?.closest('details:not([open])')).toBeNull();
      isReached = document.activeElement?.closest('[data-task]') !== null;
    }
    expect(isReached).toBe(true);
  });

  test('are reached by j and k, and a new one by t; its day is said in words', async () => {
    const { backend, user } = await open();
    await user.keyboard('t');
    const subject = screen.getByLabelText('New task');
    expect(document.activeElement).toBe(subject);
    await user.type(subject, 'Send the contract');
    await user.type(screen.getByLabelText('Due'), '+1w{Enter}');
    await expect
      .poll(() => saved(backend))
      .toEqual([
        {
          ...base(),
          on: { kind: 'task', act: 'make', name: 'Send the contract' },
          before: {},
          after: { subject: 'Send the contract', dueDay: addDays(view.today, 7) },
        },
      ]);
    expect(await screen.findByText(/In Salesforce: Send the contract/)).toBeDefined();
    expect((subject as HTMLInputElement).value).toBe('');
  });

  test('without a subject, or on no day, are not sent; a refusal keeps what was typed, with the CRM’s words', async () => {
    const { backend, user } = await open();
    await user.keyboard('t');
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Write what is to be done.')).toBeDefined();
    await user.type(screen.getByLabelText('New task'), 'Call');
    await user.type(screen.getByLabelText('Due'), 'someday{Enter}');
    expect(await screen.findByText(/“someday” is no day/)).toBeDefined();
    await user.clear(screen.getByLabelText('Due'));
    await user.type(screen.getByLabelText('Due'), '3/4/2031{Enter}');
    expect(await screen.findByText(/Write 2031-04-03 or 2031-03-04/)).toBeDefined();
    expect(saved(backend)).toEqual([]);
    answer = {
      state: 'refused',
      recordName: deal.Name,
      after: { subject: 'Call' },
      why: 'rule',
      words: 'Not on Fridays.',
    };
    await user.clear(screen.getByLabelText('Due'));
    await user.type(screen.getByLabelText('New task'), '{Enter}');
    expect(await screen.findByText(/Not on Fridays/)).toBeDefined();
    expect((screen.getByLabelText('New task') as HTMLInputElement).value).toBe('Call');
  });

  test('are not written while the page behind shows another deal', async () => {
    const { backend, user } = await open('Another deal');
    await expect
      .poll(() => screen.queryAllByRole('button', { name: /^Done: / }).length, { timeout: 8000 })
      .toBeGreaterThan(0);
    for (const each of screen.getAllByRole('button', { name: `Done: ${view.tasks[0]?.subject ?? ''}` }))
      expect((each as HTMLButtonElement).disabled).toBe(true);
    await user.keyboard('t');
    await user.type(screen.getByLabelText('New task'), 'Call{Enter}');
    expect(saved(backend)).toEqual([]);
  });
});

describe('a follow-up', () => {
  const followUp = (more: { taskId?: string; goneTaskId?: string; dueAt?: number } = {}) =>
    storeReminder(it.db, {
      id: 'r1',
      orgKey: 'x',
      host: PAGE_HOST,
      recordId: deal.Id,
      recordName: deal.Name,
      text: 'Ask for the budget',
      dueAt: Date.parse(`${addDays(view.today, 3)}T12:00:00Z`),
      state: 'waiting',
      createdAt: 0,
      snoozes: 0,
      ...more,
    });

  test.each([
    [0, 1],
    [1, 0],
    [7, 0],
  ])('that is due in %i days is put off until tomorrow only where that is later', async (days, ways) => {
    await followUp({ dueAt: Date.now() + days * DAY_MS });
    await open();
    await button('Make it a task in Salesforce: Ask for the budget');
    const list = document.querySelector<HTMLElement>('.reminders');
    expect(within(list as HTMLElement).queryAllByRole('button', { name: 'Tomorrow' })).toHaveLength(ways);
  });

  test('becomes a task of the same words and day', async () => {
    await followUp();
    const { backend, user } = await open();
    await user.click(await button('Make it a task in Salesforce: Ask for the budget'));
    await expect
      .poll(() => saved(backend))
      .toEqual([
        {
          ...base(),
          on: { kind: 'task', act: 'make', name: 'Ask for the budget', reminderId: 'r1' },
          before: {},
          after: { subject: 'Ask for the budget', dueDay: addDays(view.today, 3) },
        },
      ]);
  });

  test('that is a task is said to be one, and both are done with one press', async () => {
    await followUp({ taskId: '00T000000000777AAA' });
    const { backend, user } = await open();
    expect(await screen.findByText('Also a task in Salesforce')).toBeDefined();
    await user.click(await button('Done here and in Salesforce: Ask for the budget'));
    await expect
      .poll(() => saved(backend))
      .toMatchObject([{ on: { act: 'change', id: '00T000000000777AAA' }, after: { isDone: true } }]);
    await expect.poll(() => backend.sent.filter(({ type }) => type === 'reminder/done').length).toBe(1);
  });

  test('whose task was deleted says so, stays private, and may become another task', async () => {
    await followUp({ goneTaskId: '00T000000000777AAA' });
    await open();
    expect(await screen.findByText(/Its task was deleted in Salesforce.*for you alone/)).toBeDefined();
    expect(screen.queryByText('Also a task in Salesforce')).toBeNull();
    expect(await button('Make it a task in Salesforce: Ask for the budget')).toBeDefined();
  });

  test('that is a task stays where the CRM refuses to have it done', async () => {
    await followUp({ taskId: '00T000000000777AAA' });
    const { backend, user } = await open();
    answer = {
      state: 'refused',
      recordName: deal.Name,
      after: { isDone: true },
      why: 'rule',
      words: 'Not on Fridays.',
    };
    await user.click(await button('Done here and in Salesforce: Ask for the budget'));
    expect(await screen.findByText(/Not on Fridays/)).toBeDefined();
    expect(backend.sent.filter(({ type }) => type === 'reminder/done')).toEqual([]);
  });
});

describe('a role', () => {
  const person = () => view.people[0];
  const row = () => view.roles.find(({ contactId }) => contactId === person()?.contactId);
  const form = async (): Promise<ReturnType<typeof within>> => {
    await expect.poll(() => document.querySelector('form.role-form')).not.toBeNull();
    return within(document.querySelector<HTMLElement>('form.role-form') as HTMLElement);
  };

  test('is changed where the person stands, and sends that row and what was changed alone', async () => {
    const { backend, user } = await open();
    const [way] = await screen.findAllByRole('button', { name: `Change role: ${person()?.name ?? ''}` });
    await user.click(way as HTMLElement);
    await user.selectOptions((await form()).getByLabelText('Role'), 'Evaluator');
    await user.click((await form()).getByRole('button', { name: 'Save to Salesforce' }));
    await expect
      .poll(() => saved(backend))
      .toEqual([
        {
          ...base(),
          on: { kind: 'contactRole', act: 'change', id: row()?.id, name: person()?.name },
          before: { role: row()?.role ?? null },
          after: { role: 'Evaluator' },
        },
      ]);
  });

  test('is given to somebody of the account who is not on the deal yet', async () => {
    const { backend, user } = await open();
    await user.click(await button('Add somebody'));
    await user.selectOptions((await form()).getByLabelText('Who'), 'Ewa Lis, Buyer');
    await user.selectOptions((await form()).getByLabelText('Role'), 'Evaluator');
    await user.click((await form()).getByLabelText('Primary contact'));
    await user.click((await form()).getByRole('button', { name: 'Save to Salesforce' }));
    await expect
      .poll(() => saved(backend))
      .toEqual([
        {
          ...base(),
          on: { kind: 'contactRole', act: 'make', name: 'Ewa Lis' },
          before: {},
          after: { contact: '003000000000999AAA', role: 'Evaluator', isPrimary: true },
        },
      ]);
  });
});
