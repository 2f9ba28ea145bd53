import type { Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import type { Clock } from '@/lib/calendar/zoned-time';
import type { LineItem, Split } from '@/lib/deal/opportunity';
import {
  type Deal,
  type ForecastPart,
  type ForecastItem,
  type OrgProfile,
  orgZone,
  type Quota,
  type Role,
  type Stage,
  type User,
} from '@/lib/deal/org';
import type { SignalContext } from '@/lib/deal/signals/signal';
import type { Team } from '@/lib/deal/team/team-scope';

/** One org's cached rows as they are at one instant. */
export interface OrgData {
  profile: OrgProfile;
  now: Instant;
  today: Day;
  stages: ReadonlyMap<string, Stage>;
  users: ReadonlyMap<string, User>;
  roles: ReadonlyMap<string, Role>;
  quotas: readonly Quota[];
  /** The one of the CRM's forecasts that the person wants quotas to be taken from, where they chose one. */
  quotaType?: string;
  /**
   * Only some deals are looked at: the quotas are those of a forecast that counts just these, and `quotaType` is it; or `none` is of these
   * alone, and there are no quotas, since one for all deals would say that the rest is missing.
   */
  quotaSlice?: 'own' | 'none';
  /** The CRM's own forecast of what lies within a period, where the user may see it. */
  forecastItems(period: Pick<Period, 'start' | 'end'>): readonly ForecastItem[];
  /** The deals that it is made of. */
  forecastDeals: readonly ForecastPart[];
  /** The products on one deal. */
  lineItems(opportunityId: string): readonly LineItem[];
  /** Who is credited with parts of one deal. */
  splits(opportunityId: string): readonly Split[];
  /** Owners of deals that are there now, and of those among them that are open. */
  owners: { all: ReadonlySet<string>; open: ReadonlySet<string> };
  /** Who is looked at, where that is not the user's own team. */
  team?: Team;
  /** Everything known of one deal, for those that a screen shows; undefined for an id that is not cached. All deals are in the log. */
  deal(id: string): Deal | undefined;
  context: SignalContext;
}

/** The clock that questions about a day are asked by: the person's today, and days that end in the org's zone. */
export const clockOf = ({ now, today, profile }: Pick<OrgData, 'now' | 'today' | 'profile'>): Clock => ({
  now,
  today,
  timeZone: orgZone(profile),
});
