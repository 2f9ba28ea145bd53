import { browser } from 'wxt/browser';

import { siteOf, sites } from '@/lib/crm/sites';
import { t } from '@/lib/i18n';
import { useSiteAccess } from '@/lib/store/site-access';

/** Goes to the CRM: to a tab that shows it, else to where one signs in. Asks for its hosts first, in the press itself. */
export async function openCrm(): Promise<void> {
  const { missing, allow } = useSiteAccess.getState();
  if (missing.length > 0 && !(await allow())) throw new Error(t('access.denied'));
  const [tab] = await browser.tabs.query({ url: sites.flatMap(({ pageMatches }) => [...pageMatches]) });
  if (tab?.id === undefined) {
    await browser.tabs.create({ url: siteOf(undefined).startUrl });
    return;
  }
  await browser.tabs.update(tab.id, { active: true });
  if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
}
