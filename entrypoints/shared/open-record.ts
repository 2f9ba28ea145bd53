import { siteOf } from '@/lib/crm/sites';
import { useWhose } from '@/lib/store/whose';

import { openPage } from './open-page';

/** Opens a record where this surface is: on its own host, in its own container. */
export async function openRecord(recordId: string): Promise<void> {
  const { whose } = useWhose.getState();
  if (!whose) return;
  const { host, store } = whose;
  await openPage(siteOf(host).recordUrl(host, recordId), store);
}
