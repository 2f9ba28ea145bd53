import { expect, test } from 'vitest';

import type { Change } from '@/lib/answers/changed-field';
import { newsSince } from '@/lib/answers/news-since';

import { dayOf } from './deal';

const change = (field: Change['field'], from: string | number, to: string | number, at: number): Change => ({
  field,
  from,
  to,
  at,
  on: dayOf('2026-11-24'),
});
/** The newest first. */
const CHANGES = [
  change('amount', 90, 84, 50),
  change('nextStep', 'B', 'A', 45),
  change('amount', 96, 90, 40),
  change('closeDate', '2026-03-14', '2026-03-28', 30),
  change('nextStep', 'A', 'B', 25),
  change('stage', 'One', 'Two', 10),
];

test('each field that changed since is said once, from what it was then to what it is', () => {
  expect(newsSince(CHANGES, [{ at: 5, isOwn: true }, { at: 35 }, { at: 60, isOwn: true }], 20)).toEqual({
    changes: [
      { field: 'amount', from: 96, to: 84 },
      { field: 'closeDate', from: '2026-03-14', to: '2026-03-28' },
    ],
    activities: 2,
    own: 1,
  });
});

test('a field that nobody else changed is told as one’s own, and one that somebody else changed too is not', () => {
  const own = CHANGES.map((each): Change => (each.at === 40 ? each : { ...each, isOwn: true }));
  expect(newsSince(own, [], 20).changes).toEqual([
    { field: 'amount', from: 96, to: 84 },
    { field: 'closeDate', from: '2026-03-14', to: '2026-03-28', isOwn: true },
  ]);
});

test('nothing is news to who looked last, and what was emptied is', () => {
  expect(newsSince(CHANGES, [{ at: 5 }], 50)).toEqual({ changes: [], activities: 0, own: 0 });
  const { to: _to, ...emptied } = change('nextStep', 'Call', '', 60);
  expect(newsSince([emptied], [], 50).changes).toEqual([{ field: 'nextStep', from: 'Call' }]);
});
