import type { Row } from '@/lib/sample/org-tables';

import { type PageSource, text } from './page-source';

export interface StageView {
  name: string;
  label: string;
  closed: boolean;
  won: boolean;
}

const order = (row: Row): number => (typeof row['SortOrder'] === 'number' ? row['SortOrder'] : 0);

/** The active stages in the order of the picklist (`OpportunityStage`). */
export function stages(source: PageSource): StageView[] {
  return [...source.rows('OpportunityStage')]
    .filter((row) => row['IsActive'] !== false)
    .sort((a, b) => order(a) - order(b))
    .map((row) => ({
      name: text(row, 'ApiName') || text(row, 'MasterLabel'),
      label: text(row, 'MasterLabel') || text(row, 'ApiName'),
      closed: row['IsClosed'] === true,
      won: row['IsWon'] === true,
    }));
}

/** The currency of a record, or the org's own when it keeps one currency only. */
export function currencyOf(source: PageSource, row?: Row): string {
  return text(row, 'CurrencyIsoCode') || text(source.rows('Organization')[0], 'DefaultCurrencyIsoCode') || 'USD';
}
