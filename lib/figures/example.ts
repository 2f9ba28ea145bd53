import type { Day } from '@/lib/calendar/days';
import { minor } from '@/lib/deal/money';
import type { DealState } from '@/lib/log/event-log';

// Safe: literals.
/** The period of every worked example, a day before it, one in it, which is its today, and one after it. */
export const PERIOD = { start: '2026-10-01' as Day, end: '2026-12-31' as Day };
export const [SOONER, INSIDE, LATER] = ['2026-09-30' as Day, '2026-11-15' as Day, '2027-01-01' as Day];

/** An open deal of a worked example: in the period, in stage A, of the owner `me`. */
export const open = (amount: number, change: Partial<DealState> = {}): DealState => ({
  stage: 'A',
  status: 'open',
  amount: minor(amount),
  closeDate: INSIDE,
  ownerId: 'me',
  ...change,
});
export const won = (amount: number, change: Partial<DealState> = {}): DealState =>
  open(amount, { status: 'won', ...change });
export const lost = (amount: number, change: Partial<DealState> = {}): DealState =>
  open(amount, { status: 'lost', ...change });
