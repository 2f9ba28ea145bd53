import { t } from '@/lib/i18n';

import type { Said } from './alerts';

/** More lines than these no system shows. */
const MOST_LINES = 8;

const TITLES = { several: 'reminder.several', missed: 'reminder.missed', digest: 'alerts.digest' } as const;

/** A list in one notification: what came at once, what was missed, or what the day holds. */
export function listWords(as: keyof typeof TITLES, said: readonly Said[]): Said {
  const count = said.length;
  const lines = said.slice(0, MOST_LINES).map(({ title, text }) => `${title}: ${text.replaceAll('\n', ' · ')}`);
  const more = count > MOST_LINES ? [t('alerts.more', { count: count - MOST_LINES })] : [];
  return {
    title: t(TITLES[as], { count }),
    text: [...lines, ...more].join('\n'),
  };
}
