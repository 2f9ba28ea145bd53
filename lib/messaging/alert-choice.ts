import { browser } from 'wxt/browser';

import { type AlertChange, type AlertSettings, readAlertSettings } from '@/lib/deal/alerts/alert-settings';

import { onStored } from './stored';

/** All of it as one value, as an earlier version kept it. */
const WHOLE = 'alerts';
/** One entry each: two pages that choose at once never undo each other. */
const entry = (name: string): string => `${WHOLE}:${name}`;
const NAMES = ['perDay', 'quiet', 'workdays', 'digestAt'] as const satisfies readonly (keyof AlertSettings)[];

/** When the person wants to be told: one choice for this browser. */
export async function readAlerts(): Promise<AlertSettings> {
  const { [WHOLE]: whole, ...kept } = await browser.storage.local.get([WHOLE, ...NAMES.map(entry)]);
  const chosen = NAMES.flatMap((name) => {
    const value = kept[entry(name)] ?? undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return readAlertSettings({ ...(whole as object | undefined), ...Object.fromEntries(chosen) });
}

/** Keeps what was changed, and nothing else. */
export const writeAlerts = (change: AlertChange): Promise<void> =>
  browser.storage.local.set(Object.fromEntries(Object.entries(change).map(([name, value]) => [entry(name), value])));

/** Calls the listener after each change. Returns the way to stop. */
export const onAlerts = (listener: () => void): (() => void) => onStored((key) => key.startsWith(WHOLE), listener);
