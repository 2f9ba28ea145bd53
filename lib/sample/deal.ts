import { addDays, DAY_MS, dayAt, dayNumber, type Day } from '@/lib/calendar/days';

import { NEXT_STEPS } from './names';
import type { Random } from './random';
import { LOST, STAGES, WON } from './stages';

/** The state of a sampled deal from one instant on. */
export interface Step {
  at: number;
  stage: number;
  amount: number | null;
  closeDate: Day;
}

export interface SampledDeal {
  steps: Step[];
  /** Latent fit, log-odds; what the recorded fields are a noisy picture of. */
  fit: number;
  nextStep: string | null;
  /** The rep stopped working it on this day, though it is still open. */
  silentFrom?: number;
}

/**
 * One deal's life up to `until`: stages with log-normal dwell, competing risks of winning and losing, close dates that cluster
 * on month ends and get pushed when they come near, now and then a cut or a step back.
 */
export function sampleDeal(random: Random, createdAt: number, until: number, ownerEffect: number): SampledDeal {
  const fit = random.normal() + ownerEffect;
  const roundTo = random.chance(0.6) ? 1000 : 100;
  let amount: number | null = random.chance(0.03)
    ? null
    : Math.max(roundTo, Math.round(random.logNormal(24_000, 1.4) / roundTo) * roundTo);
  let stage = random.chance(0.7) ? 0 : 1;
  let at = createdAt;
  let closeDate = monthEndNear(random, addDays(dayAt(createdAt), Math.round(random.logNormal(38, 0.5))));
  const pace = random.logNormal(1, 0.35) * (fit < -0.8 ? 1.5 : 1);
  const isNeglected = random.chance(0.12);
  const silentAfter = createdAt + random.logNormal(60, 0.8) * DAY_MS;
  const steps: Step[] = [{ at, stage, amount, closeDate }];
  const push = (when: number): boolean => {
    const last = steps.at(-1);
    if (when > until || (last && when <= last.at)) return false;
    steps.push({ at: when, stage, amount, closeDate });
    return true;
  };

  while (stage < WON) {
    const dwell = random.logNormal(STAGES[stage]?.medianDays ?? 10, 0.7) * pace;
    const leaves = workHour(random, at + Math.max(0.2, dwell) * DAY_MS);
    // While it waits, the planned date comes near: most get pushed, some are forgotten and stand overdue.
    while (dayNumber(closeDate) * DAY_MS < Math.min(leaves, until)) {
      const when = workHour(random, (dayNumber(closeDate) - random.int(0, 4)) * DAY_MS);
      if (isNeglected || random.chance(0.1)) break;
      closeDate = monthEndNear(random, addDays(dayAt(Math.max(when, at)), random.int(20, 50)));
      if (!push(Math.max(when, (steps.at(-1)?.at ?? at) + 60_000))) break;
    }
    if (leaves > until || (isNeglected && leaves > silentAfter)) break;
    at = Math.max(leaves, (steps.at(-1)?.at ?? 0) + 60_000);
    const advance = 1 / (1 + Math.exp(-(1.3 + 0.7 * fit)));
    if (!random.chance(advance)) {
      // Stale deals are cleaned out at quarter ends; the others are lost when they are lost.
      stage = LOST;
      if (random.chance(0.25)) at = workHour(random, quarterEnd(at));
      closeDate = dayAt(at);
    } else if (stage > 1 && random.chance(0.04)) {
      stage -= 1;
    } else {
      stage += 1;
      if (stage === WON) closeDate = dayAt(at);
    }
    if (amount !== null && stage < WON && random.chance(0.12)) {
      amount = Math.max(
        roundTo,
        Math.round(
          (amount * (random.chance(0.6) ? 0.55 + random.next() * 0.35 : 1.1 + random.next() * 0.5)) / roundTo,
        ) * roundTo,
      );
    }
    if (!push(at)) break;
  }
  const last = steps.at(-1);
  if (last && last.stage >= WON) steps.splice(steps.findIndex((step) => step.stage >= WON) + 1);
  return {
    steps,
    fit,
    nextStep: random.chance(0.7) ? random.pick(NEXT_STEPS) : null,
    ...(isNeglected ? { silentFrom: silentAfter } : {}),
  };
}

/** An instant on a working day between 8 and 17 UTC, on or after the day of `at`. */
export function workHour(random: Random, at: number): number {
  const start = Math.floor(at / DAY_MS);
  const weekday = (start + 3) % 7;
  const onDay = weekday > 4 ? start + 7 - weekday : start;
  return onDay * DAY_MS + random.int(8 * 3600, 17 * 3600) * 1000;
}

function monthEndNear(random: Random, planned: Day): Day {
  if (random.chance(0.35)) return planned;
  const next = Date.UTC(Number(planned.slice(0, 4)), Number(planned.slice(5, 7)), 1);
  return dayAt(next - DAY_MS);
}

function quarterEnd(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 1) - DAY_MS;
}
