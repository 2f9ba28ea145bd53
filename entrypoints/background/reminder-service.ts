import { browser } from 'wxt/browser';

import { dayAt } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { siteOf } from '@/lib/crm/sites';
import { parseWhen } from '@/lib/deal/followup';
import { fireReminders, type Reminder } from '@/lib/deal/reminders';
import type { ReminderView } from '@/lib/deal/reminders';
import { t } from '@/lib/i18n';
import { publishRevision } from '@/lib/messaging';
import { openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { getProfile } from '@/lib/storage/profile';
import { allConnections } from '@/lib/storage/registry';
import { addReminder, changeReminder, openReminders } from '@/lib/storage/reminders';
import type { Source } from '@/lib/sync/queries';

export interface ReminderService {
  add(
    source: Source,
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

const DIGEST = 'digest';
/** Emptied by the browser at its start, so its absence tells the first firing of a session. */
const SEEN = 'remindersSeen';
/** Alarms are not punctual to the second; later than this, the browser was closed or asleep. */
const MISSED_MS = 120_000;

/** Follow-up reminders of every org and user in this browser: kept in the store, woken by one alarm. */
export function createReminderService(setAlarm: (at: number) => void): ReminderService {
  const view = ({ id, recordId, recordName, text, dueAt, state }: Reminder): ReminderView => ({
    id,
    recordId,
    recordName,
    text,
    dueAt,
    isDue: state === 'due',
  });

  let queue: Promise<void> = Promise.resolve();

  async function everywhere(): Promise<{ db: PipelensDatabase; reminder: Reminder }[]> {
    const connections = await allConnections();
    const found = await Promise.all(
      connections.map(async ({ orgId, userId }) => {
        const db = openDatabase(orgId, userId);
        return (await openReminders(db)).map((reminder) => ({ db, reminder }));
      }),
    );
    return found.flat();
  }

  async function find(id: string): Promise<{ db: PipelensDatabase; reminder: Reminder }> {
    const found = (await everywhere()).find(({ reminder }) => reminder.id === id);
    if (!found) throw new Error('This reminder is no longer there. It may have been done in another window.');
    return found;
  }

  async function instant(db: PipelensDatabase, when: string | number): Promise<number | undefined> {
    if (typeof when === 'number') return when > Date.now() ? when : undefined;
    const profile = await getProfile(db);
    const now = Date.now();
    // Today is the person's day; the end of the quarter is that of the org's own.
    const timeZone = profile?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    return parseWhen(when, now, timeZone, profile && quarterAt(profile, dayAt(now, timeZone)).end);
  }

  async function schedule(): Promise<void> {
    const waiting = (await everywhere()).flatMap(({ reminder }) =>
      reminder.state === 'waiting' ? [reminder.dueAt] : [],
    );
    if (waiting.length > 0) setAlarm(Math.max(Date.now() + 1000, Math.min(...waiting)));
  }

  async function settled(): Promise<void> {
    await schedule();
    await publishRevision(Date.now());
  }

  async function fireNow(): Promise<void> {
    const isFirst = (await browser.storage.session.get(SEEN))[SEEN] === undefined;
    await browser.storage.session.set({ [SEEN]: true });
    const all = await everywhere();
    const { due, missed } = fireReminders(
      all.map(({ reminder }) => reminder),
      { now: Date.now(), missedAfterMs: isFirst ? 0 : MISSED_MS },
    );
    // The store first: whatever happens to the notification, nothing fires twice.
    for (const { db, reminder } of all) {
      if ([...due, ...missed].some(({ id }) => id === reminder.id))
        await changeReminder(db, reminder.id, { state: 'due' });
    }
    for (const { id, recordName, text } of due) await notify(id, recordName, text);
    const [first] = missed;
    if (first && missed.length === 1) await notify(first.id, first.recordName, first.text);
    else if (first) {
      const list = missed.map(({ recordName, text }) => `${recordName}: ${text}`).join('\n');
      await notify(`${DIGEST}:${first.id}`, t('reminder.missed', { count: missed.length }), list);
    }
    if (due.length + missed.length > 0) await settled();
    else await schedule();
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
        createdAt: Date.now(),
        snoozes: 0,
      };
      await addReminder(db, reminder);
      await settled();
      return { reminder: view(reminder) };
    },
    async snooze(id, when) {
      const { db, reminder } = await find(id);
      const dueAt = await instant(db, when);
      if (dueAt === undefined) return { unreadable: String(when) };
      const change = { dueAt, state: 'waiting' as const, snoozes: reminder.snoozes + 1 };
      await changeReminder(db, id, change);
      await browser.notifications.clear(id);
      await settled();
      return { reminder: view({ ...reminder, ...change }) };
    },
    async done(id) {
      const { db } = await find(id);
      await changeReminder(db, id, { state: 'done' });
      await browser.notifications.clear(id);
      await settled();
    },
    fire() {
      // One at a time: an alarm and the browser's start may come together, and nothing fires twice.
      queue = queue.then(fireNow, fireNow);
      return queue;
    },
    async openRecord(notificationId) {
      const { reminder } = await find(notificationId.replace(`${DIGEST}:`, ''));
      await browser.notifications.clear(notificationId);
      await browser.tabs.create({ url: siteOf(reminder.host).recordUrl(reminder.host, reminder.recordId) });
    },
  };
}

const notify = async (id: string, title: string, message: string): Promise<void> => {
  await browser.notifications.create(id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title,
    message,
  });
};
