import type { Alarms, Notifications, Storage, BrowserTabs } from '@/lib/background/browser-parts';
import type { Cookie, CookieJar } from '@/lib/crm/crm';

/** Storage in memory; what is read is a copy, as in the browser. */
export function fakeStorage(): Storage & { values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    get: (key) => Promise.resolve(values.has(key) ? { [key]: structuredClone(values.get(key)) } : {}),
    set(given) {
      for (const [key, value] of Object.entries(given)) values.set(key, structuredClone(value));
      return Promise.resolve();
    },
    remove(key) {
      values.delete(key);
      return Promise.resolve();
    },
  };
}

export function fakeAlarms(): Alarms & { set: Map<string, object>; log: string[] } {
  const set = new Map<string, object>();
  const log: string[] = [];
  return {
    set,
    log,
    create(name, when) {
      log.push(name);
      set.set(name, when);
      return Promise.resolve();
    },
    get: (name) => Promise.resolve(set.get(name)),
    clear: (name) => Promise.resolve(set.delete(name)),
  };
}

/** Shown notifications by id. What `refuses` matches is refused, as a browser does whose notifications are off. */
export function fakeNotifications(refuses?: RegExp): Notifications & { shown: Map<string, [string, string]> } {
  const shown = new Map<string, [string, string]>();
  return {
    shown,
    create(id, { title, message }) {
      if (refuses?.test(title)) return Promise.reject(new Error(`no notification of ${title}`));
      shown.set(id, [title, message]);
      return Promise.resolve(id);
    },
    clear: (id) => Promise.resolve(shown.delete(id)),
    list: () => Promise.resolve([...shown.keys()]),
  };
}

export const fakeTabs = (open: string[] = []): BrowserTabs => ({
  query: () => Promise.resolve(open.map((url) => ({ url }))),
});

/** The cookies of a browser, each of its own store or, with `storeId`, of that one; a host in `broken` makes the search fail as nothing of the CRM would. */
export function fakeCookies(cookies: (Cookie & { storeId?: string })[], broken = new Set<string>()): CookieJar {
  const isOf = ({ domain }: Cookie, host: string): boolean => domain.replace(/^\./, '') === host;
  const isIn = (cookie: Cookie & { storeId?: string }, storeId: string | undefined): boolean =>
    cookie.storeId === storeId;
  return {
    get({ url, name, storeId }) {
      const { host } = new URL(url);
      if (broken.has(host)) return Promise.reject(new Error(`no cookies of ${host}`));
      return Promise.resolve(
        cookies.find((cookie) => cookie.name === name && isOf(cookie, host) && isIn(cookie, storeId)) ?? null,
      );
    },
    getAll: ({ domain, name, storeId }) =>
      Promise.resolve(
        cookies.filter((cookie) => cookie.name === name && cookie.domain.endsWith(domain) && isIn(cookie, storeId)),
      ),
  };
}
