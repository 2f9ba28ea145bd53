import type { ForecastType } from '@/lib/deal/org';

import { recordId } from '../record-ids';
import { type ApiRow, text } from '../rows';

/** By what a forecast dates its deals (Salesforce: ForecastingType.DateType). */
const BY: [pattern: RegExp, by: ForecastType['by']][] = [
  [/^Opportunity(Close|Custom)Date$/, 'opportunity'],
  [/Split/, 'split'],
  [/Product/, 'product'],
  [/Schedule/, 'schedule'],
];
const TREES: Record<string, ForecastType['tree']> = { R: 'role', Role: 'role', T: 'territory', Territory: 'territory' };

export const forecastTypesOf = (rows: readonly ApiRow[]): ForecastType[] =>
  rows.flatMap((row) => {
    const id = recordId(row['Id']);
    if (id === undefined) return [];
    const name = text(row['DeveloperName']) ?? '';
    const splitTypeId = recordId(row['OpportunitySplitTypeId']);
    // One of splits goes by the close date, too.
    const isSplit = splitTypeId !== undefined || /Split|Overlay/.test(name);
    const kind = isSplit ? 'Split' : (text(row['DateType']) ?? name);
    const role = text(row['RoleType']);
    return [
      {
        id,
        label: text(row['MasterLabel']) ?? (name || id),
        isActive: row['IsActive'] !== false,
        isAmount: row['IsAmount'] !== false,
        by: BY.find(([pattern]) => pattern.test(kind))?.[1] ?? 'other',
        ...(splitTypeId === undefined ? {} : { splitTypeId }),
        ...(role === undefined ? {} : { tree: TREES[role] ?? ('other' as const) }),
      },
    ];
  });
