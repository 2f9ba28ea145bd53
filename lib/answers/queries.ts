import { accuracyView } from '@/lib/answers/accuracy-view';
import { agendaView } from '@/lib/answers/agenda';
import { type ChangesQuestion, changesView, movedView } from '@/lib/answers/changes';
import { type DealFilter, dealsView } from '@/lib/answers/deals';
import { focusView } from '@/lib/answers/focus-view';
import { forecastView } from '@/lib/answers/forecast-view';
import { creditView } from '@/lib/answers/leading/credit';
import { crmDifference } from '@/lib/answers/leading/crm-difference';
import { familiesView } from '@/lib/answers/leading/families';
import { peopleView } from '@/lib/answers/leading/people-view';
import { reviewView } from '@/lib/answers/leading/review-view';
import { sixView } from '@/lib/answers/leading/six-view';
import { lensChoices } from '@/lib/answers/lens-choices';
import { letGoView } from '@/lib/answers/let-go';
import type { ListView } from '@/lib/answers/list';
import { otherQuarter } from '@/lib/answers/other-quarter';
import { planView, type PlanQuestion } from '@/lib/answers/plan-view';
import { dataQualityView } from '@/lib/answers/process/data-quality';
import { monthlyReview } from '@/lib/answers/process/monthly-review';
import { type ProcessQuestion, processView } from '@/lib/answers/process/process';
import { processDeals } from '@/lib/answers/process/process-deals';
import { marksView } from '@/lib/answers/process/process-marks';
import type { RecordAnswer } from '@/lib/answers/record-view';
import { rehearsalView } from '@/lib/answers/rehearsal-view';
import { ruleHits } from '@/lib/answers/rule-hits';
import type { StageBar } from '@/lib/answers/stage-sums';
import { teamView } from '@/lib/answers/team';
import type { Waiting } from '@/lib/answers/waiting';
import type { Day } from '@/lib/calendar/days';
import type { Freshness } from '@/lib/deal/freshness';
import type { SeenView } from '@/lib/deal/page-only';
import type { ReminderView } from '@/lib/deal/reminders';
import type { RuleLimits } from '@/lib/deal/signals/rule-limits';
import type { Scope } from '@/lib/deal/team/team-scope';
import type { Own } from '@/lib/forecast/buyers';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { Bucket } from '@/lib/forecast/focus';
import type { Call, Snapshot } from '@/lib/forecast/past/calls';
import type { ReplayRow } from '@/lib/forecast/past/replay';

/** What is kept beside the facts of an org. */
export interface Kept extends Own {
  /** What people have called, of every period. */
  calls(): Promise<readonly Call[]>;
  /**
   * Past quarters as the engine would have said them, calls, and locked weeks. The first of a revision take their time: read only
   * where asked for. `isEarly`: those of the last revision will do.
   */
  past(
    isEarly: true | undefined,
    waiting: Waiting,
  ): Promise<{ replayed: readonly ReplayRow[] | undefined; calls: readonly Call[]; snapshots: readonly Snapshot[] }>;
}

/** The questions of our screens about the org that they are opened for: what is asked, and the function that answers. */
export const SCREENS = {
  forecast: (facts: OrgFacts, { scope }: { scope?: Scope }, { reminders, jottings }: Kept) =>
    forecastView(facts, scope, reminders, jottings),
  /** What needs the person, apart from what they only have to know. */
  agenda: (facts: OrgFacts, _asked: object, kept: Kept) => agendaView(facts, kept),
  /** Where to spend time: every open deal of a scope in its bucket. */
  focus: (facts: OrgFacts, { scope, whole }: { scope?: Scope; whole?: Bucket[] }, kept: Kept) => ({
    ...focusView(facts, scope, kept, whole),
    ...otherQuarter(facts),
  }),
  /**
   * As it is now, or as it was at the end of a past day. `isEarly`: in a large org what takes longest may be left out: everyone's own
   * forecast, and which deals need attention.
   */
  team: (facts: OrgFacts, { on, isEarly }: { on?: Day; isEarly?: true }) => teamView(facts, on, isEarly),
  /** Plan A, and plan B for the deal `opened`; `lost` names deals to take as lost. */
  plan: (facts: OrgFacts, asked: PlanQuestion & { opened?: string }) => ({
    ...planView(facts, asked),
    ...otherQuarter(facts),
  }),
  /** The rest of the quarter played many times: what the misses have in common; and where effort adds most. */
  rehearsal: (facts: OrgFacts, asked: PlanQuestion) => rehearsalView(facts, asked),
  /** The forecast with what the engine would have said of past quarters. `isEarly`: these may be left out while they are worked out. */
  async accuracy(facts: OrgFacts, { isEarly }: { isEarly?: true }, { past }: Kept, waiting: Waiting) {
    const { replayed, calls, snapshots } = await past(isEarly, waiting);
    return accuracyView(facts, replayed, calls, snapshots);
  },
  /** Why the CRM's own forecast of a person says something else. */
  crmDifference: (facts: OrgFacts, asked: { userId?: string }) => crmDifference(facts, asked),
  deals: (facts: OrgFacts, filter: DealFilter, kept: Kept) =>
    filter.process ? processDeals(facts, filter.process, kept) : dealsView(facts, filter, kept),
  /** Why an open deal may be let go. */
  letGo: (facts: OrgFacts, asked: { recordId: string }) => letGoView(facts, asked),
  /** What moved the team's pipeline between two days. */
  changes: (facts: OrgFacts, asked: ChangesQuestion) => changesView(facts, asked),
  /** The deals of one of its movements. */
  moved: (facts: OrgFacts, asked: Parameters<typeof movedView>[1]) => movedView(facts, asked),
  /** How the team's process runs, and what a dated change to it did. */
  process: (facts: OrgFacts, asked: ProcessQuestion, { jottings }: Kept) => processView(facts, asked, jottings),
  /** Dated changes of the process within the quarter, for its charts. */
  marks: (facts: OrgFacts, _asked: object, { jottings }: Kept) => marksView(facts, jottings),
  /** The last whole month of the process against those before, and what to try and to drop. */
  monthlyReview: (facts: OrgFacts, _asked: object, { jottings }: Kept) => monthlyReview(facts, jottings),
  /** What the team's open deals lack, and what that does to the forecast. */
  dataQuality: (facts: OrgFacts, _asked: object) => dataQualityView(facts),
  /** Commit deals and those at risk, of the team or of one person, with what changed since each was reviewed. */
  async review(facts: OrgFacts, asked: { ownerId?: string }, { jottings, calls }: Kept) {
    return reviewView(facts, asked, { jottings, calls: await calls() });
  },
  /** The six questions of a leader, and how the quarter runs. */
  six: (facts: OrgFacts, _asked: object) => sixView(facts),
  /** What is open and what is won in the quarter, by family of the products on the deals. */
  families: (facts: OrgFacts, _asked: object) => familiesView(facts),
  /** Who is credited with what is won and open in the quarter, against their quotas. */
  credit: (facts: OrgFacts, _asked: object) => creditView(facts),
  /** A card for each person below the user, and the user's own. */
  people: (facts: OrgFacts, _asked: object) => peopleView(facts),
  /** How many open deals the rules hit, and would with other thresholds. */
  ruleHits: (facts: OrgFacts, asked: { limits: RuleLimits }) => ruleHits(facts, asked),
  /** What the header of every view can be set to. */
  choices: (facts: OrgFacts, _asked: object) => lensChoices(facts),
} as const;
type Screens = typeof SCREENS;
export type ScreenName = keyof Screens;

/** Whether a question may take many seconds: what asks it for a page has it answered apart from all others. */
export const isLong = (name: keyof Queries, asked: unknown): boolean =>
  // Safe: what is asked by a name is what the function of that name takes.
  name === 'rehearsal' ||
  name === 'dataQuality' ||
  name === 'monthlyReview' ||
  (name === 'accuracy' && !(asked as Parameters<Screens['accuracy']>[1]).isEarly);

/** Questions about the cache: the same interface from a framed page (by message) and from a top-level page (direct). */
export type Queries = {
  [Name in ScreenName]: (
    asked: Parameters<Screens[Name]>[1],
    waiting?: Waiting,
  ) => Promise<(Awaited<ReturnType<Screens[Name]>> & { freshness: Freshness }) | NoConnection>;
} & CacheQueries;

/** Those that name a host of their own, or are answered without facts. */
interface CacheQueries {
  /** One opportunity as the panel shows it, from the cache; a live read follows by itself and moves the revision. */
  record(input: { host: string; recordId: string }): Promise<RecordAnswer>;
  /** The rows that a list or board shows. */
  list(input: { host: string; ids: string[] }): Promise<ListView>;
  stages(input: { ownerIds?: string[]; on?: Day }): Promise<StageBar[]>;
  /** What pages have shown where the API is refused for good. */
  seen(input: { host?: string }): Promise<SeenView | undefined>;
  reminders(input: Record<string, never>): Promise<ReminderView[]>;
}

/** Nothing was ever read from a CRM in this browser, or no session was found. */
export interface NoConnection {
  noConnection: true;
  freshness: Freshness;
}
