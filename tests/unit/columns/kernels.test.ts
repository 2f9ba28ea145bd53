import fc from 'fast-check';
import { expect, test } from 'vitest';

import { cumulativeIndex } from '@/lib/columns/cumulative';
import { buildLog } from '@/lib/columns/log';
import { accumulate, filterRows } from '@/lib/columns/pivot';
import { monthOf, stateColumns, versionsAt, versionsAtByScan } from '@/lib/columns/state-columns';
import { logFilter, type PipelineFilter } from '@/lib/log/pipeline';
import { pipelineAsOf } from '@/lib/log/pipeline';

import { RUNS } from '../runs';
import { day, instant, PROFILE, rows, STAGES } from './log-rows';
import { naiveLog } from './naive-log';

const some = (...values: string[]) => fc.option(fc.subarray(values), { nil: undefined });
const filter = fc
  .record({
    period: fc.option(fc.record({ start: day, end: day }), { nil: undefined }),
    ownerIds: some('u1', 'u2', 'u3', ''),
    stages: some('A', 'B', ''),
    minAmount: fc.option(fc.constantFrom(0, 1000), { nil: undefined }),
    types: some('new', ''),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as PipelineFilter);
const when = fc.oneof(instant, fc.constant(Infinity));

test('a pivot by stage, owner and month with five filters is a loop over objects with string keys', () => {
  fc.assert(
    fc.property(rows, when, filter, (given, at, asked) => {
      const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
      const columns = stateColumns(log, at);
      const months = columns.month.reduce((most, code) => Math.max(most, code), 0) + 1;
      const cells = accumulate(columns.amount, filterRows(columns, logFilter(log, asked)), [
        { codes: columns.stage, size: log.words.stage.length },
        { codes: columns.owner, size: log.words.owner.length },
        { codes: columns.month, size: months },
      ]);
      const found = new Map<string, unknown>();
      cells.count.forEach((count, cell) => {
        if (count === 0) return;
        const month = cell % months;
        const owner = Math.floor(cell / months) % log.words.owner.length;
        const stage = Math.floor(cell / months / log.words.owner.length);
        const key = `${log.words.stage[stage]}|${log.words.owner[owner]}|${monthOf(month)}`;
        found.set(key, { amount: cells.amount[cell], count, unpriced: cells.unpriced[cell] });
      });

      const wanted = new Map<string, { amount: number; count: number; unpriced: number }>();
      for (const { opportunity, states } of naiveLog(given)) {
        const isGone = at === Infinity ? opportunity.goneAt !== undefined : (opportunity.goneAt ?? Infinity) <= at;
        const state = states.findLast(({ from }) => from <= at);
        if (isGone || !state || state.status !== 'open' || state.category === 'omitted') continue;
        const { period, ownerIds, stages, types, minAmount } = asked;
        if (period && !(state.closeDate && state.closeDate >= period.start && state.closeDate <= period.end)) continue;
        if (ownerIds && ![...ownerIds].includes(state.ownerId ?? '')) continue;
        if (stages && ![...stages].includes(state.stage)) continue;
        if (types && ![...types].includes(opportunity.type ?? '')) continue;
        if (minAmount !== undefined && (state.amount === undefined || state.amount < minAmount)) continue;
        const key = `${state.stage}|${state.ownerId ?? ''}|${state.closeDate?.slice(0, 7) ?? ''}`;
        const own = wanted.get(key) ?? { amount: 0, count: 0, unpriced: 0 };
        own.amount += state.amount ?? 0;
        own.count += 1;
        own.unpriced += state.amount === undefined ? 1 : 0;
        wanted.set(key, own);
      }
      expect(found).toEqual(wanted);
    }),
    { numRuns: RUNS },
  );
});

test('a search in each deal and a scan of every interval find the same versions', () => {
  fc.assert(
    fc.property(rows, instant, (given, at) => {
      const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
      expect(versionsAtByScan(log, at)).toEqual(versionsAt(log, at));
      const naive = naiveLog(given).map(({ opportunity, states }) =>
        (opportunity.goneAt ?? Infinity) <= at ? -1 : states.findLastIndex(({ from }) => from <= at),
      );
      const found = Array.from(versionsAt(log, at), (version, deal) =>
        version < 0 ? -1 : version - (log.starts[deal] ?? 0),
      );
      expect(found).toEqual(naive);
    }),
    { numRuns: RUNS },
  );
});

test('the cumulative index gives at every instant what a walk through all deals gives', () => {
  // Many deals, so that sums are stored more than once.
  const many = fc.array(rows, { minLength: 1, maxLength: 40 }).map((parts) => ({
    opportunities: parts.flatMap((part, n) => part.opportunities.map((each) => ({ ...each, id: `${each.id}-${n}` }))),
    versions: parts.flatMap((part, n) =>
      part.versions.map((each) => ({ ...each, id: `${each.id}-${n}`, opportunityId: `${each.opportunityId}-${n}` })),
    ),
    fieldChanges: [],
  }));
  fc.assert(
    fc.property(many, fc.array(instant, { minLength: 1, maxLength: 8 }), (given, instants) => {
      const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
      const index = cumulativeIndex(log);
      for (const at of [...instants, 0, Infinity]) {
        const cells = index.at(at);
        const found = log.words.stage.flatMap((key, code) => {
          const [amount, count, unpriced] = [cells.amount[code], cells.count[code], cells.unpriced[code]];
          return count === 0 ? [] : [{ key, amount, count, unpriced }];
        });
        const wanted = at === Infinity ? presentByStage(log) : pipelineAsOf(log, { at, by: 'stage' }).groups;
        expect(new Map(found.map((each) => [each.key, each]))).toEqual(new Map(wanted.map((each) => [each.key, each])));
      }
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
});
/** After everything that happened: `Infinity` itself is no instant at which a deal that is there could be asked for. */
const presentByStage = (log: ReturnType<typeof buildLog>) =>
  pipelineAsOf(log, { at: Number.MAX_SAFE_INTEGER, by: 'stage' }).groups;

test('a split into more cells than can be held is refused with its number', () => {
  const axis = { codes: new Uint32Array(1), size: 100_000 };
  expect(() => accumulate(new Float64Array(1), new Uint32Array(1), [axis, axis])).toThrow('10000000000 cells');
});
