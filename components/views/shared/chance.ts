import { t } from '@/lib/i18n';

/** A probability as people read it: whole percents, and never 0 % or 100 % for what is not certain. */
export function percent(chance: number): string {
  if (chance <= 0 || chance >= 1) return t('chance.percent', { percent: chance <= 0 ? 0 : 100 });
  const whole = Math.round(chance * 100);
  if (whole < 1) return t('chance.under');
  return whole > 99 ? t('chance.over') : t('chance.percent', { percent: whole });
}

/** `pacing` as people read it: 100 % is on pace. */
export const pace = (pacing: number): string => t('chance.percent', { percent: Math.round(pacing * 100) });
