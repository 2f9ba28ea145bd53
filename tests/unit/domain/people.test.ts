import { expect, test } from 'vitest';

import { buyingTeam } from '@/lib/deal/team/buying-team';

import { ago, deal, dayOf, person, task } from './deal';

const CLOCK = { today: dayOf('2026-11-24'), now: ago(0), timeZone: 'UTC', cadenceOf: () => undefined };

test('somebody with several rows of roles is one person with each role once, whose silence began with the first of them', () => {
  const roles = [
    { ...person('c1', 'Decision Maker'), id: 'r1', name: 'Ann', title: 'CFO', createdAt: ago(40) },
    { ...person('c1', 'Evaluator'), id: 'r2', isPrimary: true, createdAt: ago(10) },
    { ...person('c1', 'Decision Maker'), id: 'r3', createdAt: ago(20) },
    // The contact is hidden, and the role is none.
    { ...person('c2'), id: 'r4' },
  ];
  for (const contactRoles of [roles, roles.toReversed()]) {
    const team = buyingTeam(deal({ contactRoles, activities: [task({ id: 't' })] }), CLOCK);
    expect(team).toHaveLength(2);
    expect(team[0]).toMatchObject({
      name: 'Ann',
      title: 'CFO',
      isPrimary: true,
      isDecisionMaker: true,
      silentDays: 40,
    });
    expect(team[0]?.role?.split(', ').toSorted()).toEqual(['Decision Maker', 'Evaluator']);
  }
});
