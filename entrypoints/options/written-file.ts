import { publishRevision } from '@/lib/messaging';
import { databaseName } from '@/lib/storage/database';
import { allConnections } from '@/lib/storage/registry';
import { takeUpFile, writtenFile } from '@/lib/storage/written';

import { handOver } from './hand-over';

/** Hands the person a file of all that they wrote. */
export async function saveWritten(): Promise<void> {
  const names = (await allConnections().catch(() => [])).map(({ orgId, userId }) => databaseName(orgId, userId));
  handOver(new Blob([await writtenFile(names)], { type: 'application/json' }), 'pipelens');
}

export async function takeUpWritten(json: string): Promise<number> {
  const taken = await takeUpFile(json);
  await publishRevision(Date.now());
  return taken;
}
