import type { Change } from '@/lib/answers/changed-field';

/** What is new on a deal since an instant: each changed field once, from what it was then to what it is, own where nobody else changed it; and activities logged. */
export interface News {
  changes: Pick<Change, 'field' | 'from' | 'to' | 'isOwn'>[];
  activities: number;
}

/** Fields in the order in which they are said. */
const ORDER: readonly Change['field'][] = ['stage', 'amount', 'closeDate', 'category', 'owner', 'nextStep'];

/** Of `changes`, the newest first, those after `since`; a field that came back to what it was is no news. */
export function newsSince(changes: readonly Change[], loggedAt: readonly number[], since: number): News {
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
    activities: loggedAt.filter((at) => at > since).length,
  };
}
