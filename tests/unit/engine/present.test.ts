import fc from 'fast-check';
import { expect, test } from 'vitest';

import { buildLog } from '@/lib/columns/log';
import { idsNow, ownersNow } from '@/lib/log/present';

import { histories, PROFILE, STAGES } from './history';

test('who owns deals that are there, and open ones, is what a loop over the records finds', () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const log = buildLog({ ...history, stages: STAGES, profile: PROFILE });
      const here = history.opportunities.filter(({ id }) => !history.goneAt.has(id));
      expect([...idsNow(log)]).toEqual(here.map(({ id }) => id));
      const { all, open } = ownersNow(log);
      expect(all).toEqual(new Set(here.flatMap(({ ownerId }) => ownerId ?? [])));
      expect(open).toEqual(new Set(here.flatMap(({ ownerId, isClosed }) => (isClosed || !ownerId ? [] : [ownerId]))));
    }),
    { numRuns: 500 },
  );
});
