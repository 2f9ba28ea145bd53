import type { DealFilter } from '@/lib/answers/deals';
import type { SixView } from '@/lib/answers/leading/six-view';
import type { Day } from '@/lib/calendar/days';

/** What was won on these days. */
export const wonIn = ({ start, end }: { start: Day; end: Day }): DealFilter => ({
  process: { kind: 'closedIn', start, end, isWon: true },
});

/** Ways from a figure to what is behind it. */
export interface Doors {
  deals(title: string, filter: DealFilter, focusId: string): void;
  deal(id: string, name: string, focusId: string): void;
  aside(id: string): void;
}

/** What every question is shown from. */
export interface QuestionProps {
  view: SixView;
  doors: Doors;
}
