import { browser } from 'wxt/browser';

import { placeOfTab } from '@/lib/background/browser-parts';
import { sites } from '@/lib/crm/sites';
import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import type { Asker } from '@/lib/messaging/protocol';

/**
 * Where a page of ours is as it opens: at the connection that was chosen for it, or at the CRM page in front of the person, which is the
 * tab in front or, for a page in a tab of its own, the one that was there before. Nowhere where that is no page of a CRM.
 */
async function lookInFront(): Promise<Asker> {
  const chosen = chosenKey();
  if (chosen !== '') return { key: chosen };
  // The page that stands for one of a CRM, to whoever tries the sample.
  const [active] = await browser.tabs.query({ active: true, currentWindow: true });
  if (active?.url?.startsWith(browser.runtime.getURL('/sample.html'))) return { host: SAMPLE_HOST };
  const own = await browser.tabs.getCurrent().catch(() => undefined);
  const [front] = (await browser.tabs.query({ currentWindow: true }))
    .filter(({ id, url }) => id !== own?.id && url?.startsWith(browser.runtime.getURL('/')) !== true)
    .toSorted((a, b) => Number(b.active) - Number(a.active) || (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0));
  const place = front && placeOfTab(front);
  if (place && sites.some((site) => site.isPage(place.host))) return place;
  return front?.incognito === true ? { isPrivate: true } : {};
}

/** The connection that the address names; one that is cut or garbled names none. */
export function chosenKey(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

let looking: Promise<Asker> | undefined;

/** The same however often it is asked: what is in front later is another matter. */
export const placeInFront = (): Promise<Asker> => (looking ??= lookInFront());

/** The page anew, about another connection; without one, about whoever is signed in in front. */
export function turnTo(key = ''): void {
  history.replaceState(null, '', `#${encodeURIComponent(key)}`);
  location.reload();
}
