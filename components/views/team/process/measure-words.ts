import type { ExperimentView } from '@/lib/answers/process/experiment-view';
import { formatMoneyShort, t } from '@/lib/i18n';

/** How a measure of an experiment is written, and a change of it. */
export function measureWords(unit: ExperimentView['unit'], currency: string) {
  const value = (amount: number): string =>
    unit === 'money'
      ? formatMoneyShort(amount, currency)
      : unit === 'share'
        ? t('experiment.share', { percent: Math.round(amount * 1000) / 10 })
        : t('experiment.days', { days: Math.round(amount * 10) / 10 });
  const change = (amount: number): string => {
    const sign = amount > 0 ? '+' : amount < 0 ? '−' : '';
    const size = Math.abs(amount);
    return `${sign}${unit === 'share' ? t('experiment.points', { points: Math.round(size * 1000) / 10 }) : value(size)}`;
  };
  return { value, change };
}
