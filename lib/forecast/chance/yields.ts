import { dayNumberAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { believed, type Look } from '@/lib/forecast/chance/beliefs';
import { capOf, LASTING } from '@/lib/forecast/chance/tempo';
import type { Quarter } from '@/lib/forecast/chance/weeks';
import { NO_DAY, type PipelineLog, WON } from '@/lib/log/event-log';
import type { Outcomes } from '@/lib/log/outcomes';
import { FIRST_DEAL } from '@/lib/log/positions';

/** Days of a deal's life in which it may still bring something to the quarter in which it came to be. */
const LIFE_DAYS = 91;
/** By chance quarters differ by so much beside what the number of deals and their amounts explain. */
const SHOCK = 0.2;

/**
 * Log of what the deals of each quarter, the present one last, brought soon after they came to be, beside what as many of such amounts usually bring so
 * soon at the level of their quarter: more money comes in with deals of a new kind, but these may be won later, or less often. As far as that shows.
 */
export function yieldsOf(
  log: PipelineLog,
  {
    quarters,
    today,
    outcomes,
    levels,
  }: { quarters: readonly Quarter[]; today: number; outcomes: Outcomes; levels: Float64Array },
): Float64Array {
  const first = quarters[0]?.start ?? 0;
  const rows: { place: number; amount: number; days: number; brought: number | undefined }[] = [];
  const [wins, ends] = [new Float64Array(LIFE_DAYS + 1), new Float64Array(LIFE_DAYS + 2)];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const status = outcomes.status[deal] ?? -1;
    const start = log.starts[deal] ?? 0;
    const amount = log.amount[start] ?? 0;
    const born = dayNumberAt(instant(log.createdAt[deal] ?? 0), log.timeZone);
    if (status < 0 || !(amount > 0) || born < first || born > today) continue;
    const days = Math.min(LIFE_DAYS, today - born);
    const age = status === WON ? Math.max(0, (outcomes.day[deal] ?? NO_DAY) - born) : Infinity;
    const isWon = age <= days;
    if (isWon) wins[age]! += 1;
    ends[days + 1]! += 1;
    rows.push({
      place: quarters.findLastIndex((quarter) => quarter.start <= born),
      amount,
      days,
      brought: isWon ? log.amount[(log.starts[deal + 1] ?? log.from.length) - 1] : undefined,
    });
  }
  // How many are won within so many days, of all deals that are known for as long.
  const within = new Float64Array(LIFE_DAYS + 1);
  let [known, sum] = [rows.length, 0];
  for (let age = 0; age <= LIFE_DAYS; age += 1) {
    known -= ends[age]!;
    sum += known > 0 ? wins[age]! / known : 0;
    within[age] = sum;
  }
  const cap = capOf(rows.map(({ amount }) => amount));
  const looks = quarters.map((_, place): Look => {
    let [came, mean, squares] = [0, 0, 0];
    for (const row of rows) {
      if (row.place !== place) continue;
      const amount = Math.min(cap, row.amount);
      const p = Math.min(0.99, (within[row.days] ?? 0) * Math.exp(levels[place] ?? 0));
      mean += amount * p;
      squares += amount * amount * p * (1 - p);
      if (row.brought !== undefined) came += Math.min(cap, row.brought);
    }
    if (!(mean > 0)) return { value: 0, noise: Infinity };
    // Half a win more on both sides: where nothing came it is no proof of never.
    const half = squares / mean / 2;
    const value = Math.log((came + half) / (mean + half));
    return { value, noise: (squares / mean / (mean + half)) * Math.exp(-Math.min(0, value) / 2) + SHOCK ** 2 };
  });
  return believed(looks, LASTING).mean;
}
