import fc from 'fast-check';
import { expect, test } from 'vitest';

import { buildLog } from '@/lib/columns/log';
import { NO_DAY, type PipelineLog, stateOf } from '@/lib/log/event-log';
import { fingerprints, noteLog, numberOf } from '@/lib/log/fingerprint';
import { FIRST_VERSION } from '@/lib/log/positions';

import { EPOCH, histories, type History, PROFILE, SPAN, STAGES } from '../engine/history';
import { RUNS } from '../runs';

const logOf = (history: History): PipelineLog => buildLog({ ...history, stages: STAGES, profile: PROFILE });

/** All that was known by an instant, in words, deal by deal in the order of their ids. */
const knownBy = (log: PipelineLog, at: number): string =>
  JSON.stringify(
    [...log.ids.keys()]
      .map((deal) => {
        const versions = [];
        for (let version = log.starts[deal] ?? FIRST_VERSION; version < (log.starts[deal + 1] ?? 0); version++)
          if ((log.from[version] ?? 0) <= at)
            versions.push([
              log.from[version],
              log.createdAt[deal],
              stateOf(log, version),
              log.doubt[version],
              log.words.type[(log.past.type ? log.past.type[version] : log.type[deal]) ?? 0],
            ]);
        const gone = log.goneAt[deal] ?? Infinity;
        return { id: log.ids[deal], versions, ...(gone <= at ? { gone } : {}) };
      })
      .filter(({ versions, gone }) => versions.length > 0 || gone !== undefined)
      .toSorted((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)),
  );

const INSTANTS = [0.2, 0.4, 0.6, 0.8, 1].map((share) => EPOCH + share * SPAN);
const printsOf = (log: PipelineLog): string[] => fingerprints(INSTANTS, (note) => noteLog(log, note));

test('a fingerprint is the same exactly as long as all that was known by its instant is', () => {
  let [same, other] = [0, 0];
  fc.assert(
    fc.property(
      histories(),
      fc.nat(),
      fc.constantFrom('amount', 'status', 'closeDay', 'owner', 'category', 'goneAt', 'from'),
      fc.integer({ min: 1, max: 3 }),
      (history, where, column, by) => {
        const log = logOf(history);
        const place = where % Math.max(1, log[column].length);
        const changed = { ...log, [column]: log[column].slice() } as PipelineLog;
        const values = changed[column];
        if (log.size > 0)
          values[place] =
            column === 'goneAt'
              ? EPOCH + (SPAN * by) / 3
              : column === 'owner'
                ? by % log.words.owner.length
                : column === 'status' || column === 'category'
                  ? by % 3
                  : (Number.isNaN(values[place]) || values[place] === NO_DAY ? 20_000 : (values[place] ?? 0)) + by;
        const [before, after] = [printsOf(log), printsOf(changed)];
        for (const [index, at] of INSTANTS.entries()) {
          const isSame = knownBy(log, at) === knownBy(changed, at);
          expect(before[index] === after[index]).toBe(isSame);
          if (isSame) same += 1;
          else other += 1;
        }
      },
    ),
    { numRuns: RUNS },
  );
  expect(Math.min(same, other)).toBeGreaterThan(RUNS / 2);
});

test('the order of deals and the codes of their words are no part of it', () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const turned = { ...history, opportunities: history.opportunities.toReversed() };
      expect(printsOf(logOf(turned))).toEqual(printsOf(logOf(history)));
    }),
    { numRuns: RUNS },
  );
});

test('texts have numbers that tell them apart', () => {
  const texts = new Set(Array.from({ length: 20_000 }, (_, at) => `${at % 7}word${at.toString(36)}`));
  expect(new Set([...texts].map(numberOf)).size).toBe(texts.size);
});
