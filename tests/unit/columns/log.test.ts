import fc from 'fast-check';
import { expect, test } from 'vitest';

import { dayFromNumber } from '@/lib/calendar/days';
import { buildLog, logOf } from '@/lib/columns/log';
import { pack } from '@/lib/columns/pack';
import { SCHEMAS } from '@/lib/columns/schema';
import { slim } from '@/lib/columns/slim';
import { columnTable, rowsWithin } from '@/lib/columns/table';
import { firstChange } from '@/lib/columns/tracked-changes';
import type { TableName } from '@/lib/deal/org';

import { RUNS } from '../runs';
import { inWords, naiveWords } from './in-words';
import { PROFILE, rows, STAGES } from './log-rows';

test('a log from rows in any order, twice, with gaps, is that of a naive object implementation', () => {
  fc.assert(
    fc.property(rows, (given) => {
      expect(inWords(buildLog({ ...given, stages: STAGES, profile: PROFILE }))).toEqual(naiveWords(given));
    }),
    { numRuns: RUNS },
  );
});

/** Writes a table in pieces: each a chunk of rows and of ids to remove. Returns the chunks, and the rows that are left. */
function inPieces<Row extends { id: string }>(
  table: TableName,
  given: readonly Row[],
  cuts: readonly number[],
  removals: readonly string[],
) {
  const left = new Map<string, Row>();
  const bounds = [0, ...cuts.map((cut) => cut % (given.length + 1)).toSorted((a, b) => a - b), given.length];
  const chunks = bounds.slice(1).map((end, piece) => {
    const own = given.slice(bounds[piece], end);
    const deletedIds = removals.filter((_, at) => at % bounds.length === piece);
    for (const row of own) left.set(row.id, row);
    for (const id of deletedIds) left.delete(id);
    // As a page was stored, and as it is held in less memory.
    const hot = structuredClone(pack(SCHEMAS[table], own));
    return { hot: piece % 2 === 1 ? slim(hot) : hot, deletedIds };
  });
  return { chunks, left: [...left.values()] };
}

test('a log from stored pages and deltas is that of the rows that are left: later rows win, deleted ids are gone', () => {
  const cuts = fc.array(fc.nat(30), { maxLength: 5 });
  const ids = (letter: string, max: number) =>
    fc.array(
      fc.nat(max).map((n) => `${letter}${n}`),
      { maxLength: 4 },
    );
  fc.assert(
    fc.property(rows, cuts, ids('d', 4), ids('v', 40), ids('f', 20), (given, at, noDeals, noVersions, noChanges) => {
      const opportunity = inPieces('opportunity', given.opportunities, at, noDeals);
      const version = inPieces('version', given.versions, at, noVersions);
      const fieldChange = inPieces('fieldChange', given.fieldChanges, at, noChanges);
      const log = logOf({ opportunity, version, fieldChange, stages: STAGES, profile: PROFILE });
      const left = { opportunities: opportunity.left, versions: version.left, fieldChanges: fieldChange.left };
      const byId = <Deal extends { id: string }>(deals: Deal[]) => deals.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      expect(byId(inWords(log))).toEqual(byId(naiveWords(left)));
      expect(byId(inWords(buildLog({ ...left, stages: STAGES, profile: PROFILE })))).toEqual(byId(inWords(log)));
    }),
    { numRuns: RUNS },
  );
});

test('of two changes of an owner at one instant that of the higher id counts, in whatever order they were read', () => {
  const deal = {
    id: 'd',
    name: 'd',
    stage: 'A',
    isClosed: false,
    isWon: false,
    createdAt: 0,
    modifiedAt: 0,
  };
  const changes = [
    { id: 'f9', opportunityId: 'd', field: 'ownerId', from: 'u0', to: 'u1', at: 5 },
    { id: 'f10', opportunityId: 'd', field: 'ownerId', from: 'u1', to: 'u2', at: 5 },
  ];
  for (const fieldChanges of [changes, changes.toReversed()]) {
    const log = buildLog({ opportunities: [deal], versions: [], fieldChanges, stages: STAGES, profile: PROFILE });
    expect(Array.from(log.owner, (code) => log.words.owner[code])).toEqual(['u0', 'u2']);
  }
});

test('within a deal each version starts later than the one before, and no column is longer than it', () => {
  fc.assert(
    fc.property(rows, (given) => {
      const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
      for (let deal = 0; deal < log.size; deal += 1) {
        const [start = 0, end = 0] = [log.starts[deal], log.starts[deal + 1]];
        expect(end).toBeGreaterThan(start);
        for (let at = start + 1; at < end; at += 1) expect(log.from[at]).toBeGreaterThan(log.from[at - 1] ?? 0);
      }
      const length = log.starts[log.size];
      for (const key of ['from', 'stage', 'status', 'amount', 'closeDay', 'owner', 'category', 'doubt'] as const)
        expect(log[key].length, key).toBe(length);
    }),
    { numRuns: RUNS },
  );
});

test('a thousand stages need wider codes and keep them', () => {
  const opportunities = Array.from({ length: 1000 }, (_, n) => ({
    id: `d${n}`,
    name: '',
    stage: `S${n}`,
    isClosed: false,
    isWon: false,
    createdAt: 0,
    modifiedAt: 0,
  }));
  const log = buildLog({ opportunities, versions: [], fieldChanges: [], stages: STAGES, profile: PROFILE });
  expect(log.stage).toBeInstanceOf(Uint16Array);
  expect(inWords(log).map(({ states }) => states[0]?.stage)).toEqual(opportunities.map(({ stage }) => stage));
});

test('the first change of a field is the earliest of the rows that count', () => {
  const change = (id: string, field: string, at: number) => ({ id, opportunityId: '006A', field, at });
  const page = (...rows: ReturnType<typeof change>[]) => ({ hot: slim(pack(SCHEMAS.fieldChange, rows)) });
  const table = columnTable<'fieldChange'>([
    page(change('1', 'nextStep', 5000), change('2', 'ownerId', 1000), change('3', 'nextStep', 2000)),
    { ...page(change('1', 'nextStep', 7000)), deletedIds: ['3'] },
  ]);
  expect(['nextStep', 'ownerId', 'amount'].map((field) => firstChange(table, field))).toEqual([7000, 1000, Infinity]);
});

test('rows within a period are those whose first and last day lie in it, of the rows that count', () => {
  const day = fc.integer({ min: 20_000, max: 20_040 }).map(dayFromNumber);
  const item = fc.record({ id: fc.nat(9).map(String), start: day, end: day });
  fc.assert(
    fc.property(fc.array(fc.array(item, { maxLength: 8 }), { maxLength: 3 }), day, day, (pages, start, end) => {
      const table = columnTable<'forecastItem'>(pages.map((own) => ({ hot: slim(pack(SCHEMAS.forecastItem, own)) })));
      const isIn = (at: string): boolean => at >= start && at <= end;
      const wanted = table.rows().filter((row) => isIn(row.start) && isIn(row.end));
      const byId = (rows: { id: string }[]) => rows.toSorted((a, b) => a.id.localeCompare(b.id));
      expect(byId(rowsWithin(table, { start, end }))).toEqual(byId(wanted));
    }),
    { numRuns: RUNS },
  );
});
