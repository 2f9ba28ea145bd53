import { dayAt, type Day } from '@/lib/domain/days';
import type { ContactRole } from '@/lib/domain/opportunity';
import type { Deal } from '@/lib/domain/org';
import type { Person } from '@/lib/domain/views';

/** Salesforce's standard contact roles, and the usual custom ones, whose holder can say yes to the money. */
const DECISION_ROLES = /decision|economic|executive sponsor|budget/i;

export const isDecisionMaker = ({ role }: Pick<ContactRole, 'role'>): boolean => DECISION_ROLES.test(role ?? '');

/** External people on the deal, each once, whatever number of roles they hold. */
export const peopleCount = ({ contactRoles }: Pick<Deal, 'contactRoles'>): number =>
  new Set(contactRoles.map(({ contactId }) => contactId)).size;

/** The buying team: decision makers first, then the ones touched last. */
export function people(deal: Deal, today: Day, now: number, timeZone: string): Person[] {
  const byContact = new Map<string, Person>();
  for (const role of deal.contactRoles) {
    const known = byContact.get(role.contactId);
    const roles = [known?.role, role.role].filter((name) => name !== undefined).join(', ');
    byContact.set(role.contactId, {
      contactId: role.contactId,
      ...(role.name === undefined ? {} : { name: role.name }),
      ...(role.title === undefined ? {} : { title: role.title }),
      ...(roles ? { role: roles } : {}),
      isPrimary: role.isPrimary || known?.isPrimary === true,
      isDecisionMaker: isDecisionMaker(role) || known?.isDecisionMaker === true,
    });
  }
  for (const activity of deal.activities) {
    const person = activity.contactId === undefined ? undefined : byContact.get(activity.contactId);
    if (!person) continue;
    const at = activity.day ?? (activity.at === undefined ? undefined : dayAt(activity.at, timeZone));
    if (at === undefined) continue;
    const isPast = activity.isClosed && (activity.at === undefined ? at <= today : activity.at <= now);
    if (isPast && at > (person.lastTouch ?? '')) person.lastTouch = at;
    if (!isPast && at >= today && (person.nextTouch === undefined || at < person.nextTouch)) person.nextTouch = at;
  }
  return [...byContact.values()].toSorted(
    (a, b) =>
      Number(b.isDecisionMaker) - Number(a.isDecisionMaker) || (b.lastTouch ?? '').localeCompare(a.lastTouch ?? ''),
  );
}
