import { dayNumber, type Day } from '@/lib/calendar/days';

/** How a close date moved over its versions. Days since 1970. */
export interface Pushes {
  /** `pushEvents` (G4.1): changes to a later day. */
  count: number;
  /** `pushDays` (G4.3): latest − first; 0 when it was never later. */
  days: number;
  /** Changes to an earlier day. */
  pulls: number;
  first?: number;
  latest?: number;
  /** Where in the list the last push is. */
  index?: number;
}

// Safe: literals. The same days as `isPlausible` of lib/calendar.
const [LEAST, MOST] = [dayNumber('2000-01-01' as Day), dayNumber('2100-01-01' as Day)];

/**
 * Of the close dates of a deal's versions in order, from one place to before another. A date that is a slip of the keyboard was no plan,
 * and neither is none at all: what is repaired was not pushed. `onPush` is told of each push where it is.
 */
export function pushesOf(
  closeDays: ArrayLike<number>,
  from = 0,
  to = closeDays.length,
  onPush?: (index: number) => void,
): Pushes {
  const found: Pushes = { count: 0, days: 0, pulls: 0 };
  let { first, latest }: Pushes = found;
  for (let index = from; index < to; index += 1) {
    const day = closeDays[index] ?? Number.NaN;
    if (!(day >= LEAST && day <= MOST)) continue;
    first ??= day;
    if (latest !== undefined && day > latest) {
      [found.count, found.index] = [found.count + 1, index];
      onPush?.(index);
    }
    if (latest !== undefined && day < latest) found.pulls += 1;
    latest = day;
  }
  if (first === undefined || latest === undefined) return found;
  return { ...found, days: Math.max(0, latest - first), first, latest };
}
