import type { Day } from '@/lib/calendar/days';

/** A fiscal period with its exact first and last day. */
export interface Period {
  start: Day;
  end: Day;
  /** `Q1 FY26`, as the CRM names it, or made from the fiscal settings. */
  label: string;
}
