import { day } from '@/lib/calendar/days';
import type { DatedRate, OrgProfile } from '@/lib/deal/org';

import { type ApiRow, text } from '../rows';

/** Units per corporate unit by currency, inactive ones included because old deals carry them, and the corporate currency. */
export function ratesOf(
  rows: readonly ApiRow[],
): Partial<Pick<OrgProfile, 'currency'>> & { rates: Record<string, number> } {
  const corporate = text(rows.find((row) => row['IsCorporate'] === true)?.['IsoCode']);
  const rates = rows.flatMap((row) => {
    const code = text(row['IsoCode']);
    const rate = Number(row['ConversionRate']);
    return code !== undefined && rate > 0 ? [[code, rate] as const] : [];
  });
  return { rates: Object.fromEntries(rates), ...(corporate === undefined ? {} : { currency: corporate }) };
}

export const datedRatesOf = (rows: readonly ApiRow[]): DatedRate[] =>
  rows.flatMap((row) => {
    const [start, end] = [day(row['StartDate']), day(row['NextStartDate'])];
    const rate = Number(row['ConversionRate']);
    const currency = text(row['IsoCode']);
    return start && end && currency !== undefined && rate > 0 ? [{ currency, start, end, rate }] : [];
  });
