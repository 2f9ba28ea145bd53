import { type QuotaFile, readQuotas } from '@/lib/files/quotas';
import { publishRevision } from '@/lib/messaging';
import { readTable } from '@/lib/storage/column-reader';
import { openDatabase } from '@/lib/storage/database';
import { addQuotas, getProfile } from '@/lib/storage/profile';
import type { Connection } from '@/lib/storage/registry';

/** Reads quotas from a file into the store of one connection; undefined where the org's settings have not been read yet. */
export async function importQuotas({ orgId, userId }: Connection, bytes: Uint8Array): Promise<QuotaFile | undefined> {
  const db = openDatabase(orgId, userId);
  const profile = await getProfile(db);
  if (!profile) return undefined;
  const users = [...(await readTable(db, 'user')).rows()];
  const found = readQuotas(bytes, { users, profile, language: navigator.language });
  if (found.quotas.length > 0) {
    await addQuotas(db, found.quotas);
    await publishRevision(Date.now());
  }
  return found;
}
