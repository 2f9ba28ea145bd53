import { parseQuotaCsv, type QuotaCsv } from '@/lib/deal/quota-csv';
import { publishRevision } from '@/lib/messaging';
import { openDatabase } from '@/lib/storage/database';
import { addQuotas } from '@/lib/storage/profile';
import { readTable } from '@/lib/storage/reader';
import type { Connection } from '@/lib/storage/registry';

/** Reads quotas from CSV text into the store of one connection; lines that are not taken are told, and the others are. */
export async function importQuotas({ orgId, userId }: Connection, text: string): Promise<QuotaCsv> {
  const db = openDatabase(orgId, userId);
  const found = parseQuotaCsv(text, (await readTable(db, 'user')).rows());
  if (found.quotas.length > 0) {
    await addQuotas(db, found.quotas);
    await publishRevision(Date.now());
  }
  return found;
}
