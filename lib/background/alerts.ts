import { isOff, isQuiet, type Policy } from '@/lib/deal/kept/policy';

import type { Storage } from './browser-parts';

const KEY = 'alertsToday';
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** What an organisation allows of notifications: hours without any, and so many a day. */
export interface Alerts {
  /** When what is due at an instant may be announced: then, or at the end of the quiet hours that it lies in. */
  after(at: number): Promise<number>;
  /** Whether one more may be shown today; counts it. */
  take(): Promise<boolean>;
}

export function createAlerts({
  policy,
  storage,
  now,
  timeZone,
}: {
  policy(): Promise<Policy>;
  storage: Pick<Storage, 'get' | 'set'>;
  now(): number;
  timeZone(): string;
}): Alerts {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat('en-GB', { timeZone: timeZone(), ...options });
  return {
    async after(at) {
      const { quietHours } = await policy();
      if (!quietHours) return at;
      const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
      // Minute by minute, as the clock shows them: an hour that is set forward or back is what the clock shows too.
      for (let minutes = 0; minutes <= DAY_MINUTES; minutes += 1) {
        const then = minutes === 0 ? at : Math.floor(at / MINUTE_MS + minutes) * MINUTE_MS;
        if (!isQuiet(quietHours, clock.format(then))) return then;
      }
      return at;
    },
    async take() {
      const set = await policy();
      if (isOff(set, 'notifications')) return false;
      if (set.maxAlertsPerDay === undefined) return true;
      const day = format({ dateStyle: 'short' }).format(now());
      // Safe: written below alone.
      const kept = (await storage.get(KEY))[KEY] as { day: string; count: number } | undefined;
      const count = kept?.day === day ? kept.count : 0;
      if (count >= set.maxAlertsPerDay) return false;
      await storage.set({ [KEY]: { day, count: count + 1 } });
      return true;
    },
  };
}
