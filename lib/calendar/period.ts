import type { Day } from '@/lib/calendar/days';

/** A fiscal period with its exact first and last day. */
export interface Period {
  start: Day;
  end: Day;
  /** `Q1 FY26`, as the CRM names it, or made from the fiscal settings. */
  label: string;
}

/** A row of the org's own calendar (Salesforce: Period). Rows of one type tile the line where the org has them; types nest. */
export interface OrgPeriod {
  type: 'year' | 'quarter' | 'month' | 'week';
  /** First and last day. */
  start: Day;
  end: Day;
  /** Place in its year, from 1, as the org numbers it. */
  number?: number;
  /** The same for all periods of one fiscal year. */
  yearId?: string;
  /** In the org's own words, in any language: shown, and never read. */
  label?: string;
}
