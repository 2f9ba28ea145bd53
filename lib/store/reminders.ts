import { getBackend } from './backend';
import { ask, usePanel } from './panel';

/** Sets a follow-up on a record. Resolves to what could not be read, or to nothing when it is set. */
export async function addReminder(
  recordId: string,
  recordName: string,
  text: string,
  when: string,
): Promise<string | undefined> {
  const answer = await getBackend().send('reminder/add', {
    host: usePanel.getState().host,
    recordId,
    recordName,
    text,
    when,
  });
  await ask();
  return 'unreadable' in answer ? answer.unreadable : undefined;
}

export async function finishReminder(id: string): Promise<void> {
  await getBackend().send('reminder/done', { id });
  await ask();
}

export async function snoozeReminder(id: string): Promise<void> {
  await getBackend().send('reminder/snooze', { id, when: 'tomorrow' });
  await ask();
}
