import type { Reminder } from '@/lib/deal/reminders';

import type { PipelensDatabase } from './database';

export const storeReminder = (db: PipelensDatabase, reminder: Reminder): Promise<string> => db.reminders.add(reminder);

export const changeReminder = (
  db: PipelensDatabase,
  id: string,
  change: Partial<Omit<Reminder, 'id'>>,
): Promise<number> => db.reminders.update(id, change);

/** Waiting and due ones, soonest first. */
export const openReminders = (db: PipelensDatabase): Promise<Reminder[]> =>
  db.reminders.where('state').anyOf('waiting', 'due').sortBy('dueAt');
