import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createOutbox, type Outbox } from '@/lib/background/writing/outbox';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit, EditValues } from '@/lib/deal/edits/edit';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { allEdits } from '@/lib/storage/stored-edits';
import type { Opened } from '@/lib/sync/connections';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import { refusal } from '@/tests/org/rest/answer';
import type { Fault } from '@/tests/org/rest/faults';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

const NAMES = { stage: 'StageName', amount: 'Amount', closeDate: 'CloseDate', nextStep: 'NextStep' } as const;

let it: ServedOrg;
let opened: Opened;
let outbox: Outbox;
let sent: string[];
/** So many changes are made, and their answers do not come. */
let lost: number;
/** What happens once a change was answered. */
let afterChange: () => void;
let clock: number;
beforeEach(async () => {
  it = await serve();
  sent = [];
  lost = 0;
  afterChange = () => undefined;
  clock = Date.now();
  const token = it.cookies[1]?.value ?? '';
  const orgId = it.org.orgId.slice(0, 15);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token },
    {
      async fetch(input, init) {
        const answer = await it.fetch(input, init);
        if (init?.method !== 'PATCH') return answer;
        // Safe: a change is sent as text.
        sent.push(init.body as string);
        afterChange();
        if (lost === 0) return answer;
        lost -= 1;
        throw new TypeError('The line broke off.');
      },
      sleep: () => Promise.resolve(),
    },
  );
  const db = openDatabase(orgId, 'u');
  await putProfile(db, await client.bootstrap());
  await syncOnce({ client, db, now: () => clock });
  opened = { connection: connectionOf(orgId), db, client, basis: '' };
  outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});

const open = () => it.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
const deal = (at = 0) => {
  const row = open()[at];
  if (!row) throw new Error('No open deal.');
  return row;
};
const held = (id: string) => {
  const row = it.org.find('Opportunity', id);
  return {
    stage: row?.['StageName'],
    amount: row?.['Amount'],
    closeDate: row?.['CloseDate'],
    nextStep: row?.['NextStep'],
  };
};
/** A change by somebody who saw `before`, or else what there is now. */
const save = (id: string, before: EditValues, after: EditValues): Promise<Edit> => {
  const seen = Object.fromEntries(
    Object.keys(after).map((field) => [field, held(id)[field as keyof typeof NAMES] ?? null]),
  );
  // Safe: the values of a row are texts and numbers.
  return outbox.add(opened, {
    recordId: id,
    recordName: 'Deal',
    before: { ...(seen as EditValues), ...before },
    after,
  });
};
const fault = (...faults: Fault[]): void => it.org.faults.set(...faults);
/** As another user's browser or a flow does, later than what was read. */
function byOthers(id: string, change: Record<string, string | number>): void {
  const row = it.org.find('Opportunity', id);
  it.org.update('Opportunity', id, change, String(row?.['OwnerId']));
  const after = it.org.find('Opportunity', id);
  if (after) after['LastModifiedDate'] = new Date(Date.now() + 5000).toISOString();
}

describe('a change of a deal', () => {
  test('is in the CRM, is read back into the panel’s cache, and touches no other field', async () => {
    const { Id } = deal();
    const before = held(Id);
    const form = await outbox.form(opened, Id);
    expect(form.values).toMatchObject({ stage: before.stage, closeDate: before.closeDate });
    const edit = await save(Id, { nextStep: form.values.nextStep ?? null }, { nextStep: 'Call the CFO' });
    expect(edit).toMatchObject({ state: 'saved' });
    expect(held(Id)).toEqual({ ...before, nextStep: 'Call the CFO' });
    expect(sent).toEqual(['{"NextStep":"Call the CFO"}']);
  });

  test('that somebody else crossed in the same field is a conflict, and the other’s value stays', async () => {
    const { Id } = deal();
    const { nextStep = null } = (await outbox.form(opened, Id)).values;
    byOthers(Id, { NextStep: 'Theirs' });
    const edit = await save(Id, { nextStep }, { nextStep: 'Mine' });
    expect(edit).toMatchObject({ state: 'conflict', theirs: { nextStep: 'Theirs' } });
    expect(held(Id).nextStep).toBe('Theirs');
    expect(sent).toEqual([]);
    expect(await outbox.decide(opened, edit.id, 'overwrite')).toMatchObject({ state: 'saved' });
    expect(held(Id).nextStep).toBe('Mine');
  });

  test('that is dropped while it is being sent is not called dropped: what the person is told is what the CRM has', async () => {
    const { Id } = deal();
    const { client } = opened;
    let dropping: Promise<unknown> | undefined;
    const here = opened;
    opened = {
      ...opened,
      ...(client && {
        client: {
          ...client,
          async standingOf(...asked: Parameters<typeof client.standingOf>) {
            const [waiting] = await allEdits(here.db);
            // Pressed before anything is on its way.
            dropping ??= waiting && outbox.decide(here, waiting.id, 'drop').catch((error: unknown) => error);
            await new Promise((next) => setTimeout(next, 50));
            return client.standingOf(...asked);
          },
        },
      }),
    };
    const edit = await save(Id, {}, { nextStep: 'Mine' });
    expect(await dropping).toBeInstanceOf(Error);
    expect(edit.state).toBe('saved');
    expect((await allEdits(here.db)).map(({ state }) => state)).toEqual(['saved']);
    expect(held(Id).nextStep).toBe('Mine');
  });

  test('goes through where somebody else changed another field, and leaves that one as they made it', async () => {
    const { Id } = deal();
    const { nextStep = null } = (await outbox.form(opened, Id)).values;
    byOthers(Id, { Amount: 4321 });
    expect(await save(Id, { nextStep }, { nextStep: 'Mine' })).toMatchObject({ state: 'saved' });
    expect(held(Id)).toMatchObject({ amount: 4321, nextStep: 'Mine' });
  });

  test('that comes between the reading and the writing of somebody else’s is read again, never written over', async () => {
    const { Id } = deal();
    const { nextStep = null } = (await outbox.form(opened, Id)).values;
    const client = opened.client;
    let isFirst = true;
    opened = {
      ...opened,
      ...(client && {
        client: {
          ...client,
          change(id, values, standing) {
            if (isFirst) byOthers(Id, { NextStep: 'In between' });
            isFirst = false;
            return client.change(id, values, standing);
          },
        },
      }),
    };
    expect(await save(Id, { nextStep }, { nextStep: 'Mine' })).toMatchObject({
      state: 'conflict',
      theirs: { nextStep: 'In between' },
    });
    expect(held(Id).nextStep).toBe('In between');
  });

  test.each([
    ['a validation rule', 'validationRule', 'Every deal above 100,000 needs a signed business case.'],
    ['a lock', 'recordLocked', 'the entity is locked for editing'],
    ['a record that is read-only', 'readOnlyRecord', 'insufficient access rights on object id'],
    ['a flow that fails', 'flow', 'We can’t save this record because a flow failed.'],
    ['duplicates', 'duplicates', 'Use one of these records?'],
  ] as const)('that %s refuses says so in the CRM’s own words and changes nothing', async (_what, kind, words) => {
    const { Id } = deal();
    const before = held(Id);
    fault({ kind, match: 'PATCH' });
    expect(await save(Id, { nextStep: before.nextStep as string }, { nextStep: 'X' })).toMatchObject({
      state: 'refused',
      words,
    });
    expect(sent).toHaveLength(1);
    expect(held(Id)).toEqual(before);
  });

  test('names the fields that a refusal is about', async () => {
    const { Id } = deal();
    fault({ kind: 'tooLong', match: 'PATCH' });
    expect(await save(Id, {}, { nextStep: 'X' })).toMatchObject({ state: 'refused', fields: ['nextStep'] });
  });

  test('whose answer is lost is read back before anything is sent again, and is saved once', async () => {
    const { Id } = deal();
    lost = 1;
    expect(await save(Id, {}, { nextStep: 'Once' })).toMatchObject({ state: 'saved' });
    expect(held(Id).nextStep).toBe('Once');
    expect(sent).toHaveLength(1);
  });

  /** What is to become of the next steps of so many deals, as somebody sees them. */
  const changesOf = (count: number) =>
    open()
      .slice(0, count)
      .map(({ Id }) => ({
        recordId: Id,
        recordName: 'Deal',
        before: { nextStep: (held(Id).nextStep ?? null) as string | null },
        after: { nextStep: `Mine ${Id}` },
      }));

  test('among several whose answer is lost, and after which nobody answers, stays in doubt: none of them is said to wait', async () => {
    const asked = changesOf(3);
    lost = 1;
    afterChange = () => fault({ kind: 'reset' });
    await outbox.addAll(opened, asked);
    expect((await allEdits(opened.db)).map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
    fault();
    await outbox.resume(opened);
    expect((await allEdits(opened.db)).map(({ state }) => state)).toEqual(['saved', 'saved', 'saved']);
    expect(sent).toHaveLength(1);
  });

  test.each([1, 3])(
    'that the CRM took is saved, also where it could not be read back and somebody else has changed the deal since (%i at once)',
    async (count) => {
      const asked = changesOf(count);
      afterChange = () => fault({ kind: 'reset' });
      const edits = count === 1 ? [await outbox.add(opened, asked[0]!)] : await outbox.addAll(opened, asked);
      expect(edits.map(({ state }) => state)).toEqual(asked.map(() => 'unknown'));
      fault();
      const someone = it.org.rows('User').find(({ Id }) => ![...it.org.sessions.values()].includes(Id));
      for (const { recordId } of asked)
        it.org.update('Opportunity', recordId, { NextStep: `Theirs ${recordId}` }, someone?.Id ?? '');
      outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
      await outbox.resume(opened);
      expect(await allEdits(opened.db)).toMatchObject(
        asked.map(({ recordId }) => ({ state: 'saved', kept: { nextStep: `Theirs ${recordId}` } })),
      );
      expect(asked.map(({ recordId }) => held(recordId).nextStep)).toEqual(
        asked.map(({ recordId }) => `Theirs ${recordId}`),
      );
    },
  );

  test.each(['reset', 'brokenOff', 'serverError', 'truncated', 'rowLock', 'limitConcurrent'] as const)(
    'that meets “%s” once is saved all the same',
    async (kind) => {
      const { Id } = deal();
      fault({ kind, match: 'PATCH', count: 1 });
      expect(await save(Id, {}, { nextStep: 'Once' })).toMatchObject({ state: 'saved' });
      expect(held(Id).nextStep).toBe('Once');
    },
  );

  test('that nobody can answer for waits, survives the worker, and goes in order once the CRM answers', async () => {
    const { Id } = deal();
    fault({ kind: 'reset' });
    expect((await save(Id, {}, { nextStep: 'First' })).state).toBe('waiting');
    clock += 1000;
    expect((await save(Id, {}, { nextStep: 'Second' })).state).toBe('waiting');
    fault();
    clock += 1000;
    outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
    await outbox.resume(opened);
    expect((await allEdits(opened.db)).map(({ state }) => state)).toEqual(['saved', 'saved']);
    expect(held(Id).nextStep).toBe('Second');
    expect(sent).toEqual(['{"NextStep":"First"}', '{"NextStep":"Second"}']);
  });

  test.each(['call', 'part'] as const)(
    'that an org takes none of while it is maintained waits with its words and not in doubt, alone and among others, and goes after that (%s)',
    async (on) => {
      const words = expect.stringContaining('during maintenance');
      const asked = open()
        .slice(0, 3)
        .map(({ Id }) => ({
          recordId: Id,
          recordName: 'Deal',
          before: { nextStep: (held(Id).nextStep ?? null) as string | null },
          after: { nextStep: `After ${Id}` },
        }));
      const [first] = asked;
      if (!first) throw new Error('No open deal.');
      if (on === 'call') fault({ kind: 'readOnlyMode', match: 'PATCH' });
      else
        it.org.setUp.onSave = () => {
          throw refusal('readOnlyMode');
        };
      const edits = on === 'call' ? [await outbox.add(opened, first)] : await outbox.addAll(opened, asked);
      expect(edits.map(({ state, words: told }) => ({ state, words: told }))).toEqual(
        edits.map(() => ({ state: 'waiting', words })),
      );
      clock += 1000;
      await outbox.resume(opened);
      expect((await allEdits(opened.db)).every(({ state }) => state === 'waiting')).toBe(true);
      fault();
      delete it.org.setUp.onSave;
      await outbox.resume(opened);
      for (const { recordId } of edits) expect(held(recordId).nextStep).toBe(`After ${recordId}`);
    },
  );

  test.each(['standingOf', 'change'] as const)(
    'whatever is killed in between, it is made once: around each %s',
    async (call) => {
      for (const when of ['before', 'after'] as const)
        for (const nth of [1, 2]) {
          const { Id } = deal(nth);
          const { client } = opened;
          if (!client) throw new Error('No client.');
          sent = [];
          let calls = 0;
          // Nothing of ours hears of it: the worker is gone.
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
          const text = `${call} ${when} ${nth}`;
          const { nextStep = null } = held(Id);
          const run = outbox.add(
            { ...opened, client: dying },
            {
              recordId: Id,
              recordName: 'Deal',
              before: { nextStep: nextStep as string | null },
              after: { nextStep: text },
            },
          );
          await run.catch(() => undefined);
          outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
          await outbox.resume(opened);
          expect(held(Id).nextStep, text).toBe(text);
          expect(sent, text).toHaveLength(1);
          expect((await allEdits(opened.db)).at(-1), text).toMatchObject({ state: 'saved' });
          clock += 1000;
        }
    },
  );

  test('that was made before the worker was killed is said to be saved, also where the next one of the same field comes first', async () => {
    const { Id } = deal();
    const { client } = opened;
    if (!client) throw new Error('No client.');
    const dying: typeof client = {
      ...client,
      async change(...given) {
        await client.change(...given);
        throw new Error('Killed.');
      },
    };
    const former = (held(Id).nextStep ?? null) as string | null;
    const change = (before: string | null, after: string) => ({
      recordId: Id,
      recordName: 'Deal',
      before: { nextStep: before },
      after: { nextStep: after },
    });
    await outbox.add({ ...opened, client: dying }, change(former, 'First')).catch(() => undefined);
    outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
    clock += 1000;
    expect(await outbox.add(opened, change('First', 'Second'))).toMatchObject({ state: 'saved' });
    await outbox.resume(opened);
    expect((await allEdits(opened.db)).map(({ state }) => state)).toEqual(['saved', 'saved']);
    expect(held(Id).nextStep).toBe('Second');
  });

  test('that nobody is signed in for waits with words, and goes once somebody is', async () => {
    const { Id } = deal();
    const { client: _client, ...signedOut } = opened;
    const edit = await outbox.add(signedOut, {
      recordId: Id,
      recordName: 'Deal',
      before: { nextStep: (held(Id).nextStep ?? null) as string | null },
      after: { nextStep: 'Later' },
    });
    expect(edit).toMatchObject({ state: 'waiting', words: expect.stringContaining('not signed in') });
    clock += 1000;
    await outbox.resume(opened);
    expect(held(Id).nextStep).toBe('Later');
  });

  test('that waits since the browser withholds the host says so, stays, and goes once it is given again', async () => {
    const { Id } = deal();
    const { client: _client, ...cut } = opened;
    const withheld = { ...cut, connection: { ...cut.connection, state: 'withheld' as const, detail: API_HOST } };
    const change = { recordId: Id, recordName: 'Deal', before: { nextStep: held(Id).nextStep as string }, after: {} };
    const edit = await outbox.add(withheld, { ...change, after: { nextStep: 'Later' } });
    expect(edit).toMatchObject({ state: 'waiting', words: `The browser keeps Pipelens away (${API_HOST}).` });
    await expect(outbox.form(withheld, Id)).rejects.toThrow(API_HOST);
    clock += 1000;
    await outbox.resume(withheld);
    expect((await allEdits(opened.db)).map(({ state }) => state)).toEqual(['waiting']);
    await outbox.resume(opened);
    expect(held(Id).nextStep).toBe('Later');
  });

  test('that the CRM keeps otherwise says what it holds', async () => {
    const { Id } = deal();
    const client = opened.client;
    opened = {
      ...opened,
      ...(client && {
        client: {
          ...client,
          async change(id, values, standing) {
            const isTaken = await client.change(id, values, standing);
            it.org.update('Opportunity', Id, { NextStep: 'A flow wrote this' }, String(deal()['OwnerId']));
            return isTaken;
          },
        },
      }),
    };
    expect(await save(Id, {}, { nextStep: 'Mine' })).toMatchObject({
      state: 'saved',
      kept: { nextStep: 'A flow wrote this' },
    });
  });

  test('of a stage is taken back with the probability that came along', async () => {
    const { Id } = deal();
    const { values, fields } = await outbox.form(opened, Id);
    const other = fields.stage?.options?.find(({ value }) => value !== values.stage)?.value ?? '';
    it.org.update('Opportunity', Id, { Probability: 37 }, String(deal()['OwnerId']));
    const edit = await save(Id, { stage: values.stage ?? null }, { stage: other });
    expect(held(Id).stage).toBe(other);
    expect(it.org.find('Opportunity', Id)?.['Probability']).not.toBe(37);
    const back = await outbox.decide(opened, edit.id, 'undo');
    expect(back).toMatchObject({ state: 'saved', undoes: edit.id });
    expect(held(Id).stage).toBe(values.stage);
    expect(it.org.find('Opportunity', Id)?.['Probability']).toBe(37);
  });

  test('is not taken back over what somebody else has made of it since', async () => {
    const { Id } = deal();
    const edit = await save(Id, {}, { nextStep: 'Mine' });
    byOthers(Id, { NextStep: 'Theirs' });
    expect(await outbox.decide(opened, edit.id, 'undo')).toMatchObject({ state: 'conflict' });
    expect(held(Id).nextStep).toBe('Theirs');
  });

  test('is not taken back after 30 days, and is let go of then', async () => {
    const { Id } = deal();
    const edit = await save(Id, {}, { nextStep: 'Mine' });
    clock += 31 * 86_400_000;
    await expect(outbox.decide(opened, edit.id, 'undo')).rejects.toThrow('30 days');
    await outbox.resume(opened);
    expect(await allEdits(opened.db)).toEqual([]);
  });

  test('of a deal that is gone is refused', async () => {
    const { Id } = deal();
    it.org.remove('Opportunity', Id);
    expect(await save(Id, { nextStep: null }, { nextStep: 'X' })).toMatchObject({ state: 'refused' });
    await expect(outbox.form(opened, Id)).rejects.toThrow('no such deal');
  });

  test('with a value that is none of its field’s, or a field that is not changed from here, is not even written down', async () => {
    const { Id } = deal();
    const wrong = [
      { closeDate: '2026-02-30' },
      { amount: Number.NaN },
      { stage: '' },
      { ownerId: 'x' },
      { probability: 5 },
      {},
    ];
    for (const after of wrong) await expect(save(Id, {}, after as EditValues)).rejects.toThrow('Nothing was sent');
    expect(await allEdits(opened.db)).toEqual([]);
  });
});

test('the amount of a deal with products, and a field that is read-only, are not offered', async () => {
  const { Id } = deal();
  const row = it.org.find('Opportunity', Id);
  if (row) row['HasOpportunityLineItem'] = true;
  const form = await outbox.form(opened, Id);
  expect(form.fixed).toEqual({ amount: 'products' });
  const known = Object.keys(form.fields).filter((field) => !field.startsWith('own:'));
  expect(known.toSorted()).toEqual(['closeDate', 'forecastCategory', 'nextStep', 'stage']);
});

/** 2,000 sequences in the long form, a hundred of them in an org each: what an org keeps of all changes is read with each of them. */
const ORGS = Array.from({ length: process.env['LONG'] ? 20 : 1 }, (_, place) => place + 1);
test.each(ORGS)(
  'whatever changes, faults, restarts and undos come: journal and org agree, and nothing is written that the journal does not have (org %i)',
  async () => {
    const { Id } = deal();
    const step = fc.oneof(
      fc.record({ do: fc.constant('mine' as const), text: fc.constantFrom('a', 'b', 'c'), lost: fc.boolean() }),
      fc.record({ do: fc.constant('theirs' as const), text: fc.constantFrom('x', 'y') }),
      fc.record({ do: fc.constant('undo' as const) }),
      fc.record({ do: fc.constant('again' as const) }),
      fc.record({ do: fc.constant('restart' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        await opened.db.edits.clear();
        const first = held(Id).nextStep;
        const theirs = new Set<unknown>([first]);
        sent = [];
        for (const each of steps) {
          clock += 1000;
          if (each.do === 'mine') {
            const nextStep = (held(Id).nextStep ?? null) as string | null;
            fault(...(each.lost ? [{ kind: 'reset' as const, match: 'PATCH', count: 3 }] : []));
            await save(Id, { nextStep }, { nextStep: each.text });
            fault();
          } else if (each.do === 'theirs') {
            theirs.add(each.text);
            byOthers(Id, { NextStep: each.text });
          } else if (each.do === 'restart') {
            outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
            await outbox.resume(opened);
          } else {
            const last = (await allEdits(opened.db)).findLast(
              ({ state }) => state === (each.do === 'undo' ? 'saved' : 'unknown'),
            );
            if (last) await outbox.decide(opened, last.id, each.do);
          }
        }
        await outbox.resume(opened);
        const edits = await allEdits(opened.db);
        expect(edits.every(({ state }) => state !== 'sending' && state !== 'waiting')).toBe(true);
        const written = new Set(edits.flatMap(({ after }) => ('nextStep' in after ? [after.nextStep] : [])));
        for (const body of sent) expect(written).toContain((JSON.parse(body) as { NextStep: string | null }).NextStep);
        const now = held(Id).nextStep ?? null;
        expect([...written, ...[...theirs].map((value) => value ?? null)]).toContain(now);
      }),
      { numRuns: process.env['LONG'] ? 100 : 25 },
    );
  },
  3_600_000,
);
