import { dayFromNumber } from '@/lib/calendar/days';

import type { BirthSpan } from './births';
import { makeId } from './made-ids';
import type { Row } from './org-tables';

/** Quarters that a quota is made of, and those at the start that tell too little: the pipeline was still filling. */
const PAST = 8;
const FILLING = 5;
/** What is asked for above what was reached. */
const STRETCH = 1.05;

/** Each rep's quota of the next quarter from the wins of the ones before, oldest first; never from what is open. */
export function quotasFrom(won: readonly (readonly number[])[]): number[] | undefined {
  const past = won.slice(FILLING).slice(-PAST);
  if (past.length < PAST / 2) return undefined;
  return won[0]?.map((_, rep) => {
    const mean = past.reduce((sum, quarter) => sum + (quarter[rep] ?? 0), 0) / past.length;
    return Math.max(5000, Math.round((mean * STRETCH) / 1000) * 1000);
  });
}

/** A quota per rep for each quarter that has one, the present one first. */
export function madeQuotas(
  quarters: readonly BirthSpan[],
  quotas: readonly (readonly number[] | undefined)[],
  repIds: readonly string[],
  present: number,
): Row[] {
  const rows: Row[] = [];
  for (let index = present; index > present - 9; index -= 1) {
    const start = quarters[index]?.from;
    if (start === undefined) break;
    for (const [rep, amount] of (quotas[index] ?? []).entries()) {
      rows.push({
        Id: makeId('0J9', rows.length + 1),
        QuotaOwnerId: repIds[rep] ?? null,
        QuotaAmount: amount,
        StartDate: dayFromNumber(start),
        PeriodId: null,
        ForecastingTypeId: null,
        IsAmount: true,
        CreatedDate: `${dayFromNumber(start)}T06:00:00.000Z`,
        SystemModstamp: `${dayFromNumber(start)}T06:00:00.000Z`,
      });
    }
  }
  return rows;
}
