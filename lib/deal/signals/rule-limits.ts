/** Rules of the verdict that have a threshold, with what it is counted in, its bounds, and what it is until a person sets another. */
export const RULE_LIMITS = {
  /** Days past the close date that are still let pass. */
  overdue: { unit: 'days', least: 0, most: 60, usual: 0 },
  /** Moves of the close date from which on it counts. */
  pushed: { unit: 'times', least: 1, most: 10, usual: 1 },
  /** Days in a stage that are always let pass, however fast deals of this org move on. */
  stalled: { unit: 'days', least: 1, most: 365, usual: 1 },
  /** Days of silence that are let pass. */
  noActivity: { unit: 'days', least: 1, most: 180, usual: 14 },
  /** Days for which a move back is remembered. */
  stageBack: { unit: 'days', least: 7, most: 365, usual: 90 },
  /** People of the buying team that are too few. */
  singleThreaded: { unit: 'people', least: 0, most: 9, usual: 1 },
  /** Percent of the earlier amount that have to be gone. */
  amountCut: { unit: 'percent', least: 1, most: 90, usual: 10 },
} as const;

export type LimitedRule = keyof typeof RULE_LIMITS;
/** The threshold of each rule: a whole number within its bounds. */
export type RuleLimits = Readonly<Record<LimitedRule, number>>;

/** Safe: they are the keys of that very object. */
export const LIMITED_RULES = Object.keys(RULE_LIMITS) as readonly LimitedRule[];

/** What holds until a person sets another. */
export const USUAL_LIMITS = limitsBy((rule) => RULE_LIMITS[rule].usual);

export const isLimit = (rule: LimitedRule, value: unknown): value is number =>
  typeof value === 'number' &&
  Number.isInteger(value) &&
  value >= RULE_LIMITS[rule].least &&
  value <= RULE_LIMITS[rule].most;

/** Thresholds as they may be given; one that is absent or out of its bounds is as usual. */
export function readLimits(given: Readonly<Record<string, unknown>>): RuleLimits {
  return limitsBy((rule) => {
    const value = given[rule];
    return isLimit(rule, value) ? value : RULE_LIMITS[rule].usual;
  });
}

/** Thresholds as they were set at one instant, ms. */
export interface RuleVersion {
  at: number;
  limits: RuleLimits;
}

export interface LimitChange {
  rule: LimitedRule;
  from: number;
  to: number;
}

/** What differs between two sets of thresholds, in the order of the rules. */
export const limitChanges = (before: RuleLimits, after: RuleLimits): LimitChange[] =>
  LIMITED_RULES.flatMap((rule) =>
    before[rule] === after[rule] ? [] : [{ rule, from: before[rule], to: after[rule] }],
  );

/** A threshold for each rule. */
export function limitsBy(of: (rule: LimitedRule) => number): RuleLimits {
  // Safe: each rule is given a value.
  return Object.fromEntries(LIMITED_RULES.map((rule) => [rule, of(rule)])) as unknown as RuleLimits;
}
