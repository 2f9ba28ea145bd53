import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Queries } from '@/lib/answers/queries';
import type { Day } from '@/lib/calendar/days';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import { jottingId } from '@/lib/deal/own/jotting';
import { USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import { generateOrg } from '@/lib/sample/generate';
import { PipelensDatabase } from '@/lib/storage/database';
import { putRuleVersion } from '@/lib/storage/kept/rule-versions';
import { putProfile, setTypedQuota } from '@/lib/storage/profile';
import { storeReminder } from '@/lib/storage/stored-reminders';
import { commitRows } from '@/lib/storage/writer';
import { createQueries } from '@/lib/sync/cache-queries';
import { fill } from '@/tests/bench/filled';

import { contextOf } from '../../explore/context';

const TODAY = '2026-11-24' as Day;
const NOW = Date.UTC(2026, 10, 24, 10, 20);
const HOUR_MS = 3_600_000;

async function world(name: string) {
  const { tables, ...org } = generateOrg({ size: 8, seed: 4, asOf: TODAY });
  const { facts } = contextOf({ tables, ...org }, TODAY);
  const db = new PipelensDatabase(name);
  await putProfile(db, facts.profile);
  const deals = parseRows(PARSERS.opportunity, tables.Opportunity).rows;
  const versions = parseRows(PARSERS.version, tables.OpportunityHistory).rows;
  await fill(db, 'opportunity', deals);
  await fill(db, 'version', versions);
  await fill(db, 'activity', parseRows(PARSERS.task, tables.Task).rows);
  await fill(db, 'contactRole', parseRows(PARSERS.contactRole, tables.OpportunityContactRole).rows);
  await fill(db, 'stage', parseRows(PARSERS.stage, tables.OpportunityStage).rows);
  await fill(db, 'user', parseRows(PARSERS.user, tables.User).rows);
  let reads = 0;
  db.hot.hook('reading', (chunk) => {
    reads += 1;
    return chunk;
  });
  let now = NOW;
  const asking = (releaseMs?: number): Queries =>
    createQueries({
      source: () =>
        Promise.resolve({
          db,
          connection: {
            key: 'own',
            orgId: org.orgId,
            userId: org.defaultUserId,
            pageHost: '',
            sessionDigest: '',
            userName: '',
            orgName: '',
            state: 'live',
            usedAt: NOW,
          },
        }),
      now: () => now,
      miss: () => undefined,
      progress: () => undefined,
      ...(releaseMs === undefined ? {} : { releaseMs }),
    });
  const open = deals.filter(({ isClosed, ownerId }) => !isClosed && ownerId !== undefined);
  return {
    db,
    open,
    versions,
    userId: org.defaultUserId,
    asking,
    /** Chunks of rows that were read while something was done. */
    async readBy(work: () => Promise<unknown>): Promise<number> {
      const before = reads;
      await work();
      return reads - before;
    },
    wait: (ms: number) => (now += ms),
    now: () => now,
  };
}

test('a record on screen is answered again without reading a row, for as long as nothing has changed of what it is said from', async () => {
  const it = await world('kept-record');
  const [deal, other] = it.open;
  if (!deal || !other) throw new Error('No open deals.');
  const held = it.asking(1);
  const ask = (of: Queries, id = deal.id) => of.record({ host: '', recordId: id });
  const told: string[] = [];
  /** The same as whoever has seen nothing before is told, and another answer than the last one. */
  const isNew = async (): Promise<void> => {
    const answer = JSON.stringify(await ask(held));
    expect(JSON.parse(answer)).toEqual(JSON.parse(JSON.stringify(await ask(it.asking()))));
    expect(told.at(-1)).not.toBe(answer);
    told.push(answer);
    // What was read is let go of in between, and is not missed.
    await new Promise((next) => setTimeout(next, 30));
    expect(await it.readBy(async () => expect(JSON.stringify(await ask(held))).toBe(answer))).toBe(0);
  };
  await isNew();
  await commitRows(it.db, 'opportunity', [{ ...deal, amount: 1234, modifiedAt: it.now() - 1000 }]);
  await isNew();
  // Of another deal: what is usual in the org, or the quarter, may be another.
  await setTypedQuota(it.db, { userId: deal.ownerId ?? '', amount: 100, start: '2026-10-01' as Day });
  await isNew();
  await commitRows(it.db, 'activity', [
    { id: '00Tnew', opportunityId: deal.id, kind: 'task', subject: 'Call', isClosed: false, day: TODAY },
  ]);
  await isNew();
  await storeReminder(it.db, {
    id: 'r1',
    orgKey: 'own',
    host: '',
    recordId: deal.id,
    recordName: deal.name,
    text: 'Ask',
    dueAt: it.now() + 1000,
    state: 'waiting',
    createdAt: it.now(),
    snoozes: 0,
  });
  await isNew();
  await it.db.jottings.put({
    kind: 'note',
    id: jottingId('note', deal.id),
    of: deal.id,
    at: it.now(),
    value: { text: 'Mine' },
  });
  await isNew();
  await putRuleVersion(it.db, { at: it.now(), limits: { ...USUAL_LIMITS, singleThreaded: 9 } });
  await isNew();
  it.wait(14 * 24 * HOUR_MS);
  await isNew();
  expect(JSON.stringify(await ask(held, other.id))).not.toBe(told.at(-1));
});

test('what was read of an org is let go of a while after the last answer, and read anew for the next question', async () => {
  const it = await world('released');
  const held = it.asking(20);
  const first = await held.team({});
  expect(await it.readBy(() => held.team({}))).toBe(0);
  await new Promise((next) => setTimeout(next, 200));
  let again: unknown;
  expect(await it.readBy(async () => (again = await held.team({})))).toBeGreaterThan(0);
  expect(again).toEqual(first);
});
