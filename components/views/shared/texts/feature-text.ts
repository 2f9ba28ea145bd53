import { toMajor, minor } from '@/lib/deal/money';
import type { FeatureId, ScoreReason } from '@/lib/forecast/score';
import { formatMoney, formatShare, t } from '@/lib/i18n';

/** Months of which pushes are counted (the mean of a year) to days. */
const MONTH_DAYS = 30.44;

/** The words of a feature for lists of names. */
export const featureName = (id: FeatureId): string => t(`feature.${id}.name`);

/** The fact behind a reason as a sentence. `currency`: the org's own, of amounts. */
export function factText({ id, value }: Pick<ScoreReason, 'id' | 'value'>, currency: string): string {
  if (id === 'recentResults') return t('feature.recentResults', { value: Number(value) });
  if (value === undefined)
    return id === 'daysSincePush' || id === 'daysSinceActivity' || id === 'priorWins' || id === 'priorLosses'
      ? t(`feature.${id}.none`)
      : t('feature.unknown', { name: featureName(id) });
  if (typeof value === 'string') return t(`feature.${id}`, { value });
  if (id === 'logAmount' || id === 'lastAmountChange')
    return value === 0 ? t('feature.lastAmountChange.none') : t(`feature.${id}`, { value: shown(id, value, currency) });
  if (id === 'daysToClose' && Math.round(value) < 0)
    return t('feature.daysToClose.past', { value: Math.round(-value) });
  return t(`feature.${id}`, { value: whole(id, value) });
}

/** What the fact is compared with, as a sentence; undefined where there is nothing to compare it with. */
export function compareText(
  { id, compare }: Pick<ScoreReason, 'id' | 'compare'>,
  currency: string,
): string | undefined {
  if (!compare || id === 'recentResults') return undefined;
  if (compare.kind === 'won') return t('compare.won', { won: compare.won, n: compare.n });
  const median = compare.kind === 'usual' ? compare.word : shown(id, compare.median, currency);
  return t('compare.median', { median, n: compare.n });
}

function shown(id: FeatureId, value: number, currency: string): string {
  // Amounts are learnt from as the logarithm of minor units, their changes as that of a ratio.
  if (id === 'logAmount') return formatMoney(toMajor(minor(Math.exp(value)), currency), currency);
  if (id === 'lastAmountChange') return `${value > 0 ? '+' : ''}${formatShare(Math.exp(value) - 1)}`;
  if (id === 'quarterLeft') return formatShare(value);
  if (id === 'meetingAhead') return t(value > 0 ? 'compare.yes' : 'compare.no');
  return `${whole(id, value)}`;
}

const whole = (id: FeatureId, value: number): number =>
  Math.round(id === 'pushDays' ? value * MONTH_DAYS : id === 'quarterLeft' ? value * 100 : value);
