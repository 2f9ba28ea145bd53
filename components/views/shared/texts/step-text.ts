import type { Rung, ScoreAlarm } from '@/lib/forecast/score';
import { formatShare, t } from '@/lib/i18n';

import { featureName } from './feature-text';

/** Why the score stands on its step, in one sentence. */
export const stepText = ({ reason, won, lost }: Rung): string =>
  reason.id === 'fewDeals'
    ? t('scoring.reason.fewDeals', { won, lost, needed: reason.needed })
    : t(`scoring.reason.${reason.id}`);

interface AlarmText {
  id: ScoreAlarm['id'];
  text: string;
}

/** What has changed since the score was learnt: a sentence for each kind of change, with its id. */
export function alarmTexts(alarms: readonly ScoreAlarm[]): AlarmText[] {
  const moved = alarms.flatMap((alarm) => (alarm.id === 'featureMoved' ? [featureName(alarm.feature)] : []));
  const others = alarms.flatMap((alarm): AlarmText[] => {
    if (alarm.id === 'resultsDiffer')
      return [{ id: alarm.id, text: t(`scoring.alarm.resultsDiffer.${alarm.side}`, { n: alarm.n }) }];
    if (alarm.id === 'featureMoved') return [];
    const name = featureName(alarm.feature);
    return [{ id: alarm.id, text: t('scoring.alarm.unseenWords', { name, share: formatShare(alarm.share) }) }];
  });
  return moved.length === 0
    ? others
    : [...others, { id: 'featureMoved', text: t('scoring.alarm.featureMoved', { name: moved.join(', ') }) }];
}
