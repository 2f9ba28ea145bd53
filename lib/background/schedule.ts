import type { Alarms } from './browser-parts';
import { runEach } from './run-each';

const SYNC = 'sync';
const REMINDERS = 'reminders';
const LEARN = 'learn';
const SYNC_EVERY_MINUTES = 0.5;
/** Where no surface of ours is open, badges alone go by the sync: the worker ends between two alarms. */
const UNFOLLOWED_EVERY_MINUTES = 2;
const LEARN_EVERY_MINUTES = 60;
const MINUTE_MS = 60_000;

export interface Schedule {
  /** Does what an alarm stands for. */
  ring(name: string): Promise<void>;
  /** Somebody is back at the computer: what waits for the next alarm is done now, where an alarm is set. */
  back(): Promise<void>;
  /** A page of the CRM is open: from now on it is kept current. */
  watch(): Promise<void>;
  /**
   * Somebody looks at what was read: where no alarm is set, what is open is synced and, with a page of the CRM among it, kept current. A page
   * that comes back, after the browser had kept it aside or kept the extension from it, tells nobody.
   */
  follow(): Promise<void>;
  /** The browser lets the extension onto a host: what waits for that is done now. */
  allowed(): Promise<void>;
  remindAt(at: number | undefined): Promise<void>;
  /** To be done as a worker starts: alarms that a clock which was set back has put off for hours are set anew. */
  setBack(now: number): Promise<void>;
}

/** Which alarm does what, and when alarms are set and cleared. A worker that starts anew finds those of the one before it. */
export function createSchedule(
  alarms: Alarms,
  jobs: {
    /** False when no page of the CRM is open any more. */
    sync(): Promise<boolean>;
    remind(): Promise<void>;
    learn(): Promise<void>;
    /** Whether a surface of ours is open; where a browser cannot tell, there is one. */
    isFollowed?(): Promise<boolean>;
  },
): Schedule {
  /** An alarm that is set again starts over: only where it is to be another. */
  async function pace(): Promise<void> {
    const periodInMinutes = (await jobs.isFollowed?.()) === false ? UNFOLLOWED_EVERY_MINUTES : SYNC_EVERY_MINUTES;
    // Safe: what this file has set.
    const held = (await alarms.get(SYNC)) as { periodInMinutes?: number } | undefined;
    if (held?.periodInMinutes !== periodInMinutes) await alarms.create(SYNC, { periodInMinutes });
  }
  const ring = async (name: string): Promise<void> => {
    if (name === REMINDERS) await jobs.remind();
    if (name === LEARN) await jobs.learn();
    if (name !== SYNC) return;
    if (await jobs.sync()) await pace();
    else await alarms.clear(SYNC);
  };
  /** An alarm goes off at an hour of the clock, whatever its period. */
  async function bringForward(name: string, periodInMinutes: number, now: number): Promise<void> {
    const { scheduledTime = now } = (await alarms.get(name)) ?? {};
    if (scheduledTime - now > periodInMinutes * MINUTE_MS) await alarms.create(name, { periodInMinutes });
  }
  return {
    ring,
    setBack: (now) =>
      runEach([
        () => bringForward(SYNC, UNFOLLOWED_EVERY_MINUTES, now),
        () => bringForward(LEARN, LEARN_EVERY_MINUTES, now),
      ]),
    // A computer that slept, or was carried into another zone, has another hour now.
    back: () =>
      runEach([
        async () => {
          if (await alarms.get(SYNC)) await ring(SYNC);
        },
        async () => {
          if (await alarms.get(REMINDERS)) await ring(REMINDERS);
        },
      ]),
    watch: () =>
      runEach([
        () => alarms.create(SYNC, { periodInMinutes: SYNC_EVERY_MINUTES }),
        // An alarm that is set again starts over: this one would never go off.
        async () => {
          if (!(await alarms.get(LEARN))) await alarms.create(LEARN, { periodInMinutes: LEARN_EVERY_MINUTES });
        },
      ]),
    async follow() {
      if (!(await alarms.get(SYNC))) await ring(SYNC);
    },
    allowed: () => ring(SYNC),
    async remindAt(at) {
      if (at === undefined) await alarms.clear(REMINDERS);
      else await alarms.create(REMINDERS, { when: at });
    },
  };
}
