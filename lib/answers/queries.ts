import type { AccuracyView } from '@/lib/answers/accuracy';
import type { ChangesQuestion, ChangesView, MovedView } from '@/lib/answers/changes';
import type { DealFilter, DealsView } from '@/lib/answers/deals';
import type { FocusView } from '@/lib/answers/focus';
import type { ForecastView } from '@/lib/answers/forecast';
import type { ListView } from '@/lib/answers/list';
import type { PlanView } from '@/lib/answers/plan';
import type { ProcessQuestion, ProcessView } from '@/lib/answers/process';
import type { RecordAnswer } from '@/lib/answers/record';
import type { StageBar } from '@/lib/answers/stages';
import type { TeamView } from '@/lib/answers/team';
import type { Day } from '@/lib/calendar/days';
import type { Freshness } from '@/lib/deal/freshness';
import type { Scope } from '@/lib/deal/hierarchy';
import type { SeenView } from '@/lib/deal/page-only';
import type { ReminderView } from '@/lib/deal/reminders';
import type { MovementName } from '@/lib/figures/flow';

/** Questions about the cache: the same interface from a framed page (by message) and from a top-level page (direct). */
export interface Queries {
  /** One opportunity as the panel shows it, from the cache; a live read follows by itself and moves the revision. */
  record(input: { host: string; recordId: string }): Promise<RecordAnswer>;
  /** The rows that a list or board shows. */
  list(input: { host: string; ids: string[] }): Promise<ListView>;
  forecast(input: { scope?: Scope }): Promise<ForecastView | NoConnection>;
  /** Where to spend time: every open deal of a scope in its bucket. */
  focus(input: { scope?: Scope }): Promise<FocusView | NoConnection>;
  /** As it is now, or as it was at the end of a past day. */
  /** `isEarly`: in a large org what takes longest may be left out: everyone's own forecast, and which deals need attention. */
  team(input: { on?: Day; isEarly?: true }): Promise<TeamView | NoConnection>;
  /** Plan A, and plan B for the deal `opened`; `lost` names deals to take as lost. */
  plan(input: { lost: string[]; opened?: string }): Promise<PlanView | NoConnection>;
  /** The forecast with what the engine would have said of past quarters. `isEarly`: these may be left out while they are worked out. */
  accuracy(input: { isEarly?: true }): Promise<AccuracyView | NoConnection>;
  deals(input: DealFilter): Promise<DealsView | NoConnection>;
  stages(input: { ownerIds?: string[]; on?: Day }): Promise<StageBar[]>;
  /** What moved the team's pipeline between two days. */
  changes(input: ChangesQuestion): Promise<(ChangesView & Answered) | NoConnection>;
  /** The deals of one of its movements. */
  moved(input: ChangesQuestion & { movement: MovementName }): Promise<(MovedView & Answered) | NoConnection>;
  /** How the team's process runs, and what a dated change to it did. */
  process(input: ProcessQuestion): Promise<(ProcessView & Answered) | NoConnection>;
  /** What pages have shown where the API is refused for good. */
  seen(input: { host?: string }): Promise<SeenView | undefined>;
  reminders(input: Record<string, never>): Promise<ReminderView[]>;
}

interface Answered {
  freshness: Freshness;
}

/** Nothing was ever read from a CRM in this browser, or no session was found. */
export interface NoConnection {
  noConnection: true;
  freshness: Freshness;
}
