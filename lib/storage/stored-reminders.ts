import type { Reminder } from '@/lib/deal/reminders';

import type { PipelensDatabase } from './database';
import { copyWritten } from './written';

export async function storeReminder(db: PipelensDatabase, reminder: Reminder): Promise<void> {
  await db.reminders.add(reminder);
  await copyWritten(db);
}

type ReminderChange = Partial<Omit<Reminder, 'id'>>;

/** Changes a reminder as it is held by then. Resolves to whether it did: where `changeOf` gives nothing, or it is gone, nothing is changed. */
export async function changeReminder(
  db: PipelensDatabase,
  id: string,
  changeOf: (held: Reminder) => ReminderChange | undefined,
): Promise<boolean> {
  const isChanged = await db.transaction('rw', db.reminders, async () => {
    const held = await db.reminders.get(id);
    const change = held && changeOf(held);
    if (change) await db.reminders.update(id, change);
    return change !== undefined;
  });
  if (isChanged) await copyWritten(db);
  return isChanged;
}

/** Waiting and due ones, soonest first. */
export const openReminders = (db: PipelensDatabase): Promise<Reminder[]> =>
  db.reminders.where('state').anyOf('waiting', 'due').sortBy('dueAt');
