import { browser } from 'wxt/browser';

import { openTab } from '@/lib/background/open-tab';

/** Opens a page in a tab in sight of this one; answers with its window. `store`: the container it belongs to. */
export async function openPage(url: string, store?: string): Promise<number | undefined> {
  const here = await browser.windows.getCurrent().catch(() => undefined);
  const { tabs, windows } = browser;
  return openTab({ tabs, windows }, { url, ...(store === undefined ? {} : { cookieStoreId: store }) }, here?.id);
}
