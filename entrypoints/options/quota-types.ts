import { type QuotaChoice, quotaChoice } from '@/lib/deal/forecast-type';
import { publishRevision } from '@/lib/messaging';
import { openDatabase } from '@/lib/storage/database';
import { getProfile } from '@/lib/storage/profile';
import { getQuotaType, setQuotaType } from '@/lib/storage/quota-type';
import type { Connection } from '@/lib/storage/registry';

type Key = Pick<Connection, 'orgId' | 'userId'>;

/** The forecasts of an org that quotas in money can be taken of; undefined where there is nothing to choose. */
export async function quotaTypesOf({ orgId, userId }: Key): Promise<QuotaChoice | undefined> {
  const db = openDatabase(orgId, userId);
  return quotaChoice((await getProfile(db))?.forecastTypes ?? [], await getQuotaType(db));
}

export async function chooseQuotaType({ orgId, userId }: Key, id: string | undefined): Promise<void> {
  await setQuotaType(openDatabase(orgId, userId), id);
  await publishRevision(Date.now());
}
