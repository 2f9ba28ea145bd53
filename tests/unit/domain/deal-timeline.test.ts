import fc from 'fast-check';
import { expect, test } from 'vitest';

import { dealTimeline } from '@/lib/answers/deal-timeline';
import { DAY_MS } from '@/lib/calendar/days';
import type { Activity, Version } from '@/lib/deal/opportunity';

import { ago, context, deal, dayOf, opportunity, person, task, version } from './deal';

const { today, now, stages, profile } = context();
const clock = { today, now, timeZone: profile.timeZone };
const dayAgo = (days: number): string => new Date(ago(days)).toISOString().slice(0, 10);

test('stages stand back to back, touches bear the name of their person, and what is planned stands apart', () => {
  const found = dealTimeline(
    deal({
      versions: [
        version({ from: ago(60), stage: 'One', closeDate: dayOf('2026-11-01') }),
        version({ from: ago(30), stage: 'Two', closeDate: dayOf('2026-12-01') }),
        version({ from: ago(5), stage: 'Three', closeDate: dayOf('2026-11-28') }),
      ],
      opportunity: opportunity({ closeDate: dayOf('2026-11-28') }),
      contactRoles: [{ ...person('c1'), name: 'Ada' }],
      activities: [
        task({ id: 'next', day: dayOf('2026-12-20'), isClosed: false }),
        task({ id: 'late', day: dayOf('2026-11-01'), isClosed: false }),
        task({ id: 'a', day: dayOf('2026-11-20'), contactId: 'c1' }),
        task({ id: 'b', day: dayOf('2026-10-20'), contactId: 'other' }),
      ],
    }),
    stages,
    clock,
  );
  expect(found).toEqual({
    from: dayAgo(60),
    to: '2026-12-20',
    today,
    stages: [
      { label: 'One', from: dayAgo(60), to: dayAgo(30) },
      { label: 'Two', from: dayAgo(30), to: dayAgo(5) },
      { label: 'Three', from: dayAgo(5), to: today },
    ],
    pushes: [{ on: dayAgo(30), to: '2026-12-01' }],
    touches: [{ on: '2026-10-20' }, { on: '2026-11-20', name: 'Ada' }],
    ahead: [{ on: '2026-12-20' }],
    late: 1,
    closeDate: '2026-11-28',
  });
});

test('whatever happened to a deal, each event lies between the first and the last day, each push goes later, and none is lost', () => {
  const days = fc.integer({ min: 0, max: 900 });
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          ago: days,
          stage: fc.constantFrom('One', 'Two', 'Three'),
          close: fc.integer({ min: -400, max: 400 }),
        }),
        {
          minLength: 1,
          maxLength: 12,
        },
      ),
      fc.array(fc.record({ ago: fc.integer({ min: -200, max: 900 }), isClosed: fc.boolean() }), { maxLength: 12 }),
      (changes, touched) => {
        const closeOf = (days: number) => dayOf(new Date(Date.parse(today) + days * DAY_MS).toISOString().slice(0, 10));
        const versions = changes
          .toSorted((a, b) => b.ago - a.ago)
          .map(({ ago: days, stage, close }, at): Version => ({
            ...version({ from: ago(days) + at, stage, closeDate: closeOf(close) }),
            id: `v${at}`,
          }));
        const activities = touched.map(({ ago: days, isClosed }, at): Activity =>
          task({ id: `t${at}`, day: closeOf(-days), isClosed }),
        );
        const last = versions.at(-1);
        const of = deal({
          versions,
          activities,
          opportunity: opportunity({
            stage: last?.stage ?? 'One',
            ...(last?.closeDate === undefined ? {} : { closeDate: last.closeDate }),
          }),
        });
        const found = dealTimeline(of, stages, clock);
        const all = [
          ...found.stages.flatMap(({ from, to }) => [from, to]),
          ...[...found.pushes, ...found.touches, ...found.ahead].map(({ on }) => on),
        ];
        for (const on of all) expect(on >= found.from && on <= found.to).toBe(true);
        for (const [at, { to }] of found.stages.slice(0, -1).entries()) expect(found.stages[at + 1]?.from).toBe(to);
        let pushes = 0;
        for (const [at, { closeDate }] of versions.entries())
          if (at > 0 && String(closeDate) > String(versions[at - 1]?.closeDate)) pushes += 1;
        expect(found.pushes).toHaveLength(pushes);
        // A done task has happened by today; an open one counts while it is not late.
        expect(found.touches).toHaveLength(touched.filter(({ isClosed }) => isClosed).length);
        expect(found.ahead).toHaveLength(touched.filter((each) => !each.isClosed && each.ago <= 0).length);
      },
    ),
  );
});
