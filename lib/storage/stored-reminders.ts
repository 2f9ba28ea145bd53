import type { Reminder } from '@/lib/deal/reminders';

import type { PipelensDatabase } from './database';
import { copyWritten } from './written';

export async function storeReminder(db: PipelensDatabase, reminder: Reminder): Promise<void> {
  await db.reminders.add(reminder);
  await copyWritten(db);
}

export async function changeReminder(
  db: PipelensDatabase,
  id: string,
  change: Partial<Omit<Reminder, 'id'>>,
): Promise<void> {
  await db.reminders.update(id, change);
  await copyWritten(db);
}

/** Waiting and due ones, soonest first. */
export const openReminders = (db: PipelensDatabase): Promise<Reminder[]> =>
  db.reminders.where('state').anyOf('waiting', 'due').sortBy('dueAt');
