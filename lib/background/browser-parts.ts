import type { CookieJar } from '@/lib/crm/crm';
import type { Whereabouts } from '@/lib/deal/connection-state';

/*
 * What the background needs of a browser, each part as small as its use. `browser` of the extension has them all; a test gives its own.
 */

export interface Storage {
  get(key: string): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface Alarms {
  create(name: string, when: { when: number } | { periodInMinutes: number }): Promise<void> | void;
  /** Where an alarm of that name is set, when it goes off next, ms. */
  get(name: string): Promise<{ scheduledTime?: number } | undefined>;
  clear(name: string): Promise<boolean>;
}

export interface Notifications {
  create(id: string, options: { type: 'basic'; iconUrl: string; title: string; message: string }): Promise<string>;
  clear(id: string): Promise<boolean>;
  /** Ids of those on the screen, or kept by the system. */
  list(): Promise<string[]>;
}

/** A tab as far as it says where it is. */
export interface TabPlace {
  url?: string | undefined;
  cookieStoreId?: string | undefined;
  incognito?: boolean | undefined;
  /** In front of the others of its window. */
  active?: boolean | undefined;
  windowId?: number | undefined;
  /** Of the two tabs that a window shows side by side, of which one is in front. */
  splitViewId?: number | undefined;
}

/** Whether a tab is one of two that a window shows side by side whenever one of them is in front: Chromium says -1 of one that is not. */
export const isSplit = ({ splitViewId = -1 }: Pick<TabPlace, 'splitViewId'>): boolean => splitViewId !== -1;

export interface BrowserTabs {
  query(where: { url: string[] }): Promise<TabPlace[]>;
}

/** What Firefox calls the store of tabs in no container. */
const OWN_STORE = 'firefox-default';

/** Where a tab is; undefined where the browser does not say. */
export function placeOfTab({ url, cookieStoreId: store, incognito }: TabPlace): Whereabouts | undefined {
  if (url === undefined || url === '') return undefined;
  return {
    host: new URL(url).host,
    ...(store === undefined || store === OWN_STORE ? {} : { store }),
    ...(incognito === true ? { isPrivate: true } : {}),
  };
}

export interface SignInWindow {
  getRedirectURL(path: string): string;
  /** The address that the sign-in ended at; undefined where the person closed it. */
  launchWebAuthFlow(flow: { url: string; interactive: boolean }): Promise<string | undefined>;
}

/** What every part of the background works with. */
export interface Environment {
  /** The computer's clock, ms. */
  now(): number;
  /** Tells every surface that the cache changed. */
  publish(): Promise<void>;
  fetch: typeof fetch;
  cookies: CookieJar;
}
