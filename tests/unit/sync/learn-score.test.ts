import 'fake-indexeddb/auto';
import { beforeAll, expect, test } from 'vitest';

import { type Day, DAY_MS } from '@/lib/calendar/days';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import type { TableName } from '@/lib/deal/org';
import { generateOrg } from '@/lib/sample/generate';
import { learn, type Learnt } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/model/steps';
import { openDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { getScore, putScore } from '@/lib/storage/stored-score';
import { commitPage } from '@/lib/storage/writer';
import { learnScore } from '@/lib/sync/learn-score';
import { contextOf } from '@/tests/explore/context';
import { recordsOf } from '@/tests/explore/facts';
import { dealFacts } from '@/tests/unit/scoring/known-facts';

const TODAY = '2026-11-24' as Day;
const org = generateOrg({ size: 16, asOf: TODAY });
const { facts } = contextOf(org, TODAY);
const { orgId, userId } = facts.profile;
const key = { orgId, userId };
const db = openDatabase(orgId, userId);

beforeAll(async () => {
  const { tables } = org;
  await putProfile(db, facts.profile);
  const rows: [TableName, { id: string }[]][] = [
    ['opportunity', parseRows(PARSERS.opportunity, tables.Opportunity).rows],
    ['version', parseRows(PARSERS.version, tables.OpportunityHistory).rows],
    ['fieldChange', parseRows(PARSERS.fieldChange, tables.OpportunityFieldHistory).rows],
    ['activity', [...parseRows(PARSERS.task, tables.Task).rows, ...parseRows(PARSERS.event, tables.Event).rows]],
    ['contactRole', parseRows(PARSERS.contactRole, tables.OpportunityContactRole).rows],
    ['stage', parseRows(PARSERS.stage, tables.OpportunityStage).rows],
    ['user', parseRows(PARSERS.user, tables.User).rows],
    ['role', parseRows(PARSERS.role, tables.UserRole).rows],
  ];
  for (const [table, all] of rows) {
    const page = { deletedIds: [], cursor: {}, isDone: true, isHidden: false, read: [], rejected: [] };
    await commitPage(db, table, { ...page, rows: all as never, mode: 'full' }, { expects: undefined, now: 1 });
  }
}, 60_000);

let learnt: Learnt | undefined;

test('the score learnt from the store is the one learnt from the same rows without it, and nothing is stored', async () => {
  const activities = recordsOf(facts).flatMap(({ id }) => facts.deal(id)?.activities ?? []);
  const roles = recordsOf(facts).flatMap(({ id }) => facts.deal(id)?.contactRoles ?? []);
  const changes = recordsOf(facts).flatMap(({ id }) => facts.deal(id)?.fieldChanges ?? []);
  const direct = finish(
    learn(dealFacts(facts.log, activities, roles, changes), {
      at: facts.now,
      rankOf: (stage) => facts.stages.get(stage)?.order,
      fiscal: facts.profile,
    }),
  );
  learnt = await learnScore({ ...key, now: facts.now });
  expect(learnt?.hazard).toBeDefined();
  expect(learnt).toEqual(direct);
  expect(await getScore(db)).toBeUndefined();
});

test('without being asked it is learnt once; a person who asks gets the same again', async () => {
  await putScore(db, learnt);
  expect(await learnScore({ ...key, now: facts.now + DAY_MS })).toBeUndefined();
  expect(await learnScore({ ...key, now: facts.now, isForcedToRules: false })).toEqual(learnt);
});

test('when it is due again the choice of rules stays what it was, also through another method', async () => {
  const forced = await learnScore({ ...key, now: facts.now, isForcedToRules: true });
  expect(forced?.card.rung).toEqual({ step: 'band', reason: { id: 'forcedRules' } });
  await putScore(db, forced);
  const later = await learnScore({ ...key, now: facts.now + 30 * DAY_MS });
  expect(later?.card.rung.reason.id).toBe('forcedRules');
  await putScore(db, { ...forced, card: { ...forced?.card, version: 'older' } });
  expect((await learnScore({ ...key, now: facts.now }))?.card.rung.reason.id).toBe('forcedRules');
  expect((await learnScore({ ...key, now: facts.now, isForcedToRules: false }))?.card.rung.reason.id).not.toBe(
    'forcedRules',
  );
});

test('of an org of which nothing was read there is nothing to learn', async () => {
  expect(await learnScore({ orgId: 'none', userId: 'none', now: facts.now, isForcedToRules: false })).toBeUndefined();
});
