import type { SignalId } from '@/lib/deal/signals/signal-ids';

/** Points that a rule takes at most; 0 switches it off. What it takes of a milder case stays in proportion. */
const points = <Rule extends SignalId>(rule: Rule, usual: number) =>
  ({ rule, unit: 'points', least: 0, most: 100, usual }) as const;

/** What can be set of the rules of the verdict, with what it is counted in, its bounds, and what it is until a person sets another. */
export const RULE_LIMITS = {
  /** Days past the close date that are still let pass. */
  overdue: { rule: 'overdue', unit: 'days', least: 0, most: 60, usual: 0 },
  overduePoints: points('overdue', 30),
  /** Moves of the close date from which on it counts. */
  pushed: { rule: 'pushed', unit: 'times', least: 1, most: 10, usual: 1 },
  pushedPoints: points('pushed', 24),
  /** Days in a stage that are always let pass, however fast deals of this org move on. */
  stalled: { rule: 'stalled', unit: 'days', least: 1, most: 365, usual: 1 },
  /** Percent of stays in a stage that are over by then; a longer one counts. */
  stalledShare: { rule: 'stalled', unit: 'percent', least: 50, most: 95, usual: 80 },
  stalledPoints: points('stalled', 22),
  /** Days of silence that are let pass. */
  noActivity: { rule: 'noActivity', unit: 'days', least: 1, most: 180, usual: 14 },
  noActivityPoints: points('noActivity', 20),
  noNextActivityPoints: points('noNextActivity', 8),
  noNextStepPoints: points('noNextStep', 7),
  /** Days for which a move back is remembered. */
  stageBack: { rule: 'stageBack', unit: 'days', least: 7, most: 365, usual: 90 },
  stageBackPoints: points('stageBack', 12),
  /** People of the buying team that are too few. */
  singleThreaded: { rule: 'singleThreaded', unit: 'people', least: 0, most: 9, usual: 1 },
  singleThreadedPoints: points('singleThreaded', 12),
  /** Percent of the open stages that may lie behind a deal before somebody has to decide. */
  noDecisionMaker: { rule: 'noDecisionMaker', unit: 'percent', least: 0, most: 90, usual: 50 },
  noDecisionMakerPoints: points('noDecisionMaker', 12),
  /** Percent of the earlier amount that have to be gone. */
  amountCut: { rule: 'amountCut', unit: 'percent', least: 1, most: 90, usual: 10 },
  amountCutPoints: points('amountCut', 12),
} as const;

export type LimitName = keyof typeof RULE_LIMITS;
/** What is set of each rule: whole numbers within their bounds. */
export type RuleLimits = Readonly<Record<LimitName, number>>;

/** Safe: they are the keys of that very object. */
export const LIMIT_NAMES = Object.keys(RULE_LIMITS) as readonly LimitName[];

/** What holds until a person sets another. */
export const USUAL_LIMITS = limitsBy((name) => RULE_LIMITS[name].usual);

export const isLimit = (name: LimitName, value: unknown): value is number =>
  typeof value === 'number' &&
  Number.isInteger(value) &&
  value >= RULE_LIMITS[name].least &&
  value <= RULE_LIMITS[name].most;

/** Limits as they may be given; one that is absent or out of its bounds is as usual. */
export function readLimits(given: Readonly<Record<string, unknown>>): RuleLimits {
  return limitsBy((name) => {
    const value = given[name];
    return isLimit(name, value) ? value : RULE_LIMITS[name].usual;
  });
}

/** Limits as they were set at one instant, ms. */
export interface RuleVersion {
  at: number;
  limits: RuleLimits;
}

export interface LimitChange {
  name: LimitName;
  from: number;
  to: number;
}

/** What differs between two sets of limits, in the order of the rules. */
export const limitChanges = (before: RuleLimits, after: RuleLimits): LimitChange[] =>
  LIMIT_NAMES.flatMap((name) => (before[name] === after[name] ? [] : [{ name, from: before[name], to: after[name] }]));

/** A value for each of them. */
export function limitsBy(of: (name: LimitName) => number): RuleLimits {
  // Safe: each is given a value.
  return Object.fromEntries(LIMIT_NAMES.map((name) => [name, of(name)])) as unknown as RuleLimits;
}

/** Points of a finding by what its rule may take at most; undefined where that is nothing, or there is no finding. */
export function weighed<Found extends { points: number }>(
  rule: SignalId,
  found: Found | undefined,
  limits: RuleLimits,
): Found | undefined {
  const name = `${rule}Points` as const;
  const most = limits[name];
  if (!found || most === 0) return undefined;
  const { usual } = RULE_LIMITS[name];
  return most === usual ? found : { ...found, points: Math.max(1, Math.round((found.points * most) / usual)) };
}
