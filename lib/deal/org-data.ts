import type { Day } from '@/lib/calendar/days';
import type { Opportunity } from '@/lib/deal/opportunity';
import type { Deal, ForecastItem, OrgProfile, Quota, Role, Stage, User } from '@/lib/deal/org';
import type { SignalContext } from '@/lib/deal/signals/signal';

/** One org's cached rows as they are at one instant. */
export interface OrgData {
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
  /** Everything known of one deal; undefined for an id that is not cached. */
  deal(id: string): Deal | undefined;
  context: SignalContext;
}
