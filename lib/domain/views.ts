import type { ChanceMethod } from '@/lib/domain/chances';
import type { Day } from '@/lib/domain/days';
import type { Bucket, BucketRule } from '@/lib/domain/focus';
import type { Freshness } from '@/lib/domain/freshness';
import type { Opportunity } from '@/lib/domain/opportunity';
import type { Period } from '@/lib/domain/org';
import type { Doubts } from '@/lib/domain/pipeline';
import type { ProcessDeals } from '@/lib/domain/process-deals';
import type { DealScore, Rung, ScoreAlarm } from '@/lib/domain/score';
import type { EvidenceValues, SignalId } from '@/lib/domain/signals/signal';
import type { HealthState, Judged, Verdict } from '@/lib/domain/verdict';

/** Money that was summed: `amount` in `currency`; `unpriced` deals had no amount or no rate and are counted, not guessed. */
export interface Total {
  amount: number;
  count: number;
  unpriced: number;
}

/** A thing to do on a deal, ranked. Text is `todo.<kind>` with `values`. */
export interface Todo {
  kind: SignalId | 'reminder';
  recordId: string;
  recordName: string;
  values: EvidenceValues;
  reminderId?: string;
}

export interface Person {
  contactId: string;
  name?: string;
  title?: string;
  role?: string;
  isPrimary: boolean;
  isDecisionMaker: boolean;
  /** Last logged touch with this person; absent when none is logged. */
  lastTouch?: Day;
  nextTouch?: Day;
}

export interface Change {
  field: 'amount' | 'closeDate' | 'stage' | 'owner' | 'nextStep' | 'category';
  from?: string | number;
  to?: string | number;
  at: number;
  by?: string;
}

/** The record panel (product.md §4.1). */
export interface RecordView {
  recordId: string;
  today: Day;
  opportunity: Opportunity;
  /** The org's corporate currency: that of an amount without one of its own. */
  currency: string;
  ownerName?: string;
  stageLabel: string;
  verdict: Verdict;
  /** Later moves of the close date, counted by us from history, and how far it moved from first to latest. */
  pushes: { count: number; days: number };
  todos: Todo[];
  people: Person[];
  stage: {
    /** Days since it entered the present stage. */
    days?: number;
    medianDays?: number;
    p80Days?: number;
    n?: number;
    /** False when the org's stage list does not have this stage. */
    known: boolean;
    /** The ladder of the org's active stages, open ones first, for the path. */
    path: { name: string; label: string; isCurrent: boolean; isPast: boolean }[];
  };
  /** Newest first, since `changesSince`. */
  changes: Change[];
  changesSince: Day;
  /** Opportunity fields hidden from this user, of those the panel shows. */
  hiddenFields: string[];
  /** The amount in corporate currency when it differs and a rate is known. */
  converted?: { amount: number; currency: string };
  /** What is off with this record's data, each with its own words: `record.problem.<kind>`. */
  problems: { kind: 'noAmount' | 'noOwner' | 'noRate' | 'unknownStage' | 'oddCloseDate'; values: EvidenceValues }[];
  reminders: ReminderView[];
  /** Absent for a closed deal. */
  outlook?: DealOutlook;
}

/** Why there is no record to show: never another record, always words. */
export type RecordMiss =
  | { kind: 'loading' } // not in the cache yet, being read
  | { kind: 'notFound' } // 404: deleted, or no access: the API does not tell which
  | { kind: 'deleted' }
  | { kind: 'notOpportunity' }
  | { kind: 'unread'; detail?: string }; // connection state says why

export type RecordAnswer = { freshness: Freshness } & (
  | { view: RecordView; miss?: never }
  | { view?: never; miss: RecordMiss }
);

export interface ReminderView {
  id: string;
  recordId: string;
  recordName: string;
  text: string;
  /** Instant, ms. */
  dueAt: number;
  /** Fired and waiting for done or snooze. */
  isDue: boolean;
}

/** What the panel shows on a list or board: the rows that page shows. */
export interface ListView {
  freshness: Freshness;
  rows: ({ id: string; name: string; amount?: number; closeDate?: Day } & Judged)[];
  /** Ids that the page shows and the cache does not hold. */
  unseen: number;
  total: Total;
  states: Record<HealthState, number>;
  currency: string;
}

/** Whose deals a figure covers: one owner, everyone below a person (inclusive), or everyone that the user can see. */
export type Scope = { kind: 'mine' } | { kind: 'team'; userId: string } | { kind: 'all' };

/** The popup (product.md §4.6). Amounts in corporate currency. */
export interface ForecastView {
  freshness: Freshness;
  today: Day;
  /** The signed-in user. */
  userId: string;
  scope: Scope;
  period: Period;
  currency: string;
  dayOfPeriod: number;
  daysInPeriod: number;
  won: Total;
  /** Absent: no quota known. */
  quota?: number;
  /** quota − won (glossary `gapToQuota`); absent without quota. */
  gap?: number;
  outlook: OutlookView;
  /**
   * What the CRM's own forecast says, where the user may see it: by its own roll-up, and how far it lies from what the deals
   * here add up to in the same way (CRM − here).
   */
  crm?: { method: 'single' | 'cumulative'; commit?: CrmFigure; bestCase?: CrmFigure };
  commit: Total;
  bestCase: Total;
  /** `openPipeline`: open, close date in the period, not omitted. */
  open: Total;
  /** Since seven days ago, same period and scope. */
  sinceLastWeek: { won: number; created: number; pushedOut: number; lost: number; count: number };
  todos: Todo[];
}

/** What the present quarter is expected to bring some owners. Amounts in corporate currency; chances 0–1. */
export interface OutlookView {
  p10: number;
  p50: number;
  p90: number;
  /** (p90 − p10) ÷ p50 above 1: no use to anyone, and said instead of shown. */
  isTooWide: boolean;
  /** The last two finished quarters both left all that was likely, on one side: the forecast leans towards them. */
  hasMoved: boolean;
  /** `pReachQuota` (glossary §2); absent without a quota. */
  reachesQuota?: number;
  /** `pacing` (glossary §6): 1 is on pace; absent without a quota or a past. */
  pacing?: number;
  /** Expected from open deals, and from deals not yet created, which `quarters` finished quarters tell of. */
  open: number;
  notYetCreated?: number;
  quarters: number;
  method: ChanceMethod;
  /** Finished deals that the chances rest on, and whether they are enough to show a percentage. */
  finished: { won: number; lost: number };
  isFirm: boolean;
}

/** What one open deal does to the quarter, and where it belongs (product.md §4.1). Chances 0–1. */
export interface DealOutlook {
  period: string;
  /** To be won in the quarter, with its band, resting on `n` deals in the same stage. */
  chance: number;
  low?: number;
  high?: number;
  n: number;
  method: ChanceMethod;
  /** Of the method, with the day of the fit where it is learnt. */
  version: string;
  /** What may be shown of the chance, and why; the chance against that of the org's open deals, where it is a band. */
  rung: Rung;
  band: 'low' | 'middle' | 'high';
  /** What makes up a learnt chance, and what has changed since it was learnt. */
  score?: DealScore;
  alarms: readonly ScoreAlarm[];
  /** Chance of the owner's quota, or the team's where the owner has none: chance · ifWon + (1 − chance) · ifLost = now. */
  quarter?: { scope: 'owner' | 'team'; quota: number; now: number; ifWon: number; ifLost: number };
  focus?: { bucket: Bucket; rule: BucketRule; alike: number; alikeWon: number };
}

/** The focus list (product.md §4.1): every open deal of a scope in its one bucket. Amounts of totals in corporate currency. */
export interface FocusView {
  freshness: Freshness;
  scope: Scope;
  /** The signed-in user, and whether anyone reports to them. */
  userId: string;
  hasTeam: boolean;
  period: Period;
  /** Today. */
  on: Day;
  currency: string;
  method: ChanceMethod;
  rung: Rung;
  /** In the order of `BUCKETS`; rows are bounded, totals are not. */
  buckets: { bucket: Bucket; total: Total; rows: FocusRow[] }[];
}

export interface FocusRow extends Judged {
  id: string;
  name: string;
  /** In its own currency. */
  amount?: number;
  currency: string;
  closeDate?: Day;
  ownerName?: string;
  rule: BucketRule;
  alike: number;
  alikeWon: number;
}

/** Plan A and B of the team (product.md §4.3). Amounts in corporate currency; chances 0–1. */
export interface PlanView {
  freshness: Freshness;
  period: Period;
  today: Day;
  currency: string;
  won: number;
  outlook: OutlookView;
  /** Absent without a quota. */
  quota?: number;
  gap?: number;
  /** Whether the amounts of plan A add up to the gap, and the chance that its deals alone bring it. */
  reaches?: boolean;
  chance?: number;
  /** Everything counted, the deals marked lost left out. */
  reachesQuota?: number;
  method?: ChanceMethod;
  steps: {
    id: string;
    name: string;
    ownerName?: string;
    closeDate?: Day;
    amount: number;
    chance: number;
    /** Won and the plan's amounts up to this deal, and the chance of the quota from them alone. */
    cumulative: number;
    chanceSoFar: number;
    /** Chance of the quota once this deal is lost, and what could fill in where that was asked. */
    ifLost: number;
    substitutes?: { id: string; name: string; action: 'rescue' | 'pullIn' | 'upsize'; chance: number; gain: number }[];
  }[];
  /** Deals of plan A beyond those listed. */
  more: number;
  /** Deals that someone marked lost to see what then. */
  lost: { id: string; name: string }[];
}

/** Calls beside the model and what past quarters came to (product.md §4.3). Amounts in corporate currency. */
export interface AccuracyView {
  freshness: Freshness;
  period: Period;
  today: Day;
  currency: string;
  won: number;
  quota?: number;
  outlook: OutlookView;
  /** Each person's own call, what others say of it, and the model, side by side: nothing overwrites anything. */
  people: {
    userId: string;
    name: string;
    isSelf: boolean;
    won: number;
    call?: number;
    adjustments: { byId: string; name: string; amount: number }[];
    outlook: OutlookView;
  }[];
  rows: {
    label: string;
    daysBefore: number;
    p10: number;
    p50: number;
    p90: number;
    actual: number;
    /** The best of what needs no model: won so far and what is usual after it. */
    remainder?: number;
    commit: number;
    n: number;
    method: ChanceMethod;
    methodVersion: string;
  }[];
  /** The team's forecasts of this quarter as they were locked, one a week, the oldest first. */
  locked: { on: Day; won: number; p10: number; p50: number; p90: number; methodVersion: string }[];
  /** By days before the end: of what was said, how far and to which side it was off, and how often the range held. */
  summary: { daysBefore: number; wape?: number; bias?: number; held: number; of: number; naiveWape?: number }[];
}

interface CrmFigure {
  amount: number;
  difference: number;
}

export interface TeamRow {
  userId: string;
  name: string;
  isActive: boolean;
  won: number;
  quota?: number;
  gap?: number;
  open: number;
  openCount: number;
  /** openPipeline ÷ gap (glossary `coverage`); `met` when the gap is closed; absent without quota. */
  coverage?: number | 'met';
  overdue: number;
  needsAttention: number;
  unpriced: number;
  /** Absent for a past day, which has no forecast. */
  outlook?: OutlookView;
}

export interface TeamView {
  freshness: Freshness;
  period: Period;
  currency: string;
  /** Which tree the team comes from. */
  hierarchy: 'roles' | 'managers' | 'everyone';
  rows: TeamRow[];
  total: TeamRow;
  /** First day that a deal is known of, and today: the ends of the slider. */
  earliest: Day;
  today: Day;
  /** Figures of the end of a past day, and what history could not know of them. Absent: as it is now. */
  past?: { on: Day; doubts: Doubts };
}

export interface DealRow {
  id: string;
  name: string;
  accountName?: string;
  ownerId?: string;
  ownerName?: string;
  stage: string;
  stageLabel: string;
  amount?: number;
  /** In corporate currency; absent when unpriced. */
  converted?: number;
  currency: string;
  closeDate?: Day;
  isClosed: boolean;
  isWon: boolean;
  /** Absent for a past day: it is judged as it stands today only. */
  state?: HealthState;
  score?: number;
  /** To be won in the present quarter, where it is learnt: shown in place of the rules' score. */
  chance?: number;
  reasons: SignalId[];
  values: EvidenceValues[];
}

/** Which deals stand behind a figure: every number is a door. */
export interface DealFilter {
  ownerIds?: string[];
  measure?: 'won' | 'open' | 'commit' | 'bestCase' | 'overdue' | 'needsAttention' | 'all';
  stage?: string;
  /** As it was at the end of a past day. */
  on?: Day;
  /** Those behind a figure of the process instead; nothing else of the filter counts then. */
  process?: ProcessDeals;
}

export interface DealsView {
  freshness: Freshness;
  period: Period;
  /** Day that they are shown as of. */
  on: Day;
  currency: string;
  rows: DealRow[];
  total: Total;
}

/** Open pipeline by stage: the side panel's chart. */
export interface StageBar {
  stage: string;
  label: string;
  amount: number;
  count: number;
}
