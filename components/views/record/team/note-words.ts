import type { TeamNote } from '@/lib/deal/team/buying-team';
import { type MessageKey, t } from '@/lib/i18n';

export const LEVELS: Record<'stance' | 'urgency' | 'influence', Record<string, MessageKey>> = {
  stance: { for: 'person.stance.for', neutral: 'person.stance.neutral', against: 'person.stance.against' },
  urgency: { high: 'person.urgency.high', normal: 'person.urgency.normal', low: 'person.urgency.low' },
  influence: { high: 'person.influence.high', normal: 'person.influence.normal', low: 'person.influence.low' },
};
export const RATED = ['stance', 'urgency', 'influence'] as const;

/** What a person keeps of somebody, in one line; empty where that is nothing. */
export const noteWords = (note: TeamNote): string =>
  [
    ...RATED.flatMap((field) => {
      const key = LEVELS[field][note[field] ?? ''];
      return key === undefined ? [] : [t(key)];
    }),
    ...(note.need === undefined ? [] : [note.need]),
  ].join(' · ');
