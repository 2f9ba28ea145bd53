import { isSplit, type Storage, type TabPlace } from './browser-parts';
import { HIDDEN_MS, IDLE_MS } from './pace';

/** The parts of a browser that tell whether somebody is there. Absent where a browser has none of it. */
export interface PresenceParts {
  idle?: { queryState(seconds: number): Promise<string> } | undefined;
  windows?:
    | {
        getAll(asked: {
          populate: boolean;
        }): Promise<{ id?: number | undefined; state?: string | undefined; tabs?: TabPlace[] | undefined }[]>;
      }
    | undefined;
  /** Of this browser session: a worker that starts anew knows since when no page was in sight. */
  storage: Pick<Storage, 'get' | 'set'>;
  now(): number;
}

/** Whether there is anybody for whom the CRM is to be asked. What cannot be found out counts as somebody. */
export interface Presence {
  /** Nobody has touched the computer for a while, or it is locked. */
  isIdle(): Promise<boolean>;
  /** That, or none of these tabs has been in sight for long. */
  isAway(tabs: readonly TabPlace[]): Promise<boolean>;
}

/** Instant at which a page of the CRM was last known to be in sight. */
const IN_SIGHT = 'crmInSight';

export function createPresence({ idle, windows, storage, now }: PresenceParts): Presence {
  async function isIdle(): Promise<boolean> {
    const state = await idle?.queryState(IDLE_MS / 1000).catch(() => 'active');
    return state === 'idle' || state === 'locked';
  }

  /** A tab in front of a window that is not put away, or beside it. A window behind another one cannot be told from one beside it. */
  async function isInSight(tabs: readonly TabPlace[]): Promise<boolean> {
    const hasSplit = tabs.some(isSplit);
    if (!hasSplit && tabs.every(({ active }) => active === false)) return false;
    const all = (await windows?.getAll({ populate: hasSplit }).catch(() => [])) ?? [];
    const beside = new Set(
      all.flatMap(({ tabs: its = [] }) =>
        its.filter((tab) => tab.active && isSplit(tab)).map(({ splitViewId }) => splitViewId),
      ),
    );
    const front = tabs.filter((tab) => tab.active !== false || (isSplit(tab) && beside.has(tab.splitViewId)));
    const away = new Set(all.flatMap(({ id, state }) => (state === 'minimized' ? [id] : [])));
    return front.some(({ windowId }) => windowId === undefined || !away.has(windowId));
  }

  async function isHiddenForLong(tabs: readonly TabPlace[]): Promise<boolean> {
    if (await isInSight(tabs)) {
      await storage.set({ [IN_SIGHT]: now() });
      return false;
    }
    const since = (await storage.get(IN_SIGHT))[IN_SIGHT];
    // A clock that was set back does not make it short again.
    if (typeof since === 'number' && since <= now()) return now() - since >= HIDDEN_MS;
    await storage.set({ [IN_SIGHT]: now() });
    return false;
  }

  return {
    isIdle,
    isAway: async (tabs) => (await isIdle()) || isHiddenForLong(tabs).catch(() => false),
  };
}
