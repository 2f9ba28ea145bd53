import type { Day } from '@/lib/calendar/days';
import type { Deal } from '@/lib/deal/org';
import type { ReminderView } from '@/lib/deal/reminders';
import { touch } from '@/lib/deal/touch';

import type { TeamMember } from './buying-team';

/** When a deal is to be touched next, and by what: a reminder, an open task, an event ahead, or somebody whose cadence is due. */
export interface FollowUp {
  kind: 'reminder' | 'task' | 'event' | 'cadence';
  /** May have passed: what was promised and not done is still next. */
  on: Day;
  /** What the reminder, task or event is called, or the name of the person; empty where it has none. */
  what: string;
}

const KINDS: readonly FollowUp['kind'][] = ['reminder', 'task', 'event', 'cadence'];

/**
 * `nextFollowUp` (G9.5): the earliest of a deal's reminders, open tasks, events ahead, and touches that the cadence of its people asks for. Of one day a
 * reminder comes before a task, a task before an event, an event before a cadence. Undefined where there is none.
 */
export function nextFollowUp(
  deal: Pick<Deal, 'opportunity' | 'activities'>,
  {
    reminders,
    team,
    today,
    now,
    timeZone,
  }: {
    /** Of any deal. */
    reminders: readonly Pick<ReminderView, 'recordId' | 'text' | 'day'>[];
    team: readonly Pick<TeamMember, 'due' | 'name'>[];
    today: Day;
    now: number;
    timeZone: string;
  },
): FollowUp | undefined {
  const found: FollowUp[] = [
    ...reminders
      .filter(({ recordId }) => recordId === deal.opportunity.id)
      .map(({ text, day }): FollowUp => ({ kind: 'reminder', on: day, what: text })),
    ...deal.activities.flatMap((activity): FollowUp[] => {
      const { kind, isClosed, day, subject } = activity;
      if (kind === 'task') return isClosed || day === undefined ? [] : [{ kind, on: day, what: subject }];
      const ahead = touch(activity, { today, now, timeZone });
      return ahead?.isAhead ? [{ kind, on: ahead.day, what: subject }] : [];
    }),
    ...team.flatMap(({ due, name }): FollowUp[] =>
      due === undefined ? [] : [{ kind: 'cadence', on: due, what: name ?? '' }],
    ),
  ];
  return found.toSorted(
    (a, b) => a.on.localeCompare(b.on) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.what.localeCompare(b.what),
  )[0];
}

/** The soonest first; what has none comes last. */
export const soonestFirst = (a: { next?: FollowUp }, b: { next?: FollowUp }): number =>
  (a.next?.on ?? '9999').localeCompare(b.next?.on ?? '9999');
