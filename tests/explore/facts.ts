import type { LineItem, Opportunity, Split } from '@/lib/deal/opportunity';
import type { Quota, Role, User } from '@/lib/deal/org';
import { USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import { stageDwells } from '@/lib/figures/stage-process';
import { rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { PipelineLog } from '@/lib/log/event-log';
import type { DatedRows } from '@/lib/log/known-at';
import { idsNow, ownersNow } from '@/lib/log/present';
import { stageOrder } from '@/lib/log/trend';

/** The records that are there now, as a test goes through them; the product never makes all of them. */
export const recordsOf = (facts: OrgFacts): Opportunity[] =>
  [...idsNow(facts.log)].flatMap((id) => facts.deal(id)?.opportunity ?? []);

type Lists = Pick<OrgFacts, 'profile' | 'now' | 'today' | 'stages'> & {
  users: User[];
  roles: Role[];
  quotas: Quota[];
  lineItems?: LineItem[];
  splits?: Split[];
};

/** Rows as the facts that the views and the engine ask of. */
export function factsOf(
  rows: DatedRows,
  log: PipelineLog,
  { users, roles, quotas, lineItems = [], splits = [], ...settings }: Lists,
): OrgFacts {
  const { profile, now, today, stages } = settings;
  const children = <Row extends { opportunityId: string }>(all: readonly Row[], time: (row: Row) => number) => {
    const found = new Map<string, Row[]>();
    for (const row of all.toSorted((a, b) => time(a) - time(b))) {
      const own = found.get(row.opportunityId);
      if (own) own.push(row);
      else found.set(row.opportunityId, [row]);
    }
    return (id: string): readonly Row[] => found.get(id) ?? [];
  };
  const versions = children(rows.versions, ({ from }) => from);
  const fieldChanges = children(rows.fieldChanges, ({ at }) => at);
  const activities = children(rows.activities, ({ at = 0 }) => at);
  const contactRoles = children(rows.contactRoles, () => 0);
  const byId = new Map(rows.opportunities.map((opportunity) => [opportunity.id, opportunity]));
  return {
    ...settings,
    users: new Map(users.map((user) => [user.id, user])),
    roles: new Map(roles.map((role) => [role.id, role])),
    quotas,
    forecastItems: () => [],
    forecastDeals: [],
    lineItems: children(lineItems, () => 0),
    splits: children(splits, () => 0),
    owners: ownersNow(log),
    nextStepsSince: Math.min(...rows.fieldChanges.flatMap(({ field, at }) => (field === 'nextStep' ? [at] : []))),
    log,
    deal(id) {
      const opportunity = byId.get(id);
      return (
        opportunity && {
          opportunity,
          versions: versions(id),
          fieldChanges: fieldChanges(id),
          activities: activities(id),
          contactRoles: contactRoles(id),
        }
      );
    },
    context: {
      today,
      now,
      profile,
      stages,
      activitiesMeasured: rows.activities.length > 0,
      contactRolesMeasured: rows.contactRoles.length > 0,
      limits: USUAL_LIMITS,
      dwell: stageDwells(log, {
        from: rateStart(today, log.timeZone),
        at: now,
        order: stageOrder(stages),
        percent: USUAL_LIMITS.stalledShare,
      }),
    },
  };
}
