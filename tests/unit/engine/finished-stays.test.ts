import fc from 'fast-check';
import { expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { buildLog } from '@/lib/columns/log';
import type { Version } from '@/lib/deal/opportunity';
import { staysKeeper } from '@/lib/log/finished-stays';

import { type History, histories, PROFILE, STAGES } from './history';

/** By a pencil: the visits of each deal's rows, oldest first, and the quantiles of what is over. */
function byHand({
  opportunities,
  versions,
  goneAt,
}: History): Map<string, { medianDays: number; p80Days: number; n: number }> {
  const days = new Map<string, number[]>();
  for (const deal of opportunities) {
    if (goneAt.has(deal.id)) continue;
    const own = new Map<number, Version>();
    // Of one instant the row with the highest id is the last that the CRM wrote.
    for (const each of versions.filter(({ opportunityId }) => opportunityId === deal.id)) {
      const same = own.get(each.from);
      if (!same || same.id.length < each.id.length || (same.id.length === each.id.length && same.id < each.id))
        own.set(each.from, each);
    }
    const states: { from: number; stage: string }[] = [...own.values()].toSorted((a, b) => a.from - b.from);
    const last = states.at(-1);
    // The record itself says how it is since it was last changed, whatever the history has of that instant.
    const present = Math.max(last?.from ?? 0, deal.modifiedAt);
    if (last?.from === present) states.pop();
    if (last) states.push({ from: present, stage: deal.stage });
    let [stage, since] = ['', 0];
    for (const each of states) {
      if (each.stage === stage) continue;
      if (STAGES.get(stage)?.isClosed === false)
        days.set(stage, [...(days.get(stage) ?? []), (each.from - since) / DAY_MS]);
      [stage, since] = [each.stage, each.from];
    }
  }
  const at = (list: number[], share: number): number => {
    const sorted = list.toSorted((a, b) => a - b);
    const place = (sorted.length - 1) * share;
    const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
    return Math.round(low + (high - low) * (place % 1));
  };
  return new Map(
    [...days]
      .filter(([, list]) => list.length >= 5)
      .map(([stage, list]) => [stage, { medianDays: at(list, 0.5), p80Days: at(list, 0.8), n: list.length }]),
  );
}

const sorted = (found: ReadonlyMap<string, object>): [string, object][] =>
  [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));

test('G2.27: completed stays are those of the rows, and going on from one log to the next gives what the next one gives alone', () => {
  fc.assert(
    fc.property(histories(14), fc.array(histories(14), { maxLength: 3 }), (first, later) => {
      const keep = staysKeeper();
      for (const history of [first, ...later]) {
        const log = buildLog({ ...history, stages: STAGES, profile: PROFILE });
        expect(sorted(keep(log, STAGES))).toEqual(sorted(byHand(history)));
      }
    }),
    { numRuns: 400 },
  );
});

test('G2.27: a few changed deals among many change what all of them would', () => {
  fc.assert(
    fc.property(histories(24), fc.nat(23), fc.nat(3), (history, at, more) => {
      const keep = staysKeeper();
      const logOf = (given: History) => buildLog({ ...given, stages: STAGES, profile: PROFILE });
      keep(logOf(history), STAGES);
      const place = at % Math.max(1, history.opportunities.length);
      const deal = history.opportunities[place];
      if (!deal) return;
      const next: History = {
        ...history,
        opportunities: history.opportunities.with(place, {
          ...deal,
          stage: 'B',
          isClosed: false,
          isWon: false,
          modifiedAt: deal.modifiedAt + more * DAY_MS,
        }),
        versions: history.versions.filter((each, row) => each.opportunityId !== deal.id || row % 2 === 0),
      };
      expect(sorted(keep(logOf(next), STAGES))).toEqual(sorted(byHand(next)));
    }),
    { numRuns: 400 },
  );
});
