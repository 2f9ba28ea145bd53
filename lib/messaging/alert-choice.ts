import { browser } from 'wxt/browser';

import { type AlertSettings, keptAlertSettings, readAlertSettings } from '@/lib/deal/alerts/alert-settings';

const KEY = 'alerts';

/** When the person wants to be told: one choice for this browser. */
export const readAlerts = async (): Promise<AlertSettings> =>
  readAlertSettings((await browser.storage.local.get(KEY))[KEY]);

export const writeAlerts = (settings: AlertSettings): Promise<void> =>
  browser.storage.local.set({ [KEY]: keptAlertSettings(settings) });

/** Calls the listener after each change. Returns the way to stop. */
export function onAlerts(listener: () => void): () => void {
  const changed = (changes: Record<string, unknown>, area: string): void => {
    if (area === 'local' && KEY in changes) listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
