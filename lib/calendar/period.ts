import type { Day } from '@/lib/calendar/days';

/** A fiscal period with its exact first and last day. */
export interface Period {
  start: Day;
  end: Day;
  /** In the org's own words where it has any, else made from the fiscal settings: shown, and never read. */
  label: string;
  /** Place in its year, from 1, where the org numbers it. */
  number?: number;
  /**
   * The org's own calendar leaves these days out, so that they were worked out (`gap`), or has them twice, so that the period that
   * began first kept them (`overlap`).
   */
  doubt?: 'gap' | 'overlap';
}

/** A row of the org's own calendar. Rows of one type tile the line where the org has them; types nest. */
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
