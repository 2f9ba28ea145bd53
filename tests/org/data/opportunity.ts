import type { Row, Value } from '@/lib/sample/org-tables';

import type { LiveOrg } from '../live-org';
import { datePart } from './calendar';

const HISTORY_FIELDS = ['StageName', 'Amount', 'CloseDate', 'Probability'];
const TRACKED_FIELDS = ['StageName', 'Amount', 'CloseDate', 'NextStep', 'ForecastCategoryName'];

const TRACKED_LOOKUPS = { Owner: 'User', Account: 'Account', RecordType: 'RecordType' } as const;

/** What a stage, an amount and a close date bring along, unless the same write says otherwise. */
export function follow(org: LiveOrg, row: Row, before: Row | undefined, change: Record<string, unknown>): void {
  if (row['StageName'] !== before?.['StageName']) {
    const stage = org.rows('OpportunityStage').find((known) => known['ApiName'] === row['StageName']);
    if (!('Probability' in change)) row['Probability'] = stage?.['DefaultProbability'] ?? null;
    if (!('ForecastCategoryName' in change)) {
      row['ForecastCategory'] = stage?.['ForecastCategory'] ?? null;
      row['ForecastCategoryName'] = stage?.['ForecastCategoryName'] ?? null;
    }
    row['IsClosed'] = stage?.['IsClosed'] ?? false;
    row['IsWon'] = stage?.['IsWon'] ?? false;
  }
  if ('ForecastCategoryName' in change) row['ForecastCategory'] = categoryOf(org, row['ForecastCategoryName'] ?? null);
  const [amount, probability] = [row['Amount'], row['Probability']];
  row['ExpectedRevenue'] = typeof amount === 'number' ? Math.round(amount * Number(probability ?? 0)) / 100 : null;
  if (row['CloseDate'] !== before?.['CloseDate']) Object.assign(row, fiscalOf(org, row['CloseDate'] ?? null));
}

/** The category behind its label: "Commit" is stored as Forecast. */
function categoryOf(org: LiveOrg, label: Value): Value {
  const stage = org.rows('OpportunityStage').find((known) => known['ForecastCategoryName'] === label);
  if (stage) return stage['ForecastCategory'] ?? null;
  return label === 'Commit' ? 'Forecast' : typeof label === 'string' ? label.replaceAll(' ', '') : null;
}

/** Fiscal, FiscalYear and FiscalQuarter of a close date, by the org's own periods where its years are custom. */
function fiscalOf(org: LiveOrg, closeDate: Value): Pick<Row, string> {
  const text = String(closeDate);
  const view = org.as(undefined);
  const within = (row: Row): boolean => String(row['StartDate']) <= text && text <= String(row['EndDate']);
  const custom = org.policy.hasCustomFiscalYears;
  const quarter = custom ? org.rows('Period').find((row) => row['Type'] === 'Quarter' && within(row)) : undefined;
  const year = custom ? org.rows('FiscalYearSettings').find(within) : undefined;
  const [number, name] = custom
    ? [quarter?.['Number'] ?? null, year ? Number(String(year['Name']).replace(/\D/g, '')) : null]
    : [datePart(view, 'FISCAL_QUARTER', closeDate, false), datePart(view, 'FISCAL_YEAR', closeDate, false)];
  return { FiscalQuarter: number, FiscalYear: name, Fiscal: name === null ? null : `${name} ${number}` };
}

export interface Written {
  /** The state before; none when the deal is new. */
  before: Row | undefined;
  userId: string;
  at: string;
  nextId: (prefix: string) => string;
}

/** Rows of OpportunityHistory and OpportunityFieldHistory that a write leaves. */
export function historyOf(
  org: LiveOrg,
  row: Row,
  { before, userId, at, nextId }: Written,
): { versions: Row[]; changes: Row[] } {
  const isNew = before === undefined;
  const versions =
    isNew || HISTORY_FIELDS.some((field) => row[field] !== before[field])
      ? [version(row, before, userId, at, nextId)]
      : [];
  const changes: Row[] = [];
  const track = (field: string, from: Value, to: Value, type: string): void => {
    changes.push({
      Id: nextId('017'),
      OpportunityId: row.Id,
      Field: field,
      OldValue: from,
      NewValue: to,
      DataType: type,
      CreatedDate: at,
      CreatedById: userId,
      IsDeleted: false,
    });
  };
  if (isNew) track('created', null, null, 'Text');
  else {
    for (const field of TRACKED_FIELDS)
      if (row[field] !== before[field]) track(field, before[field] ?? null, row[field] ?? null, 'Text');
    // A look-up leaves two rows a change: names, then ids.
    for (const [lookup, object] of Object.entries(TRACKED_LOOKUPS)) {
      const [from, to] = [before[`${lookup}Id`] ?? null, row[`${lookup}Id`] ?? null];
      if (from === to) continue;
      const nameOf = (id: Value): Value => org.find(object, String(id))?.['Name'] ?? null;
      track(lookup, nameOf(from), nameOf(to), 'Text');
      track(lookup, from, to, 'EntityId');
    }
  }
  return { versions, changes: org.edition.fieldHistory ? changes : [] };
}

/** The whole state after a change, with the amount and close date before it. */
function version(row: Row, before: Row | undefined, userId: string, at: string, nextId: Written['nextId']): Row {
  const own = Object.fromEntries(
    ['StageName', 'Amount', 'CloseDate', 'Probability', 'ForecastCategory', 'ExpectedRevenue'].map((field) => [
      field,
      row[field] ?? null,
    ]),
  );
  return {
    ...own,
    Id: nextId('008'),
    OpportunityId: row.Id,
    ...(row['CurrencyIsoCode'] === undefined ? {} : { CurrencyIsoCode: row['CurrencyIsoCode'] }),
    PrevAmount: before?.['Amount'] ?? null,
    PrevCloseDate: before?.['CloseDate'] ?? null,
    CreatedDate: at,
    CreatedById: userId,
    SystemModstamp: at,
    IsDeleted: false,
  };
}
