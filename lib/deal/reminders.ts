import { dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';

import type { Opportunity } from './opportunity';

/** What a person typed for when, and no time ahead could be read from; the two days that it may be. */
export interface UnreadTime {
  unreadable: string;
  ways?: [string, string];
}

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
  /** Who owned its deal when it was set. */
  ownerId?: string;
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
  /** Who owned the deal when it was set, where that was known. */
  ownerId?: string | undefined;
}

/** What has become of a deal since a follow-up was set on it. */
export type SinceSet = 'won' | 'lost' | 'others' | 'gone';

/** `deal`: undefined where it is not known; `userId`: who set the follow-up. */
export function sinceSet(
  { ownerId }: Pick<Reminder, 'ownerId'>,
  deal: Pick<Opportunity, 'isWon' | 'isClosed' | 'ownerId' | 'goneAt'> | undefined,
  userId: string,
): SinceSet | undefined {
  if (!deal) return undefined;
  if (deal.goneAt !== undefined) return 'gone';
  if (deal.isClosed) return deal.isWon ? 'won' : 'lost';
  return ownerId === userId && deal.ownerId !== userId ? 'others' : undefined;
}

/** `timeZone` is that of the clock in front of the person, by which they said when. */
export const reminderView = (
  { id, recordId, recordName, text, dueAt, state, taskId, goneTaskId, ownerId }: Reminder,
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
  ...(ownerId === undefined ? {} : { ownerId }),
});
