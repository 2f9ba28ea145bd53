import { wordTable } from '@/lib/calendar/word-table';
import type { DealCondition, ForecastType } from '@/lib/deal/org';

import { recordId } from '../record-ids';
import { type ApiRow, text } from '../rows';

/** By what a forecast dates its deals (Salesforce: ForecastingType.DateType). */
const BY: [pattern: RegExp, by: ForecastType['by']][] = [
  [/^Opportunity(Close|Custom)Date$/, 'opportunity'],
  [/Split/, 'split'],
  [/Product/, 'product'],
  [/Schedule/, 'schedule'],
];
const TREES = wordTable<ForecastType['tree']>({ R: 'role', Role: 'role', T: 'territory', Territory: 'territory' });

/** By what fields of the deal a forecast can be filtered that the model knows too. */
const FILTERED = wordTable<DealCondition['field']>({
  Type: 'type',
  LeadSource: 'source',
  RecordTypeId: 'recordType',
  CampaignId: 'campaign',
  Territory2Id: 'territory',
  StageName: 'stage',
  Amount: 'amount',
  CloseDate: 'closeDate',
  Probability: 'probability',
});

/** Types with what each asks of its deals: filters are joined to their types, and conditions to their filters, by id. */
export function forecastTypesOf(
  rows: readonly ApiRow[],
  filters: readonly ApiRow[],
  conditions: readonly ApiRow[],
): ForecastType[] {
  const typeOf = new Map(filters.map((row) => [recordId(row['Id']), recordId(row['ForecastingTypeId'])]));
  const only = Map.groupBy(conditions, (row) => typeOf.get(recordId(row['ForecastingFilterId'])));
  return typesOf(rows).map((type) => {
    const own = only.get(type.id);
    return own ? { ...type, only: own.map(conditionOf) } : type;
  });
}

/** The operations that compare (Salesforce: ForecastingFilterCondition.Operation). */
const COMPARES = wordTable<DealCondition['compares']>({
  lessThan: 'less',
  lessOrEqual: 'lessOrEqual',
  greaterThan: 'greater',
  greaterOrEqual: 'greaterOrEqual',
});

/** Several values are parted by commas. A condition with another operation, or of another field, has no field here: nobody can judge it. */
function conditionOf(row: ApiRow): DealCondition {
  const [name, operation, value] = [
    text(row['FieldName']) ?? '',
    text(row['Operation']) ?? '',
    text(row['Value']) ?? '',
  ];
  const compares = COMPARES[operation];
  const isKnown = operation === 'equals' || operation === 'notEqual' || compares !== undefined;
  const field = isKnown ? FILTERED[name.replace(/^Opportunity\./, '')] : undefined;
  return {
    ...(field ? { field } : {}),
    words: [name, operation, value].filter((word) => word !== '').join(' '),
    values: value.split(',').map((each) => each.trim()),
    ...(operation === 'notEqual' ? { isNot: true as const } : {}),
    ...(compares ? { compares } : {}),
  };
}

const typesOf = (rows: readonly ApiRow[]): ForecastType[] =>
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
