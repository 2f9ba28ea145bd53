import { addDays, DAY_MS, dayNumber, daysBetween } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { later } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import type { Deal } from '@/lib/deal/org';
import { asOf } from '@/lib/figures/ask';
import { openPipeline } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import { NO_DAY, versionAt, WON } from '@/lib/log/event-log';

/** What may be added to a deal. */
export const STEPS = ['meeting', 'contact', 'nextStep'] as const;
export type DealStep = (typeof STEPS)[number];

/** A deal of the past with as many days left as now. `like`: those of one such name are compared with each other alone. */
export interface LiftCase {
  like: string;
  hasStep: boolean;
  isWon: boolean;
}

/** How much more often deals with the step were won than like deals without, as a difference of shares; 95 % interval. */
export interface Lift {
  lift: number;
  low: number;
  high: number;
  /** Deals with the step, and without, that had like deals on the other side. */
  cases: number;
  others: number;
}

/** Fewer on either side say nothing. */
const LEAST_CASES = 20;

/**
 * `stepLift` (G7.33): the difference of shares over groups of like cases by Mantel and Haenszel, with the interval of Sato (1989), which
 * holds for many small groups as for a few large ones. Undefined on too few cases.
 */
export function liftOf(cases: readonly LiftCase[]): Lift | undefined {
  let [weighted, weight, spread, own, withStep, others] = [0, 0, 0, 0, 0, 0];
  for (const group of Map.groupBy(cases, ({ like }) => like).values()) {
    const count = (hasStep: boolean, isWon?: true): number =>
      group.filter((each) => each.hasStep === hasStep && (!isWon || each.isWon)).length;
    const [n1, n0, won1, won0] = [count(true), count(false), count(true, true), count(false, true)];
    const n = n1 + n0;
    if (n1 === 0 || n0 === 0) continue;
    withStep += n1;
    others += n0;
    weighted += (won1 * n0 - won0 * n1) / n;
    weight += (n1 * n0) / n;
    spread += (n1 * n1 * won0 - n0 * n0 * won1 + (n1 * n0 * (n0 - n1)) / 2) / (n * n);
    own += (won1 * (n0 - won0) + won0 * (n1 - won1)) / (2 * n);
  }
  if (withStep < LEAST_CASES || others < LEAST_CASES) return undefined;
  const lift = weighted / weight;
  const half = (1.959964 * Math.sqrt(Math.max(0, lift * spread + own))) / weight;
  return { lift, low: Math.max(-1, lift - half), high: Math.min(1, lift + half), cases: withStep, others };
}

const QUARTERS = 8;
/** A step counts that was added within so many days before the look. */
const WINDOW_DAYS = 14;
/** Looking at a deal takes its time: the newest quarters say most of today. */
const MOST_DEALS = 6000;

export type Lifts = Partial<Record<DealStep, Lift>>;

/** Lifts on everybody's deals, with as many days left in the quarter as now; absent where there are too few cases. */
export const liftsOf = (facts: OrgFacts): Lifts => derived(facts, measured);

function measured(facts: OrgFacts): Lifts {
  const { log, profile, today } = facts;
  const period = quarterAt(profile, today);
  const daysLeft = daysBetween(today, period.end);
  const cases: Record<DealStep, LiftCase[]> = { meeting: [], contact: [], nextStep: [] };
  let seen = 0;
  let each = period;
  for (let quarter = 0; quarter < QUARTERS && seen < MOST_DEALS; quarter += 1) {
    each = neighbour(profile, each, -1);
    const look = addDays(each.end, -daysLeft);
    const at = endOfDay(look < each.start ? each.start : look, log.timeZone);
    const since = later(at, -WINDOW_DAYS * DAY_MS);
    const end = endOfDay(each.end, log.timeZone);
    const { deals, versions } = asOf(log, at).rows(openPipeline, { filter: { period: each } });
    for (let row = 0; row < deals.length; row += 1) {
      const index = deals[row]!;
      // On a deal that is as young as that everything is new.
      if ((log.createdAt[index] ?? 0) > since) continue;
      const deal = facts.deal(log.ids[index] ?? '');
      if (!deal) continue;
      seen += 1;
      const last = versionAt(log, index, end);
      const closed = last < 0 ? NO_DAY : (log.closeDay[last] ?? NO_DAY);
      const isWon = last >= 0 && log.status[last] === WON && closed <= dayNumber(each.end);
      const like = `${quarter}/${log.stage[versions[row] ?? 0] ?? 0}`;
      for (const step of STEPS) {
        const hasStep = addedAt(deal, step).some((when) => when > since && when <= at);
        cases[step].push({ like, hasStep, isWon });
      }
    }
  }
  return Object.fromEntries(
    STEPS.flatMap((step) => {
      const lift = liftOf(cases[step]);
      return lift ? [[step, lift]] : [];
    }),
  );
}

/** When such a step was added to a deal, ms. */
function addedAt({ activities, contactRoles, fieldChanges }: Deal, step: DealStep): number[] {
  switch (step) {
    case 'meeting':
      return activities.flatMap(({ kind, createdAt, at }) => (kind === 'event' ? (createdAt ?? at ?? []) : []));
    case 'contact':
      return contactRoles.flatMap(({ createdAt }) => createdAt ?? []);
    case 'nextStep':
      return fieldChanges.flatMap(({ field, to, at }) => (field === 'nextStep' && to ? [at] : []));
  }
}

/** The step that surely goes with more wins, the surest first by its lower end. */
export function bestLift(lifts: Lifts): { step: DealStep; lift: Lift } | undefined {
  return STEPS.flatMap((step) => {
    const lift = lifts[step];
    return lift && lift.low > 0 ? [{ step, lift }] : [];
  }).toSorted((a, b) => b.lift.low - a.lift.low)[0];
}
