import { day } from '@/lib/calendar/days';

import type { EditValue, FieldUse } from './edit';

/** Why a field does not hold a value: `most` or `over` are decimals, digits before the point, or characters. */
export type Misfit =
  | { why: 'required' | 'elsewhere' | 'value' }
  | { why: 'size'; of: 'decimals' | 'digits'; most: number }
  | { why: 'size'; of: 'characters'; over: number };

const TYPES: Record<Exclude<FieldUse['kind'], 'elsewhere'>, (value: EditValue) => boolean> = {
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  text: (value) => typeof value === 'string',
  choice: (value) => typeof value === 'string',
  several: (value) => typeof value === 'string',
  check: (value) => typeof value === 'boolean',
  day: (value) => typeof value === 'string' && day(value) !== undefined,
};

/**
 * What of a value its field does not hold, by what the CRM tells of the field; undefined where it does. Digits too many behind the point the
 * CRM would cut off without a word, and a required field it would let be emptied.
 */
export function misfit(
  { kind, isRequired, maxLength, isLong, digits, decimals }: FieldUse,
  value: EditValue,
): Misfit | undefined {
  if (kind === 'elsewhere') return { why: 'elsewhere' };
  if (value === null) return isRequired ? { why: 'required' } : undefined;
  if (!TYPES[kind](value)) return { why: 'value' };
  if (typeof value === 'number') {
    if (decimals !== undefined && Number(value.toFixed(decimals)) !== value)
      return { why: 'size', of: 'decimals', most: decimals };
    return digits !== undefined && Math.abs(value) >= 10 ** digits
      ? { why: 'size', of: 'digits', most: digits }
      : undefined;
  }
  if (typeof value !== 'string' || maxLength === undefined) return undefined;
  // The CRM ends a line with two characters.
  const over = value.length + (isLong ? (value.match(/\n/g)?.length ?? 0) : 0) - maxLength;
  return over > 0 ? { why: 'size', of: 'characters', over } : undefined;
}
