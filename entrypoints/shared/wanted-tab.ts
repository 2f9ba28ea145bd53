import { browser } from 'wxt/browser';

import { isRecent } from '@/lib/calendar/recent';
import { report } from '@/lib/store/failures';
import { whoseKey } from '@/lib/store/whose';

import { chosenKey, turnTo } from './front';

/** Where it is kept what somebody wants to see, until the panel shows it. */
const WISH = 'wantedTab';
/** A wish that is older was for a panel that never came. */
const WISH_MS = 10_000;

interface Wish {
  /** Absent: whichever is shown. */
  tab?: string;
  /** Of which connection; empty: of whichever is shown. */
  key: string;
  /** When it was wanted, ms. */
  at: number;
  /** In whose panel; absent: in any. */
  windowId?: number;
}

/**
 * Has the panel of a window turn to a tab of the connection that this surface is about: the one that is open, perhaps about another one,
 * hears of it, and one that is about to open finds it.
 */
export const wantTab = (tab: string | undefined, windowId: number | undefined): Promise<void> =>
  browser.storage.local.set({
    [WISH]: {
      key: whoseKey(),
      at: Date.now(),
      ...(tab === undefined ? {} : { tab }),
      ...(windowId === undefined ? {} : { windowId }),
    } satisfies Wish,
  });

/**
 * Listens from this moment on for tabs that are wanted in this window's panel. What is wanted before the panel can show it waits: it is
 * given to `take`, and so is each after it, once that is handed over. A panel about another connection turns to the one that is meant, and
 * finds the wish there.
 */
export function listenForTabs(): (take: (tab: string) => Promise<void>) => void {
  let show: ((wish: Wish) => Promise<void>) | undefined;
  let waiting: Wish | undefined;
  let last = 0;
  async function hear(given: unknown): Promise<void> {
    if (!isWish(given) || !isRecent(given.at, Date.now(), WISH_MS) || given.at === last) return;
    last = given.at;
    // Asked each time: a panel in a tab of its own may be dragged to another window.
    const here = await browser.windows.getCurrent().catch(() => undefined);
    if (given.windowId !== undefined && here?.id !== undefined && given.windowId !== here.id) return;
    if (show) await show(given);
    else waiting = given;
  }
  browser.storage.local.onChanged.addListener(({ [WISH]: wish }) => void hear(wish?.newValue).catch(report));
  const stored = browser.storage.local
    .get(WISH)
    .then(({ [WISH]: wish }) => hear(wish))
    .catch(report);
  return (take) => {
    show = async ({ key, tab }) => {
      if (key !== '' && key !== whoseKey() && key !== chosenKey()) turnTo(key);
      else if (tab !== undefined) await take(tab);
    };
    void stored.then(() => waiting && show?.(waiting)).catch(report);
  };
}

const isWish = (value: unknown): value is Wish =>
  typeof value === 'object' &&
  value !== null &&
  'key' in value &&
  typeof value.key === 'string' &&
  (!('tab' in value) || typeof value.tab === 'string') &&
  'at' in value &&
  typeof value.at === 'number';
