import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import { teamView } from '@/lib/answers/team';
import { DAY_MS, type Day } from '@/lib/calendar/days';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import type { TableName, Tables } from '@/lib/deal/org';
import { verdictOf } from '@/lib/forecast/assess';
import { generateOrg } from '@/lib/sample/generate';
import { seeded } from '@/lib/sample/seeded';
import { PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import { commitPage, commitRows, readCheckpoint } from '@/lib/storage/writer';

import { contextOf } from '../../explore/context';

const TODAY = '2026-11-24' as Day;
const NOW = Date.UTC(2026, 10, 24, 10, 20);

async function fill<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  rows: readonly Tables[Name][],
): Promise<void> {
  const page = {
    deletedIds: [],
    cursor: {},
    mode: 'full',
    isDone: true,
    isHidden: false,
    read: [],
    rejected: [],
  } as const;
  await commitPage(db, table, { ...page, rows }, { expects: await readCheckpoint(db, table), now: 1 });
}

test('after any delta the verdicts and the team are those of a reader that has seen nothing before', async () => {
  const { tables, ...org } = generateOrg({ size: 60, seed: 4, asOf: TODAY });
  const { facts } = contextOf({ tables, ...org }, TODAY);
  const db = new PipelensDatabase('carried');
  await putProfile(db, facts.profile);
  const deals = parseRows(PARSERS.opportunity, tables.Opportunity).rows;
  const activities = [...parseRows(PARSERS.task, tables.Task).rows, ...parseRows(PARSERS.event, tables.Event).rows];
  const versions = parseRows(PARSERS.version, tables.OpportunityHistory).rows;
  const roles = parseRows(PARSERS.contactRole, tables.OpportunityContactRole).rows;
  await fill(db, 'opportunity', deals);
  await fill(db, 'version', versions);
  await fill(db, 'fieldChange', parseRows(PARSERS.fieldChange, tables.OpportunityFieldHistory).rows);
  await fill(db, 'activity', activities);
  await fill(db, 'contactRole', roles);
  await fill(db, 'stage', parseRows(PARSERS.stage, tables.OpportunityStage).rows);
  await fill(db, 'user', parseRows(PARSERS.user, tables.User).rows);
  await fill(db, 'role', parseRows(PARSERS.role, tables.UserRole).rows);
  const quotas = parseRows(PARSERS.quota, tables.ForecastingQuota).rows;
  await fill(db, 'quota', quotas);
  const random = seeded(9);
  const one = <Row>(rows: readonly Row[]): Row => rows[Math.floor(random.next() * rows.length)]!;
  const open = deals.filter(({ isClosed }) => !isClosed);
  const stages = [...facts.stages.values()];
  const cache = createFactsCache(db);
  let [seen, changed] = ['', 0];
  for (let round = 0; round < 14; round += 1) {
    // Some instants are of another hour: then everything is judged anew.
    const now = NOW + round * 60_000 + (round === 8 ? 3_600_000 : 0);
    const deal = one(open);
    const stage = one(stages);
    const kind = round % 7;
    if (kind === 1)
      await commitRows(db, 'opportunity', [
        { ...deal, stage: stage.name, isClosed: stage.isClosed, isWon: stage.isWon, modifiedAt: now - 5000 },
      ]);
    if (kind === 2)
      await commitRows(db, 'version', [{ ...one(versions), id: `v${round}`, from: now - 5000, stage: stage.name }]);
    if (kind === 3) await commitRows(db, 'activity', [{ ...one(activities), opportunityId: deal.id, day: TODAY }]);
    if (kind === 4)
      await commitRows(db, 'activity', [], {
        deletedIds: activities.filter(({ opportunityId }) => opportunityId === deal.id).map(({ id }) => id),
      });
    // A quota is worth another amount for the rest of the rounds: what was added up before stands no more.
    if (kind === 3)
      await commitRows(
        db,
        'quota',
        quotas.map((row) => ({ ...row, amount: row.amount + round + 1 })),
      );
    if (kind === 5)
      await commitRows(db, 'contactRole', [], {
        deletedIds: roles.filter(({ opportunityId }) => opportunityId === deal.id).map(({ id }) => id),
      });
    if (kind === 6)
      await commitRows(db, 'opportunity', [
        { ...deal, goneAt: now - 1000 },
        { ...one(open), createdAt: now - DAY_MS },
      ]);
    const [held, fresh] = [(await cache(now))!, (await createFactsCache(db)(now))!];
    const verdicts = (of: typeof held) => deals.map(({ id }) => [id, verdictOf(of, id)]);
    expect(verdicts(held)).toEqual(verdicts(fresh));
    expect(teamView(held)).toEqual(teamView(fresh));
    expect(teamView(held).quotas.amount).toBeGreaterThan(0);
    const text = JSON.stringify(verdicts(fresh));
    if (text !== seen) changed += 1;
    seen = text;
  }
  expect(changed).toBeGreaterThan(5);
});
