import type { Freshness } from './freshness';
import type { SeenView } from './page-only';
import type {
  AccuracyView,
  DealFilter,
  DealsView,
  ForecastView,
  ListView,
  PlanView,
  RecordAnswer,
  ReminderView,
  Scope,
  StageBar,
  TeamView,
} from './views';

/** Questions about the cache: the same interface from a framed page (by message) and from a top-level page (direct). */
export interface Queries {
  /** One opportunity as the panel shows it, from the cache; a live read follows by itself and moves the revision. */
  record(input: { host: string; recordId: string }): Promise<RecordAnswer>;
  /** The rows that a list or board shows. */
  list(input: { host: string; ids: string[] }): Promise<ListView>;
  forecast(input: { scope?: Scope }): Promise<ForecastView | NoConnection>;
  team(input: Record<string, never>): Promise<TeamView | NoConnection>;
  /** Plan A, and plan B for the deal `opened`; `lost` names deals to take as lost. */
  plan(input: { lost: string[]; opened?: string }): Promise<PlanView | NoConnection>;
  /** The forecast with what the engine would have said of past quarters. The first answer of a revision takes its time. */
  accuracy(input: Record<string, never>): Promise<AccuracyView | NoConnection>;
  deals(input: DealFilter): Promise<DealsView | NoConnection>;
  stages(input: { ownerIds?: string[] }): Promise<StageBar[]>;
  /** What pages have shown where the API is refused for good; of the host used last when none is given. */
  seen(input: { host?: string }): Promise<SeenView | undefined>;
  reminders(input: Record<string, never>): Promise<ReminderView[]>;
}

/** Nothing was ever read from a CRM in this browser, or no session was found. */
export interface NoConnection {
  noConnection: true;
  freshness: Freshness;
}
