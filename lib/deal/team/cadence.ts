import { dayAt, daysBetween, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { staysOf } from '@/lib/deal/history';
import type { Deal } from '@/lib/deal/org';
import { touch } from '@/lib/deal/touch';

import { contactsOf } from './attendance';

/** `cadenceDays`: how many days usually lie between two touches with one person of a buying team. */
export interface Cadence {
  /** A whole number, at least 1. */
  days: number;
  /** Gaps in won deals that it is the median of; 0 where it is the default. */
  n: number;
  /** Whose gaps those are: the same role in the same stage, the same role, everybody's, or nobody's. */
  from: 'roleInStage' | 'role' | 'everybody' | 'default';
}

/** Where won deals tell nothing: one week, by convention. */
export const DEFAULT_CADENCE_DAYS = 7;

/** Days from one touch with a person to the next, in the stage in which it began. */
export interface Gap {
  /** All that the person has on the deal; '' for none. */
  roles: readonly string[];
  stage: string;
  days: number;
}

/** One word for a role, however it is spelled in capitals. */
export const roleKey = (role: string | undefined): string => (role ?? '').trim().toLowerCase();

/** The gaps between logged touches with each person of a deal. Days without a gap between them are one touch. */
export function gapsOf(deal: Deal, clock: { today: Day; now: number; timeZone: string }): Gap[] {
  const roles = new Map<string, Set<string>>();
  for (const { contactId, role } of deal.contactRoles)
    roles.set(contactId, (roles.get(contactId) ?? new Set()).add(roleKey(role)));
  const touched = new Map<string, Set<Day>>();
  for (const activity of deal.activities) {
    const found = touch(activity, clock);
    if (!found || found.isAhead) continue;
    for (const contactId of contactsOf(deal, activity))
      if (roles.has(contactId)) touched.set(contactId, (touched.get(contactId) ?? new Set()).add(found.day));
  }
  const stays = staysOf(deal).map(({ stage, from }) => ({ stage, on: dayAt(instant(from), clock.timeZone) }));
  const stageOn = (on: Day): string => stays.findLast((stay) => stay.on <= on)?.stage ?? stays[0]?.stage ?? '';
  return [...touched].flatMap(([contactId, set]) => {
    const days = [...set].toSorted();
    return days.slice(1).map((on, index) => {
      const before = days[index] ?? on;
      return { roles: [...(roles.get(contactId) ?? [])], stage: stageOn(before), days: daysBetween(before, on) };
    });
  });
}
