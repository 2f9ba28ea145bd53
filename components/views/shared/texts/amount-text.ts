import type { DealRow } from '@/lib/answers/deals';
import { formatMoney, t } from '@/lib/i18n';

/** What a deal is worth; where only a part of it counts, that part (in the money of the org, `own`) of the whole. */
export function amountText(
  { amount, currency, counts }: Pick<DealRow, 'amount' | 'currency' | 'counts'>,
  own: string,
): string {
  if (amount === undefined) return t('record.noAmount');
  const whole = formatMoney(amount, currency);
  return counts === undefined ? whole : t('list.part', { part: formatMoney(counts, own), whole });
}
