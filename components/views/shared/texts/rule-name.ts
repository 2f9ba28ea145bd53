import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { t } from '@/lib/i18n';

/** What a rule is called that advises something. */
export const ruleName = (rule: SignalId | 'silentPerson'): string =>
  rule === 'silentPerson' ? t('advice.rule.silentPerson') : t(`signal.${rule}.title`);
