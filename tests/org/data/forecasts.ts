import { makeId } from '@/lib/sample/made-ids';
import type { Row } from '@/lib/sample/org-tables';

import type { LiveOrg } from '../live-org';
import { converted, corporate } from './currency';
import { revenueType } from './settings';
import { usersBelow } from './view';

const SINGLE = {
  Pipeline: 'PipelineOnly',
  BestCase: 'BestCaseOnly',
  MostLikely: 'MostLikelyOnly',
  Forecast: 'CommitOnly',
  Closed: 'ClosedOnly',
  Omitted: 'OmittedOnly',
} as const;
/** Which of the deals' categories each item of a cumulative roll-up holds. */
const CUMULATIVE: Record<string, readonly string[]> = {
  OpenPipeline: ['Pipeline', 'BestCase', 'MostLikely', 'Forecast'],
  BestCaseForecast: ['BestCase', 'MostLikely', 'Forecast', 'Closed'],
  MostLikelyForecast: ['MostLikely', 'Forecast', 'Closed'],
  CommitForecast: ['Forecast', 'Closed'],
  ClosedOnly: ['Closed'],
};

/** The names of categories, where they are others. */
const NAMES: Record<string, string> = { BestCase: 'Best Case', MostLikely: 'Most Likely', Forecast: 'Commit' };

/**
 * The rows of ForecastingItem as the org's deals make them: for each user with forecasts, each quarter and each category of the
 * org's roll-up; and those of ForecastingFact, one for each deal that counts. A manager's ForecastAmount holds everyone below;
 * ForecastCategoryName is null in cumulative roll-ups. Dated rates are not used (Salesforce Help: multiple currencies in forecasts).
 */
export function forecastRows(org: LiveOrg): Record<'ForecastingItem' | 'ForecastingFact', Row[]> {
  const view = org.as(undefined);
  const iso = corporate(view);
  const usual = revenueType(org.rows('ForecastingType'))?.Id ?? null;
  // Beside filtered ones each other type that sums whole deals has rows of its own, too.
  const others = org
    .rows('ForecastingType')
    .filter(
      (row) => row['IsActive'] === true && row['IsAmount'] === true && row['DateType'] === 'OpportunityCloseDate',
    );
  const types = [...new Set([usual, ...(org.rows('ForecastingFilter').length > 0 ? others.map(({ Id }) => Id) : [])])];
  const users = org.rows('User').filter((user) => user['ForecastEnabled'] === true);
  const periods = org.rows('Period').filter((period) => period['Type'] === 'Quarter');
  const enabled = new Set(users.map(({ Id }) => Id));
  const facts: Row[] = [];
  const rows: Row[] = [];
  for (const type of types) addType(type);
  return { ForecastingItem: rows, ForecastingFact: facts };

  function addType(type: string | null): void {
    const before = rows.length;
    const isCounted = filterOf(org, type);
    const sums = new Map<string, Record<string, number>>();
    for (const deal of org.rows('Opportunity').filter(isCounted)) {
      const day = String(deal['CloseDate']);
      const period = periods.find((each) => String(each['StartDate']) <= day && day <= String(each['EndDate']));
      const amount = converted(view, 'forecast', deal, deal['Amount'] ?? null, iso);
      if (!period || typeof amount !== 'number') continue;
      const key = `${String(deal['OwnerId'])}/${period.Id}`;
      const own = sums.get(key) ?? {};
      const category = String(deal['ForecastCategory']);
      sums.set(key, { ...own, [category]: (own[category] ?? 0) + amount });
      if (enabled.has(String(deal['OwnerId'])))
        facts.push({
          Id: makeId('0J7', facts.length + 1),
          ForecastingItemId: null,
          OpportunityId: deal.Id,
          OwnerId: deal['OwnerId'] ?? null,
          PeriodId: period.Id,
          ForecastingTypeId: type,
          ForecastCategoryName: NAMES[category] ?? category,
          ForecastedObjectId: null,
          TargetValue: cents(amount),
          SystemModstamp: deal['SystemModstamp'] ?? null,
        });
    }
    const families: [item: string, name: string | null, categories: readonly string[]][] =
      org.policy.rollup === 'cumulative'
        ? Object.entries(CUMULATIVE).map(([item, categories]) => [item, null, categories])
        : Object.entries(SINGLE).map(([category, item]) => [
            item,
            category === 'Forecast' ? 'Commit' : category,
            [category],
          ]);
    for (const user of users) {
      const team = usersBelow(org, user.Id);
      for (const period of periods) {
        for (const [item, name, categories] of families) {
          const of = (owner: string): number =>
            categories.reduce((total, category) => total + (sums.get(`${owner}/${period.Id}`)?.[category] ?? 0), 0);
          const all = [...team].reduce((total, owner) => total + of(owner), 0);
          if (all === 0) continue;
          rows.push({
            Id: makeId('0J8', rows.length + 1),
            OwnerId: user.Id,
            PeriodId: period.Id,
            ForecastingTypeId: type,
            ForecastingItemCategory: item,
            ForecastCategoryName: name,
            ForecastAmount: cents(all),
            OwnerOnlyAmount: cents(of(user.Id)),
            AmountWithoutManagerAdjustment: cents(all),
            AmountWithoutOwnerAdjustment: cents(all),
            AmountWithoutAdjustments: cents(all),
            ParentForecastingItemId: null,
            HasAdjustment: false,
            IsUpToDate: true,
            CurrencyIsoCode: iso,
            SystemModstamp: `${org.asOf}T00:00:00.000Z`,
          });
        }
      }
    }
    const own = rows.slice(before);
    const idOf = new Map(own.map((row) => [itemKey(row, row['OwnerId']), row.Id]));
    const managers = new Map(users.map(({ Id }) => [Id, managerOf(org, Id)]));
    for (const row of own)
      row['ParentForecastingItemId'] = idOf.get(itemKey(row, managers.get(String(row['OwnerId'])))) ?? null;
  }
}

/** Which deals a type counts: those that meet all conditions of its filter, as the deal stands. */
function filterOf(org: LiveOrg, type: string | null): (deal: Row) => boolean {
  const filters = new Set(
    org.rows('ForecastingFilter').flatMap((row) => (row['ForecastingTypeId'] === type ? row.Id : [])),
  );
  const conditions = org
    .rows('ForecastingFilterCondition')
    .filter((row) => filters.has(String(row['ForecastingFilterId'])));
  return (deal) =>
    conditions.every((row) => {
      const [own, wanted] = [deal[String(row['FieldName'])], String(row['Value'] ?? '')];
      const holds = OPERATIONS[String(row['Operation'])];
      if (!holds) throw new Error(`The org knows no filter “${String(row['Operation'])}”.`);
      return holds(String(own ?? ''), wanted);
    });
}

const OPERATIONS: Record<string, (own: string, wanted: string) => boolean> = {
  equals: (own, wanted) => wanted.split(',').some((each) => each.trim() === own),
  notEqual: (own, wanted) => wanted.split(',').every((each) => each.trim() !== own),
  lessThan: (own, wanted) => own !== '' && Number(own) < Number(wanted),
  greaterThan: (own, wanted) => own !== '' && Number(own) > Number(wanted),
  lessOrEqual: (own, wanted) => own !== '' && Number(own) <= Number(wanted),
  greaterOrEqual: (own, wanted) => own !== '' && Number(own) >= Number(wanted),
};

const itemKey = (row: Row, owner: unknown): string =>
  [row['PeriodId'], row['ForecastingItemCategory'], owner].map(String).join('/');

/** Whoever holds the nearest role above: the first of them. */
function managerOf(org: LiveOrg, userId: string): string | undefined {
  const users = org.rows('User');
  const parentOf = (role: unknown): unknown => org.rows('UserRole').find(({ Id }) => Id === role)?.['ParentRoleId'];
  let role = parentOf(org.find('User', userId)?.['UserRoleId']);
  while (role !== undefined && role !== null) {
    const found = users.find((user) => user['UserRoleId'] === role);
    if (found) return found.Id;
    role = parentOf(role);
  }
  return undefined;
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;
