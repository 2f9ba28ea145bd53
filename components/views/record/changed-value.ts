import type { Change } from '@/lib/answers/changed-field';
import { formatDay, formatMoneyInFull, t } from '@/lib/i18n';

/** A value of a changed field as a person reads it. */
export function changedValue(
  { field }: Pick<Change, 'field'>,
  value: string | number | undefined,
  currency: string,
): string {
  if (value === undefined || value === '') return t('record.change.empty');
  if (typeof value === 'number') return field === 'amount' ? formatMoneyInFull(value, currency) : String(value);
  return field === 'closeDate' ? formatDay(value) : value;
}
