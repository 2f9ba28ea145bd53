import { browser } from 'wxt/browser';

import { placeOfTab } from '@/lib/background/browser-parts';
import { siteOf, sites } from '@/lib/crm/sites';
import { t } from '@/lib/i18n';
import { useSiteAccess } from '@/lib/store/site-access';
import { useWhose } from '@/lib/store/whose';

import { placeInFront } from './front';
import { openPage } from './open-page';

/**
 * Goes to the CRM: to a tab that shows the org that this surface is about, else to where one signs in to it; to any where it is about
 * none. Asks for its hosts first, in the press itself.
 */
export async function openCrm(): Promise<void> {
  const { missing, allow } = useSiteAccess.getState();
  if (missing.length > 0 && !(await allow())) throw new Error(t('access.denied'));
  const { host, store } = useWhose.getState().whose ?? (await placeInFront());
  const isNamed = host !== undefined && sites.some((site) => site.isPage(host));
  const here = await browser.windows.getCurrent().catch(() => undefined);
  const shown = await browser.tabs.query({ url: sites.flatMap(({ pageMatches }) => [...pageMatches]) });
  const [tab] = shown
    .filter((each) => {
      const place = placeOfTab(each);
      if (place === undefined || place.isPrivate === true) return false;
      return !isNamed || (place.host === host && place.store === store);
    })
    .toSorted(
      (a, b) =>
        Number(b.windowId === here?.id) - Number(a.windowId === here?.id) ||
        (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0),
    );
  if (tab?.id === undefined) {
    if (isNamed) await openPage(`https://${host}/`, store);
    else await openPage(siteOf(undefined).startUrl);
    return;
  }
  await browser.tabs.update(tab.id, { active: true });
  if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
}
