import { dayAt } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { siteOf } from '@/lib/crm/sites';
import { clockOff } from '@/lib/deal/clock';
import { parseWhen } from '@/lib/deal/followup';
import { fireReminders, type Reminder } from '@/lib/deal/reminders';
import type { ReminderView } from '@/lib/deal/reminders';
import { clockGap, formatClock, t } from '@/lib/i18n';
import { openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { getProfile } from '@/lib/storage/profile';
import { allConnections } from '@/lib/storage/registry';
import { storeReminder, changeReminder, openReminders } from '@/lib/storage/stored-reminders';
import type { CacheSource } from '@/lib/sync/cache-queries';

import type { Environment, Notifications, Storage, Tabs } from './browser-parts';
import { runEach, settleAll, throwAll } from './run-each';

export interface ReminderService {
  add(
    source: CacheSource,
    request: { recordId: string; recordName: string; text: string; when: string | number },
  ): Promise<{ reminder: ReminderView } | { unreadable: string }>;
  snooze(id: string, when: string | number): Promise<{ reminder: ReminderView } | { unreadable: string }>;
  done(id: string): Promise<void>;
  /**
   * Fires what is due, reports what was missed once and as one list, and sets the alarm for the next. The first time in a
   * browser session, everything that is due was missed.
   */
  fire(): Promise<void>;
  openRecord(notificationId: string): Promise<void>;
}

interface Held {
  db: PipelensDatabase;
  reminder: Reminder;
  /** How far this computer's clock is off by its CRM's, where that matters. */
  off: number | undefined;
}

const DIGEST = 'digest';
/** Emptied by the browser at its start, so its absence tells the first firing of a session. */
const SEEN = 'remindersSeen';
/** Alarms are not punctual to the second; later than this, the browser was closed or asleep. */
const MISSED_MS = 120_000;

/** Follow-up reminders of every org and user in this browser: kept in the store, woken by one alarm. */
export function createReminderService({
  storage,
  notifications,
  tabs,
  iconUrl,
  setAlarm,
  timeZone,
  now,
  publish,
}: Pick<Environment, 'now' | 'publish'> & {
  storage: Storage;
  notifications: Notifications;
  tabs: Tabs;
  iconUrl: string;
  /** The zone of this computer's clock: what a person types and is shown is meant by it. */
  timeZone(): string;
  setAlarm(at: number): Promise<void>;
}): ReminderService {
  const view = ({ id, recordId, recordName, text, dueAt, state }: Reminder): ReminderView => ({
    id,
    recordId,
    recordName,
    text,
    dueAt,
    isDue: state === 'due',
  });

  let queue: Promise<void> = Promise.resolve();

  /** Open reminders of every org and user. A database that cannot be read keeps none of the others' from view. */
  async function everywhere(): Promise<{ held: Held[]; errors: unknown[] }> {
    const { results, errors } = await settleAll(
      (await allConnections()).map(async ({ orgId, userId, clockAhead }) => {
        const db = openDatabase(orgId, userId);
        const off = clockOff(clockAhead, undefined);
        return (await openReminders(db)).map((reminder) => ({ db, reminder, off }));
      }),
    );
    return { held: results.flat(), errors };
  }

  async function find(id: string): Promise<Held> {
    const { held, errors } = await everywhere();
    const found = held.find(({ reminder }) => reminder.id === id);
    if (found) return found;
    throwAll(errors);
    throw new Error('This reminder is no longer there. It may have been done in another window.');
  }

  async function instant(db: PipelensDatabase, when: string | number): Promise<number | undefined> {
    const at = now();
    if (typeof when === 'number') return when > at ? when : undefined;
    const profile = await getProfile(db);
    // Days and hours are those of the clock in front of the person; the end of the quarter is that of the org's own.
    return parseWhen(when, at, timeZone(), profile && quarterAt(profile, dayAt(at, profile.timeZone)).end);
  }

  async function schedule(): Promise<void> {
    const { held, errors } = await everywhere();
    const waiting = held.flatMap(({ reminder }) => (reminder.state === 'waiting' ? [reminder.dueAt] : []));
    if (waiting.length > 0) await setAlarm(Math.max(now() + 1000, Math.min(...waiting)));
    throwAll(errors);
  }

  const notify = (id: string, title: string, message: string): Promise<string> =>
    notifications.create(id, { type: 'basic', iconUrl, title, message });

  const withdraw = (id: string): Promise<void> => runEach([() => notifications.clear(id), schedule, publish]);

  async function fireNow(): Promise<void> {
    const { results, errors: unread } = await settleAll([storage.get(SEEN)]);
    // Where the browser cannot say, what is late by minutes was missed, as on any other day.
    const isFirst = results.some((known) => known[SEEN] === undefined);
    const { held, errors } = await everywhere();
    const { due, missed } = fireReminders(
      held.map(({ reminder }) => reminder),
      { now: now(), missedAfterMs: isFirst ? 0 : MISSED_MS },
    );
    const ripe = new Set([...due, ...missed]);
    /** What a reminder says: its text, its time as every surface writes it, and a doubt where the clock that it goes by is wrong. */
    const saidOf = async (reminder: Reminder): Promise<string> => {
      const { db, off } = held.find((each) => each.reminder === reminder) ?? {};
      const profile = db && (await getProfile(db));
      const said = `${reminder.text} · ${formatClock(reminder.dueAt, now(), profile?.timeZone ?? timeZone())}`;
      return off === undefined ? said : `${said}\n${t('clock.reminder', { by: clockGap(off) })}`;
    };
    const marked = new Set<Reminder>();
    await runEach([
      () => storage.set({ [SEEN]: true }),
      // The store first: whatever happens to the notification, nothing fires twice.
      ...held
        .filter(({ reminder }) => ripe.has(reminder))
        .map(({ db, reminder }) => async () => {
          await changeReminder(db, reminder.id, { state: 'due' });
          marked.add(reminder);
        }),
      ...due.map((reminder) => async () => {
        if (marked.has(reminder)) await notify(reminder.id, reminder.recordName, await saidOf(reminder));
      }),
      () =>
        notifyMissed(
          missed.filter((reminder) => marked.has(reminder)),
          saidOf,
        ),
      schedule,
      () => (ripe.size > 0 ? publish() : undefined),
      () => throwAll([...unread, ...errors]),
    ]);
  }

  async function notifyMissed(
    missed: readonly Reminder[],
    saidOf: (reminder: Reminder) => Promise<string>,
  ): Promise<void> {
    const [first] = missed;
    if (first && missed.length === 1) await notify(first.id, first.recordName, await saidOf(first));
    else if (first) {
      const said = await Promise.all(missed.map(saidOf));
      const list = missed.map(({ recordName }, at) => `${recordName}: ${said[at]}`).join('\n');
      await notify(`${DIGEST}:${first.id}`, t('reminder.missed', { count: missed.length }), list);
    }
  }

  return {
    async add({ db, connection }, { recordId, recordName, text, when }) {
      const dueAt = await instant(db, when);
      if (dueAt === undefined) return { unreadable: String(when) };
      const reminder: Reminder = {
        id: crypto.randomUUID(),
        orgKey: connection.key,
        host: connection.pageHost,
        recordId,
        recordName,
        text,
        dueAt,
        state: 'waiting',
        createdAt: now(),
        snoozes: 0,
      };
      await storeReminder(db, reminder);
      await runEach([schedule, publish]);
      return { reminder: view(reminder) };
    },
    async snooze(id, when) {
      const { db, reminder } = await find(id);
      const dueAt = await instant(db, when);
      if (dueAt === undefined) return { unreadable: String(when) };
      const change = { dueAt, state: 'waiting' as const, snoozes: reminder.snoozes + 1 };
      await changeReminder(db, id, change);
      await withdraw(id);
      return { reminder: view({ ...reminder, ...change }) };
    },
    async done(id) {
      const { db } = await find(id);
      await changeReminder(db, id, { state: 'done' });
      await withdraw(id);
    },
    fire() {
      // One at a time: an alarm and the browser's start may come together, and nothing fires twice.
      queue = queue.then(fireNow, fireNow);
      return queue;
    },
    async openRecord(notificationId) {
      const { reminder } = await find(notificationId.replace(`${DIGEST}:`, ''));
      const url = siteOf(reminder.host).recordUrl(reminder.host, reminder.recordId);
      await runEach([() => notifications.clear(notificationId), () => tabs.create({ url })]);
    },
  };
}
