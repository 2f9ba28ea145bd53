import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { playbookSource } from '@/components/views/shared/texts/playbook-words';
import { playbookOf } from '@/lib/answers/playbook-view';
import { createOutbox, type Outbox } from '@/lib/background/writing/outbox';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit } from '@/lib/deal/edits/edit';
import { playbookTitle } from '@/lib/deal/playbook/shared-playbook';
import { USUAL_PLAYBOOK } from '@/lib/deal/playbook/usual-playbook';
import type { Row } from '@/lib/sample/org-tables';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { getSharedPlaybook, givenPlaybooks, keepPlaybooks } from '@/lib/storage/kept/given-playbooks';
import { allEdits } from '@/lib/storage/stored-edits';
import { allJottings, changeJotting } from '@/lib/storage/stored-jottings';
import type { Opened } from '@/lib/sync/connections';
import { lookForPlaybook } from '@/lib/sync/look-for-playbook';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

const PLAYBOOK_TITLE = playbookTitle({});

let it: ServedOrg;
let clock: number;
/** What happens to the next calls that write. */
let lost: ('answer' | 'call')[];
let outbox: Outbox;
/** What is done right before the next call that writes. */
let between: (() => Promise<unknown>) | undefined;
/** Whoever publishes, and a colleague. */
let ann: Opened;
let bob: Opened;
let bobsId: string;
beforeEach(async () => {
  it = await serve();
  clock = Date.now();
  lost = [];
  between = undefined;
  const annsId = [...it.org.sessions.values()][0] ?? '';
  bobsId = it.org.rows('User').find(({ Id, IsActive }) => Id !== annsId && IsActive === true)?.Id ?? '';
  ann = openedAs(annsId, it.cookies[1]?.value ?? '');
  bob = openedAs(bobsId, it.org.login(bobsId));
  outbox = createOutbox({ now: () => clock, publish: () => Promise.resolve() });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});

function openedAs(userId: string, token: string): Opened {
  const orgId = it.org.orgId.slice(0, 15);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token },
    {
      async fetch(input, init) {
        const fate = init?.method === undefined || init.method === 'GET' ? undefined : lost.shift();
        const first = init?.method === undefined || init.method === 'GET' ? undefined : between;
        if (first) between = undefined;
        await first?.();
        if (fate === 'call') throw new TypeError('The line broke off.');
        const answer = await it.fetch(input, init);
        if (fate === 'answer') throw new TypeError('The line broke off.');
        return answer;
      },
      sleep: () => Promise.resolve(),
      now: () => clock,
    },
  );
  const connection = { ...connectionOf(orgId), key: `${orgId}-${userId}`, userId };
  return { connection, db: openDatabase(orgId, userId), client, basis: '' };
}

const textOf = (version: string, name = 'Ours — świeży'): string =>
  JSON.stringify({ ...USUAL_PLAYBOOK, name, version }, null, 2);
const versions = (): Row[] => it.org.rows('ContentVersion');
const bytesOf = (row: Row | undefined): string => Buffer.from(String(row?.['VersionData']), 'base64').toString('utf8');
/** As the panel does it: by what is there at this moment. */
async function publish(opened: Opened, body: string): Promise<Edit> {
  const { shared } = await outbox.lookForPlaybook(opened);
  return outbox.add(opened, changeOf(body, shared?.file));
}
const changeOf = (body: string, file?: { id: string; json?: string }): Parameters<Outbox['add']>[1] => ({
  recordId: PLAYBOOK_TITLE,
  recordName: PLAYBOOK_TITLE,
  on: file
    ? { kind: 'file', act: 'change', id: file.id, name: PLAYBOOK_TITLE }
    : { kind: 'file', act: 'make', name: PLAYBOOK_TITLE },
  before: file?.json === undefined ? {} : { body: file.json },
  after: { body },
});
/** What counts for somebody after their next sync. */
async function inForce(opened: Opened): Promise<{ from: string; name: string; version: string }> {
  await lookForPlaybook(opened, { title: PLAYBOOK_TITLE, now: clock, isNow: true });
  const { playbook, from } = playbookOf([...(await givenPlaybooks(opened.db)), ...(await allJottings(opened.db))]);
  return { from, name: playbook.name, version: playbook.version };
}
const USUAL = { from: 'usual', name: USUAL_PLAYBOOK.name, version: USUAL_PLAYBOOK.version };

test('what somebody publishes counts for their colleagues at the next look, in all its letters, and each version after it', async () => {
  expect(await inForce(bob)).toEqual(USUAL);
  const first = await publish(ann, textOf('1'));
  expect(first.state).toBe('saved');
  expect(bytesOf(versions()[0])).toBe(textOf('1'));
  expect(await inForce(bob)).toEqual({ from: 'shared', name: 'Ours — świeży', version: '1' });
  expect((await publish(ann, textOf('2'))).state).toBe('saved');
  expect(versions().map((row) => row['VersionNumber'])).toEqual(['1', '2']);
  expect(await inForce(bob)).toMatchObject({ from: 'shared', version: '2' });
  // A look that is not wanted now costs nothing.
  const calls = it.asked.length;
  expect(await lookForPlaybook(bob, { title: PLAYBOOK_TITLE, now: clock + 1000 })).toBe(false);
  expect(it.asked.length).toBe(calls);
  // And one at which nothing is new reads no file, but whether everyone may still read it.
  expect(await lookForPlaybook(bob, { title: PLAYBOOK_TITLE, now: clock + 700_000 })).toBe(false);
  expect(it.asked.length).toBe(calls + 2);
});

test('taking it back deletes the first version, and puts the one before in the place of a later one', async () => {
  const first = await publish(ann, textOf('1'));
  const second = await publish(ann, textOf('2'));
  const undone = await outbox.decide(ann, second.id, 'undo');
  expect(undone.state).toBe('saved');
  expect(versions().map(bytesOf)).toEqual([textOf('1'), textOf('2'), textOf('1')]);
  expect(await inForce(bob)).toMatchObject({ from: 'shared', version: '1' });
  // It stands otherwise than when it was put there: not deleted without a word.
  expect((await outbox.decide(ann, first.id, 'undo')).state).toBe('conflict');
  expect(it.org.rows('ContentDocument')).toHaveLength(1);
});

test('a first version that is taken back is gone, and said to be gone to whoever had it', async () => {
  const first = await publish(ann, textOf('1'));
  expect(await inForce(bob)).toMatchObject({ from: 'shared' });
  expect((await outbox.decide(ann, first.id, 'undo')).state).toBe('saved');
  expect(it.org.rows('ContentDocument')).toEqual([]);
  expect(await inForce(bob)).toEqual(USUAL);
  expect((await getSharedPlaybook(bob.db))?.isDeleted).toBe(true);
});

test('a colleague with whom it is only shared to be read is refused in the CRM’s own words, and nothing changes', async () => {
  await publish(ann, textOf('1'));
  const refused = await publish(bob, textOf('2', 'Bob’s'));
  expect(refused).toMatchObject({ state: 'refused', why: 'access' });
  expect(refused.words).toMatch(/level of access/);
  expect(versions()).toHaveLength(1);
});

test('a version that somebody else put there meanwhile is a conflict, and not overwritten', async () => {
  await publish(ann, textOf('1'));
  const { shared } = await outbox.lookForPlaybook(ann);
  it.org.rows('ContentDocumentLink').forEach((link) => {
    link['ShareType'] = 'C';
  });
  expect((await publish(bob, textOf('2', 'Bob’s'))).state).toBe('saved');
  const conflict = await outbox.add(ann, changeOf(textOf('3'), shared?.file));
  expect(conflict).toMatchObject({ state: 'conflict', theirs: { body: textOf('2', 'Bob’s') } });
  expect(versions()).toHaveLength(2);
  expect((await outbox.decide(ann, conflict.id, 'overwrite')).state).toBe('saved');
  expect(bytesOf(versions().at(-1))).toBe(textOf('3'));
});

test('of two versions that are put there at the same moment the later one counts, and who wrote it is told of the other', async () => {
  await publish(ann, textOf('1'));
  it.org.rows('ContentDocumentLink').forEach((link) => {
    link['ShareType'] = 'C';
  });
  let bobs: Edit | undefined;
  between = async () => (bobs = await publish(bob, textOf('2', 'Bob’s')));
  const anns = await publish(ann, textOf('3'));
  expect([anns.state, anns.isOver, bobs?.state, bobs?.isOver]).toEqual(['saved', true, 'saved', undefined]);
  expect(versions().map(bytesOf)).toEqual([textOf('1'), textOf('2', 'Bob’s'), textOf('3')]);
  expect(await inForce(bob)).toMatchObject({ from: 'shared', version: '3' });
});

test('an answer that was lost on the way is found out, and no second file is made', async () => {
  lost = ['answer'];
  const edit = await publish(ann, textOf('1'));
  await outbox.resume(ann);
  expect((await allEdits(ann.db)).find(({ id }) => id === edit.id)?.state).toBe('saved');
  expect(it.org.rows('ContentDocument')).toHaveLength(1);
  lost = ['answer'];
  const next = await publish(ann, textOf('2'));
  await outbox.resume(ann);
  expect((await allEdits(ann.db)).find(({ id }) => id === next.id)?.state).toBe('saved');
  expect(versions()).toHaveLength(2);
});

test('no file is left that only its maker can see where it could not be shared', async () => {
  it.org.faults.set({ kind: 'crossAccess', match: 'POST .*ContentDocumentLink', on: 'part', count: 1 });
  const edit = await publish(ann, textOf('1'));
  expect(edit.state).toBe('refused');
  expect(versions()).toEqual([]);
  expect(it.org.rows('ContentDocument')).toEqual([]);
});

test('a broken version leaves the earlier one in force and says what is wrong, by whom', async () => {
  await publish(ann, textOf('1'));
  await inForce(bob);
  const [file] = it.org.rows('ContentDocument');
  const userId = ann.connection.userId;
  const put = (text: string): string =>
    it.org.insert(
      'ContentVersion',
      {
        ContentDocumentId: file?.Id ?? '',
        Title: PLAYBOOK_TITLE,
        PathOnClient: 'x.json',
        VersionData: Buffer.from(text).toString('base64'),
      },
      userId,
    );
  put('{"pipelensPlaybook":1,');
  expect(await inForce(bob)).toMatchObject({ from: 'shared', version: '1' });
  expect((await getSharedPlaybook(bob.db))?.file).toMatchObject({ number: 2, problem: { id: 'notJson' } });
  put(' '.repeat(1_000_001));
  expect(await inForce(bob)).toMatchObject({ from: 'shared', version: '1' });
  expect((await getSharedPlaybook(bob.db))?.file).toMatchObject({ number: 3, problem: { id: 'tooMany' } });
  // Who never had a good one has the usual.
  await deleteAll();
  const carl = { ...bob, db: openDatabase(it.org.orgId.slice(0, 15), 'c') };
  expect(await inForce(carl)).toEqual(USUAL);
});

test('the organisation’s counts before the team’s, one’s own before the team’s, and no files is no playbook', async () => {
  await publish(ann, textOf('1'));
  await changeJotting(bob.db, 'playbook', '', () => ({ json: textOf('9', 'Bob’s') }), clock);
  expect(await inForce(bob)).toMatchObject({ from: 'own', name: 'Bob’s' });
  // Safe: a playbook is JSON.
  const managed = JSON.parse(textOf('7', 'Company')) as Record<string, unknown>;
  await keepPlaybooks(bob.db, { playbook: managed }, 'en');
  expect(await inForce(bob)).toMatchObject({ from: 'managed', name: 'Company' });
  await keepPlaybooks(bob.db, {}, 'en');
  await changeJotting(bob.db, 'playbook', '', () => undefined, clock);
  expect(await inForce(bob)).toMatchObject({ from: 'shared' });
  it.org.hiddenFor.set(bobsId, new Set(['ContentVersion']));
  expect(await inForce(bob)).toEqual(USUAL);
  expect((await getSharedPlaybook(bob.db))?.isForbidden).toBe(true);
  expect((await outbox.lookForPlaybook(bob)).mayPublish).toBe(false);
});

test('a refusal that will pass leaves all as it was', async () => {
  await publish(ann, textOf('1'));
  await inForce(bob);
  const before = await getSharedPlaybook(bob.db);
  it.org.faults.set({ kind: 'serverBusy', match: 'ContentVersion' });
  expect(await inForce(bob)).toMatchObject({ from: 'shared', version: '1' });
  expect(await getSharedPlaybook(bob.db)).toEqual(before);
});

test('nothing but a playbook is put into the CRM’s files', async () => {
  await expect(outbox.add(ann, changeOf('{"a":1}'))).rejects.toThrow(RangeError);
  await expect(outbox.add(ann, { ...changeOf(textOf('1')), recordId: 'Other' })).rejects.toThrow(RangeError);
  expect(versions()).toEqual([]);
});

test('a file that was renamed in the CRM still counts for who knows it, and its new name is told', async () => {
  await publish(ann, textOf('1'));
  await inForce(bob);
  for (const version of versions()) version['Title'] = 'Playbook (old)';
  expect(await inForce(bob)).toMatchObject({ from: 'shared', version: '1' });
  const shared = await getSharedPlaybook(bob.db);
  if (!shared) throw new Error('Nothing was read.');
  expect(shared.file).toMatchObject({ renamed: 'Playbook (old)', others: 0 });
  const words = playbookSource({ from: 'shared', shared }, clock, 'UTC');
  expect(words.map(({ text }) => text).join(' ')).toContain('call it “Pipelens playbook” again');
  // Who never read it does not find it, and is told that there may be one.
  const carl = { ...bob, db: openDatabase(it.org.orgId.slice(0, 15), 'c') };
  expect(await inForce(carl)).toEqual(USUAL);
});

test('an organisation names the file, and two titles are two playbooks', async () => {
  await publish(ann, textOf('1'));
  const title = 'Field sales: plays';
  outbox = createOutbox({
    now: () => clock,
    publish: () => Promise.resolve(),
    policy: () => Promise.resolve({ playbookTitle: title }),
  });
  await expect(outbox.add(ann, changeOf(textOf('2')))).rejects.toThrow(RangeError);
  const edit = await outbox.add(ann, {
    ...changeOf(textOf('2')),
    recordId: title,
    recordName: title,
    on: { kind: 'file', act: 'make', name: title },
  });
  expect(edit.state).toBe('saved');
  expect(it.org.rows('ContentDocument')).toHaveLength(2);
  expect(await inForce(bob)).toMatchObject({ version: '1' });
  await lookForPlaybook(bob, { title, now: clock, isNow: true });
  const { playbook } = playbookOf([...(await givenPlaybooks(bob.db)), ...(await allJottings(bob.db))]);
  expect(playbook.version).toBe('2');
});

test('a file that is deleted while it is read is gone, and not a user without files', async () => {
  await publish(ann, textOf('1'));
  it.org.faults.set({ kind: 'deleted', match: 'VersionData', count: 1 });
  expect(await inForce(bob)).toEqual(USUAL);
  expect((await getSharedPlaybook(bob.db))?.isForbidden).toBeUndefined();
});

describe('a file in a library', () => {
  const LIBRARY = '058000000000001AAA';
  const wordsFor = async (opened: Opened): Promise<string> => {
    const shared = await getSharedPlaybook(opened.db);
    const { from } = await inForce(opened);
    return playbookSource({ from: from as 'shared', ...(shared ? { shared } : {}) }, clock, 'UTC')
      .map(({ text }) => text)
      .join(' ');
  };
  const put = (version: string, place?: string, userId = ann.connection.userId): string =>
    it.org.insert(
      'ContentVersion',
      {
        Title: PLAYBOOK_TITLE,
        PathOnClient: 'x.json',
        VersionData: Buffer.from(textOf(version)).toString('base64'),
        ...(place === undefined ? {} : { FirstPublishLocationId: place }),
      },
      userId,
    );
  beforeEach(() => void it.org.libraries.set(LIBRARY, new Map([[ann.connection.userId, 'author']])));

  test('that a colleague is no member of is the team’s for its members alone, who are told so, also before they publish', async () => {
    put('1', LIBRARY);
    expect([await inForce(ann), await inForce(bob)]).toMatchObject([{ version: '1' }, USUAL]);
    expect(await wordsFor(ann)).toContain('is not shared with everyone in');
    expect((await outbox.lookForPlaybook(ann)).shared?.file?.isForSome).toBe(true);
    expect((await publish(ann, textOf('2'))).state).toBe('saved');
    // Nobody is let into what is in a library by publishing a version of it.
    expect(await inForce(bob)).toEqual(USUAL);
    it.org.libraries.set(LIBRARY, new Map([...(it.org.libraries.get(LIBRARY) ?? []), [bobsId, 'viewer']]));
    expect(await inForce(bob)).toMatchObject({ version: '2' });
    expect(await publish(bob, textOf('3'))).toMatchObject({ state: 'refused', why: 'access' });
    it.org.libraries.set(LIBRARY, new Map());
    expect(await inForce(bob)).toEqual(USUAL);
    expect(await wordsFor(bob)).toContain('no longer shared with you');
  });

  test('or on one’s own, of the same title, never stands before the one that everyone may read, whichever is later', async () => {
    await publish(bob, textOf('1'));
    for (const place of [undefined, LIBRARY]) {
      put('9', place);
      expect([await inForce(ann), await inForce(bob)]).toMatchObject([{ version: '1' }, { version: '1' }]);
    }
    expect(await wordsFor(ann)).toContain('2 other files');
    expect(await wordsFor(ann)).not.toContain('is not shared with everyone');
    // Of those that everyone may read the one changed last counts, for all alike.
    it.org.insert(
      'ContentDocumentLink',
      {
        ContentDocumentId: String(versions().at(-1)?.['ContentDocumentId']),
        LinkedEntityId: it.org.orgId,
        ShareType: 'V',
      },
      ann.connection.userId,
    );
    expect([await inForce(ann), await inForce(bob)]).toMatchObject([{ version: '9' }, { version: '9' }]);
  });

  test('whose sharing the CRM does not tell is read all the same, and nothing is said of it', async () => {
    put('1', LIBRARY);
    it.org.hiddenFor.set(ann.connection.userId, new Set(['ContentDocumentLink']));
    expect(await inForce(ann)).toMatchObject({ version: '1' });
    expect(await wordsFor(ann)).not.toContain('is not shared with everyone');
  });
});
