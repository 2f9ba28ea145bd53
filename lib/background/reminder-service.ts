import { dayAt } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { siteOf } from '@/lib/crm/sites';
import { clockOff } from '@/lib/deal/clock';
import type { Whereabouts } from '@/lib/deal/connection-state';
import type { Opportunity } from '@/lib/deal/opportunity';
import { type Reminder, type ReminderView, reminderView, sinceSet, type UnreadTime } from '@/lib/deal/reminders';
import { parseWhen } from '@/lib/files/typed-when';
import { clockGap, formatClock, t } from '@/lib/i18n';
import { readSome } from '@/lib/storage/column-reader';
import { openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { getProfile } from '@/lib/storage/profile';
import { allConnections, type Connection } from '@/lib/storage/registry';
import { storeReminder, changeReminder, openReminders } from '@/lib/storage/stored-reminders';
import type { CacheSource } from '@/lib/sync/cache-queries';

import { type AlertGate, DIGEST, type Said, type ToTell } from './alerts';
import type { Environment, Notifications, Storage } from './browser-parts';
import type { NewTab } from './open-tab';
import { runEach, settleAll, throwAll } from './run-each';

export interface ReminderService {
  add(
    source: CacheSource,
    request: { recordId: string; recordName: string; text: string; when: string | number },
  ): Promise<{ reminder: ReminderView } | UnreadTime>;
  /** Both, of this connection's reminders alone. */
  snooze(source: CacheSource, id: string, when: string | number): Promise<{ reminder: ReminderView } | UnreadTime>;
  done(source: CacheSource, id: string): Promise<void>;
  /**
   * Fires what is due, reports what was missed once and as one list, and sets the alarm for the next. The first time in a
   * browser session, everything that is due was missed.
   */
  fire(): Promise<void>;
  openRecord(notificationId: string): Promise<void>;
}

interface Held {
  connection: Connection;
  db: PipelensDatabase;
  reminder: Reminder;
  /** How far this computer's clock is off by its CRM's, where that matters. */
  off: number | undefined;
}

/** Emptied by the browser at its start, so its absence tells the first firing of a session. */
const SEEN = 'remindersSeen';
/** The first part of their events' ids. */
const SOURCE = 'reminder';
/** One that was put off is another. */
const eventOf = ({ id, dueAt }: Reminder): string => `${SOURCE}/${id}/${dueAt}`;
const isWaiting = ({ state, dueAt }: Reminder, at: number): boolean => state === 'waiting' && dueAt === at;
/** A deal as it is held; what it was when a follow-up was set on it, that follow-up knows. */
const dealOf = async (db: PipelensDatabase, id: string): Promise<Opportunity | undefined> =>
  (await readSome(db, 'opportunity', { ids: [id] })).byId(id);
const GONE = 'This reminder is no longer there. It may have been done in another window.';
const AGAIN_MS = 60_000;
/** Alarms are not punctual to the second; later than this, the browser was closed or asleep. */
const MISSED_MS = 120_000;

/** Follow-up reminders of every org and user in this browser: kept in the store, woken by one alarm. */
export function createReminderService({
  storage,
  notifications,
  open,
  setAlarm,
  alerts,
  listUrl,
  timeZone,
  isForeign,
  whereNow,
  now,
  publish,
}: Pick<Environment, 'now' | 'publish'> & {
  storage: Storage;
  notifications: Notifications;
  /** Opens a page where the person sees it. */
  open(page: NewTab): Promise<unknown>;
  /** The zone of this computer's clock: what a person types and is shown is meant by it. */
  timeZone(): string;
  /** Whether somebody else is signed in where this connection was. */
  isForeign(connection: Connection): Promise<boolean>;
  /** Where its user is signed in. */
  whereNow(connection: Connection): Promise<Whereabouts>;
  /** The one alarm of reminders; undefined takes it away. */
  setAlarm(at: number | undefined): Promise<void>;
  /** The way of notifications to the screen. */
  alerts: AlertGate;
  /** The page that lists what a connection's person is told of. */
  listUrl(connection: Connection): string;
}): ReminderService {
  const view = (reminder: Reminder): ReminderView => reminderView(reminder, { now: now(), timeZone: timeZone() });

  let queue: Promise<void> = Promise.resolve();

  /** Open reminders of every org and user. A database that cannot be read keeps none of the others' from view. */
  async function everywhere(): Promise<{ held: Held[]; errors: unknown[] }> {
    const { results, errors } = await settleAll(
      (await allConnections()).map(async (connection) => {
        const { orgId, userId, clockAhead } = connection;
        const db = openDatabase(orgId, userId);
        const off = clockOff(clockAhead, undefined);
        return (await openReminders(db)).map((reminder) => ({ connection, db, reminder, off }));
      }),
    );
    return { held: results.flat(), errors };
  }

  async function own({ db }: CacheSource, id: string): Promise<Reminder> {
    const found = (await openReminders(db)).find((reminder) => reminder.id === id);
    if (found) return found;
    throw new Error(GONE);
  }

  async function instantOfWhen(db: PipelensDatabase, when: string | number): Promise<number | UnreadTime> {
    const at = now();
    const unread: UnreadTime = { unreadable: String(when) };
    if (typeof when === 'number') return when > at ? when : unread;
    const profile = await getProfile(db);
    // Days and hours are those of the clock in front of the person; the end of the quarter is that of the org's own.
    const quarterEnd = profile && quarterAt(profile, dayAt(instant(at), profile.timeZone)).end;
    const found = parseWhen(when, at, timeZone(), quarterEnd);
    return typeof found === 'number' ? found : { ...unread, ...(found ? { ways: found } : {}) };
  }

  async function schedule(): Promise<void> {
    const { held, errors } = await everywhere();
    const waiting = held.flatMap(({ reminder }) => (reminder.state === 'waiting' ? [reminder.dueAt] : []));
    const standing = held.flatMap(({ reminder }) => (reminder.state === 'due' ? [eventOf(reminder)] : []));
    const next = await alerts.next(waiting.length > 0 ? Math.min(...waiting) : undefined, standing);
    await setAlarm(next);
    throwAll(errors);
  }

  /** One at a time: an alarm and the browser's start may come together, and nothing fires twice. */
  function inTurn(run: () => Promise<void>): Promise<void> {
    queue = queue.then(run, run);
    return queue;
  }

  /** After what is being shown: a notification of it may be on its way. */
  const withdraw = (id: string): Promise<void> =>
    inTurn(() => runEach([() => notifications.clear(id), schedule, publish]));

  /** What a reminder says: its text, its time as every surface writes it, and a doubt where the clock that it goes by is wrong. */
  async function saidOf({ connection, db, reminder, off }: Held): Promise<Said> {
    const profile = await getProfile(db);
    const isOthers = await isForeign(connection);
    const at = formatClock(reminder.dueAt, now(), profile?.timeZone ?? timeZone());
    const hosts = new Set((await allConnections()).map(({ pageHost }) => pageHost));
    const deal = isOthers ? undefined : await dealOf(db, reminder.recordId);
    const since = sinceSet(reminder, deal, connection.userId);
    const what = isOthers
      ? t('reminder.foreign', { user: connection.userName, host: connection.pageHost })
      : [reminder.text, at, ...(hosts.size > 1 ? [connection.pageHost] : [])].join(' · ');
    return {
      title: isOthers ? t('reminder.due') : (deal?.name ?? reminder.recordName),
      text: [
        what,
        ...(since === undefined ? [] : [t(`reminder.since.${since}`)]),
        ...(off === undefined ? [] : [t('clock.reminder', { by: clockGap(off) })]),
      ].join('\n'),
    };
  }

  async function fireNow(): Promise<void> {
    // Whoever is stopped on the way is woken again.
    await setAlarm(now() + AGAIN_MS);
    const { results, errors: unread } = await settleAll([storage.get(SEEN)]);
    // Where the browser cannot say, what is late by minutes was missed, as on any other day.
    const isFirst = results.some((known) => known[SEEN] === undefined);
    const { held, errors } = await everywhere();
    const ripe = held.filter(({ reminder }) => reminder.state === 'waiting' && reminder.dueAt <= now());
    const unmarked = new Set<Held>();
    const standing = (): ToTell => ({
      events: held
        .filter((each) => each.reminder.state === 'due' || (ripe.includes(each) && !unmarked.has(each)))
        .map((each) => ({
          id: eventOf(each.reminder),
          notificationId: each.reminder.id,
          at: each.reminder.dueAt,
          kind: 'todo',
          say: () => saidOf(each),
        })),
      // Where one database could not be read, nothing that was told is taken for gone.
      sources: errors.length === 0 ? [SOURCE] : [],
    });
    await alerts.begin(held.flatMap(({ reminder }) => (reminder.state === 'due' ? [eventOf(reminder)] : [])));
    await runEach([
      () => storage.set({ [SEEN]: true }),
      ...ripe.map((each) => async () => {
        unmarked.add(each);
        const { id, dueAt } = each.reminder;
        // Whoever has finished it meanwhile, or put it off, is not told of it.
        if (await changeReminder(each.db, id, (held) => (isWaiting(held, dueAt) ? { state: 'due' } : undefined)))
          unmarked.delete(each);
      }),
      () => alerts.tell(standing(), isFirst ? 0 : MISSED_MS),
      schedule,
      () => (ripe.length > 0 ? publish() : undefined),
      () => throwAll([...unread, ...errors]),
    ]);
  }

  return {
    async add({ db, connection }, { recordId, recordName, text, when }) {
      const dueAt = await instantOfWhen(db, when);
      if (typeof dueAt !== 'number') return dueAt;
      const ownerId = (await dealOf(db, recordId))?.ownerId;
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
        ...(ownerId === undefined ? {} : { ownerId }),
      };
      await storeReminder(db, reminder);
      await runEach([schedule, publish]);
      return { reminder: view(reminder) };
    },
    async snooze(source, id, when) {
      const { db } = source;
      let reminder = await own(source, id);
      const dueAt = await instantOfWhen(db, when);
      if (typeof dueAt !== 'number') return dueAt;
      const isPutOff = await changeReminder(db, id, (held) => {
        if (held.state === 'done') return undefined;
        const change = { dueAt, state: 'waiting' as const, snoozes: held.snoozes + 1 };
        reminder = { ...held, ...change };
        return change;
      });
      if (!isPutOff) throw new Error(GONE);
      await withdraw(id);
      return { reminder: view(reminder) };
    },
    async done(source, id) {
      await own(source, id);
      await changeReminder(source.db, id, () => ({ state: 'done' }));
      await withdraw(id);
    },
    fire: () => inTurn(fireNow),
    async openRecord(notificationId) {
      const { held, errors } = await everywhere();
      const found = held.find(({ reminder }) => reminder.id === notificationId.replace(`${DIGEST}:`, ''));
      await runEach([
        () => alerts.pressed(notificationId),
        () => notifications.clear(notificationId),
        async () => {
          const isList = notificationId.startsWith(`${DIGEST}:`);
          const all = await allConnections();
          const about = all.find(({ key }) => notificationId.replace(`${DIGEST}:`, '').startsWith(`${key}|`));
          // What a list began with may be done by now: the list is still there to be seen.
          const connection = found?.connection ?? about ?? (isList ? all[0] : undefined);
          if (!connection) return throwAll(errors);
          if (isList || !found) return void (await open({ url: listUrl(connection) }));
          // Where the org is now: it may have been renamed since the reminder was set.
          const { host, store } = await whereNow(connection);
          const url = siteOf(host).recordUrl(host, found.reminder.recordId);
          await open({ url, ...(store === undefined ? {} : { cookieStoreId: store }) });
        },
      ]);
    },
  };
}
