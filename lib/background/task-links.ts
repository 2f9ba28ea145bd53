import { readTable } from '@/lib/storage/column-reader';
import type { PipelensDatabase } from '@/lib/storage/database';
import { allEdits } from '@/lib/storage/stored-edits';
import { changeReminder, openReminders } from '@/lib/storage/stored-reminders';

/** Ties follow-ups to the tasks that were made of them; a task that was taken back leaves its follow-up as it was before. */
export async function linkTasks(db: PipelensDatabase): Promise<void> {
  const edits = await allEdits(db);
  const taken = new Set(
    edits.flatMap(({ on, state }) => (on?.act === 'remove' && state === 'saved' ? (on.id ?? []) : [])),
  );
  for (const { id, taskId } of await openReminders(db)) {
    const made = edits.findLast(({ on, state }) => on?.act === 'make' && on.reminderId === id && state === 'saved')?.on
      ?.id;
    if (taskId === undefined && made !== undefined && !taken.has(made)) await changeReminder(db, id, { taskId: made });
    else if (taskId !== undefined && taken.has(taskId)) await changeReminder(db, id, { taskId: undefined });
  }
}

/** Open follow-ups whose task was done in the CRM. */
export async function doneByTask(db: PipelensDatabase): Promise<string[]> {
  await linkTasks(db);
  const linked = (await openReminders(db)).filter(({ taskId }) => taskId !== undefined);
  if (linked.length === 0) return [];
  const activities = await readTable(db, 'activity');
  return linked.flatMap(({ id, taskId }) => (activities.byId(taskId ?? '')?.isClosed === true ? id : []));
}
