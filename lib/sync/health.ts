import { siteOf } from '@/lib/crm/sites';
import type { AdapterHealth, ConnectionHealth } from '@/lib/deal/adapter-health';
import type { TableName } from '@/lib/deal/org';
import { openDatabase } from '@/lib/storage/database';
import { getProfile } from '@/lib/storage/profile';
import { allConnections, appOf, callLog, pageCounts, pageOnlyHosts } from '@/lib/storage/registry';
import { readCheckpoint } from '@/lib/storage/writer';

import { budgetOf, callsSince } from './budget';

const TABLES: TableName[] = [
  'version',
  'fieldChange',
  'activity',
  'contactRole',
  'attendee',
  'email',
  'lineItem',
  'quota',
  'forecastItem',
  'forecastDeal',
  'role',
];

/** How the CRM adapter fares: what it called, what was hidden from it, which pages it could read. */
export async function adapterHealth(now: number): Promise<AdapterHealth> {
  const connections = await Promise.all(
    (await allConnections()).map(async (connection): Promise<ConnectionHealth> => {
      const db = openDatabase(connection.orgId, connection.userId);
      const orgId = siteOf(connection.pageHost).orgKey(connection.orgId);
      const [profile, log, budget, checkpoints] = await Promise.all([
        getProfile(db),
        callLog(orgId),
        budgetOf(orgId, now),
        Promise.all(TABLES.map(async (table) => ({ table, isHidden: (await readCheckpoint(db, table))?.isHidden }))),
      ]);
      const { key, pageHost, orgName, userName, state, syncedAt } = connection;
      return {
        key,
        pageHost,
        orgName,
        userName,
        state,
        budget,
        callsToday: callsSince(log, new Date(now).setHours(0, 0, 0, 0)),
        recent: log.recent,
        failed: log.failed,
        ...(syncedAt === undefined ? {} : { syncedAt }),
        ...(profile?.apiVersion === undefined ? {} : { apiVersion: profile.apiVersion }),
        hidden: [
          ...(profile?.hiddenFields ?? []),
          ...checkpoints.flatMap(({ table, isHidden }) => (isHidden === true ? [table] : [])),
        ],
      };
    }),
  );
  const names = new Set([...connections.map(({ pageHost }) => pageHost), ...(await pageOnlyHosts())]);
  const hosts = await Promise.all(
    [...names].map(async (host) => {
      const clientId = await appOf(host);
      return { host, ...(clientId === undefined ? {} : { clientId }) };
    }),
  );
  return { connections, hosts, pages: await pageCounts() };
}
