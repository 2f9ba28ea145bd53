import type { CrmClient } from '@/lib/crm/crm';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getMeta, putMeta } from '@/lib/storage/meta';
import { getProfile, putProfile } from '@/lib/storage/profile';

const FIRST_WAIT_MS = 20_000;
const MOST_WAIT_MS = 3_600_000;
const KEY = 'refill';

/** How often and when it was asked again, ms. */
interface Retry {
  tries: number;
  at: number;
}

/**
 * Asks again for the settings that the CRM did not tell for a passing reason: at the next sync, then at growing distances. What it
 * tells takes the place of what stood in for it; what it still does not tell stays named.
 */
export async function refillSettings({
  client,
  db,
  now,
}: {
  client: CrmClient;
  db: PipelensDatabase;
  now: () => number;
}): Promise<void> {
  const profile = await getProfile(db);
  if (!profile?.missing) return;
  const { tries, at } = (await getMeta<Retry>(db, KEY)) ?? { tries: 0, at: 0 };
  // A clock that was set back must not stop it.
  if (tries > 0 && Math.abs(now() - at) < Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), MOST_WAIT_MS)) return;
  await putMeta(db, KEY, { tries: tries + 1, at: now() } satisfies Retry);
  const next = await client.bootstrap(profile);
  await putProfile(db, next);
  if (!next.missing) await putMeta(db, KEY, undefined);
}
