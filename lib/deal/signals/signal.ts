import type { Day } from '@/lib/calendar/days';
import type { Deal, OrgProfile, Stage } from '@/lib/deal/org';
import type { RuleLimits } from '@/lib/deal/signals/rule-limits';
import type { SignalId } from '@/lib/deal/signals/signal-ids';

/** How long deals of this org stay in a stage, from its own history (G2.25, G2.26). */
export interface Dwell {
  medianDays: number;
  p80Days: number;
  /** Days that the share of visits which was set is over within; absent where that is not known. */
  longDays?: number;
  /** Visits that are over. */
  n: number;
}

export interface SignalContext {
  today: Day;
  /** Instant that `today` belongs to, ms. */
  now: number;
  profile: OrgProfile;
  /** By stage value. */
  stages: ReadonlyMap<string, Stage>;
  /** By stage value; absent where fewer than five visits are over, or four in five are not known to end. */
  dwell: ReadonlyMap<string, Dwell>;
  /** False when no activity at all could be read in this org: then silence is not measured (never call a rep silent on missing data). */
  activitiesMeasured: boolean;
  contactRolesMeasured: boolean;
  /** What the organisation or the person has set of the rules, or what is usual. */
  limits: RuleLimits;
}

/** Values for the sentence `signal.<id>.evidence`: numbers, days and names; formatted by the surface. */
export type EvidenceValues = Record<string, string | number>;

export interface Finding {
  /** Points off a full score of 100 by usual weights; a positive whole number. */
  points: number;
  values: EvidenceValues;
}

/** One reason why a deal may need attention (G1.8). Undefined when it does not apply or cannot be judged. */
export interface Signal {
  id: SignalId;
  assess(deal: Deal, context: SignalContext): Finding | undefined;
}
