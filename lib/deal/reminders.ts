import { dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';

export interface ReminderView {
  id: string;
  recordId: string;
  recordName: string;
  text: string;
  /** Instant, ms. */
  dueAt: number;
  /** The day of that, as the clock in front of the person has it. */
  day: Day;
  /** Fired and waiting for done or snooze. */
  isDue: boolean;
  /** Due by the end of today, as the clock in front of the person has it. */
  isToday: boolean;
  /** The CRM's task that it became. */
  taskId?: string;
  /** It had one, which is there no longer. */
  isTaskGone?: true;
}
/** A follow-up that a person set. It waits, falls due once, and ends as done; a snooze makes it wait again. */
export interface Reminder {
  id: string;
  /** `<orgId>-<userId>` it belongs to. */
  orgKey: string;
  /** Host of the CRM's pages, for the link back. */
  host: string;
  recordId: string;
  recordName: string;
  text: string;
  /** Instant, ms. */
  dueAt: number;
  state: 'waiting' | 'due' | 'done';
  createdAt: number;
  snoozes: number;
  /** The CRM's task that it became: once that is done, so is this. */
  taskId?: string | undefined;
  /** That task was among those that were read since. */
  isTaskSeen?: boolean | undefined;
  /** The task that it had become, and that was deleted in the CRM or is no longer this user's to see. */
  goneTaskId?: string | undefined;
}

/** `timeZone` is that of the clock in front of the person, by which they said when. */
export const reminderView = (
  { id, recordId, recordName, text, dueAt, state, taskId, goneTaskId }: Reminder,
  { now, timeZone }: { now: number; timeZone: string },
): ReminderView => ({
  id,
  recordId,
  recordName,
  text,
  dueAt,
  day: dayAt(instant(dueAt), timeZone),
  isDue: state === 'due',
  isToday: dayAt(instant(dueAt), timeZone) <= dayAt(instant(now), timeZone),
  ...(taskId === undefined ? {} : { taskId }),
  ...(taskId !== undefined || goneTaskId === undefined ? {} : { isTaskGone: true as const }),
});
