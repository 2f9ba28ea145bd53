import type { Day } from '@/lib/calendar/days';
import type { Deal } from '@/lib/deal/org';
import { touch } from '@/lib/deal/touch';

import { contactsOf, declinedOf } from './attendance';
import type { TeamMember } from './buying-team';

/** An event ahead. */
export interface Meeting {
  on: Day;
  what: string;
  /** Names of those on the team that the CRM has invited to it and who did not decline; empty where it names nobody. */
  who: string[];
  /** Names of those who declined. */
  declined: string[];
  /** The CRM tells of a meeting only its main contact. */
  isMainOnly: boolean;
}

/** The event of a deal that comes next. Rows of one subject on one day are one event: the CRM keeps one for each who is invited. */
export function nextMeeting(
  deal: Pick<Deal, 'activities' | 'attendees'>,
  team: readonly TeamMember[],
  clock: { today: Day; now: number; timeZone: string },
): Meeting | undefined {
  const ahead = deal.activities.flatMap((activity) => {
    const found = activity.kind === 'event' ? touch(activity, clock) : undefined;
    return found?.isAhead ? [{ on: found.day, what: activity.subject, activity }] : [];
  });
  const [first] = ahead.toSorted((a, b) => a.on.localeCompare(b.on) || a.what.localeCompare(b.what));
  if (!first) return undefined;
  const rows = ahead.filter(({ on, what }) => on === first.on && what === first.what);
  const invited = new Set(rows.flatMap(({ activity }) => contactsOf(deal, activity)));
  const declined = new Set(rows.flatMap(({ activity }) => declinedOf(deal, activity.id)));
  const named = (ids: ReadonlySet<string>): string[] =>
    team.filter(({ contactId }) => ids.has(contactId)).map(({ name, role }) => name ?? role ?? '?');
  return {
    on: first.on,
    what: first.what,
    who: named(invited),
    declined: named(declined),
    isMainOnly: deal.attendees === undefined,
  };
}
