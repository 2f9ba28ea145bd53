import type { Storage } from './browser-parts';

const KEY = 'hasStarted';

/**
 * Whether no worker has run before this one since the browser was started, or the extension was installed, updated or switched on again:
 * its storage of the session is gone with each of them. The browser tells of none but the first three, and of these not always in time.
 */
export async function isFirstWorker(session: Pick<Storage, 'get' | 'set'>): Promise<boolean> {
  if ((await session.get(KEY))[KEY] === true) return false;
  await session.set({ [KEY]: true });
  return true;
}
