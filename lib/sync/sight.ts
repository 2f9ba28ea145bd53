import type { CrmClient, DealStanding, RecordBundle } from '@/lib/crm/crm';
import type { Edit, SinceSeen, Sight } from '@/lib/deal/edits/edit';
import { differing, picked } from '@/lib/deal/edits/edit-values';
import type { Activity, ContactRole, Email } from '@/lib/deal/opportunity';

const touchKey = ({ id, isClosed, day, at }: Activity): string => [id, isClosed, day, at].join(' ');
const mailKey = ({ id }: Email): string => id;
const personKey = ({ id, contactId, role }: ContactRole): string => [id, contactId, role].join(' ');

/** All that is known of a deal at the moment at which it was read so. */
export const dealSight = (
  { stamp }: Pick<DealStanding, 'stamp'>,
  { activity, contactRole, email }: Partial<RecordBundle['rows']> = {},
): Sight => ({
  stamp,
  ...(activity ? { touches: activity.map(touchKey) } : {}),
  ...(email ? { mails: email.map(mailKey) } : {}),
  ...(contactRole ? { people: contactRole.map(personKey) } : {}),
});

/**
 * The conflict that a deal is in which has changed since a person decided on it: its fields, whoever changed them, what was logged or
 * planned, and who joined; undefined where it is as it was seen. What could not be read then or now tells nothing.
 */
export async function changedSince(
  client: Pick<CrmClient, 'record'>,
  { recordId, before }: Edit,
  seen: Sight,
  standing: DealStanding,
): Promise<Partial<Edit> | undefined> {
  const rows = (await client.record(recordId))?.rows;
  const fields = differing(before, standing.values, standing.several).filter((field) => field in standing.values);
  const logged = added(rows?.activity, seen.touches, touchKey);
  // One that was logged as a task is told as that.
  const mails = added(rows?.email, seen.mails, mailKey).filter(
    ({ activityId }) => !logged.some(({ id }) => id === activityId),
  );
  const news: SinceSeen = {
    touches: [
      ...logged.map(({ subject, day, isClosed, kind }) => ({
        subject,
        ...(day === undefined ? {} : { day }),
        isPlanned: kind === 'task' && !isClosed,
      })),
      ...mails.map(({ subject = '', at }) => ({
        subject,
        ...(at === undefined ? {} : { at }),
        isPlanned: false,
      })),
    ],
    people: added(rows?.contactRole, seen.people, personKey).map(({ name, role, id }) => name ?? role ?? id),
    seen: dealSight(standing, rows),
  };
  const isSame =
    standing.stamp === seen.stamp && fields.length === 0 && news.touches.length === 0 && news.people.length === 0;
  return isSame ? undefined : { state: 'conflict', theirs: picked(standing.values, fields), news };
}

function added<Row>(
  rows: readonly Row[] | undefined,
  seen: readonly string[] | undefined,
  keyOf: (row: Row) => string,
) {
  if (!rows || !seen) return [];
  const known = new Set(seen);
  return rows.filter((row) => !known.has(keyOf(row)));
}
