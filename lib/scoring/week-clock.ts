import { DAY_MS, dayFromNumber, dayNumberAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { type PipelineLog, WON } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';

/** Days between two instants (ms) as deals are won in them: a Sunday on which nothing is won is none. Whole weeks are what they are. */
export type WeekClock = (from: number, to: number) => number;

const MEMORY_DAYS = 730;
/** Of χ² with six degrees of freedom: once in a hundred by luck. */
const SURE = 16.81;
const FREE = 6;

/**
 * By the weekdays, in the org's time zone, on which wins became known up to an instant; one day is like another where they may differ by luck.
 * Each is held back to the mean by what luck alone does.
 */
export function weekClock(log: PipelineLog, at: number): WeekClock {
  const today = dayNumberAt(instant(at), log.timeZone);
  const wins = new Float64Array(7);
  for (let deal = FIRST_DEAL; deal < log.size; deal++)
    for (let version = log.starts[deal]!; version < log.starts[deal + 1]! && log.from[version]! <= at; version++) {
      if (log.status[version] !== WON || (version > log.starts[deal]! && log.status[version - 1] === WON)) continue;
      const day = dayNumberAt(instant(log.from[version]!), log.timeZone);
      if (day > today - MEMORY_DAYS) wins[weekday(day)]! += 1;
    }
  const usual = wins.reduce((sum, count) => sum + count, 0) / 7;
  const apart = usual > 0 ? wins.reduce((sum, count) => sum + (count - usual) ** 2 / usual, 0) : 0;
  if (apart < SURE) return (from, to) => (to - from) / DAY_MS;
  const share = 1 - FREE / apart;
  const weights = wins.map((count) => 1 + share * (count / usual - 1));
  return (from, to) => {
    if (!(to > from)) return (to - from) / DAY_MS;
    const weeks = Math.floor((to - from) / (7 * DAY_MS));
    let sum = 7 * weeks;
    for (let on = from + 7 * weeks * DAY_MS; on < to;) {
      const day = dayNumberAt(instant(on), log.timeZone);
      const next = Math.min(to, Math.max(on + 1, endOfDay(dayFromNumber(day), log.timeZone) + 1));
      sum += (weights[weekday(day)]! * (next - on)) / DAY_MS;
      on = next;
    }
    return sum;
  };
}

const weekday = (day: number): number => ((day % 7) + 7) % 7;
