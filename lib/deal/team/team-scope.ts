/** Whose deals a figure covers: one owner, everyone below a person (inclusive), or everyone that the user can see. */
export type Scope =
  | { kind: 'mine' }
  | { kind: 'person'; userId: string }
  | { kind: 'team'; userId: string }
  | { kind: 'all' };

/** Which tree a team comes from, or that a person chose whose deals are looked at. */
export type Hierarchy = 'roles' | 'managers' | 'everyone' | 'chosen';

/** Who is looked at in place of the user's own team. */
export interface Team {
  /** Absent: the user's own team, as it was. */
  scope?: Scope;
  userIds: ReadonlySet<string>;
  hierarchy: Hierarchy;
}
