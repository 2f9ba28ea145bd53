import { daysBetween } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import type { Quota } from '@/lib/deal/org';

/** A quota and the days that it is about. */
export interface SpannedQuota {
  row: Quota;
  span: Pick<Period, 'start' | 'end'>;
}

const daysOf = ({ start, end }: SpannedQuota['span']): number => daysBetween(start, end) + 1;
const isSame = (a: SpannedQuota['span'], b: SpannedQuota['span']): boolean => a.start === b.start && a.end === b.end;
const overlaps = (a: SpannedQuota['span'], b: SpannedQuota['span']): boolean => a.start <= b.end && b.start <= a.end;

/**
 * Leaves rows whose days are the same or have none in common. An org that went over from months to quarters, or keeps both, asks for the
 * same money twice: where shorter rows reach over all days of a longer one they count, for they say more; else the longer one. What the
 * CRM has goes before what a person gave. Rows of one person and territory.
 */
export function disjointSpans(rows: readonly SpannedQuota[]): SpannedQuota[] {
  const isOwn = ({ row }: SpannedQuota): boolean => row.forecastTypeId !== undefined;
  const own = rows.filter(isOwn);
  const isFree = (each: SpannedQuota): boolean =>
    isOwn(each) || !own.some(({ span }) => overlaps(span, each.span) && !isSame(span, each.span));
  const bySpan = Map.groupBy(rows.filter(isFree), ({ span }) => `${span.start}/${span.end}`);
  let kept: SpannedQuota[][] = [];
  const lengthOf = ([first]: SpannedQuota[]): number => (first ? daysOf(first.span) : 0);
  for (const same of [...bySpan.values()].toSorted((a, b) => lengthOf(a) - lengthOf(b))) {
    const [long] = same;
    if (!long) continue;
    const shorter = kept.filter(([each]) => each && overlaps(each.span, long.span));
    const inside = shorter.filter(
      ([each]) => each && each.span.start >= long.span.start && each.span.end <= long.span.end,
    );
    const covered = inside.reduce((sum, each) => sum + lengthOf(each), 0);
    if (shorter.length > 0 && covered === daysOf(long.span)) continue;
    kept = [...kept.filter((each) => !shorter.includes(each)), same];
  }
  return kept.flat();
}
