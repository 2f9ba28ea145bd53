import { dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { profileOf, rowsOfTables, type TableRows } from '@/lib/crm/tables';
import { SAMPLE_HOST, SAMPLE_ORG } from '@/lib/deal/connection-state';
import type { TableName, Tables } from '@/lib/deal/org';
import { generateOrg } from '@/lib/sample/generate';
import { invitations } from '@/lib/sample/invitations';
import { databaseName, deleteDatabase, openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { allConnections, type Connection, dropConnection, putConnection } from '@/lib/storage/registry';
import { commitPage, readCheckpoint } from '@/lib/storage/writer';
import { forgetWritten } from '@/lib/storage/written';

/** Open deals of it: ten reps, and four years of history. */
const SIZE = 200;

/** Where the person's clock is, so that today is their today. */
const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const trialConnection = async (): Promise<Connection | undefined> =>
  (await allConnections()).find(({ pageHost }) => pageHost === SAMPLE_HOST);

export const hasTrial = async (): Promise<boolean> => (await trialConnection()) !== undefined;

/** Makes the sample org for the day that it is, and connects it. What was written in an earlier one stays. */
export async function beginTrial(now: number, zone = ownZone()): Promise<Connection> {
  const asOf = dayAt(instant(now), zone);
  const { tables, defaultUserId: userId } = generateOrg({
    size: SIZE,
    asOf,
    now,
    odd: [{ settings: { zone } }, invitations],
  });
  const db = openDatabase(SAMPLE_ORG, userId);
  const profile = profileOf(tables, SAMPLE_ORG, userId);
  await putProfile(db, { ...profile, apiHost: SAMPLE_HOST, pageHost: SAMPLE_HOST });
  const { rows } = rowsOfTables(tables);
  // Safe: the keys are the tables'.
  for (const name of Object.keys(rows) as (keyof TableRows['rows'])[]) await put(db, name, rows[name], now);
  // What the org's own forecast says follows its deals, and nobody serves it here.
  await put(db, 'forecastItem', [], now, true);
  await put(db, 'forecastDeal', [], now, true);
  const connection: Connection = {
    key: `${SAMPLE_ORG}-${userId}`,
    orgId: SAMPLE_ORG,
    userId,
    pageHost: SAMPLE_HOST,
    sessionDigest: SAMPLE_HOST,
    userName: profile.userName,
    orgName: profile.orgName,
    state: 'live',
    syncedAt: now,
    usedAt: now,
  };
  await putConnection(connection);
  return connection;
}

async function put<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  rows: readonly Tables[Name][],
  now: number,
  isHidden = false,
): Promise<void> {
  await commitPage(
    db,
    table,
    { rows, deletedIds: [], cursor: null, mode: 'full', isDone: true, isHidden, read: rows, rejected: [] },
    { expects: await readCheckpoint(db, table), now },
  );
}

/** Makes it anew where it is of another day: else all of it would be overdue in a week. Resolves to whether it was. */
export async function renewTrial(now: number, zone = ownZone()): Promise<boolean> {
  const connection = await trialConnection();
  const on = (at: number): Day => dayAt(instant(at), zone);
  if (!connection || on(connection.syncedAt ?? 0) === on(now)) return false;
  await beginTrial(now, zone);
  return true;
}

/** Removes it with all that was written in it. */
export async function endTrial(): Promise<void> {
  const connection = await trialConnection();
  if (!connection) return;
  const { key, orgId, userId } = connection;
  await dropConnection(key);
  await forgetWritten(databaseName(orgId, userId));
  await deleteDatabase(orgId, userId);
}
