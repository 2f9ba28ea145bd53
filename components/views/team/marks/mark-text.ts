import type { ProcessMark } from '@/lib/answers/process/process-marks';
import { t } from '@/lib/i18n';

import { changeText } from '../../shared/texts/limit-text';

/** A change in a few words, for its line on a chart. */
export function markLabel({ change }: Pick<ProcessMark, 'change'>): string {
  if (change.kind === 'own') return change.text;
  if (change.kind === 'rules') return t('mark.rules');
  return t(`mark.${change.kind}`, { stage: change.label, to: change.to ?? '' });
}

/** The same as a whole sentence. */
export function markText({ change }: Pick<ProcessMark, 'change'>): string {
  if (change.kind === 'own') return change.text;
  if (change.kind === 'rules') return `${t('mark.rules')}: ${change.changes.map(changeText).join('; ')}`;
  return t(`change.${change.kind}`, { stage: change.label, from: change.from ?? '', to: change.to ?? '' });
}
