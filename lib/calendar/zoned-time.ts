import { DAY_MS, type Day } from '@/lib/calendar/days';

/**
 * The instant of a wall-clock time in a zone (IANA name). A time that a clock change skips moves on by what it skips; of a time
 * that comes twice the first is meant.
 */
export function instantOf(on: Day, hour: number, minute: number, timeZone: string): number {
  const wall = Date.parse(`${on}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
  // No zone changes its clocks twice within two days: these are all the offsets that can apply.
  const [before, after] = [offsetAt(wall - DAY_MS, timeZone), offsetAt(wall + DAY_MS, timeZone)];
  const isRight = (offset: number): boolean => offsetAt(wall - offset, timeZone) === offset;
  return wall - (isRight(before) || !isRight(after) ? before : after);
}

/** Local time − UTC at an instant, ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
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
