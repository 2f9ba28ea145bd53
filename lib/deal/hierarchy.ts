import { derived } from '@/lib/calendar/derived';
import type { OrgData } from '@/lib/deal/org-data';
import type { Hierarchy, Scope } from '@/lib/deal/team/team-scope';

/**
 * The people below a user, that user included. The role tree decides what the CRM lets a manager see, so it comes first; a
 * user without a role, or an org that hides its roles, falls back to the chain of managers, and without one to everyone who
 * owns a deal or a quota. Facts that were narrowed to some people say themselves who is in place of the user's own team.
 */
export function teamOf(facts: OrgData, userId: string): { userIds: Set<string>; hierarchy: Hierarchy } {
  if (facts.team && userId === facts.profile.userId)
    return { userIds: new Set(facts.team.userIds), hierarchy: facts.team.hierarchy };
  const own = treeOf(facts, userId);
  if (own) return own;
  return {
    userIds: new Set([...facts.owners.all, ...facts.quotas.map((quota) => quota.userId)]),
    hierarchy: 'everyone',
  };
}

/** Whose deals count where nobody is named: those of a person's own team; undefined, everyone's, where the org shows none. */
export function teamOwners(facts: OrgData): ReadonlySet<string> | undefined {
  const { userIds, hierarchy } = teamOf(facts, facts.profile.userId);
  return hierarchy === 'everyone' ? undefined : userIds;
}

type Tree = Pick<OrgData, 'users' | 'roles'>;

function treeOf(facts: Tree, userId: string): { userIds: Set<string>; hierarchy: Hierarchy } | undefined {
  const byRole = belowByRole(facts, userId);
  if (byRole.size > 1) return { userIds: byRole, hierarchy: 'roles' };
  const byManager = belowByManager(facts, userId);
  return byManager.size > 1 ? { userIds: byManager, hierarchy: 'managers' } : undefined;
}

/** The people below a user, that user included; the user alone where no tree has anyone below. */
export const belowOf = (facts: Tree, userId: string): ReadonlySet<string> =>
  treeOf(facts, userId)?.userIds ?? new Set([userId]);

/** Owners that a scope covers; undefined covers every deal, those without an owner too. */
export function ownersIn(facts: OrgData, scope: Scope): Set<string> | undefined {
  if (scope.kind === 'mine') return new Set([facts.profile.userId]);
  if (scope.kind === 'person') return new Set([scope.userId]);
  if (scope.kind === 'all') return undefined;
  const { userIds, hierarchy } = teamOf(facts, scope.userId);
  return hierarchy === 'everyone' ? new Set([scope.userId]) : userIds;
}

/** A manager's first look is the team, a rep's the own deals. */
export function defaultScope(facts: OrgData): Scope {
  const { userId } = facts.profile;
  if (facts.team?.scope) return facts.team.scope;
  if (teamOf(facts, userId).hierarchy !== 'everyone') return { kind: 'team', userId };
  return facts.owners.all.has(userId) ? { kind: 'mine' } : { kind: 'all' };
}

function belowByRole({ users, roles }: Tree, userId: string): Set<string> {
  const own = users.get(userId)?.roleId;
  const found = new Set([userId]);
  if (own === undefined || !roles.has(own)) return found;
  const [children, people] = [derived(roles, childrenOf), derived(users, peopleIn)];
  // Strictly below: a colleague in the same role is no subordinate. `seen` guards against a loop in the data.
  const seen = new Set(children.get(own));
  for (const roleId of seen) {
    for (const id of people.get(roleId) ?? []) found.add(id);
    for (const child of children.get(roleId) ?? []) seen.add(child);
  }
  return found;
}

function belowByManager({ users }: Tree, userId: string): Set<string> {
  const reports = derived(users, reportsOf);
  const found = new Set([userId]);
  for (const id of found) for (const report of reports.get(id) ?? []) found.add(report);
  return found;
}

// Made once for the people and roles of an org: a tree is asked of each of those who carry a quota.
const childrenOf = (roles: OrgData['roles']): Lists => listed([...roles.values()], ({ parentId }) => parentId);
const peopleIn = (users: OrgData['users']): Lists => listed([...users.values()], ({ roleId }) => roleId);
const reportsOf = (users: OrgData['users']): Lists => listed([...users.values()], ({ managerId }) => managerId);

type Lists = ReadonlyMap<string, readonly string[]>;

/** Ids by what their rows name, in the order of the rows. */
function listed<Row extends { id: string }>(rows: readonly Row[], named: (row: Row) => string | undefined): Lists {
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const name = named(row);
    if (name === undefined) continue;
    const own = found.get(name);
    if (own) own.push(row.id);
    else found.set(name, [row.id]);
  }
  return found;
}
