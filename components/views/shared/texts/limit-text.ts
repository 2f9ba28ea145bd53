import { limitChanges, type LimitChange, RULE_LIMITS, type RuleLimits } from '@/lib/deal/signals/rule-limits';
import { t } from '@/lib/i18n';

/** One change in words, such as "No recent activity: from 14 to 21 days". */
export const changeText = ({ rule, from, to }: LimitChange): string =>
  t(`rules.change.${RULE_LIMITS[rule].unit}`, { rule: t(`signal.${rule}.title`), from, to });

/** What differs, in words; one sentence where nothing does. */
export const changesText = (before: RuleLimits, after: RuleLimits): string => {
  const changes = limitChanges(before, after);
  return changes.length === 0 ? t('rules.change.none') : changes.map(changeText).join('; ');
};
