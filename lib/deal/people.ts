import type { Day } from '@/lib/calendar/days';
import type { ContactRole } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';
import { contactsOf } from '@/lib/deal/team/attendance';
import { touch } from '@/lib/deal/touch';

export interface Person {
  contactId: string;
  name?: string;
  title?: string;
  role?: string;
  isPrimary: boolean;
  isDecisionMaker: boolean;
  /** Last logged touch with this person; absent when none is logged. */
  lastTouch?: Day;
  nextTouch?: Day;
}

/** The CRM's standard contact roles, and the usual custom ones, whose holder can say yes to the money. */
const DECISION_ROLES = /\b(?:decision[ -]?makers?|economic|executive sponsor|budget (?:owner|holder)|decydent)\b/i;
const NEGATION = /\b(?:no|not|non)\b/i;

export const isDecisionMaker = ({ role = '' }: Pick<ContactRole, 'role'>): boolean =>
  DECISION_ROLES.test(role) && !NEGATION.test(role);

/** External people on the deal (G1.7), each once, however many roles they hold. */
export const peopleCount = ({ contactRoles }: Pick<Deal, 'contactRoles'>): number =>
  new Set(contactRoles.map(({ contactId }) => contactId)).size;

/** The buying team: decision makers first, then the ones touched last. */
export function people(deal: Deal, today: Day, now: number, timeZone: string): Person[] {
  const byContact = new Map<string, Person>();
  for (const role of deal.contactRoles) {
    const known = byContact.get(role.contactId);
    const roles = [...new Set([...(known?.role?.split(', ') ?? []), ...(role.role ? [role.role] : [])])].join(', ');
    byContact.set(role.contactId, {
      ...known,
      contactId: role.contactId,
      ...(role.name === undefined ? {} : { name: role.name }),
      ...(role.title === undefined ? {} : { title: role.title }),
      ...(roles ? { role: roles } : {}),
      isPrimary: role.isPrimary || known?.isPrimary === true,
      isDecisionMaker: isDecisionMaker(role) || known?.isDecisionMaker === true,
    });
  }
  for (const activity of deal.activities) {
    const found = touch(activity, { today, now, timeZone });
    if (!found) continue;
    for (const contactId of contactsOf(deal, activity)) {
      const person = byContact.get(contactId);
      if (!person) continue;
      if (!found.isAhead && found.day > (person.lastTouch ?? '')) person.lastTouch = found.day;
      if (found.isAhead && (person.nextTouch === undefined || found.day < person.nextTouch))
        person.nextTouch = found.day;
    }
  }
  return [...byContact.values()].toSorted(
    (a, b) =>
      Number(b.isDecisionMaker) - Number(a.isDecisionMaker) || (b.lastTouch ?? '').localeCompare(a.lastTouch ?? ''),
  );
}
