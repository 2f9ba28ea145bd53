import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createOutbox, type Outbox } from '@/lib/background/writing/outbox';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit } from '@/lib/deal/edits/edit';
import { isOpenEdit } from '@/lib/deal/edits/edit-values';
import type { Row } from '@/lib/sample/org-tables';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { allEdits } from '@/lib/storage/stored-edits';
import { createQueries } from '@/lib/sync/cache-queries';
import type { Opened } from '@/lib/sync/connections';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import type { Fault } from '@/tests/org/rest/faults';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

const DEALS = 5;

let it: ServedOrg;
let opened: Opened;
let outbox: Outbox;
let rows: Row[];
/** Ends the worker at that call of the CRM, before the CRM hears of it or after it has done it. */
let kill: { in: number; isAfter: boolean } | undefined;
/** The worker that lives now. One that is dead hears no answer, and nothing that it would do is done. */
let worker = { isDead: false, died: Promise.resolve() };
/** Whether an answer may have been lost after the org had done what it was asked. */
let isLossy = false;
/** Of each deal, how many changes may have been made without an answer, were conflicts then, and were sent once more as somebody wished. */
let sentAgain = new Map<string, number>();
/** So far the clock is ahead, ms: what may still arrive has arrived by the end. */
let ahead = 0;
/** Every value is another: each is told from all others for ever. */
let number = 0;

beforeEach(async () => {
  // A lock dies with its holder; here a worker that is dead would hold it for ever.
  vi.stubGlobal('navigator', {});
  it = await serve();
  start();
  const { client, db } = opened;
  if (!client) throw new Error('Nobody is signed in.');
  await putProfile(db, await client.bootstrap());
  await syncOnce({ client, db, now: () => Date.now() });
  rows = it.org
    .rows('Opportunity')
    .filter((row) => row['IsClosed'] === false && row['HasOpportunityLineItem'] !== true)
    .slice(0, DEALS);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await it.close();
  await deleteAll();
});

const stepOf = (index: number): string | null => (rows[index]?.['NextStep'] ?? null) as string | null;

/** A worker of its own: what the one before it was about never goes on. */
function start(): void {
  let die = (): void => undefined;
  const life = { isDead: false, died: new Promise<void>((dead) => (die = dead)) };
  worker = life;
  const never = new Promise<Response>(() => undefined);
  const orgId = it.org.orgId.slice(0, 15);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token: it.cookies[1]?.value ?? '' },
    {
      async fetch(input, init) {
        if (life.isDead) return never;
        const isLast = kill !== undefined && (kill.in -= 1) === 0;
        const isAfter = kill?.isAfter === true;
        if (isLast) kill = undefined;
        const answer = isLast && !isAfter ? undefined : await it.fetch(input, init);
        if (!isLast && answer) return answer;
        isLossy ||= isAfter;
        life.isDead = true;
        die();
        return never;
      },
      sleep: () => Promise.resolve(),
      now: () => Date.now() + ahead,
    },
  );
  const userId = [...it.org.sessions.values()][0] ?? '';
  opened = { connection: { ...connectionOf(orgId), userId }, db: openDatabase(orgId, 'u'), client, basis: '' };
  outbox = createOutbox({ now: () => Date.now() + ahead, publish: () => Promise.resolve() });
}
const edits = () => allEdits(opened.db);
/** What the org's own history says was written of a deal. */
const written = (id: string) =>
  it.org.rows('OpportunityFieldHistory').filter((row) => row['OpportunityId'] === id && row['Field'] === 'NextStep');
/** Somebody else than who is signed in. */
const another = (): string =>
  it.org.rows('User').find(({ Id }) => ![...it.org.sessions.values()].includes(Id))?.Id ?? '';

/** So much stood in the org's history of each deal before: what came since the journal has to tell, where it is ours. */
interface Model {
  former: number[];
  /** What stood there then. */
  first: (string | null)[];
}
type Real = object;
/** A step of the person's or of the world's. A worker that is killed in it is followed by the next. */
const command = (name: string, run: (model: Model) => Promise<unknown>): fc.AsyncCommand<Model, Real> => ({
  check: () => true,
  toString: () => name,
  async run(model) {
    await Promise.race([run(model), worker.died]);
    if (worker.isDead) start();
    await agree(model, false);
  },
});

/** The journal and the org agree: what is said to be saved was written, once, and nothing was written that the journal does not have. */
async function agree({ former, first }: Model, isAtEnd: boolean): Promise<void> {
  const journal = await edits();
  for (const [index, { Id }] of rows.entries()) {
    const all = written(Id).slice(former[index]);
    const own = all.filter((row) => row['CreatedById'] !== another()).map((row) => row['NewValue'] ?? null);
    const of = journal.filter(({ recordId, on }) => recordId === Id && on === undefined);
    const saved = of.filter(({ state }) => state === 'saved');
    // What arrived without an answer, and was changed by somebody else before it was read back, is a conflict that was written.
    const doubtful = of.filter(
      ({ state }) => state === 'sending' || state === 'unknown' || (isLossy && state === 'conflict'),
    );
    const again = sentAgain.get(Id) ?? 0;
    expect(own.length, of.map(({ state }) => state).join()).toBeLessThanOrEqual(saved.length + doubtful.length + again);
    const count = (value: unknown, among: typeof journal): number =>
      among.filter(({ after }) => (after.nextStep ?? null) === value).length;
    for (const value of new Set(own))
      expect(own.filter((each) => each === value).length, `${String(value)} of ${Id}`).toBeLessThanOrEqual(
        count(value, [...saved, ...doubtful]) + again,
      );
    const stood = new Set([first[index], ...all.map((row) => row['NewValue'] ?? null)]);
    for (const { after, undoes } of saved) {
      // What is taken back may stand there already: then there is nothing to write.
      expect(stood).toContain(after.nextStep ?? null);
      if (undoes === undefined) expect(own).toContain(after.nextStep);
    }
    // The last that was written is what stands there, whoever wrote it.
    if (all.length > 0) expect(stepOf(index)).toBe(all.at(-1)?.['NewValue'] ?? null);
  }
  agreeOfTasks(journal, isAtEnd);
  agreeOfRoles(journal);
  if (!isAtEnd) return;
  expect(journal.filter(isOpenEdit)).toEqual([]);
  agreeOfLastRole(journal);
  const { client, db } = opened;
  if (!client) throw new Error('Nobody is signed in.');
  expect(await syncOnce({ client, db, now: () => Date.now() })).toMatchObject({ state: 'live', isDone: true });
  const queries = createQueries({
    source: () => Promise.resolve(opened),
    now: () => Date.now(),
    miss: () => undefined,
    progress: () => undefined,
  });
  for (const [index, { Id }] of rows.entries()) {
    const answer = await queries.record({ host: PAGE_HOST, recordId: Id });
    expect(answer.view?.opportunity.nextStep ?? null, `the store of ${Id}`).toBe(stepOf(index));
    const held = answer.view?.roles.map(({ id, role, isPrimary }) => [id, role ?? '', isPrimary].join(' ')) ?? [];
    const stands = rolesOf(Id).map((row) => [row.Id, row['Role'] ?? '', row['IsPrimary']].join(' '));
    expect(new Set(held), `people in the store of ${Id}`).toEqual(new Set(stands));
  }
}

const rolesOf = (dealId: string): Row[] =>
  it.org.rows('OpportunityContactRole').filter((row) => row['OpportunityId'] === dealId);

/** Everybody whom we put on a deal is there once, as the journal says, and a deal has one primary contact at most. */
function agreeOfRoles(journal: Awaited<ReturnType<typeof edits>>): void {
  for (const { Id } of rows)
    expect(rolesOf(Id).filter((row) => row['IsPrimary'] === true).length).toBeLessThanOrEqual(1);
  for (const { id, on, state, after, recordId } of journal) {
    if (on?.kind !== 'contactRole' || on.act !== 'make') continue;
    const there = rolesOf(recordId).filter((row) => row['ContactId'] === after.contact);
    const undone = journal.filter(({ undoes, on: of }) => undoes === id && of?.act === 'remove');
    expect(there.length, `${String(after.contact)}: ${state}`).toBeLessThanOrEqual(1);
    if (state === 'saved' && !undone.some(isOpenEdit))
      expect(there).toHaveLength(undone.some((edit) => edit.state === 'saved') ? 0 : 1);
    if (state === 'refused') expect(there).toEqual([]);
  }
}

/** What is said to be saved last of a role is what stands there, unless somebody else has changed it since. */
function agreeOfLastRole(journal: Awaited<ReturnType<typeof edits>>): void {
  for (const row of rows.flatMap(({ Id }) => rolesOf(Id))) {
    const of = savedRoles(journal, row.Id);
    const end = of.at(-1);
    const last = theirRoles.get(row.Id);
    const role = last && of.length <= last.ofOurs ? last.role : end && (end.kept?.role ?? end.after.role);
    if (role !== undefined) expect(row['Role'], `role of ${row.Id}`).toBe(role);
  }
}

/** In the order in which they were answered: a conflict that is decided later comes later, though it was asked for before. */
const savedRoles = (journal: readonly Edit[], rowId: string): Edit[] =>
  journal
    .filter(({ on, state, after }) => on?.id === rowId && state === 'saved' && on.act === 'change' && 'role' in after)
    .toSorted((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0));
/** What somebody else has made of a role, and how many changes of ours it had taken by then. */
let theirRoles: Map<string, { role: string | null; ofOurs: number }>;

/** Every task of ours was made once, and is there as the journal says: made, done, or taken away. */
function agreeOfTasks(journal: Awaited<ReturnType<typeof edits>>, isAtEnd: boolean): void {
  for (const { id, on, state, after } of journal) {
    if (on?.kind !== 'task' || on.act !== 'make') continue;
    const there = it.org.rows('Task').filter((row) => row['Subject'] === after.subject);
    const of = journal.filter((edit) => edit.on?.id !== undefined && edit.on.id === on.id);
    const undone = journal.filter(({ undoes, on: of2 }) => undoes === id && of2?.act === 'remove');
    const isGone = undone.some((edit) => edit.state === 'saved');
    const mayBeGone = undone.some(isOpenEdit);
    expect(there.length, `${String(after.subject)}: ${state}`).toBeLessThanOrEqual(1);
    if (state === 'saved' && !mayBeGone) expect(there, String(after.subject)).toHaveLength(isGone ? 0 : 1);
    if (state === 'refused') expect(there).toEqual([]);
    const [row] = there;
    if (!row) continue;
    // A conflict that was decided later was answered later, though it was asked for before.
    const last = of
      .filter(({ after: to, state: how }) => 'isDone' in to && how === 'saved')
      .toSorted((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0))
      .at(-1);
    if (isAtEnd && last) expect(row['IsClosed'], String(after.subject)).toBe(last.after.isDone);
  }
}

const taskOf = (index: number) => {
  const subject = `task ${(number += 1)}.`;
  return {
    recordId: rows[index]?.Id ?? '',
    recordName: 'Deal',
    on: { kind: 'task', act: 'make', name: subject } as const,
    before: {},
    after: { subject },
  };
};
/** The last task that was made of those, marked as done. */
async function doneOf(isDone: boolean): Promise<void> {
  const made = (await edits()).findLast(
    ({ on, state }) => on?.kind === 'task' && on.act === 'make' && state === 'saved',
  );
  if (!made?.on?.id) return;
  const { recordId, recordName, on } = made;
  await outbox.add(opened, {
    recordId,
    recordName,
    on: { kind: 'task', act: 'change', id: on.id as string, name: on.name },
    before: { isDone: !isDone },
    after: { isDone },
  });
}

/** Somebody new of the deal's account is put on it. */
function roleMadeOf(index: number) {
  const account = String(rows[index]?.['AccountId'] ?? it.org.rows('Account')[0]?.Id);
  const name = `Person ${(number += 1)}`;
  const contact = it.org.insert('Contact', { LastName: name, AccountId: account }, another());
  const on = { kind: 'contactRole', act: 'make', name } as const;
  return { recordId: rows[index]?.Id ?? '', recordName: 'Deal', on, before: {}, after: { contact, role: 'Other' } };
}
const ROLES = ['Decision Maker', 'Influencer', 'Evaluator'];
/** A role that we made is another one, or its holder the primary contact; `isCrossed`: somebody else is faster. */
async function roleChanged(what: 'role' | 'isPrimary', isCrossed: boolean): Promise<void> {
  const made = (await edits()).findLast(
    ({ on, state }) => on?.kind === 'contactRole' && on.act === 'make' && state === 'saved',
  );
  const row = it.org.find('OpportunityContactRole', made?.on?.id ?? '');
  if (!made?.on?.id || !row) return;
  const { recordId, recordName, on } = made;
  const next = ROLES[(number += 1) % ROLES.length] ?? null;
  const change = {
    recordId,
    recordName,
    on: { kind: 'contactRole', act: 'change', id: row.Id, name: on?.name ?? '' } as const,
    before: what === 'role' ? { role: row['Role'] as string | null } : { isPrimary: row['IsPrimary'] === true },
    after: what === 'role' ? { role: next } : { isPrimary: true },
  };
  if (isCrossed) {
    const role = ROLES[(number += 1) % ROLES.length] ?? null;
    it.org.update('OpportunityContactRole', row.Id, { Role: role }, another());
    theirRoles.set(row.Id, { role, ofOurs: savedRoles(await edits(), row.Id).length });
  }
  await outbox.add(opened, change);
}

const changeOf = (index: number) => ({
  recordId: rows[index]?.Id ?? '',
  recordName: 'Deal',
  before: { nextStep: stepOf(index) },
  after: { nextStep: `mine ${(number += 1)}` },
});
const place = fc.integer({ min: 0, max: DEALS - 1 });
const some = fc.uniqueArray(place, { minLength: 2, maxLength: DEALS });
const FAULTS: Fault[] = [
  { kind: 'reset', match: 'PATCH', count: 2 },
  { kind: 'brokenOff', match: 'PATCH', count: 1 },
  { kind: 'serverError', match: 'PATCH', count: 1 },
  { kind: 'rowLock', match: 'PATCH', count: 1 },
  { kind: 'validationRule', match: 'PATCH', count: 1 },
  { kind: 'jsonParser', match: 'PATCH .*composite', count: 1 },
  { kind: 'reset', match: 'GET', count: 2 },
  { kind: 'limitConcurrent', match: 'GET', count: 1 },
  { kind: 'expired', match: 'PATCH', count: 2 },
  { kind: 'reset', match: 'POST .*Task', count: 1 },
  { kind: 'brokenOff', match: 'POST .*Task', count: 1 },
  { kind: 'serverError', match: 'POST .*Task', count: 1 },
  { kind: 'validationRule', match: 'POST .*Task', count: 1 },
  { kind: 'reset', match: 'DELETE', count: 1 },
  { kind: 'reset', match: 'POST .*ContactRole', count: 1 },
  { kind: 'brokenOff', match: 'POST .*ContactRole', count: 1 },
  { kind: 'precondition', match: 'PATCH', count: 2 },
];
const last = async (state: string) => (await edits()).findLast((edit) => edit.state === state);

const commands = [
  place.map((index) => command(`edit ${index}`, () => outbox.add(opened, changeOf(index)))),
  some.map((all) => command(`batch ${all.join()}`, () => outbox.addAll(opened, all.map(changeOf)))),
  place.map((index) => command(`task ${index}`, () => outbox.add(opened, taskOf(index)))),
  fc.boolean().map((isDone) => command(`task ${isDone ? 'done' : 'open'}`, () => doneOf(isDone))),
  place.map((index) => command(`person ${index}`, () => outbox.add(opened, roleMadeOf(index)))),
  fc
    .record({ what: fc.constantFrom('role' as const, 'isPrimary' as const), isCrossed: fc.boolean() })
    .map(({ what, isCrossed }) => command(`${what}${isCrossed ? ' crossed' : ''}`, () => roleChanged(what, isCrossed))),
  // Seen before somebody else changed it.
  place.map((index) =>
    command(`crossed ${index}`, async () => {
      const change = changeOf(index);
      byOthers(index);
      await outbox.add(opened, change);
    }),
  ),
  place.map((index) => command(`theirs ${index}`, () => Promise.resolve(byOthers(index)))),
  fc.constantFrom(...FAULTS).map((fault) =>
    command(`fault ${fault.kind} ${fault.match}`, () => {
      isLossy ||= fault.kind === 'brokenOff';
      return Promise.resolve(it.org.faults.set(fault));
    }),
  ),
  fc.constant(command('no faults', () => Promise.resolve(it.org.faults.set()))),
  fc
    .record({ in: fc.integer({ min: 1, max: 12 }), isAfter: fc.boolean() })
    .map((at) =>
      command(`kill in ${at.in} ${at.isAfter ? 'after' : 'before'}`, () => Promise.resolve((kill = { ...at }))),
    ),
  fc.constant(
    command('restart', () => {
      start();
      return outbox.resume(opened);
    }),
  ),
  fc.constant(
    command('sync', () => {
      const { client, db } = opened;
      return client ? syncOnce({ client, db, now: () => Date.now() }).catch(() => undefined) : Promise.resolve();
    }),
  ),
  fc.constant(
    command('undo', async () => {
      const edit = await last('saved');
      if (!edit) return;
      const taken = outbox.decide(opened, edit.id, 'undo');
      if (edit.on?.act !== 'remove') await taken;
      else if (
        await taken.then(
          () => true,
          () => false,
        )
      )
        throw new Error('What was taken away was made anew.');
    }),
  ),
  fc.constant(
    command('undo batch', async () => {
      const all = await edits();
      const edit = all.findLast(({ batch, state }) => batch !== undefined && state === 'saved');
      if (edit?.batch === undefined) return;
      const isTaken = (id: string): boolean =>
        all.some(({ id: by, undoes, state }) => undoes === id && !GIVEN_UP.has(state) && !isTaken(by));
      const isLeft = all.some(({ id, batch, state }) => batch === edit.batch && state === 'saved' && !isTaken(id));
      const taken = outbox.decideAll(opened, edit.batch, 'undo');
      if (isLeft) await taken;
      else if (
        await taken.then(
          () => true,
          () => false,
        )
      )
        throw new Error('What was taken back was taken back again.');
    }),
  ),
  fc.constant(
    command('overwrite', async () => {
      const edit = await last('conflict');
      if (edit && isLossy) sentAgain.set(edit.recordId, (sentAgain.get(edit.recordId) ?? 0) + 1);
      if (edit) await outbox.decide(opened, edit.id, 'overwrite');
    }),
  ),
  fc.constant(
    command('drop', async () => {
      const edit = await last('waiting');
      if (edit) await outbox.decide(opened, edit.id, 'drop');
    }),
  ),
];

/** States of a change that was not made. */
const GIVEN_UP: ReadonlySet<Edit['state']> = new Set(['refused', 'dropped', 'conflict']);

/** As another user's browser does, later than what was read. */
function byOthers(index: number): void {
  it.org.update('Opportunity', rows[index]?.Id ?? '', { NextStep: `theirs ${(number += 1)}` }, another());
}

/** 400 sequences in the long form, twenty of them in an org each: what an org keeps of all changes is read after each step. */
const ORGS = Array.from({ length: process.env['LONG'] ? 20 : 1 }, (_, place) => place + 1);
test.each(ORGS)(
  'whatever is changed, by whom, singly or many at once, with whatever faults, kills and undos: store, journal and org agree, and nothing is written twice (org %i)',
  async () => {
    const ended = { saved: 0, refused: 0, conflict: 0, tasks: 0, roles: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.commands(commands, { maxCommands: process.env['LONG'] ? 60 : 12, size: 'max' }),
        async (all) => {
          await opened.db.edits.clear();
          it.org.faults.set();
          // The share of the org's calls is for a day, not for hundreds of runs.
          it.org.usage = 0;
          kill = undefined;
          isLossy = false;
          sentAgain = new Map();
          theirRoles = new Map();
          start();
          const model: Model = {
            former: rows.map(({ Id }) => written(Id).length),
            first: rows.map((_row, index) => stepOf(index)),
          };
          await fc.asyncModelRun(() => ({ model, real: {} }), all);
          // The worker ends once more, the org answers again, and a person decides of what was stopped.
          ahead += 3_600_000;
          it.org.faults.set();
          kill = undefined;
          start();
          await outbox.resume(opened);
          for (const edit of (await edits()).filter(isOpenEdit)) await outbox.decide(opened, edit.id, 'again');
          await agree(model, true);
          const made = (await edits()).filter(({ on, state }) => on?.act === 'make' && state === 'saved');
          ended.tasks += made.filter(({ on }) => on?.kind === 'task').length;
          ended.roles += made.filter(({ on }) => on?.kind === 'contactRole').length;
          for (const { state } of await edits())
            if (state === 'saved' || state === 'refused' || state === 'conflict') ended[state] += 1;
        },
      ),
      { numRuns: process.env['LONG'] ? 20 : 10 },
    );
    // All of it was looked at, or nothing was proved.
    expect(Math.min(ended.saved, ended.conflict, ended.tasks, ended.roles)).toBeGreaterThan(0);
  },
  3_600_000,
);
