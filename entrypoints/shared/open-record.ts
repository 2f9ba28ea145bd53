import { browser } from 'wxt/browser';

import { siteOf } from '@/lib/crm/sites';
import { useWhose } from '@/lib/store/whose';

/** Opens a record where this surface is: on its own host, in its own container. */
export async function openRecord(recordId: string): Promise<void> {
  const { whose } = useWhose.getState();
  if (!whose) return;
  const { host, store } = whose;
  await browser.tabs.create({
    url: siteOf(host).recordUrl(host, recordId),
    ...(store === undefined ? {} : { cookieStoreId: store }),
  });
}
