import { DAY_MS } from '@/lib/calendar/days';

import type { KnownActivity, KnownRole } from './deal-facts';

export interface ActivityFeatures {
  daysSinceActivity: number;
  activities7: number;
  activities30: number;
  activities90: number;
  contacts30: number;
  meetingAhead: number;
  contactRoles: number;
}

/** What was known at an instant (ms) of a deal's activities and people. Without any activity in the org all are NaN. */
export function activityFeatures(
  activities: readonly KnownActivity[],
  roles: readonly KnownRole[],
  at: number,
): ActivityFeatures {
  let [last, in7, in30, in90, ahead] = [Number.NaN, 0, 0, 0, 0];
  const contacts = new Set<string>();
  for (const { knownAt, doneAt, isEvent, contactId } of activities) {
    if (knownAt > at) break;
    if (doneAt === undefined) continue;
    if (doneAt > at) {
      if (isEvent) ahead = 1;
      continue;
    }
    if (!(doneAt <= last)) last = doneAt;
    const days = (at - doneAt) / DAY_MS;
    if (days <= 7) in7 += 1;
    if (days <= 30) in30 += 1;
    if (days <= 90) in90 += 1;
    if (days <= 30 && contactId !== undefined) contacts.add(contactId);
  }
  return {
    daysSinceActivity: (at - last) / DAY_MS,
    activities7: in7,
    activities30: in30,
    activities90: in90,
    contacts30: contacts.size,
    meetingAhead: ahead,
    contactRoles: new Set(roles.filter(({ knownAt }) => knownAt <= at).map(({ contactId }) => contactId)).size,
  };
}
