import 'fake-indexeddb/auto';
import { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createOutbox, type Outbox } from '@/lib/background/writing/outbox';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit } from '@/lib/deal/edits/edit';
import type { Row } from '@/lib/sample/org-tables';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { allEdits } from '@/lib/storage/stored-edits';
import type { Opened } from '@/lib/sync/connections';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import { refusal } from '@/tests/org/rest/answer';
import { startServer } from '@/tests/org/server';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

let it: ServedOrg;
let opened: Opened;
let outbox: Outbox;
/** Bodies of changes, of one deal and of several. */
let sent: { path: string; body: string }[];
/** Ends the worker at this call of the CRM. */
let killAt: number;
let calls: number;
beforeEach(async () => {
  it = await serve();
  sent = [];
  killAt = Infinity;
  calls = 0;
  const orgId = it.org.orgId.slice(0, 15);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token: it.cookies[1]?.value ?? '' },
    {
      async fetch(input, init) {
        calls += 1;
        // Before the CRM hears of it, or after it has done it: the worker is gone, and nothing of ours hears of that.
        if (calls === killAt && killAt % 2 === 0) throw new Error('Killed.');
        const answer = await it.fetch(input, init);
        if (init?.method === 'PATCH')
          // Safe: ours are asked by addresses in words, with texts as bodies.
          sent.push({ path: new URL(input as string).pathname, body: init.body as string });
        if (calls === killAt) throw new Error('Killed.');
        return answer;
      },
      sleep: () => Promise.resolve(),
    },
  );
  const db = openDatabase(orgId, 'u');
  await putProfile(db, await client.bootstrap());
  opened = { connection: connectionOf(orgId), db, client, basis: '' };
  outbox = createOutbox({ now: Date.now, publish: () => Promise.resolve() });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});

const userId = () => String(it.org.rows('User')[0]?.Id);
/** So many open deals of the org's, with a next step of their own. */
function deals(count: number): Row[] {
  const open = it.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  const [first] = open;
  if (!first) throw new Error('No open deal.');
  while (open.length < count) {
    const id = it.org.insert(
      'Opportunity',
      { Name: `Deal ${open.length}`, StageName: first['StageName'] ?? null, CloseDate: '2031-03-31' },
      userId(),
    );
    const row = it.org.find('Opportunity', id);
    if (row) open.push(row);
  }
  const chosen = open.slice(0, count);
  for (const [index, row] of chosen.entries())
    it.org.update('Opportunity', row.Id, { NextStep: `Old ${index}` }, userId());
  return chosen;
}
const changeOf = (row: Row, nextStep: string | null = `New ${String(row['NextStep'])}`) => ({
  recordId: row.Id,
  recordName: String(row['Name']),
  before: { nextStep: String(row['NextStep']) },
  after: { nextStep },
});
const states = (edits: readonly Edit[]) =>
  Object.fromEntries(
    [...new Set(edits.map(({ state }) => state))].map((state) => [
      state,
      edits.filter((edit) => edit.state === state).length,
    ]),
  );
const writes = (id: string) =>
  it.org.rows('OpportunityFieldHistory').filter((row) => row['OpportunityId'] === id && row['Field'] === 'NextStep');

describe('changes of many deals', () => {
  test('go 200 in one call, each with a verdict of its own, and are read back', async () => {
    const rows = deals(450);
    const edits = await outbox.addAll(
      opened,
      rows.map((row) => changeOf(row)),
    );
    expect(states(edits)).toEqual({ saved: 450 });
    expect(sent.map(({ body }) => (JSON.parse(body) as { records: unknown[] }).records.length)).toEqual([200, 200, 50]);
    expect(rows.every((row) => String(row['NextStep']).startsWith('New Old'))).toBe(true);
    expect(new Set(edits.map(({ batch }) => batch)).size).toBe(1);
  });

  test('that the org refuses in part say which, in its own words, and the rest is saved and can be taken back', async () => {
    const rows = deals(60);
    const before = rows.map((row) => row['NextStep']);
    it.org.setUp.rules.push((row) =>
      Number(/\d+$/.exec(String(row['NextStep']))?.[0]) % 3 === 0 ? `No ${row.Id}` : undefined,
    );
    const edits = await outbox.addAll(
      opened,
      rows.map((row) => changeOf(row)),
    );
    expect(states(edits)).toEqual({ saved: 40, refused: 20 });
    expect(edits.filter(({ state }) => state === 'refused').every((edit) => edit.words === `No ${edit.recordId}`)).toBe(
      true,
    );
    it.org.setUp.rules.length = 0;
    const back = await outbox.decideAll(opened, edits[0]?.batch ?? '', 'undo');
    expect(states(back)).toEqual({ saved: 40 });
    expect(rows.map((row) => row['NextStep'])).toEqual(before);
    await expect(outbox.decideAll(opened, edits[0]?.batch ?? '', 'undo')).rejects.toThrow('30 days');
  });

  test('stop where the org says the same no twice, and ask: nothing more is sent until the person says so', async () => {
    const rows = deals(600);
    it.org.setUp.rules.push(() => 'Ask finance first.');
    const edits = await outbox.addAll(
      opened,
      rows.map((row) => changeOf(row)),
    );
    expect(states(edits)).toEqual({ refused: 200, waiting: 400 });
    expect(sent).toHaveLength(1);
    await outbox.resume(opened);
    expect(sent).toHaveLength(1);
    it.org.setUp.rules.length = 0;
    const batch = edits[0]?.batch ?? '';
    expect(states(await outbox.decideAll(opened, batch, 'again'))).toEqual({ saved: 400 });
    expect(sent).toHaveLength(3);
  });

  /** What a rule of the org says to a deal, by the number in its next step; undefined: nothing. */
  const NOES = {
    'with every second one saved': (at: number) => (at % 2 === 0 ? 'Ask finance first.' : undefined),
    'and another in turns': (at: number) => (at % 2 === 0 ? 'Ask finance first.' : 'Name a sponsor.'),
    'in words that name the deal and the error': (at: number) =>
      `The flow “Check” failed for Deal ${at}. Error ID: ${at * 7919}-${at} (-${at * 31})`,
  };
  test.each(Object.entries(NOES))('stop where the org says the same no over and over, %s', async (_, noOf) => {
    const rows = deals(40);
    it.org.faults.set({ kind: 'jsonParser', match: 'PATCH .*composite', count: 1 });
    it.org.setUp.rules.push((row) => noOf(Number(/\d+$/.exec(String(row['NextStep']))?.[0])));
    const edits = await outbox.addAll(
      opened,
      rows.map((row) => changeOf(row)),
    );
    const { refused = 0, waiting = 0 } = states(edits);
    expect(refused).toBeLessThanOrEqual(5);
    expect(waiting).toBeGreaterThanOrEqual(30);
    expect(edits.every(({ state, isHeld }) => (state === 'waiting') === (isHeld === true))).toBe(true);
  });

  test('go on where the org says no now and then, each time another, and the rest is saved', async () => {
    const rows = deals(40);
    it.org.faults.set({ kind: 'jsonParser', match: 'PATCH .*composite', count: 1 });
    it.org.setUp.rules.push((row) => {
      const at = Number(/\d+$/.exec(String(row['NextStep']))?.[0]);
      return at % 8 === 0
        ? ['Ask finance.', 'Name a sponsor.', 'No budget.', 'Wrong region.', 'Closed.'][at / 8]
        : undefined;
    });
    const edits = await outbox.addAll(
      opened,
      rows.map((row) => changeOf(row)),
    );
    expect(states(edits)).toEqual({ refused: 5, saved: 35 });
  });

  test('that were stopped can be given up, and none of them is sent', async () => {
    const rows = deals(250);
    it.org.setUp.rules.push(() => 'Ask finance first.');
    const edits = await outbox.addAll(
      opened,
      rows.map((row) => changeOf(row)),
    );
    expect(states(await outbox.decideAll(opened, edits[0]?.batch ?? '', 'drop'))).toEqual({ dropped: 50 });
    await outbox.resume(opened);
    expect(sent).toHaveLength(1);
  });

  test('go singly where the org refuses the call as a whole, and only the row at fault is refused', async () => {
    const rows = deals(12);
    it.org.faults.set({ kind: 'jsonParser', match: 'PATCH .*composite', count: 1 });
    const edits = await outbox.addAll(
      opened,
      rows.map((row, index) => changeOf(row, index === 5 ? 'x'.repeat(300) : 'Fine')),
    );
    expect(states(edits)).toEqual({ saved: 11, refused: 1 });
    expect(edits[5]).toMatchObject({ state: 'refused', why: 'size', fields: ['nextStep'] });
    expect(sent.filter(({ path }) => path.endsWith('/composite/sobjects'))).toHaveLength(1);
  });

  test('of which one is locked for a moment try that one again', async () => {
    const rows = deals(5);
    let held = 1;
    const one = rows[2];
    it.org.setUp.onSave = (row) => {
      if (row.Id !== one?.Id || held === 0) return;
      held -= 1;
      throw refusal('rowLock');
    };
    expect(
      states(
        await outbox.addAll(
          opened,
          rows.map((row) => changeOf(row)),
        ),
      ),
    ).toEqual({ saved: 5 });
    expect(sent).toHaveLength(2);
  });

  test('keep what waits where the session ends at row 37 of 60, and go on after the next sign-in: each once', async () => {
    const rows = deals(60);
    const history = rows.map(({ Id }) => writes(Id).length);
    it.org.faults.set(
      { kind: 'jsonParser', match: 'PATCH .*composite', count: 1 },
      { kind: 'expired', match: 'PATCH .*/Opportunity/', after: 36 },
    );
    const edits = await outbox.addAll(
      opened,
      rows.map((row) => changeOf(row)),
    );
    expect(states(edits)).toEqual({ saved: 36, waiting: 24 });
    expect(edits.filter(({ state }) => state === 'waiting').every(({ words }) => words !== undefined)).toBe(true);
    it.org.faults.set();
    outbox = createOutbox({ now: Date.now, publish: () => Promise.resolve() });
    await outbox.resume(opened);
    expect(states(await allEdits(opened.db))).toEqual({ saved: 60 });
    expect(rows.map(({ Id }, index) => writes(Id).length - (history[index] ?? 0))).toEqual(rows.map(() => 1));
  });

  test('whose answer is lost are read back before anything is sent again', async () => {
    const rows = deals(30);
    const history = rows.map(({ Id }) => writes(Id).length);
    it.org.faults.set({ kind: 'brokenOff', match: 'PATCH .*composite', count: 1 });
    const edits = await outbox.addAll(
      opened,
      rows.map((row) => changeOf(row)),
    );
    expect(states(edits)).toEqual({ saved: 30 });
    expect(sent).toHaveLength(1);
    expect(rows.map(({ Id }, index) => writes(Id).length - (history[index] ?? 0))).toEqual(rows.map(() => 1));
  });

  test('leave what somebody else has made of a deal meanwhile, and save the rest', async () => {
    const rows = deals(6);
    const changes = rows.map((row) => changeOf(row));
    const [, crossed, gone] = rows;
    if (!crossed || !gone) throw new Error('Too few deals.');
    it.org.update('Opportunity', crossed.Id, { NextStep: 'Theirs' }, userId());
    it.org.remove('Opportunity', gone.Id);
    const edits = await outbox.addAll(opened, changes);
    expect(edits.map(({ state }) => state)).toEqual(['saved', 'conflict', 'refused', 'saved', 'saved', 'saved']);
    expect(edits[2]).toMatchObject({ why: 'gone' });
    expect(crossed['NextStep']).toBe('Theirs');
  });

  test('of which the same deal is changed twice are made in their order', async () => {
    const [row] = deals(1);
    if (!row) throw new Error('No deal.');
    const first = changeOf(row, 'First');
    const second = { ...first, before: { nextStep: 'First' }, after: { nextStep: 'Second' } };
    expect(states(await outbox.addAll(opened, [first, second]))).toEqual({ saved: 2 });
    expect(row['NextStep']).toBe('Second');
  });

  test('with one value that is none of its field’s are not written down at all', async () => {
    const rows = deals(3);
    const wrong = rows.map((row, index) => ({
      ...changeOf(row),
      ...(index === 1 ? { after: { closeDate: 'soon' } } : {}),
    }));
    await expect((async () => outbox.addAll(opened, wrong))()).rejects.toThrow('Nothing was sent');
    expect(await allEdits(opened.db)).toEqual([]);
  });
});

test('whatever call of a batch the browser is killed at, every row ends in a state and none is written twice', async () => {
  const rows = deals(20);
  for (let at = 1; at <= 20; at += 1) {
    await opened.db.edits.clear();
    for (const [index, row] of rows.entries())
      it.org.update('Opportunity', row.Id, { NextStep: `Old ${at}.${index}` }, userId());
    const history = rows.map(({ Id }) => writes(Id).length);
    // Every third time the rows go singly, so that a kill can fall between any two of them.
    it.org.faults.set(...(at % 3 === 0 ? [{ kind: 'jsonParser' as const, match: 'PATCH .*composite', count: 1 }] : []));
    calls = 0;
    killAt = at % 3 === 0 ? at * 2 : at;
    await outbox
      .addAll(
        opened,
        rows.map((row) => changeOf(row, `New ${at}`)),
      )
      .catch(() => undefined);
    killAt = Infinity;
    it.org.faults.set();
    outbox = createOutbox({ now: Date.now, publish: () => Promise.resolve() });
    await outbox.resume(opened);
    expect(states(await allEdits(opened.db)), `killed at call ${at}`).toEqual({ saved: 20 });
    expect(
      rows.map(({ Id }, index) => writes(Id).length - (history[index] ?? 0)),
      `killed at call ${at}`,
    ).toEqual(rows.map(() => 1));
  }
});

test('forms of many deals come in a few calls, and without one for a deal that is gone', async () => {
  const rows = deals(12);
  const [gone] = rows;
  if (!gone) throw new Error('No deal.');
  it.org.remove('Opportunity', gone.Id);
  const asked = it.asked.length;
  const forms = await outbox.forms(
    opened,
    rows.map(({ Id }) => ({ recordId: Id, recordName: 'Deal' })),
  );
  expect(forms.map(({ form }) => form !== undefined)).toEqual(rows.map((row) => row !== gone));
  expect(forms[3]?.form?.values.nextStep).toBe('Old 3');
  expect(it.asked.length - asked).toBeLessThanOrEqual(6);
});

test('the stand-in answers a collection as the field’s own client expects it to, row by row', async () => {
  const rows = deals(3);
  const server = await startServer(it.org);
  const client = new Connection({ instanceUrl: server.url, accessToken: it.cookies[1]?.value ?? '', version: '67.0' });
  it.org.setUp.isDuplicate = (row) => row.Id === rows[1]?.Id;
  const asked = rows.map(({ Id }) => ({ Id, NextStep: 'By jsforce' }));
  const answers = await client.sobject('Opportunity').update(asked, { allOrNone: false });
  expect(answers.map(({ success }) => success)).toEqual([true, false, true]);
  expect(answers[1]).toMatchObject({ errors: [{ statusCode: 'DUPLICATES_DETECTED' }] });
  const anyway = await client
    .sobject('Opportunity')
    .update(asked, { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } });
  expect(anyway.map(({ success }) => success)).toEqual([true, true, true]);
  await server.close();
});
