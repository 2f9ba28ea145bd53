import type { Activity } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';

/**
 * Whom of the buyers an activity was with: the contact that it names, and who else is invited to it, without those who declined. Whether
 * somebody who did not answer came, no CRM tells: they count as touched, as the one it names does.
 */
export function contactsOf({ attendees = [] }: Pick<Deal, 'attendees'>, { id, contactId }: Activity): string[] {
  const invited = attendees.filter(({ activityId }) => activityId === id);
  if (invited.length === 0) return contactId === undefined ? [] : [contactId];
  const declined = new Set(declinedOf({ attendees }, id));
  const all = [...(contactId === undefined ? [] : [contactId]), ...invited.map((each) => each.contactId)];
  return [...new Set(all)].filter((each) => !declined.has(each));
}

/** Who declined an event. */
export const declinedOf = ({ attendees = [] }: Pick<Deal, 'attendees'>, id: string): string[] =>
  attendees.flatMap(({ activityId, contactId, answer }) =>
    activityId === id && answer === 'declined' ? [contactId] : [],
  );
