import type { OrgView } from '@/tests/org/live-org';

/** The ids of the facts of the quarter that the org's today lies in. */
export function presentFacts(org: Pick<OrgView, 'rows' | 'asOf'>): string[] {
  const quarters = org.rows('Period').flatMap((row) => {
    const isNow = String(row['StartDate']) <= org.asOf && org.asOf <= String(row['EndDate']);
    return row['Type'] === 'Quarter' && isNow ? [row.Id] : [];
  });
  return org.rows('ForecastingFact').flatMap((row) => (quarters.includes(String(row['PeriodId'])) ? [row.Id] : []));
}
