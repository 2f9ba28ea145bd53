import { t } from '@/lib/i18n';

import type { Said } from './alerts';

/** More lines than these no system shows. */
const MOST_LINES = 8;

/** A list in one notification: what was missed, or what the day holds. */
export function listWords(as: 'missed' | 'digest', said: readonly Said[]): Said {
  const count = said.length;
  const lines = said.slice(0, MOST_LINES).map(({ title, text }) => `${title}: ${text}`);
  const more = count > MOST_LINES ? [t('alerts.more', { count: count - MOST_LINES })] : [];
  return {
    title: t(as === 'missed' ? 'reminder.missed' : 'alerts.digest', { count }),
    text: [...lines, ...more].join('\n'),
  };
}
