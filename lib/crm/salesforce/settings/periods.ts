import { day } from '@/lib/calendar/days';
import type { OrgPeriod } from '@/lib/calendar/period';
import { wordTable } from '@/lib/calendar/word-table';

import { recordId } from '../record-ids';
import { type ApiRow, text } from '../rows';

const TYPES = wordTable<OrgPeriod['type']>({ Year: 'year', Quarter: 'quarter', Month: 'month', Week: 'week' });

/** The org's calendar from its first day on: numbers and years are facts of their own, the label is only shown (Salesforce: Period). */
export const periodsOf = (rows: readonly ApiRow[]): OrgPeriod[] =>
  rows.flatMap(periodOf).toSorted((a, b) => a.start.localeCompare(b.start));

function periodOf(row: ApiRow): OrgPeriod[] {
  const [start, end] = [day(row['StartDate']), day(row['EndDate'])];
  const type = TYPES[text(row['Type']) ?? ''];
  if (!type || !start || !end) return [];
  const number = row['Number'];
  const yearId = recordId(row['FiscalYearSettingsId']);
  const label = text(row['FullyQualifiedLabel']);
  return [
    {
      type,
      start,
      end,
      ...(typeof number === 'number' ? { number } : {}),
      ...(yearId === undefined ? {} : { yearId }),
      ...(label === undefined ? {} : { label }),
    },
  ];
}
