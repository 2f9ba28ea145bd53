import { publishRevision } from '@/lib/messaging';
import { databaseName } from '@/lib/storage/database';
import { allConnections } from '@/lib/storage/registry';
import { takeUpFile, writtenFile } from '@/lib/storage/written';

/** Hands the person a file of all that they wrote. */
export async function saveWritten(): Promise<void> {
  const names = (await allConnections().catch(() => [])).map(({ orgId, userId }) => databaseName(orgId, userId));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([await writtenFile(names)], { type: 'application/json' }));
  link.download = `pipelens-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export async function takeUpWritten(json: string): Promise<number> {
  const taken = await takeUpFile(json);
  await publishRevision(Date.now());
  return taken;
}
