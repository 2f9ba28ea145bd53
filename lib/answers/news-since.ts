import type { Change } from '@/lib/answers/changed-field';
import type { Activity } from '@/lib/deal/opportunity';
import type { OrgProfile } from '@/lib/deal/org';

/** When the CRM first held an activity, ms, or it took place. */
export interface Logged {
  at: number;
  isOwn?: true;
}

export const loggedAt = (at: number, { by }: Pick<Activity, 'by'>, { userId }: Pick<OrgProfile, 'userId'>): Logged => ({
  at,
  ...(by === userId ? { isOwn: true } : {}),
});

/** What is new on a deal since an instant: each changed field once, from what it was then to what it is, own where nobody else changed it; and activities logged. */
export interface News {
  changes: Pick<Change, 'field' | 'from' | 'to' | 'isOwn'>[];
  activities: number;
  /** How many of these the person who reads logged. */
  own: number;
}

/** Fields in the order in which they are said. */
const ORDER: readonly Change['field'][] = ['stage', 'amount', 'closeDate', 'category', 'owner', 'nextStep'];

/** Of `changes`, the newest first, those after `since`; a field that came back to what it was is no news. */
export function newsSince(changes: readonly Change[], logged: readonly Logged[], since: number): News {
  const activities = logged.filter(({ at }) => at > since);
  const later = changes.filter(({ at }) => at > since);
  return {
    changes: ORDER.flatMap((field) => {
      const own = later.filter((change) => change.field === field);
      const [last, first] = [own[0], own.at(-1)];
      if (!last || !first || first.from === last.to) return [];
      const { from } = first;
      const { to } = last;
      const isOwn = own.every((change) => change.isOwn);
      return [
        {
          field,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(isOwn ? { isOwn } : {}),
        },
      ];
    }),
    activities: activities.length,
    own: activities.filter(({ isOwn }) => isOwn).length,
  };
}
