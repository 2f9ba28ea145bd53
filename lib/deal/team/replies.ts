import { dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Deal } from '@/lib/deal/org';
import { touch } from '@/lib/deal/touch';

import { contactsOf } from './attendance';

/**
 * What the last touch with the buyers was: their reply, an e-mail of ours, a meeting, an e-mail of which the CRM does not tell the way, or
 * anything else, of which nobody can say who began it.
 */
export interface LastTouch {
  on: Day;
  was: 'reply' | 'ours' | 'meeting' | 'email' | 'other';
}

interface Clock {
  today: Day;
  now: number;
  timeZone: string;
}

/** The last touch that names somebody, or an e-mail of the deal; of one day a reply says most. */
export function lastTouchOf(deal: Deal, clock: Clock): LastTouch | undefined {
  const incoming = new Map(
    (deal.emails ?? []).flatMap(({ activityId, isIncoming }) =>
      activityId ? [[activityId, isIncoming] as const] : [],
    ),
  );
  const touches = deal.activities.flatMap((activity): LastTouch[] => {
    const found = touch(activity, clock);
    const way = incoming.get(activity.id);
    if (!found || found.isAhead || (way === undefined && contactsOf(deal, activity).length === 0)) return [];
    if (way !== undefined) return [{ on: found.day, was: way ? 'reply' : 'ours' }];
    return [{ on: found.day, was: activity.kind === 'event' ? 'meeting' : activity.isEmail ? 'email' : 'other' }];
  });
  const mails = emailDays(deal, clock).map(({ on, isIncoming }): LastTouch => ({
    on,
    was: isIncoming ? 'reply' : 'ours',
  }));
  return [...touches, ...mails]
    .toSorted((a, b) => a.on.localeCompare(b.on) || Number(a.was === 'reply') - Number(b.was === 'reply'))
    .at(-1);
}

/** The first reply of the buyers after an instant, ms, in whichever e-mail; undefined where there is none, or the CRM does not tell. */
export function repliedAfter(
  { emails = [] }: Pick<Deal, 'emails'>,
  after: number,
  { now, timeZone }: Clock,
): Day | undefined {
  const at = emails
    .flatMap((each) => (each.isIncoming && each.at !== undefined && each.at > after && each.at <= now ? [each.at] : []))
    .toSorted((a, b) => a - b)[0];
  return at === undefined ? undefined : dayAt(instant(at), timeZone);
}

const emailDays = (
  { emails = [] }: Pick<Deal, 'emails'>,
  { now, timeZone }: Clock,
): { on: Day; isIncoming: boolean }[] =>
  emails.flatMap(({ at, isIncoming }) =>
    at === undefined || at > now ? [] : [{ on: dayAt(instant(at), timeZone), isIncoming }],
  );
