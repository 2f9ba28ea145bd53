import type { Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';

/** A cell by what it is: a spreadsheet can add up amounts and sort days. Money is in major units. Instants are in UTC. Absent is empty. */
export type SheetCell =
  | { text: string }
  | { number: number }
  | { share: number }
  | { money: number; currency: string }
  | { day: Day }
  | { instant: Instant }
  | { formula: string; as: 'money' | 'number' | 'share' | 'day'; currency?: string }
  | undefined;

/** One sheet of a file: what stands over its columns, and its rows. A name has at most 31 characters. */
export interface SheetRows {
  name: string;
  header: readonly string[];
  /** Characters that the columns are wide. */
  widths?: readonly number[];
  rows: readonly (readonly SheetCell[])[];
}
