import type { FollowUp } from '@/lib/deal/team/next-follow-up';
import { formatDay, t } from '@/lib/i18n';

/** When, in few words: it stands in a row beside other figures. */
export const followUpDay = ({ on }: FollowUp, today: string | undefined): string =>
  t(today !== undefined && on < today ? 'next.late' : 'next.short', { day: formatDay(on, today) });

/** What it is: the reminder, task or event by its name, or the person to be in touch with. */
export const followUpWhat = ({ kind, what }: FollowUp): string =>
  t(`next.what.${kind}`, { what: kind === 'cadence' && what === '' ? 'none' : what });
