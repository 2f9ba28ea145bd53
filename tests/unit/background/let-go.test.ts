import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { letGoView } from '@/lib/answers/let-go';
import { createOutbox, type Outbox } from '@/lib/background/writing/outbox';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit, EditForm, EditValues } from '@/lib/deal/edits/edit';
import { needsAt } from '@/lib/deal/edits/needs';
import type { Policy } from '@/lib/deal/kept/policy';
import type { Row } from '@/lib/sample/org-tables';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import type { Opened } from '@/lib/sync/connections';
import { syncOnce } from '@/lib/sync/sync';
import { setUpSales } from '@/tests/org/data/sales-rules';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

let it: ServedOrg;
let opened: Opened;
let outbox: Outbox;
let policy: Policy;
let sent: Record<string, unknown>[];
/** Runs once, right before the next change reaches the org. */
let crossing: (() => void) | undefined;
let isOffline = false;
beforeEach(async () => {
  it = await serve();
  setUpSales(it.org);
  [sent, policy, crossing, isOffline] = [[], {}, undefined, false];
  const orgId = it.org.orgId.slice(0, 15);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token: it.cookies[1]?.value ?? '' },
    {
      fetch(input, init) {
        if (isOffline) return Promise.reject(new TypeError('The network is gone.'));
        if (init?.method === 'PATCH') {
          // Safe: a change is sent as text.
          sent.push(JSON.parse(init.body as string) as Record<string, unknown>);
          crossing?.();
          crossing = undefined;
        }
        return it.fetch(input, init);
      },
      sleep: () => Promise.resolve(),
    },
  );
  const db = openDatabase(orgId, 'u');
  await putProfile(db, await client.bootstrap());
  await syncOnce({ client, db, now: Date.now });
  opened = { connection: connectionOf(orgId), db, client, basis: '' };
  outbox = createOutbox({ now: Date.now, publish: () => Promise.resolve(), policy: () => Promise.resolve(policy) });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});

function deal() {
  // One that a rule of the org would not let back into its stage is none to take back.
  const [found] = it.org
    .rows('Opportunity')
    .filter((row) => row['IsClosed'] === false && row['StageName'] !== 'Negotiation/Review');
  if (!found) throw new Error('No open deal.');
  return found;
}
const row = (id: string): Partial<Row> => it.org.find('Opportunity', id) ?? {};
const LOST: EditValues = { stage: 'Closed Lost', 'own:Loss_Reason__c': 'price' };
const decided = (Id: string, form: EditForm, after: EditValues = LOST, more: Partial<Edit> = {}): Promise<Edit> =>
  outbox.add(opened, {
    recordId: Id,
    recordName: 'Deal',
    before: form.values,
    after,
    ...(form.seen ? { seen: form.seen } : {}),
    ...more,
  });
const byOther = (id: string, change: Record<string, string | number>) =>
  it.org.update('Opportunity', id, change, String(row(id)['OwnerId']));
const logCall = (id: string) =>
  it.org.insert(
    'Task',
    { WhatId: id, Subject: 'The buyer answered', Status: 'Completed', ActivityDate: it.org.asOf },
    String(row(id)['OwnerId']),
  );

describe('a deal that is let go', () => {
  test('is closed as lost with its reason in one change, and taken back with all that came along', async () => {
    const { Id } = deal();
    const before = { ...row(Id) };
    const edit = await decided(Id, await outbox.form(opened, Id, true));
    expect(edit.state).toBe('saved');
    expect(sent).toEqual([{ StageName: 'Closed Lost', Loss_Reason__c: 'price' }]);
    expect(row(Id)).toMatchObject({ IsClosed: true, IsWon: false, Loss_Reason__c: 'price' });
    expect((await outbox.decide(opened, edit.id, 'undo')).state).toBe('saved');
    for (const field of ['StageName', 'Probability', 'ForecastCategoryName', 'CloseDate', 'IsClosed'])
      expect(row(Id)[field], field).toEqual(before[field]);
    expect(row(Id)['Loss_Reason__c'] ?? null).toBeNull();
  });

  test.each<[string, (id: string) => unknown, Partial<Edit>]>([
    ['whose amount somebody changed', (id) => byOther(id, { Amount: 777 }), { theirs: { amount: 777 } }],
    [
      'whose buyer answered',
      logCall,
      {
        theirs: {},
        news: expect.objectContaining({ touches: [expect.objectContaining({ subject: 'The buyer answered' })] }),
      },
    ],
    [
      'whose buyer sent a mail that is no task',
      (id) =>
        it.org.insert(
          'EmailMessage',
          {
            RelatedToId: id,
            Subject: 'Re: We sign',
            Incoming: true,
            MessageDate: `${it.org.asOf}T08:00:00.000Z`,
          },
          String(row(id)['OwnerId']),
        ),
      {
        theirs: {},
        news: expect.objectContaining({ touches: [expect.objectContaining({ subject: 'Re: We sign' })] }),
      },
    ],
    [
      'of which something changed that is not read',
      (id) => byOther(id, { Description: 'They called back.' }),
      { theirs: {}, news: expect.objectContaining({ touches: [], people: [] }) },
    ],
  ])('%s since the receipt is not written, until the person says so of what it is now', async (_what, change, told) => {
    const { Id } = deal();
    const form = await outbox.form(opened, Id, true);
    // A stamp of the CRM has seconds.
    await new Promise((next) => setTimeout(next, 1000 - (Date.now() % 1000)));
    change(Id);
    const edit = await decided(Id, form);
    expect(edit).toMatchObject({ state: 'conflict', ...told });
    expect(sent).toEqual([]);
    expect(row(Id)['IsClosed']).toBe(false);
    expect((await outbox.decide(opened, edit.id, 'overwrite')).state).toBe('saved');
    expect(sent).toHaveLength(1);
    expect(row(Id)).toMatchObject({ IsClosed: true, Loss_Reason__c: 'price' });
  });

  test('is shown anew where it changes a second time before the person has said so', async () => {
    const { Id } = deal();
    const form = await outbox.form(opened, Id, true);
    byOther(Id, { Amount: 777 });
    const edit = await decided(Id, form);
    logCall(Id);
    const again = await outbox.decide(opened, edit.id, 'overwrite');
    expect(again).toMatchObject({ state: 'conflict', news: { touches: [{ subject: 'The buyer answered' }] } });
    expect(row(Id)['IsClosed']).toBe(false);
    expect((await outbox.decide(opened, edit.id, 'drop')).state).toBe('dropped');
    expect(sent).toEqual([]);
  });

  test('that changes between the last reading and the writing is read once more', async () => {
    const { Id } = deal();
    const form = await outbox.form(opened, Id, true);
    await new Promise((next) => setTimeout(next, 1000 - (Date.now() % 1000)));
    crossing = () => byOther(Id, { NextStep: 'They called' });
    const edit = await decided(Id, form);
    expect(edit).toMatchObject({ state: 'conflict', theirs: { nextStep: 'They called' } });
    expect(row(Id)['IsClosed']).toBe(false);
  });

  test('while nobody answers waits, and is held against the deal as it stands when it is sent at last', async () => {
    const { Id } = deal();
    const form = await outbox.form(opened, Id, true);
    isOffline = true;
    expect((await decided(Id, form)).state).toBe('waiting');
    logCall(Id);
    isOffline = false;
    await outbox.resume(opened);
    const [edit] = await opened.db.edits.toArray();
    expect(edit).toMatchObject({ state: 'conflict', news: { touches: [{ subject: 'The buyer answered' }] } });
    expect(sent).toEqual([]);
  });
});

describe('where the organisation wants a reason', () => {
  beforeEach(() => {
    policy = { requireReasonOnLetGo: true };
  });

  test('it is asked for, and a lost deal without one is not sent, by whatever way it comes', async () => {
    const { Id } = deal();
    const form = await outbox.form(opened, Id, true);
    expect(needsAt(form, 'Closed Lost')).toContainEqual({ field: 'own:Loss_Reason__c', from: 'managed' });
    expect(needsAt(form, 'Closed Won').filter(({ from }) => from === 'managed')).toEqual([]);
    const none = { state: 'refused', why: 'reason', fields: ['own:Loss_Reason__c'] };
    expect(await decided(Id, form, { stage: 'Closed Lost' })).toMatchObject(none);
    const { seen: _seen, ...plain } = form;
    expect(await decided(Id, plain, { stage: 'Closed Lost' })).toMatchObject(none);
    const change = { recordId: Id, recordName: 'Deal', before: form.values, after: { stage: 'Closed Lost' } };
    const [second] = it.org.rows('Opportunity').filter((each) => each['IsClosed'] === false && each.Id !== Id);
    const stage = String(second?.['StageName']);
    expect(
      await outbox.addAll(opened, [change, { ...change, recordId: second?.Id ?? '', before: { stage } }]),
    ).toMatchObject([none, none]);
    expect(sent).toEqual([]);
    expect((await decided(Id, form)).state).toBe('saved');
  });

  test('one that the CRM has already will do, and so does a note where there is no field for it', async () => {
    const { Id } = deal();
    byOther(Id, { Loss_Reason__c: 'rival' });
    expect((await decided(Id, await outbox.form(opened, Id, true), { stage: 'Closed Lost' })).state).toBe('saved');
    for (const name of ['Loss_Reason__c', 'Loss_Detail__c']) it.org.setUp.fields.delete(name);
    const next = deal().Id;
    const form = await createOutbox({ now: Date.now, publish: () => Promise.resolve() }).form(opened, next, true);
    if (form.reason.lost === undefined) {
      expect(await decided(next, form, { stage: 'Closed Lost' })).toMatchObject({ state: 'refused', why: 'reason' });
      expect((await decided(next, form, { stage: 'Closed Lost' }, { note: 'They wait.' })).state).toBe('saved');
    }
  });

  test('a won deal and one that is taken back need none', async () => {
    const { Id } = deal();
    const won = await decided(Id, await outbox.form(opened, Id), { stage: 'Closed Won' });
    expect(won.state).toBe('saved');
    expect((await outbox.decide(opened, won.id, 'undo')).state).toBe('saved');
  });
});

test('the receipt counts what was logged since the stage began, and finished deals that had waited as long', async () => {
  const facts = await createFactsCache(opened.db)(Date.now());
  if (!facts) throw new Error('Nothing was read.');
  const open = it.org.rows('Opportunity').filter((each) => each['IsClosed'] === false);
  const dayMs = 86_400_000;
  let compared = 0;
  for (const { Id } of open) {
    const { receipt } = letGoView(facts, { recordId: Id });
    const held = facts.deal(Id);
    if (!receipt || !held) continue;
    const enteredAt = stintsOf(held.versions).at(-1)?.from ?? 0;
    const ownMs = facts.now - enteredAt;
    // From the rows of the store, deal by deal, instead of the log's columns.
    const others = it.org
      .rows('Opportunity')
      .filter((each) => each['IsClosed'] === true)
      .flatMap((each) => facts.deal(each.Id) ?? [])
      .flatMap(({ versions, opportunity }) => {
        const stints = stintsOf(versions);
        const end = stints.findIndex(({ stage }) => facts.stages.get(stage)?.isClosed);
        const stay = stints
          .slice(0, end)
          .find(
            ({ stage, from }, index) =>
              stage === held.opportunity.stage && (stints[index + 1]?.from ?? 0) - from >= ownMs,
          );
        const endedAt = stints[end]?.from;
        return stay && endedAt !== undefined ? [{ isWon: opportunity.isWon, moreMs: endedAt - stay.from - ownMs }] : [];
      });
    expect(receipt.held?.count ?? 0, Id).toBe(others.length);
    expect(receipt.held?.won ?? 0, Id).toBe(others.filter(({ isWon }) => isWon).length);
    const sorted = others.map(({ moreMs }) => moreMs / dayMs).toSorted((a, b) => a - b);
    const middle = ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
    if (receipt.held) expect(receipt.held.moreDays, Id).toBe(Math.round(middle));
    expect(receipt.alikeWon).toBe(receipt.alike.filter(({ isWon }) => isWon).length);
    for (const { id, isWon } of receipt.alike)
      expect(facts.deal(id)?.opportunity, id).toMatchObject({ isClosed: true, isWon });
    compared += others.length;
  }
  expect(compared).toBeGreaterThan(0);
  const closed = it.org.rows('Opportunity').find((each) => each['IsClosed'] === true);
  expect(letGoView(facts, { recordId: closed?.Id ?? '' })).toEqual({});
});

/** Stages of a deal one after the other, each from when. */
function stintsOf(versions: readonly { stage: string; from: number }[]): { stage: string; from: number }[] {
  return versions.filter(({ stage }, index) => stage !== versions[index - 1]?.stage);
}
