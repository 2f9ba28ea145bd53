import type { Day } from '@/lib/calendar/days';
import type { Deal } from '@/lib/deal/org';
import { touch } from '@/lib/deal/touch';

import type { TeamMember } from './buying-team';

/** An event ahead. */
export interface Meeting {
  on: Day;
  what: string;
  /** Names of those on the team that the CRM has invited to it; empty where it names nobody. */
  who: string[];
}

/** The event of a deal that comes next. Rows of one subject on one day are one event: the CRM keeps one for each who is invited. */
export function nextMeeting(
  { activities }: Pick<Deal, 'activities'>,
  team: readonly TeamMember[],
  clock: { today: Day; now: number; timeZone: string },
): Meeting | undefined {
  const ahead = activities.flatMap((activity) => {
    const found = activity.kind === 'event' ? touch(activity, clock) : undefined;
    return found?.isAhead ? [{ on: found.day, what: activity.subject, contactId: activity.contactId }] : [];
  });
  const [first] = ahead.toSorted((a, b) => a.on.localeCompare(b.on) || a.what.localeCompare(b.what));
  if (!first) return undefined;
  const invited = new Set(
    ahead.filter(({ on, what }) => on === first.on && what === first.what).map(({ contactId }) => contactId),
  );
  return {
    on: first.on,
    what: first.what,
    who: team.filter(({ contactId }) => invited.has(contactId)).map(({ name, role }) => name ?? role ?? '?'),
  };
}
