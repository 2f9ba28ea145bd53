import { formatMoneyShort, t } from '@/lib/i18n';

/** What is missing to a quota, or by how much it is passed: never a missing amount below zero. */
export const gapText = (gap: number, currency: string): string =>
  gap < 0 ? t('team.above', { amount: formatMoneyShort(-gap, currency) }) : formatMoneyShort(gap, currency);
