import type { Day } from '@/lib/calendar/days';

export interface Change {
  field: 'amount' | 'closeDate' | 'stage' | 'owner' | 'nextStep' | 'category';
  from?: string | number;
  to?: string | number;
  at: number;
  /** The person's day of it. */
  on: Day;
  by?: string;
  /** The person who reads made it. */
  isOwn?: true;
}
