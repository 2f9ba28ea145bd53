import { browser } from 'wxt/browser';

import { t } from '@/lib/i18n';

/** Asks the browser, which asks the person, for access to hosts. To be called in the press of a button. */
export async function allow(hosts: readonly string[]): Promise<void> {
  const origins = hosts.map((host) => `https://${host}/*`);
  if (!(await browser.permissions.request({ origins })))
    throw new Error(t('withheld.refused', { hosts: hosts.join(', ') }));
}
