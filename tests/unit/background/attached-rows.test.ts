import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { refusalWords } from '@/components/views/record/edit/edit-texts';
import { createOutbox, type Outbox } from '@/lib/background/writing/outbox';
import { doneByTask } from '@/lib/background/writing/task-links';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit } from '@/lib/deal/edits/edit';
import { UNDO_MS } from '@/lib/deal/edits/edit-values';
import { type Reminder, reminderView } from '@/lib/deal/reminders';
import type { Row } from '@/lib/sample/org-tables';
import { readTable } from '@/lib/storage/column-reader';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { allEdits } from '@/lib/storage/stored-edits';
import { openReminders, storeReminder } from '@/lib/storage/stored-reminders';
import { commitRows } from '@/lib/storage/writer';
import type { Opened } from '@/lib/sync/connections';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import type { Fault } from '@/tests/org/rest/faults';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

const ARRIVING_MS = 600_000;

let it: ServedOrg;
let opened: Opened;
let outbox: Outbox;
/** Calls that write, as `METHOD /path body`. */
let sent: string[];
/** What happens to the next calls that write: the answer is lost on the way back, or the call never reaches the org. */
let lost: ('answer' | 'call')[];
let clock: number;
beforeEach(async () => {
  it = await serve();
  sent = [];
  lost = [];
  clock = Date.now();
  const token = it.cookies[1]?.value ?? '';
  const orgId = it.org.orgId.slice(0, 15);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token },
    {
      async fetch(input, init) {
        // Safe: our code asks by addresses in words.
        const { pathname } = new URL(input as string);
        if (init?.method === undefined || init.method === 'GET' || pathname.includes('composite'))
          return it.fetch(input, init);
        sent.push(`${init.method} ${pathname.split('/sobjects/')[1] ?? ''}`);
        const fate = lost.shift();
        if (fate === 'call') throw new TypeError('The line broke off.');
        const answer = await it.fetch(input, init);
        if (fate === 'answer') throw new TypeError('The line broke off.');
        return answer;
      },
      sleep: () => Promise.resolve(),
      now: () => clock,
    },
  );
  const db = openDatabase(orgId, 'u');
  await putProfile(db, await client.bootstrap());
  await syncOnce({ client, db, now: () => clock });
  const userId = [...it.org.sessions.values()][0] ?? '';
  opened = { connection: { ...connectionOf(orgId), userId }, db, client, basis: '' };
  outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});

const deal = (): Row => {
  const row = it.org.rows('Opportunity').find((each) => each['IsClosed'] === false && each['AccountId'] !== null);
  if (!row) throw new Error('No open deal.');
  return row;
};
const tasks = (subject: string): Row[] => it.org.rows('Task').filter((row) => row['Subject'] === subject);
const roles = (): Row[] => it.org.rows('OpportunityContactRole').filter((row) => row['OpportunityId'] === deal().Id);
const first = <Each>(all: readonly Each[]): Each => {
  const [found] = all;
  if (found === undefined) throw new Error('None.');
  return found;
};
const restart = (): Promise<unknown> => {
  outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
  return outbox.resume(opened);
};
const makeTask = (subject: string, of: Opened = opened): Promise<Edit> =>
  outbox.add(of, {
    recordId: deal().Id,
    recordName: 'Deal',
    on: { kind: 'task', act: 'make', name: subject },
    before: {},
    after: { subject, dueDay: '2026-12-04', assignee: opened.connection.userId },
  });
const done = (row: Row, isDone = true): Promise<Edit> =>
  outbox.add(opened, {
    recordId: deal().Id,
    recordName: 'Deal',
    on: { kind: 'task', act: 'change', id: row.Id, name: String(row['Subject']) },
    before: { isDone: !isDone },
    after: { isDone },
  });
const byOthers = (
  object: 'Task' | 'OpportunityContactRole',
  id: string,
  change: Record<string, string | boolean>,
): void => {
  const other = it.org.rows('User').find(({ Id }) => Id !== opened.connection.userId)?.Id ?? '';
  it.org.update(object, id, change, other);
  const row = it.org.find(object, id);
  if (row) row['LastModifiedDate'] = new Date(Date.now() + 5000).toISOString();
};
const fault = (...faults: Fault[]): void => it.org.faults.set(...faults);

describe('a task', () => {
  test('is made on the deal, for the person, and is in the store at once; taken back, it is gone', async () => {
    const edit = await makeTask('Send the contract');
    expect(edit).toMatchObject({ state: 'saved', on: { id: expect.any(String) } });
    expect(first(tasks('Send the contract'))).toMatchObject({
      WhatId: deal().Id,
      OwnerId: opened.connection.userId,
      ActivityDate: '2026-12-04',
      IsClosed: false,
    });
    const held = (await readTable(opened.db, 'activity')).childrenOf(deal().Id);
    expect(held.map(({ subject }) => subject)).toContain('Send the contract');
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'saved', undoes: edit.id });
    expect(tasks('Send the contract')).toEqual([]);
    expect(sent).toEqual(['POST Task', `DELETE Task/${edit.on?.id ?? ''}`]);
  });

  test('that somebody changed since is not taken away, but where the person says so', async () => {
    const edit = await makeTask('Send the contract');
    byOthers('Task', edit.on?.id ?? '', { Subject: 'Send the contract today' });
    const undo = await outbox.decide(opened, edit.id, 'undo');
    expect(undo).toMatchObject({ state: 'conflict', theirs: { subject: 'Send the contract today' } });
    expect(tasks('Send the contract today')).toHaveLength(1);
    expect(await outbox.decide(opened, undo.id, 'overwrite')).toMatchObject({ state: 'saved' });
    expect(tasks('Send the contract today')).toEqual([]);
  });

  test('that somebody touched in a field that is not read is not taken away either', async () => {
    const edit = await makeTask('Send the contract');
    byOthers('Task', edit.on?.id ?? '', { Description: 'The annex too.' });
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'conflict' });
    expect(tasks('Send the contract')).toHaveLength(1);
  });

  test('that is gone already is taken back, and nothing can be taken back after 30 days', async () => {
    const edit = await makeTask('Send the contract');
    it.org.remove('Task', edit.on?.id ?? '');
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
    const other = await makeTask('Call the CFO');
    clock += UNDO_MS + 1000;
    await expect(outbox.decide(opened, other.id, 'undo')).rejects.toThrow('30 days');
  });

  test('whose answer is lost is found in the CRM, and not made again', async () => {
    lost = ['answer'];
    expect(await makeTask('Once')).toMatchObject({ state: 'saved', on: { id: first(tasks('Once')).Id } });
    expect(tasks('Once')).toHaveLength(1);
    expect(sent).toEqual(['POST Task']);
  });

  test('that was lost on the way there is sent again only once it can no longer arrive', async () => {
    lost = ['call'];
    expect(await makeTask('Once')).toMatchObject({ state: 'unknown', why: 'arriving' });
    clock += ARRIVING_MS - 1000;
    await restart();
    expect(sent).toHaveLength(1);
    clock += 2000;
    await restart();
    expect(await allEdits(opened.db)).toMatchObject([{ state: 'saved' }]);
    expect(tasks('Once')).toHaveLength(1);
    expect(sent).toHaveLength(2);
  });

  test('that arrives late is taken for the one that was sent', async () => {
    lost = ['call'];
    await makeTask('Late');
    const { connection } = opened;
    it.org.insert('Task', { WhatId: deal().Id, Subject: 'Late', OwnerId: connection.userId }, connection.userId);
    clock += 2 * ARRIVING_MS;
    await restart();
    expect(await allEdits(opened.db)).toMatchObject([{ state: 'saved' }]);
    expect(tasks('Late')).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  test('whose answer is lost and that a rule of the org renamed is asked about, and never made twice by itself', async () => {
    lost = ['call'];
    await makeTask('Named so');
    const { connection } = opened;
    it.org.insert('Task', { WhatId: deal().Id, Subject: 'Otherwise', OwnerId: connection.userId }, connection.userId);
    clock += 2 * ARRIVING_MS;
    await restart();
    expect(await allEdits(opened.db)).toMatchObject([{ state: 'conflict', theirs: { subject: 'Otherwise' } }]);
    expect(sent).toHaveLength(1);
  });

  test('of the same words as one that was there, or as one that was just made, is another', async () => {
    const { connection } = opened;
    it.org.insert('Task', { WhatId: deal().Id, Subject: 'Call twice', OwnerId: connection.userId }, connection.userId);
    lost = ['answer', 'answer'];
    const [a, b] = [await makeTask('Call twice'), await makeTask('Call twice')];
    expect([a.state, b.state]).toEqual(['saved', 'saved']);
    expect(new Set(tasks('Call twice').map(({ Id }) => Id)).size).toBe(3);
    expect(a.on?.id).not.toBe(b.on?.id);
    expect(await outbox.decide(opened, b.id, 'undo')).toMatchObject({ state: 'saved' });
    expect(tasks('Call twice').map(({ Id }) => Id)).not.toContain(b.on?.id);
    expect(tasks('Call twice')).toHaveLength(2);
  });

  test.each(['rowsOf', 'rowRules', 'makeRow'] as const)(
    'is made once whatever is killed: before and after each %s',
    async (call) => {
      for (const when of ['before', 'after'] as const)
        for (const nth of [1, 2, 3]) {
          const { client } = opened;
          if (!client) throw new Error('No client.');
          let calls = 0;
          const dying: typeof client = {
            ...client,
            async [call](...given: never[]) {
              calls += 1;
              if (calls === nth && when === 'before') throw new Error('Killed.');
              const answer: unknown = await (client[call] as (...all: never[]) => Promise<unknown>)(...given);
              if (calls === nth) throw new Error('Killed.');
              return answer;
            },
          };
          const subject = `${call} ${when} ${nth}`;
          await makeTask(subject, { ...opened, client: dying }).catch(() => undefined);
          clock += 2 * ARRIVING_MS;
          await restart();
          expect(tasks(subject), subject).toHaveLength(1);
          expect((await allEdits(opened.db)).at(-1), subject).toMatchObject({ state: 'saved' });
        }
    },
  );

  test('holds up no other change while it may still arrive', async () => {
    lost = ['call'];
    await makeTask('Once');
    fault({ kind: 'reset', match: 'sobjects/Opportunity' });
    const change = {
      recordId: deal().Id,
      recordName: 'Deal',
      before: { nextStep: (deal()['NextStep'] ?? null) as string },
      after: { nextStep: 'Go' },
    };
    expect(await outbox.add(opened, change)).toMatchObject({ state: 'waiting' });
    fault();
    await restart();
    expect(deal()['NextStep']).toBe('Go');
  });

  test('that a rule refuses, or that this user may not make, says so in words and is not there', async () => {
    fault({ kind: 'validationRule', match: 'POST .*sobjects/Task' });
    expect(await makeTask('No')).toMatchObject({ state: 'refused', why: 'rule', words: expect.any(String) });
    fault();
    it.org.hidden.add('Task.Subject');
    clock += 3_600_000;
    expect(await makeTask('No')).toMatchObject({ state: 'refused', why: 'access' });
    expect(tasks('No')).toEqual([]);
    expect(sent).toEqual(['POST Task']);
  });

  test('is done in the org’s own words for it, and open again in the status that it had', async () => {
    for (const status of it.org.rows('TaskStatus'))
      if (status['IsClosed'] === true) status['ApiName'] = status['MasterLabel'] = 'Erledigt';
    const { on } = await makeTask('Call the CFO');
    const row = first(tasks('Call the CFO'));
    it.org.update('Task', row.Id, { Status: 'In Progress' }, opened.connection.userId);
    const edit = await done(row);
    expect(edit).toMatchObject({ state: 'saved', on: { id: on?.id } });
    expect(it.org.find('Task', row.Id)).toMatchObject({ Status: 'Erledigt', IsClosed: true });
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
    expect(it.org.find('Task', row.Id)).toMatchObject({ Status: 'In Progress', IsClosed: false });
  });

  test('that somebody else has done already is done, and nothing is sent', async () => {
    await makeTask('Call the CFO');
    const row = first(tasks('Call the CFO'));
    byOthers('Task', row.Id, { Status: 'Completed' });
    sent = [];
    expect(await done(row)).toMatchObject({ state: 'saved' });
    expect(sent).toEqual([]);
  });

  test('of another deal, or one that is gone, is never written', async () => {
    const other = it.org.rows('Task').find((row) => row['WhatId'] !== deal().Id && row['IsClosed'] === false);
    if (!other) throw new Error('No other task.');
    expect(await done(other)).toMatchObject({ state: 'refused', why: 'gone' });
    expect(it.org.find('Task', other.Id)?.['IsClosed']).toBe(false);
    expect(sent).toEqual([]);
  });

  test('that is none is not even written down', async () => {
    const wrong = [
      { on: { kind: 'task', act: 'make', name: 'x' }, before: {}, after: { subject: ' ' } },
      { on: { kind: 'task', act: 'make', name: 'x' }, before: {}, after: { subject: 'x', dueDay: '2026-02-30' } },
      { on: { kind: 'task', act: 'make', name: 'x' }, before: {}, after: { dueDay: '2026-12-01' } },
      { on: { kind: 'task', act: 'remove', id: '00T1', name: 'x' }, before: {}, after: { subject: 'x' } },
      {
        on: { kind: 'task', act: 'change', id: "x' OR Id != '", name: 'x' },
        before: { isDone: false },
        after: { isDone: true },
      },
      {
        on: { kind: 'contactRole', act: 'change', id: '00K1', name: 'x' },
        before: { role: null },
        after: { amount: 5 },
      },
      { on: { kind: 'account', act: 'make', name: 'x' }, before: {}, after: { subject: 'x' } },
    ];
    for (const each of wrong)
      await expect(
        outbox.add(opened, { recordId: deal().Id, recordName: 'Deal', ...(each as object) } as never),
      ).rejects.toThrow('Nothing was sent');
    expect(await allEdits(opened.db)).toEqual([]);
  });
});

describe('a note', () => {
  const text = 'Call\nThey lose a day a week.';
  const log = (): Promise<Edit> =>
    outbox.add(opened, {
      recordId: deal().Id,
      recordName: 'Deal',
      on: { kind: 'note', act: 'make', name: 'Note: Call' },
      before: {},
      after: { subject: 'Note: Call', details: text, dueDay: '2026-11-29', isDone: true },
    });

  test('is put into the CRM as a finished task, once though the answer is lost, and is taken out again', async () => {
    lost = ['answer'];
    const edit = await log();
    expect(edit).toMatchObject({ state: 'saved' });
    expect(tasks('Note: Call')).toMatchObject([
      // The CRM ends the lines of a long text otherwise, and that is no change.
      { WhatId: deal().Id, Description: text.replaceAll('\n', '\r\n'), IsClosed: true },
    ]);
    expect(sent).toEqual(['POST Task']);
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
    expect(tasks('Note: Call')).toEqual([]);
  });

  test('to which somebody added in the CRM is not taken out without a word', async () => {
    const edit = await log();
    byOthers('Task', edit.on?.id ?? '', { Description: `${text}\r\nAnd the CFO agrees.` });
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'conflict' });
    expect(tasks('Note: Call')).toHaveLength(1);
  });
});

describe('a follow-up that became a task', () => {
  const reminder = async (): Promise<Reminder | undefined> => (await openReminders(opened.db))[0];
  const make = (): Promise<Edit> =>
    outbox.add(opened, {
      recordId: deal().Id,
      recordName: 'Deal',
      on: { kind: 'task', act: 'make', name: 'Call back', reminderId: 'r1' },
      before: {},
      after: { subject: 'Call back' },
    });
  beforeEach(() =>
    storeReminder(opened.db, {
      id: 'r1',
      orgKey: opened.connection.key,
      host: PAGE_HOST,
      recordId: deal().Id,
      recordName: 'Deal',
      text: 'Call back',
      dueAt: clock + 1000,
      state: 'waiting',
      createdAt: clock,
      snoozes: 0,
    }),
  );
  const sync = async (): Promise<string[]> => {
    const { client, db } = opened;
    if (client) await syncOnce({ client, db, now: () => clock });
    return doneByTask(db);
  };

  test('is tied to it, and done once that is done in the CRM, at the next sync and not before', async () => {
    const edit = await make();
    expect(await reminder()).toMatchObject({ taskId: edit.on?.id });
    expect(await sync()).toEqual([]);
    it.org.update('Task', edit.on?.id ?? '', { Status: 'Completed' }, opened.connection.userId);
    clock += 60_000;
    expect(await sync()).toEqual(['r1']);
  });

  test('is tied to the task that is found after a lost answer, and after a restart', async () => {
    lost = ['call'];
    await make();
    expect((await reminder())?.taskId).toBeUndefined();
    clock += 2 * ARRIVING_MS;
    await restart();
    expect(await reminder()).toMatchObject({ taskId: first(tasks('Call back')).Id });
  });

  test('says that its task is gone once that was deleted in the CRM, stays, and is tied again to one that is back', async () => {
    const edit = await make();
    const id = edit.on?.id ?? '';
    expect(await sync()).toEqual([]);
    const held = (await readTable(opened.db, 'activity')).byId(id);
    it.org.remove('Task', id);
    clock += 60_000;
    expect(await sync()).toEqual([]);
    expect(await reminder()).toMatchObject({ state: 'waiting', goneTaskId: id });
    const view = async () => {
      const held = await reminder();
      return held && reminderView(held, { now: clock, timeZone: 'UTC' });
    };
    expect(await view()).toMatchObject({ isTaskGone: true });
    expect(await view()).not.toHaveProperty('taskId');
    // Nothing ties it to the deleted one again.
    await restart();
    expect((await reminder())?.taskId).toBeUndefined();
    // Taken out of the CRM's own bin.
    if (held) await commitRows(opened.db, 'activity', [held]);
    await doneByTask(opened.db);
    expect(await view()).toMatchObject({ taskId: id });
    expect(await view()).not.toHaveProperty('isTaskGone');
  });

  test('that has lost its task becomes another, and says nothing of the former', async () => {
    const former = await make();
    await sync();
    it.org.remove('Task', former.on?.id ?? '');
    clock += 60_000;
    await sync();
    expect((await reminder())?.goneTaskId).toBe(former.on?.id);
    const edit = await make();
    expect(await reminder()).toMatchObject({ taskId: edit.on?.id });
    expect((await reminder())?.goneTaskId).toBeUndefined();
  });

  test('is a plain follow-up again once the task is taken back', async () => {
    const edit = await make();
    await outbox.decide(opened, edit.id, 'undo');
    expect((await reminder())?.taskId).toBeUndefined();
    expect(await sync()).toEqual([]);
  });
});

describe('somebody’s role on a deal', () => {
  const role = (): Row => {
    const row = roles().find((each) => each['IsPrimary'] !== true);
    if (!row) throw new Error('No role.');
    return row;
  };
  const change = (id: string, before: Edit['before'], after: Edit['after']): Promise<Edit> =>
    outbox.add(opened, {
      recordId: deal().Id,
      recordName: 'Deal',
      on: { kind: 'contactRole', act: 'change', id, name: 'Somebody' },
      before,
      after,
    });
  beforeEach(() => {
    const people = it.org.rows('Contact').filter((row) => row['AccountId'] === deal()['AccountId']);
    const { userId } = opened.connection;
    const account = deal()['AccountId'] as string;
    while (people.length < 3) {
      const id = it.org.insert('Contact', { LastName: `Person ${people.length}`, AccountId: account }, userId);
      const row = it.org.find('Contact', id);
      if (row) {
        row['Name'] = row['LastName'] ?? null;
        people.push(row);
      }
    }
    for (const row of roles()) it.org.remove('OpportunityContactRole', row.Id);
    for (const [at, { Id }] of people.slice(0, 2).entries())
      it.org.insert(
        'OpportunityContactRole',
        { OpportunityId: deal().Id, ContactId: Id, Role: 'Other', IsPrimary: at === 0 },
        userId,
      );
    for (const row of roles()) row['LastModifiedDate'] = '2026-01-01T00:00:00.000Z';
  });

  test('is set, and set back', async () => {
    const { Id } = role();
    const edit = await change(Id, { role: 'Other' }, { role: 'Decision Maker' });
    expect(edit).toMatchObject({ state: 'saved' });
    expect(it.org.find('OpportunityContactRole', Id)?.['Role']).toBe('Decision Maker');
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
    expect(it.org.find('OpportunityContactRole', Id)?.['Role']).toBe('Other');
  });

  test('that is none of the org’s is refused before it is sent', async () => {
    expect(await change(role().Id, { role: 'Other' }, { role: 'King' })).toMatchObject({
      state: 'refused',
      why: 'value',
    });
    expect(sent).toEqual([]);
  });

  test('that somebody else set meanwhile is a conflict', async () => {
    const { Id } = role();
    byOthers('OpportunityContactRole', Id, { Role: 'Influencer' });
    expect(await change(Id, { role: 'Other' }, { role: 'Decision Maker' })).toMatchObject({
      state: 'conflict',
      theirs: { role: 'Influencer' },
    });
    expect(it.org.find('OpportunityContactRole', Id)?.['Role']).toBe('Influencer');
  });

  test('as the primary contact takes it from the one who had it, and gives it back', async () => {
    const primary = (): string[] => roles().flatMap((row) => (row['IsPrimary'] === true ? [row.Id] : []));
    const former = first(primary());
    const { Id } = role();
    const edit = await change(Id, { isPrimary: false }, { isPrimary: true });
    expect(edit).toMatchObject({ state: 'saved' });
    expect(primary()).toEqual([Id]);
    await outbox.decide(opened, edit.id, 'undo');
    expect(primary()).toEqual([former]);
  });

  test('is given to somebody of the account who was not on the deal, once, though the answer is lost', async () => {
    const { people, mayMake, fields } = await outbox.rowForm(opened, {
      recordId: deal().Id,
      kind: 'contactRole',
      withPeople: true,
    });
    expect(mayMake).toBe(true);
    expect(fields.role?.options?.map(({ value }) => value)).toContain('Decision Maker');
    const taken = new Set(roles().map((row) => row['ContactId']));
    const person = first(people.filter(({ id }) => !taken.has(id)));
    lost = ['answer'];
    const edit = await outbox.add(opened, {
      recordId: deal().Id,
      recordName: 'Deal',
      on: { kind: 'contactRole', act: 'make', name: person.name },
      before: {},
      after: { contact: person.id, role: 'Evaluator', isPrimary: false },
    });
    expect(edit).toMatchObject({ state: 'saved' });
    expect(roles().filter((row) => row['ContactId'] === person.id)).toMatchObject([{ Role: 'Evaluator' }]);
    await outbox.decide(opened, edit.id, 'undo');
    expect(roles().filter((row) => row['ContactId'] === person.id)).toEqual([]);
  });

  test('is not offered where its fields are read-only for this user', async () => {
    it.org.hidden.add('OpportunityContactRole.Role');
    clock += 3_600_000;
    expect(await change(role().Id, { role: 'Other' }, { role: 'Evaluator' })).not.toMatchObject({ state: 'saved' });
    expect(sent).toEqual([]);
  });
});

describe('a change of what hangs on a deal has the guarantees of one of the deal', () => {
  interface Subject {
    object: 'Task' | 'OpportunityContactRole';
    field: string;
    kind: 'task' | 'contactRole';
    before: Edit['before'];
    after: Edit['after'];
    was: unknown;
    is: unknown;
    /** What a trigger of the org makes of it. */
    kept: { value: string | boolean; values: Edit['before'] };
    /** What somebody else changes of the same row. */
    other: { field: string; value: string | boolean };
  }
  const SUBJECTS: Record<string, Subject> = {
    'a task that is done': {
      object: 'Task',
      field: 'Status',
      kind: 'task',
      before: { isDone: false },
      after: { isDone: true },
      was: 'Not Started',
      is: 'Completed',
      kept: { value: 'In Progress', values: { isDone: false } },
      other: { field: 'Subject', value: 'Call today' },
    },
    'a role': {
      object: 'OpportunityContactRole',
      field: 'Role',
      kind: 'contactRole',
      before: { role: 'Other' },
      after: { role: 'Decision Maker' },
      was: 'Other',
      is: 'Decision Maker',
      kept: { value: 'Influencer', values: { role: 'Influencer' } },
      other: { field: 'IsPrimary', value: true },
    },
    'the primary contact': {
      object: 'OpportunityContactRole',
      field: 'IsPrimary',
      kind: 'contactRole',
      before: { isPrimary: false },
      after: { isPrimary: true },
      was: false,
      is: true,
      kept: { value: false, values: { isPrimary: false } },
      other: { field: 'Role', value: 'Influencer' },
    },
  };
  let id: string;
  const prepare = ({ object, field, was }: Subject): void => {
    const { userId } = opened.connection;
    const account = deal()['AccountId'] as string;
    const who = it.org.insert('Contact', { LastName: 'Somebody', AccountId: account }, userId);
    id =
      object === 'Task'
        ? it.org.insert('Task', { Subject: 'Call', WhatId: deal().Id, Status: 'Not Started' }, userId)
        : it.org.insert(object, { OpportunityId: deal().Id, ContactId: who, Role: 'Other' }, userId);
    const row = it.org.find(object, id);
    if (row) row['LastModifiedDate'] = '2026-01-01T00:00:00.000Z';
    expect(row?.[field]).toBe(was);
  };
  const write = ({ kind, before, after }: Subject): Promise<Edit> =>
    outbox.add(opened, {
      recordId: deal().Id,
      recordName: 'Deal',
      on: { kind, act: 'change', id, name: 'It' },
      before,
      after,
    });
  const holds = ({ object, field }: Subject): unknown => it.org.find(object, id)?.[field];
  const journalled = async (edit: Edit): Promise<Edit | undefined> =>
    (await allEdits(opened.db)).find((each) => each.id === edit.id);

  for (const [name, subject] of Object.entries(SUBJECTS))
    describe(`as is shown by ${name}`, () => {
      beforeEach(() => prepare(subject));
      const expectSavedOnce = async (edit: Edit): Promise<void> => {
        expect((await journalled(edit))?.state).toBe('saved');
        expect(holds(subject)).toBe(subject.is);
        it.org.faults.set();
        expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'saved' });
        expect(holds(subject)).toBe(subject.was);
      };

      test('whose stamp is old by then is read again and saved', async () => {
        fault({ kind: 'precondition', match: 'PATCH', count: 1 });
        const edit = await write(subject);
        expect(sent.filter((each) => each.startsWith('PATCH'))).toHaveLength(2);
        await expectSavedOnce(edit);
      });

      test.each(['precondition', 'expired'] as const)(
        'that meets “%s” each time waits, unsent, and is saved later',
        async (kind) => {
          fault({ kind, match: 'PATCH' });
          const edit = await write(subject);
          expect(edit.state).toBe('waiting');
          expect(holds(subject)).toBe(subject.was);
          fault();
          await restart();
          await expectSavedOnce(edit);
        },
      );

      test('that meets a lock is sent again, and refused in words where the lock stays', async () => {
        fault({ kind: 'rowLock', match: 'PATCH', count: 2 });
        await expectSavedOnce(await write(subject));
        fault({ kind: 'rowLock', match: 'PATCH' });
        expect(await write(subject)).toMatchObject({ state: 'refused', why: 'busy' });
        expect(holds(subject)).toBe(subject.was);
      });

      test('whose answer is lost is read back and not sent twice', async () => {
        lost = ['answer'];
        const edit = await write(subject);
        expect(sent.filter((each) => each.startsWith('PATCH'))).toHaveLength(1);
        await expectSavedOnce(edit);
      });

      test('that never arrived is sent once more, after it was read back', async () => {
        lost = ['call'];
        const edit = await write(subject);
        expect(sent.filter((each) => each.startsWith('PATCH'))).toHaveLength(2);
        await expectSavedOnce(edit);
      });

      test('that a rule refuses says so in its words, and leaves all as it was', async () => {
        fault({ kind: 'validationRule', match: 'PATCH', message: 'Not on a Friday.' });
        expect(await write(subject)).toMatchObject({ state: 'refused', why: 'rule', words: 'Not on a Friday.' });
        expect(holds(subject)).toBe(subject.was);
      });

      test('that a trigger makes something else of says what the CRM keeps', async () => {
        it.org.setUp.onSaveRow = (object, row, before) => {
          if (object === subject.object && before && row.Id === id) row[subject.field] = subject.kept.value;
        };
        expect(await write(subject)).toMatchObject({ state: 'saved', kept: subject.kept.values });
        expect(holds(subject)).toBe(subject.kept.value);
      });

      test('that somebody else changed in another field meanwhile keeps theirs', async () => {
        const { other } = subject;
        const edit = write(subject);
        byOthers(subject.object, id, { [other.field]: other.value });
        expect((await edit).state).toBe('saved');
        expect(holds(subject)).toBe(subject.is);
        expect(it.org.find(subject.object, id)?.[other.field]).toBe(other.value);
      });
    });
});

test('what is gone, or not to be changed, is named: the task or the role, and not the deal on which it hangs', async () => {
  const row = first(it.org.rows('OpportunityContactRole').filter((each) => each['OpportunityId'] === deal().Id));
  const set = await outbox.add(opened, {
    recordId: deal().Id,
    recordName: 'Deal',
    on: { kind: 'contactRole', act: 'change', id: row.Id, name: 'Ann' },
    before: { role: String(row['Role']) },
    after: { role: row['Role'] === 'Evaluator' ? 'Influencer' : 'Evaluator' },
  });
  it.org.remove('OpportunityContactRole', row.Id);
  expect(refusalWords(await outbox.decide(opened, set.id, 'undo'))).toMatch(/^“Ann” of “Deal” is no longer there/);
  await makeTask('Call Ann first');
  const [call] = tasks('Call Ann first');
  if (!call) throw new Error('No task.');
  fault({ kind: 'readOnlyRecord', match: 'PATCH .*/Task/' });
  expect(refusalWords(await done(call))).toMatch(/^You may see “Call Ann first” of “Deal”, and not change it/);
  fault();
  it.org.remove('Opportunity', deal().Id === call['WhatId'] ? deal().Id : '');
  const late = await outbox.add(opened, {
    recordId: String(call['WhatId']),
    recordName: 'Deal',
    on: { kind: 'task', act: 'make', name: 'Mail' },
    before: {},
    after: { subject: 'Mail' },
  });
  expect(refusalWords(late)).toMatch(/^“Mail” was not added to “Deal”/);
});
