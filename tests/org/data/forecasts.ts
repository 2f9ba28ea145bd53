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

/**
 * The rows of ForecastingItem as the org's deals make them: for each user with forecasts, each quarter and each category of the
 * org's roll-up. A manager's ForecastAmount holds everyone below; ForecastCategoryName is null in cumulative roll-ups.
 */
export function forecastRows(org: LiveOrg): Row[] {
  const view = org.as(undefined);
  const iso = corporate(view);
  const type = revenueType(org.rows('ForecastingType'))?.Id ?? null;
  const users = org.rows('User').filter((user) => user['ForecastEnabled'] === true);
  const periods = org.rows('Period').filter((period) => period['Type'] === 'Quarter');
  const sums = new Map<string, Record<string, number>>();
  for (const deal of org.rows('Opportunity')) {
    const day = String(deal['CloseDate']);
    const period = periods.find((each) => String(each['StartDate']) <= day && day <= String(each['EndDate']));
    const amount = converted(view, 'Opportunity', deal, deal['Amount'] ?? null, iso);
    if (!period || typeof amount !== 'number') continue;
    const key = `${String(deal['OwnerId'])}/${period.Id}`;
    const own = sums.get(key) ?? {};
    const category = String(deal['ForecastCategory']);
    sums.set(key, { ...own, [category]: (own[category] ?? 0) + amount });
  }
  const families: [item: string, name: string | null, categories: readonly string[]][] =
    org.policy.rollup === 'cumulative'
      ? Object.entries(CUMULATIVE).map(([item, categories]) => [item, null, categories])
      : Object.entries(SINGLE).map(([category, item]) => [
          item,
          category === 'Forecast' ? 'Commit' : category,
          [category],
        ]);
  const rows: Row[] = [];
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
          AmountWithoutAdjustments: cents(all),
          HasAdjustment: false,
          IsUpToDate: true,
          CurrencyIsoCode: iso,
          SystemModstamp: `${org.asOf}T00:00:00.000Z`,
        });
      }
    }
  }
  return rows;
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;
