import type { Day } from '@/lib/domain/days';
import type { PipelineLog } from '@/lib/domain/log';
import type { Opportunity } from '@/lib/domain/opportunity';
import type { Deal, ForecastItem, OrgProfile, Quota, Role, Stage, User } from '@/lib/domain/org';
import type { OrgScore } from '@/lib/domain/score';
import type { SignalContext } from '@/lib/domain/signals/signal';

/** One org's cached data as the views ask for it, at one instant. Immutable: a new revision makes a new one. */
export interface OrgFacts {
  profile: OrgProfile;
  now: number;
  today: Day;
  stages: ReadonlyMap<string, Stage>;
  users: ReadonlyMap<string, User>;
  roles: ReadonlyMap<string, Role>;
  quotas: readonly Quota[];
  /** The CRM's own forecast, where the user may see it. */
  forecastItems: readonly ForecastItem[];
  /** Deals that are there now; those that are gone are only in the log. */
  opportunities: readonly Opportunity[];
  /** The event log of every deal, gone ones included. Made when first asked for, and again only when its rows have changed. */
  readonly log: PipelineLog;
  /** The learnt score: on which step it stands, and its chances where it may speak. */
  score?: OrgScore;
  /** Everything known of one deal; undefined for an id that is not cached. */
  deal(id: string): Deal | undefined;
  context: SignalContext;
}
