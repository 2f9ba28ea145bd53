import type { Random } from './seeded';
import { isWorkday } from './workdays';

/** First and last day of something, both in it, counted from 1970-01-01. */
export interface BirthSpan {
  from: number;
  to: number;
}

/** Weights of the months, January first: slow in summer and before Christmas. */
const SEASON = [1.04, 1.02, 1.06, 1, 1, 1.02, 0.92, 0.88, 1.05, 1.06, 1.02, 0.93];
const YEARLY_GROWTH = 1.05;

/** The working days on which deals are born, in order: an even rate with seasons and mild growth, and no burst anywhere. */
export function birthDays(random: Random, count: number, { from, to }: BirthSpan): number[] {
  const days: number[] = [];
  const weights: number[] = [];
  let total = 0;
  for (let day = from; day <= to; day += 1) {
    if (!isWorkday(day)) continue;
    total += (SEASON[new Date(day * 86_400_000).getUTCMonth()] ?? 1) * YEARLY_GROWTH ** ((day - from) / 365);
    days.push(day);
    weights.push(total);
  }
  let place = 0;
  // One birth in each equal share of the whole weight.
  return Array.from({ length: count }, (_, index) => {
    const wanted = (total * (index + random.next())) / count;
    while ((weights[place] ?? Infinity) < wanted) place += 1;
    return days[place] ?? to;
  });
}
