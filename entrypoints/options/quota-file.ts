import type { QuotaPreview } from '@/components/views/options/quotas/QuotaInput';
import { toCorporate } from '@/lib/deal/money';
import type { Quota } from '@/lib/deal/org';
import { readQuotas } from '@/lib/files/quotas';
import { numberLocale } from '@/lib/i18n';
import { publishRevision } from '@/lib/messaging';
import { readTable } from '@/lib/storage/column-reader';
import { openDatabase } from '@/lib/storage/database';
import { addQuotas, getProfile, isSameSpan } from '@/lib/storage/profile';
import type { Connection } from '@/lib/storage/registry';

/** What a file of quotas would do to one connection's; undefined where the org's settings have not been read yet. Nothing is kept. */
export async function previewQuotas(
  { orgId, userId }: Connection,
  bytes: Uint8Array,
): Promise<QuotaPreview | undefined> {
  const db = openDatabase(orgId, userId);
  const profile = await getProfile(db);
  if (!profile) return undefined;
  const users = [...(await readTable(db, 'user')).rows()];
  const found = readQuotas(bytes, { users, profile, language: navigator.language, locale: numberLocale() });
  const held = [...(await readTable(db, 'quota')).rows(), ...(await db.quotas.toArray())];
  const before: Record<string, number> = {};
  for (const quota of found.quotas) {
    const same = held.filter((row) => row.userId === quota.userId && isSameSpan(row, quota));
    const amounts = same.flatMap((row) => toCorporate(row, profile) ?? []);
    // What a person gave goes before what the CRM has, as it stands last.
    const amount = amounts.at(-1);
    if (amount !== undefined) before[quota.id] = amount;
  }
  const names = Object.fromEntries(users.map(({ id, name }) => [id, name]));
  return { ...found, names, before, currency: profile.currency };
}

export async function takeQuotas({ orgId, userId }: Connection, quotas: readonly Quota[]): Promise<void> {
  await addQuotas(openDatabase(orgId, userId), quotas);
  await publishRevision(Date.now());
}
