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
  return split(rows.filter(isFree));
}

function split(rows: readonly SpannedQuota[]): SpannedQuota[] {
  const [first, ...others] = rows;
  if (!first) return [];
  const { span: long } = others.reduce((all, each) => (daysOf(each.span) > daysOf(all.span) ? each : all), first);
  const [same, shorter] = [
    rows.filter(({ span }) => isSame(span, long)),
    rows.filter(({ span }) => !isSame(span, long)),
  ];
  const found = split(shorter);
  const inside = new Map(
    found.filter(({ span }) => span.start >= long.start && span.end <= long.end).map(({ span }) => [span.start, span]),
  );
  const covered = [...inside.values()].reduce((sum, span) => sum + daysOf(span), 0);
  if (covered === daysOf(long)) return found;
  return [...same, ...split(shorter.filter(({ span }) => !overlaps(span, long)))];
}
