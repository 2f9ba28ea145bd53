import fc from 'fast-check';
import { expect, test } from 'vitest';

import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import { attributeOf, FIRST_STATE_ASSUMED, OWNER_ASSUMED, stateOf, versionAt } from '@/lib/log/event-log';
import { dealIndex, versionIndex } from '@/lib/log/positions';
import { RUNS } from '@/tests/unit/runs';

import { EPOCH, histories, type History, naiveState, PROFILE, SPAN, STAGES } from './history';

const logOf = (history: History) => buildLog({ ...history, stages: STAGES, profile: PROFILE });
const hour = 3_600_000;

test('the log holds, at any instant, the state that a search through the rows finds', () => {
  fc.assert(
    fc.property(
      histories(6),
      fc.array(fc.integer({ min: -24, max: SPAN / hour + 24 }), { maxLength: 8 }),
      (history, hours) => {
        const log = logOf(history);
        for (const at of hours.map((each) => EPOCH + each * hour)) {
          history.opportunities.forEach(({ id }, deal) => {
            const version = versionAt(log, dealIndex(deal), instant(at));
            const type = version < 0 ? '' : log.words.type[attributeOf(log, 'type', dealIndex(deal), version)];
            const state = version < 0 ? undefined : { ...stateOf(log, version), ...(type ? { type } : {}) };
            expect(state, `${id} at ${new Date(at).toISOString()}`).toEqual(naiveState(history, id, at));
          });
        }
      },
    ),
    { numRuns: RUNS },
  );
});

const deal = { id: '006A', name: 'A', stage: 'A', isClosed: false, isWon: false, createdAt: EPOCH, modifiedAt: EPOCH };

test('what history could not tell is marked: an owner before tracking, a state before history', () => {
  const log = logOf({
    opportunities: [{ ...deal, ownerId: 'u1' }],
    versions: [{ id: 'v', opportunityId: '006A', from: EPOCH + 48 * hour, stage: 'B' }],
    fieldChanges: [{ id: 'c', opportunityId: '006A', field: 'ownerId', from: 'u2', to: 'u1', at: EPOCH + 72 * hour }],
    goneAt: new Map(),
  });
  const doubts = [0, 48, 72].map(
    (at) =>
      (log.doubt[versionAt(log, dealIndex(0), instant(EPOCH + at * hour))] ?? 0) &
      (FIRST_STATE_ASSUMED | OWNER_ASSUMED),
  );
  expect(doubts).toEqual([FIRST_STATE_ASSUMED | OWNER_ASSUMED, OWNER_ASSUMED, 0]);
});

test('an amount that whole cents cannot hold exactly is unpriced, not rounded', () => {
  const log = logOf({ opportunities: [{ ...deal, amount: 1e308 }], versions: [], fieldChanges: [], goneAt: new Map() });
  expect(stateOf(log, versionIndex(0)).amount).toBeUndefined();
});

test('more owners than a narrow code holds do not wrap into each other', () => {
  const opportunities = Array.from({ length: 70_000 }, (_, at) => ({ ...deal, id: `006${at}`, ownerId: `u${at}` }));
  const log = logOf({ opportunities, versions: [], fieldChanges: [], goneAt: new Map() });
  for (const at of [0, 254, 255, 256, 65_534, 65_535, 65_536, 69_999])
    expect(stateOf(log, versionIndex(log.starts[at] ?? 0)).ownerId).toBe(`u${at}`);
});
