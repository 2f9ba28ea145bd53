import { LOST_STAGE, STAGES, WON_STAGE } from './sample-stages';
import type { Random } from './seeded';
import { addWorkdays } from './workdays';

/** The state of a sampled deal from one working day on; days are counted from 1970-01-01. */
export interface Step {
  day: number;
  stage: number;
  amount: number | null;
  closeDay: number;
}

/** Where a deal stands, and how it got there. */
export interface DealLife {
  deal: LivingDeal;
  steps: Step[];
}

/** A deal on its way: what is recorded of it, and the hidden half that the records are a noisy picture of. */
export interface LivingDeal {
  /** Which of the reps. */
  owner: number;
  createdDay: number;
  stage: number;
  amount: number | null;
  closeDay: number;
  /** Latent fit, log-odds of each step forward. */
  fit: number;
  /** How quickly it moves; 1 is usual. */
  pace: number;
  /** Nobody works it any more since this day, though it is still open. */
  silentFrom?: number;
}

/** A working day, and how many calendar days of its quarter lie before and after it. */
export interface Today {
  day: number;
  daysIn: number;
  daysLeft: number;
}

/** Log-odds of a step forward from each stage, for a deal of usual fit. */
const ADVANCE = [1.8, 2.1, 2.3, 2.4, 2.3];
/** Part of the deals that only add to what a customer has, and how small they are beside the others. */
const ADD_ONS = 0.15;
const ADD_ON_SIZE = 0.15;
const LAST_WEEKS = 14;
const RUSH = 1.45;
const EASE = 0.9;
/** Of the quota: what would bring a rep above it is signed so much less readily. */
const ENOUGH = 1.4;
const KEPT = 0.1;

export function newDeal(
  random: Random,
  owner: number,
  day: number,
  ownerEffect: number,
  usualAmount: number,
): LivingDeal {
  const usual = usualAmount * (random.chance(ADD_ONS) ? ADD_ON_SIZE : 1);
  return {
    owner,
    createdDay: day,
    stage: random.chance(0.75) ? 0 : 1,
    amount: random.chance(0.03) ? null : typed(random, random.logNormal(usual, 0.4)),
    closeDay: planned(random, addWorkdays(day, random.logNormal(75, 0.45))),
    fit: 0.9 * random.normal() + ownerEffect,
    pace: random.logNormal(1, 0.25),
  };
}

/**
 * One working day of an open deal: changes it in place, and says whether anything changed that a CRM records. Each stage has its own
 * daily chance of a decision: a step forward, a loss, seldom a step back. Close dates are pushed when they come near. Some deals
 * fall asleep and stand overdue until they are cleaned out.
 */
export function liveDay(random: Random, deal: LivingDeal, now: Today, mood: Mood): boolean {
  // Stale deals are cleaned out in the first two weeks of a quarter.
  if (deal.silentFrom !== undefined) return now.daysIn < 14 && random.chance(0.027) && close(deal, LOST_STAGE, now.day);
  const sleeps = deal.fit < 0 ? 0.002 : 0.001;
  const isKept = (deal.amount ?? 0) > mood.room;
  const haste = deal.stage < WON_STAGE - 1 ? mood.drive : isKept ? mood.signs * KEPT : mood.signs;
  const decides = Math.min(0.9, (deal.pace * haste) / (STAGES[deal.stage]?.workdays ?? 20));
  // One throw a day decides which of these comes, if any: it is the hottest line of a large org.
  const dice = random.next();
  if (dice < sleeps) {
    deal.silentFrom = now.day;
    return false;
  }
  if (dice < sleeps + decides) return decide(random, deal, now.day);
  if (dice < sleeps + decides + 0.004 && deal.amount !== null) {
    const before = deal.amount;
    deal.amount = typed(random, before * (random.chance(0.6) ? 0.6 + random.next() * 0.35 : 1.1 + random.next() * 0.4));
    return deal.amount !== before;
  }
  if (deal.closeDay - now.day < 5 && random.chance(0.12)) {
    deal.closeDay = planned(random, Math.max(now.day, deal.closeDay) + random.int(20, 55));
    return true;
  }
  return false;
}

function decide(random: Random, deal: LivingDeal, day: number): boolean {
  const forward = 1 / (1 + Math.exp(-((ADVANCE[deal.stage] ?? 1.5) + 0.7 * deal.fit)));
  if (!random.chance(forward)) return close(deal, LOST_STAGE, day);
  if (deal.stage > 1 && random.chance(0.05)) deal.stage -= 1;
  else if (deal.stage === WON_STAGE - 1) close(deal, WON_STAGE, day);
  else deal.stage += 1;
  return true;
}

function close(deal: LivingDeal, stage: number, day: number): true {
  deal.stage = stage;
  deal.closeDay = day;
  return true;
}

/** How a rep sells on a day. */
export interface Mood {
  /** How much faster than usual deals are signed, and how much faster they move before that. */
  signs: number;
  drive: number;
  /** Larger deals are rather kept for the next quarter. */
  room: number;
}

/**
 * More is signed at the end of a quarter. A rep who lags behind the quota's pace signs faster, and works the rest of the pipeline
 * harder; one who is ahead keeps some for the next quarter. `quota` and `won` of the quarter so far; without a quota at an even pace.
 */
export function moodOf({ daysIn, daysLeft }: Today, won: number, quota: number | undefined): Mood {
  const phase = daysLeft < LAST_WEEKS ? RUSH : EASE;
  const length = daysIn + daysLeft + 1;
  const early = Math.min(daysIn, length - LAST_WEEKS) * EASE;
  const late = Math.max(0, daysIn - (length - LAST_WEEKS)) * RUSH;
  const due = (early + late) / ((length - LAST_WEEKS) * EASE + LAST_WEEKS * RUSH);
  if (quota === undefined) return { signs: phase, drive: 1, room: Infinity };
  const attained = won / quota;
  const pressure = Math.min(3.5, Math.max(0.1, Math.exp(5 * (due - attained))));
  return {
    signs: phase * pressure,
    drive: pressure ** 0.15,
    room: attained < 0.5 ? Infinity : ENOUGH * quota - won,
  };
}

/** An amount as people type it: two digits that count, sometimes three, sometimes a price that ends in 900; never odd change. */
function typed(random: Random, amount: number): number {
  const dice = random.next();
  const unit = Math.max(100, 10 ** (Math.floor(Math.log10(amount)) - (dice < 0.7 ? 1 : 2)));
  const rounded = Math.max(500, Math.round(amount / unit) * unit);
  return dice > 0.93 && rounded >= 2000 ? Math.ceil(rounded / 1000) * 1000 - 100 : rounded;
}

/** Close dates cluster on the ends of months. */
function planned(random: Random, day: number): number {
  if (random.chance(0.35)) return day;
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / 86_400_000;
}
