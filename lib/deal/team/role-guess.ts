import { belowOf, teamOf } from '@/lib/deal/hierarchy';
import type { OrgData } from '@/lib/deal/org-data';

export const SALES_ROLES = ['rep', 'manager', 'leader', 'operations'] as const;
/** What a person does in sales, as far as it decides what they look at first. */
export type SalesRole = (typeof SALES_ROLES)[number];

/** What a person seems to be, and the counts that it was guessed by. */
export interface RoleGuess {
  role: SalesRole;
  /** People below them in the tree of the org, and how many of those lead others. */
  people: number;
  managers: number;
}

/** A leader leads people who lead others, a manager leads people, a rep owns deals; who does neither runs the process. */
export function guessRole(facts: OrgData): RoleGuess {
  const { userId } = facts.profile;
  const { hierarchy } = teamOf(facts, userId);
  const below = hierarchy === 'everyone' ? [] : [...belowOf(facts, userId)].filter((id) => id !== userId);
  const managers = below.filter((id) => belowOf(facts, id).size > 1).length;
  const isOwner = facts.owners.open.has(userId);
  const role = managers > 0 ? 'leader' : below.length > 0 ? 'manager' : isOwner ? 'rep' : 'operations';
  return { role, people: below.length, managers };
}
