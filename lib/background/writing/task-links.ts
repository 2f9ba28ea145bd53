import type { Reminder } from '@/lib/deal/reminders';
import { readSome } from '@/lib/storage/column-reader';
import type { PipelensDatabase } from '@/lib/storage/database';
import { allEdits } from '@/lib/storage/stored-edits';
import { changeReminder, openReminders } from '@/lib/storage/stored-reminders';

/**
 * Ties follow-ups to the tasks that were made of them. A task that was taken back leaves its follow-up as it was before; one that is there
 * no longer, or that this user may no longer see, leaves it private, with a mark that says so until the task is there again.
 */
export async function linkTasks(db: PipelensDatabase): Promise<void> {
  const edits = await allEdits(db);
  const taken = new Set(
    edits.flatMap(({ on, state }) => (on?.act === 'remove' && state === 'saved' ? (on.id ?? []) : [])),
  );
  const reminders = await openReminders(db);
  const made = new Map(
    reminders.map(({ id }) => [
      id,
      edits.findLast(({ on, state }) => on?.act === 'make' && on.reminderId === id && state === 'saved')?.on?.id,
    ]),
  );
  const tied = reminders.filter(({ id, taskId }) => taskId !== undefined || made.get(id) !== undefined);
  if (tied.length === 0) return;
  const present = await presentTasks(
    db,
    tied.flatMap(({ id, taskId }) => [taskId ?? [], made.get(id) ?? []].flat()),
  );
  for (const { id } of tied) await changeReminder(db, id, (held) => tieOf(held, made.get(id), taken, present));
}

type Tie = Partial<Pick<Reminder, 'taskId' | 'isTaskSeen' | 'goneTaskId'>>;

/** What changes of a follow-up's tie; undefined where nothing does. `made`: the last task that was made of it. */
function tieOf(
  { taskId, isTaskSeen, goneTaskId }: Reminder,
  made: string | undefined,
  taken: ReadonlySet<string>,
  present: ((id: string) => boolean) | undefined,
): Tie | undefined {
  if (taskId === undefined) {
    if (made === undefined || taken.has(made) || (made === goneTaskId && present?.(made) !== true)) return undefined;
    return { taskId: made, isTaskSeen: present?.(made), goneTaskId: undefined };
  }
  if (taken.has(taskId)) return { taskId: undefined, isTaskSeen: undefined };
  if (present === undefined || present(taskId) === (isTaskSeen === true)) return undefined;
  // One that was never there is still on its way.
  return isTaskSeen ? { taskId: undefined, isTaskSeen: undefined, goneTaskId: taskId } : { isTaskSeen: true };
}

/** Whether one of some tasks is held; undefined while not all are read yet, so that one that is missing may still come. */
async function presentTasks(
  db: PipelensDatabase,
  ids: readonly string[],
): Promise<((id: string) => boolean) | undefined> {
  const checkpoint = await db.checkpoints.get('activity');
  if (checkpoint?.live === undefined || checkpoint.isDamaged === true) return undefined;
  const activities = await readSome(db, 'activity', { ids });
  return (id) => activities.byId(id) !== undefined;
}

/** Open follow-ups whose task was done in the CRM. */
export async function doneByTask(db: PipelensDatabase): Promise<string[]> {
  await linkTasks(db);
  const linked = (await openReminders(db)).filter(({ taskId }) => taskId !== undefined);
  if (linked.length === 0) return [];
  const activities = await readSome(db, 'activity', { ids: linked.flatMap(({ taskId }) => taskId ?? []) });
  return linked.flatMap(({ id, taskId }) => (activities.byId(taskId ?? '')?.isClosed === true ? id : []));
}
