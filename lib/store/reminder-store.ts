import type { ReminderView, UnreadTime } from '@/lib/deal/reminders';

import { getBackend } from './backend';
import { askRecord, usePanel } from './panel';

/** Sets a follow-up on a record. Resolves to it, or to the words that are no time ahead. */
export async function addReminder(
  recordId: string,
  recordName: string,
  text: string,
  when: string,
): Promise<{ reminder: ReminderView } | UnreadTime> {
  const answer = await getBackend().send('reminder/add', {
    host: usePanel.getState().host,
    recordId,
    recordName,
    text,
    when,
  });
  await askRecord();
  return answer;
}

export async function finishReminder(id: string): Promise<void> {
  await getBackend().send('reminder/done', { id });
  await askRecord();
}

export async function snoozeReminder(id: string): Promise<void> {
  await getBackend().send('reminder/snooze', { id, when: 'tomorrow' });
  await askRecord();
}
