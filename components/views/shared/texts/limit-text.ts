import {
  limitChanges,
  type LimitChange,
  type LimitName,
  RULE_LIMITS,
  type RuleLimits,
} from '@/lib/deal/signals/rule-limits';
import { t } from '@/lib/i18n';

/** What is set: the rule itself by its main threshold, else the rule with what of it. */
export const limitTitle = (name: LimitName): string => {
  const { rule: of, unit } = RULE_LIMITS[name];
  const rule = t(`signal.${of}.title`);
  if (unit === 'points') return t('rules.title.points', { rule });
  return name === 'stalledShare' ? t('rules.title.share', { rule }) : rule;
};

/** One change in words, such as "No recent activity: from 14 to 21 days". */
export const changeText = ({ name, from, to }: LimitChange): string =>
  t(`rules.change.${RULE_LIMITS[name].unit}`, { rule: limitTitle(name), from, to });

/** What differs, in words; one sentence where nothing does. */
export const changesText = (before: RuleLimits, after: RuleLimits): string => {
  const changes = limitChanges(before, after);
  return changes.length === 0 ? t('rules.change.none') : changes.map(changeText).join('; ');
};
