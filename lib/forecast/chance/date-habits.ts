import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import type { Outcomes } from '@/lib/log/outcomes';
import { FIRST_DEAL } from '@/lib/log/positions';

/** How somebody keeps planned dates: as others do, surely better, or surely worse. */
export const HABITS = 3;
export const USUAL = 0;
const KEEPS = 1;
const STRAYS = 2;

/** The plan is read so many days before the win: what a person writes on the last days is no plan. */
export const BEFORE_DAYS = 7;
/** A date that lies so many days from the win was kept. */
export const NEAR_DAYS = 7;
/** Ends from which on an owner's dates are judged, and standard errors by which they have to differ from all others'. */
const LEAST_ENDS = 12;
const ERRORS = 2.5;

/**
 * How each owner keeps planned close dates, by owner of the log: {@link USUAL} unless the share of wins within 7 days of the date that was
 * planned a week before differs from everybody's beyond luck. Of wins that were known by the instant that `outcomes` are of.
 */
export function dateHabits(log: PipelineLog, outcomes: Outcomes): Uint8Array {
  const owners = log.words.owner.length;
  const [wins, kept] = [new Float64Array(owners), new Float64Array(owners)];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const day = outcomes.day[deal] ?? NO_DAY;
    if (outcomes.status[deal] !== WON || day === NO_DAY) continue;
    // To some hours: a plan that was changed on that very day is as good before as after.
    const version = versionAt(log, deal, instant((day - BEFORE_DAYS + 1) * DAY_MS - 1));
    if (version < 0 || log.status[version] !== OPEN || log.closeDay[version] === NO_DAY) continue;
    const owner = log.owner[version] ?? 0;
    wins[owner]! += 1;
    if (Math.abs((log.closeDay[version] ?? 0) - day) <= NEAR_DAYS) kept[owner]! += 1;
  }
  return habitsOf(wins, kept);
}

/** The same from each owner's ends and how many of them came near the planned date: {@link HABITS}. */
export function habitsOf(ends: Float64Array, kept: Float64Array): Uint8Array {
  const sum = (values: Float64Array): number => values.reduce((all, each) => all + each, 0);
  const [all, near] = [sum(ends), sum(kept)];
  const share = near / all;
  return Uint8Array.from(ends, (own, owner) => {
    const others = all - own;
    // Place 0 is nobody.
    if (owner === 0 || own < LEAST_ENDS || others < LEAST_ENDS) return USUAL;
    const error = Math.sqrt(share * (1 - share) * (1 / own + 1 / others));
    const z = (kept[owner]! / own - (near - kept[owner]!) / others) / error;
    return z > ERRORS ? KEEPS : z < -ERRORS ? STRAYS : USUAL;
  });
}
