import { perWord } from '@/lib/calendar/derived';
import type { Instant } from '@/lib/calendar/instant';

/** How far a zone's clocks are from UTC, quickly: columns of a hundred thousand instants are turned into days. */

const TWO_DAYS_MS = 2 * 86_400_000;

interface Zone {
  format: Intl.DateTimeFormat;
  /** Offset by stretch of two days; NaN where the clocks change within it. */
  offsets: Map<number, number>;
}
const zoneOf = perWord((timeZone): Zone => ({ format: formatOf(timeZone), offsets: new Map() }));

const isKnown = perWord((timeZone) => {
  try {
    return Boolean(formatOf(timeZone));
  } catch {
    return false;
  }
});

/** Whether this browser knows a time zone by that name: zones come and go, and not all at the same time everywhere. */
export const isZone = (name: string): boolean => isKnown(name);

/** Local time − UTC at an instant, ms; NaN for no instant. Throws a RangeError for a zone that does not exist. */
export function offsetAt(at: Instant, timeZone: string): number {
  if (timeZone === 'UTC' || !Number.isFinite(at)) return Number.isFinite(at) ? 0 : Number.NaN;
  const { format, offsets } = zoneOf(timeZone);
  const stretch = Math.floor(at / TWO_DAYS_MS);
  let offset = offsets.get(stretch);
  if (offset === undefined) {
    // No zone changes its clocks twice within two days: the same at both ends is the same in between.
    const first = askedOf(format, stretch * TWO_DAYS_MS);
    offset = first === askedOf(format, (stretch + 1) * TWO_DAYS_MS) ? first : Number.NaN;
    offsets.set(stretch, offset);
  }
  return Number.isNaN(offset) ? askedOf(format, at) : offset;
}

const formatOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

function askedOf(format: Intl.DateTimeFormat, at: number): number {
  const parts = format.formatToParts(at);
  const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}
