import { DAY_MS } from '@/lib/calendar/days';

import type { Random } from './seeded';

/** Days since 1970-01-01 that people work on: Monday to Friday. */
export const isWorkday = (day: number): boolean => (day + 3) % 7 < 5;

const workdayFrom = (day: number): number => (isWorkday(day) ? day : workdayFrom(day + 1));
export const workdayUpTo = (day: number): number => (isWorkday(day) ? day : workdayUpTo(day - 1));

/** The working day `count` working days later (earlier when negative). */
export function addWorkdays(day: number, count: number): number {
  const start = count < 0 ? workdayFrom(day) : workdayUpTo(day);
  const monday = start - ((start + 3) % 7);
  const place = ((start + 3) % 7) + Math.round(count);
  return monday + Math.floor(place / 5) * 7 + (((place % 5) + 5) % 5);
}

/** Instants between 8:00 and 17:00 of a zone's own wall clock. */
export interface WorkClock {
  zone: string;
  at(random: Random, day: number): number;
}

export function workClockOf(zone: string): WorkClock {
  const wall = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const midnights = new Map<number, number>();
  /** By the offset at noon: clocks change at night, before anyone works. */
  const midnight = (day: number): number => {
    const noon = day * DAY_MS + DAY_MS / 2;
    const parts = wall.formatToParts(noon);
    const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
    const isNext = part('day') !== new Date(noon).getUTCDate();
    const local = part('hour') * 60 + part('minute') + (isNext ? (part('hour') < 12 ? 1440 : -1440) : 0);
    return day * DAY_MS - (local - 720) * 60_000;
  };
  return {
    zone,
    at(random, day) {
      let start = midnights.get(day);
      if (start === undefined) midnights.set(day, (start = midnight(day)));
      return start + random.int(8 * 3600, 17 * 3600) * 1000;
    },
  };
}
