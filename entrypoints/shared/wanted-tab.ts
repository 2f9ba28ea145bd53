import { browser } from 'wxt/browser';

import { isRecent } from '@/lib/calendar/recent';
import { report } from '@/lib/store/failures';

/** Where the tab is kept that somebody wants to see, until the panel shows it. */
const WISH = 'wantedTab';
/** A wish that is older was for a panel that never came. */
const WISH_MS = 10_000;

interface Wish {
  tab: string;
  /** When it was wanted, ms. */
  at: number;
  /** In whose panel; absent: in any. */
  windowId?: number;
}

/** Has the panel of a window turn to a tab: the one that is open hears of it, and one that is about to open finds it. */
export const wantTab = (tab: string, windowId: number | undefined): Promise<void> =>
  browser.storage.local.set({
    [WISH]: { tab, at: Date.now(), ...(windowId === undefined ? {} : { windowId }) } satisfies Wish,
  });

/**
 * Listens from this moment on for tabs that are wanted in this window's panel. What is wanted before the panel can show it waits: it is
 * given to `take`, and so is each after it, once that is handed over.
 */
export function listenForTabs(): (take: (tab: string) => Promise<void>) => void {
  const here = browser.windows.getCurrent().then(
    ({ id }) => id,
    () => undefined,
  );
  let show: ((tab: string) => Promise<void>) | undefined;
  let waiting: string | undefined;
  let last = 0;
  async function hear(given: unknown): Promise<void> {
    if (!isWish(given) || !isRecent(given.at, Date.now(), WISH_MS) || given.at === last) return;
    last = given.at;
    const window = await here;
    if (given.windowId !== undefined && window !== undefined && given.windowId !== window) return;
    if (show) await show(given.tab);
    else waiting = given.tab;
  }
  browser.storage.local.onChanged.addListener(({ [WISH]: wish }) => void hear(wish?.newValue).catch(report));
  const stored = browser.storage.local
    .get(WISH)
    .then(({ [WISH]: wish }) => hear(wish))
    .catch(report);
  return (take) => {
    show = take;
    void stored.then(() => (waiting === undefined ? undefined : take(waiting))).catch(report);
  };
}

const isWish = (value: unknown): value is Wish =>
  typeof value === 'object' &&
  value !== null &&
  'tab' in value &&
  typeof value.tab === 'string' &&
  'at' in value &&
  typeof value.at === 'number';
