import type { Day } from '@/lib/calendar/days';
import { quarterAt, neighbour } from '@/lib/calendar/fiscal';

import { makeId } from './ids';
import type { Row } from './org-tables';
import type { Random } from './random';

const FISCAL = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true };

/** A quota per rep for this quarter and the four before: what the rep won and has open, in a proportion that leaves a gap. */
export function makeQuotas(random: Random, asOf: Day, repIds: readonly string[], deals: readonly Row[]): Row[] {
  const quotas: Row[] = [];
  let period = quarterAt(FISCAL, asOf);
  for (let back = 0; back < 5; back += 1) {
    const { start, end } = period;
    for (const userId of repIds) {
      const inPeriod = deals.filter(
        (deal) => deal['OwnerId'] === userId && String(deal['CloseDate']) >= start && String(deal['CloseDate']) <= end,
      );
      const sum = (wanted: (deal: Row) => boolean): number =>
        inPeriod.reduce((total, deal) => total + (wanted(deal) ? Number(deal['Amount'] ?? 0) : 0), 0);
      const won = sum((deal) => deal['IsWon'] === true);
      const open = sum((deal) => deal['IsClosed'] === false);
      const amount = Math.max(20_000, Math.round((won * 1.05 + open / (2 + random.next() * 2)) / 5000) * 5000);
      quotas.push({
        Id: makeId('0J9', quotas.length + 1),
        QuotaOwnerId: userId,
        QuotaAmount: amount,
        StartDate: start,
        PeriodId: null,
        ForecastingTypeId: null,
        IsAmount: true,
        CreatedDate: `${start}T06:00:00.000Z`,
        SystemModstamp: `${start}T06:00:00.000Z`,
      });
    }
    period = neighbour(FISCAL, period, -1);
  }
  return quotas;
}
