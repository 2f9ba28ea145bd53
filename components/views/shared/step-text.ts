import type { Rung, ScoreAlarm } from '@/lib/domain/score';
import { formatShare, t } from '@/lib/i18n';

import { featureName } from './feature-text';

/** Why the score stands on its step, in one sentence. */
export const stepText = ({ reason, won, lost }: Rung): string =>
  reason.id === 'fewDeals'
    ? t('scoring.reason.fewDeals', { won, lost, needed: reason.needed })
    : t(`scoring.reason.${reason.id}`);

/** What has changed since the score was learnt, in one sentence. */
export function alarmText(alarm: ScoreAlarm): string {
  if (alarm.id === 'resultsDiffer') return t(`scoring.alarm.resultsDiffer.${alarm.side}`, { n: alarm.n });
  const name = featureName(alarm.feature);
  return alarm.id === 'featureMoved'
    ? t('scoring.alarm.featureMoved', { name })
    : t('scoring.alarm.unseenWords', { name, share: formatShare(alarm.share) });
}
