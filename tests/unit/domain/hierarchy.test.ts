import fc from 'fast-check';
import { expect, test } from 'vitest';

import { belowOf } from '@/lib/deal/hierarchy';
import type { Role, User } from '@/lib/deal/org';

import { RUNS } from '../runs';

const PLACES = 9;
/** Roles, or people, that name each other: nobody, somebody who is not there, themselves, or in a loop. */
const name = fc.option(
  fc.integer({ min: 0, max: PLACES + 1 }).map((place) => `p${place}`),
  { nil: undefined },
);
const org = fc.record({
  parents: fc.array(name, { minLength: 1, maxLength: PLACES }),
  people: fc.array(fc.record({ roleId: name, managerId: name }), { minLength: 1, maxLength: PLACES }),
});

/** Everyone from whom a person is reached upwards, link by link, asked of each of them anew. */
function isAbove(up: ReadonlyMap<string, string | undefined>, from: string | undefined, whom: string): boolean {
  let next = from;
  for (let step = 0; step <= up.size && next !== undefined; step += 1) {
    if (next === whom) return true;
    next = up.get(next);
  }
  return false;
}

test('those below a person are those who reach that person’s role upwards, and without such a role those who reach the person by managers', () => {
  fc.assert(
    fc.property(org, ({ parents, people }) => {
      const roles = new Map(
        parents.map((parentId, place): [string, Role] => {
          const id = `p${place}`;
          return [id, { id, name: id, ...(parentId === undefined ? {} : { parentId }) }];
        }),
      );
      const users = new Map(
        people.map(({ roleId, managerId }, place): [string, User] => {
          const id = `p${place}`;
          const named = {
            ...(roleId === undefined ? {} : { roleId }),
            ...(managerId === undefined ? {} : { managerId }),
          };
          return [id, { id, name: id, isActive: true, ...named }];
        }),
      );
      const parentOf = new Map([...roles].map(([id, { parentId }]) => [id, parentId]));
      const managerOf = new Map([...users].map(([id, { managerId }]) => [id, managerId]));
      for (const [userId, { roleId }] of users) {
        const byRole = [...users.values()].filter(
          (user) =>
            roleId !== undefined &&
            roles.has(roleId) &&
            user.roleId !== undefined &&
            isAbove(parentOf, parentOf.get(user.roleId), roleId),
        );
        const byManager = [...users.values()].filter((user) => isAbove(managerOf, user.managerId, userId));
        const idsOf = (found: readonly User[]): string[] =>
          [...new Set([userId, ...found.map(({ id }) => id)])].toSorted();
        const expected = idsOf(byRole).length > 1 ? idsOf(byRole) : idsOf(byManager);
        expect([...belowOf({ users, roles }, userId)].toSorted(), userId).toEqual(expected);
      }
    }),
    { numRuns: RUNS },
  );
});
