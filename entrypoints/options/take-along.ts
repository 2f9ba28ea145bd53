import type { TakenKind } from '@/components/views/options/privacy/TakeAlong';
import { instant } from '@/lib/calendar/instant';
import { connectionNames } from '@/lib/deal/kept/connection-names';
import type { OrgFacts } from '@/lib/forecast/facts';
import { openDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { allConnections } from '@/lib/storage/registry';
import { orgScore } from '@/lib/sync/learnt';

import { handOver } from './hand-over';

/** What writes the files is loaded when one is asked for: the page opens without it. */
async function fileOf(kind: TakenKind, facts: OrgFacts): Promise<{ file: Blob; end: string }> {
  if (kind === 'figures') {
    const { figuresFile } = await import('@/lib/sheets/figures-file');
    return { file: await figuresFile(facts), end: 'xlsx' };
  }
  const { versionTable } = await import('@/lib/warehouse/log-tables');
  const table = versionTable(facts.log);
  if (kind === 'csv') {
    const { csvOf } = await import('@/lib/warehouse/csv-file');
    return { file: new Blob([csvOf(table)], { type: 'text/csv' }), end: 'csv' };
  }
  const { parquetOf } = await import('@/lib/warehouse/parquet');
  return { file: new Blob([parquetOf(table)], { type: 'application/vnd.apache.parquet' }), end: 'parquet' };
}

/** Hands the person a file for each connection that anything was read of, and says how many. */
export async function takeAlong(kind: TakenKind): Promise<number> {
  let count = 0;
  const connections = await allConnections();
  const nameOf = connectionNames(connections);
  for (const { key, orgId, userId } of connections) {
    const db = openDatabase(orgId, userId);
    const facts = await createFactsCache(db)(instant(Date.now()));
    if (!facts) continue;
    const score = kind === 'figures' ? await orgScore(db, facts) : undefined;
    const { file, end } = await fileOf(kind, score ? { ...facts, score } : facts);
    const name = nameOf(key)
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '');
    handOver(file, ['pipelens', name, kind === 'figures' ? 'figures' : 'log'].filter(Boolean).join('-'), end);
    count += 1;
  }
  return count;
}
