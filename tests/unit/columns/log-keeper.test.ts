import fc from 'fast-check';
import { expect, test } from 'vitest';

import { builtLog } from '@/lib/columns/log';
import { logKeeper } from '@/lib/columns/log-keeper';
import { pack } from '@/lib/columns/pack';
import { presentDeals } from '@/lib/columns/present-deals';
import { SCHEMAS } from '@/lib/columns/schema';
import { type ColumnTable, columnTable } from '@/lib/columns/table';
import type { TableName } from '@/lib/deal/org';
import type { PipelineLog } from '@/lib/log/event-log';
import { eachMove, stageEntries } from '@/lib/log/stage-entries';

import { RUNS } from '../runs';
import { inWords, naiveWords } from './in-words';
import { PROFILE, type Rows, rows, STAGES } from './log-rows';

const TIMES = { opportunity: undefined, version: 'from', fieldChange: 'at' } as const;
const NAMES = { opportunity: 'opportunities', version: 'versions', fieldChange: 'fieldChanges' } as const;
type Kept = keyof typeof NAMES;

/** What happens to stored tables: pages and deltas with removals, a table written anew, other rates, other stages. */
type Step =
  | { kind: 'delta'; rows: Rows; removed: string[] }
  | { kind: 'anew' }
  | { kind: 'rates'; rate: number }
  | { kind: 'stages' }
  | { kind: 'since'; at: number };
const removed = fc.array(
  fc.oneof(
    fc.nat(40).map((n) => `v${n}`),
    fc.nat(20).map((n) => `f${n}`),
    fc.nat(4).map((n) => `d${n}`),
  ),
  { maxLength: 2 },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('delta' as const), rows, removed }) },
  {
    weight: 8,
    arbitrary: rows.map((given) => ({
      kind: 'delta' as const,
      rows: {
        opportunities: given.opportunities.slice(0, 1),
        versions: given.versions.slice(0, 2),
        fieldChanges: given.fieldChanges.slice(0, 1),
      },
      removed: [],
    })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'anew' as const }) },
  { weight: 1, arbitrary: fc.constantFrom(2, 3).map((rate) => ({ kind: 'rates' as const, rate })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'stages' as const }) },
  { weight: 1, arbitrary: fc.constantFrom(5, 9).map((at) => ({ kind: 'since' as const, at })) },
);

const written = (table: TableName, own: readonly { id: string }[], deletedIds: string[] = []) => ({
  hot: pack(SCHEMAS[table], own),
  ...(deletedIds.length > 0 ? { deletedIds } : {}),
});
/** How deals came into each stage, by its name: those that nobody ever came into are left out. */
function entriesInWords(log: PipelineLog): object {
  const entries = stageEntries(log);
  const { dated, undated, open } = entries;
  const { stage } = log.words;
  const moves: string[] = [];
  eachMove(entries, (before, after, count) => moves.push(`${stage[before] ?? 'none'} > ${stage[after]}: ${count}`));
  const stages = stage.flatMap((name, code) => {
    const told = { dated: [...(dated[code] ?? [])], undated: undated[code], open: open[code] };
    return told.dated.length > 0 || told.undated ? [[name, told] as const] : [];
  });
  return { moves: moves.toSorted(), stages: Object.fromEntries(stages) };
}
const byId = <Deal extends { id: string }>(deals: Deal[]) => deals.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const told = ({ ownersSince, keptSince, size, starts, timeZone }: PipelineLog) => ({
  ownersSince,
  keptSince,
  size,
  timeZone,
  starts: [...starts],
});

test('a log that is kept up to date is, field by field, the one made from the same tables at once, and that of naive objects', () => {
  fc.assert(
    fc.property(rows, fc.array(step, { maxLength: 8 }), (given, steps) => {
      const left = {
        opportunity: new Map(given.opportunities.map((row) => [row.id, row])),
        version: new Map(given.versions.map((row) => [row.id, row])),
        fieldChange: new Map(given.fieldChanges.map((row) => [row.id, row])),
      };
      let tables: { [Name in Kept]: ColumnTable<Name> } = {
        opportunity: columnTable([written('opportunity', given.opportunities)]),
        version: columnTable([written('version', given.versions)], TIMES.version),
        fieldChange: columnTable([written('fieldChange', given.fieldChanges)], TIMES.fieldChange),
      };
      let [stages, profile, keptSince] = [STAGES, PROFILE, 1];
      const keep = logKeeper();
      let known: Parameters<typeof presentDeals>[1];
      const check = (): void => {
        const present = presentDeals(tables.opportunity, known);
        known = { table: tables.opportunity, present };
        const there = [...left.opportunity.values()].filter(({ goneAt }) => goneAt === undefined);
        expect(present).toEqual({
          count: there.length,
          newest: Math.max(...there.map(({ modifiedAt }) => modifiedAt)),
        });
        const kept = keep({ ...tables, stages, profile, keptSince });
        const { log } = builtLog({ ...tables, stages, profile, keptSince });
        expect(inWords(kept)).toEqual(inWords(log));
        expect(told(kept)).toEqual(told(log));
        expect(entriesInWords(kept)).toEqual(entriesInWords(log));
        // The naive log knows one profile and one list of stages.
        if (stages !== STAGES || profile !== PROFILE) return;
        const naive = naiveWords({
          opportunities: [...left.opportunity.values()],
          versions: [...left.version.values()],
          fieldChanges: [...left.fieldChange.values()],
        });
        expect(byId(inWords(kept))).toEqual(byId(naive));
      };
      check();
      for (const each of steps) {
        const former = keep({ ...tables, stages, profile, keptSince });
        const asItWas = inWords(former);
        if (each.kind === 'rates') profile = { ...PROFILE, rates: { ...PROFILE.rates, USD: each.rate } };
        else if (each.kind === 'stages') stages = new Map([...STAGES].slice(1));
        else if (each.kind === 'since') keptSince = each.at;
        else if (each.kind === 'anew') {
          tables = {
            opportunity: columnTable([written('opportunity', tables.opportunity.rows())]),
            version: columnTable([written('version', tables.version.rows())], TIMES.version),
            fieldChange: columnTable([written('fieldChange', tables.fieldChange.rows())], TIMES.fieldChange),
          };
        } else {
          for (const name of Object.keys(NAMES) as Kept[]) {
            const own: readonly { id: string }[] = each.rows[NAMES[name]];
            const gone = each.removed.filter((id) =>
              id.startsWith({ opportunity: 'd', version: 'v', fieldChange: 'f' }[name]),
            );
            // Safe: rows of the table of that very name.
            const held = left[name] as Map<string, { id: string }>;
            for (const row of own) held.set(row.id, row);
            for (const id of gone) held.delete(id);
            tables = { ...tables, [name]: tables[name].with([structuredClone(written(name, own, gone))]) };
          }
        }
        check();
        // Whoever still asks the former log is told what it said.
        expect(inWords(former)).toEqual(asItWas);
      }
    }),
    { numRuns: RUNS },
  );
});

test('changes of one field at one instant count by their ids, in whatever order they were read, removed and read again', () => {
  const change = (n: number, from: string, to: string) => ({
    id: `f${n}`,
    opportunityId: 'd0',
    field: 'ownerId',
    from,
    to,
    at: 9,
  });
  const [first, second] = [change(1, 'u1', 'u2'), change(2, 'u2', 'u3')];
  const deal = {
    id: 'd0',
    name: '',
    stage: 'A',
    isClosed: false,
    isWon: false,
    createdAt: 0,
    modifiedAt: 20,
    ownerId: 'u3',
  };
  const opportunity = columnTable<'opportunity'>([written('opportunity', [deal])]);
  const version = columnTable<'version'>([written('version', [])], TIMES.version);
  const orders = [
    [written('fieldChange', [first, second])],
    [written('fieldChange', [second, first])],
    [written('fieldChange', [first, second]), written('fieldChange', [], ['f1']), written('fieldChange', [first])],
  ];
  const logs = orders.map((chunks) =>
    inWords(
      builtLog({
        opportunity,
        version,
        fieldChange: columnTable<'fieldChange'>(chunks, TIMES.fieldChange),
        stages: STAGES,
        profile: PROFILE,
      }).log,
    ),
  );
  expect(logs.map(([only]) => only?.states.map(({ from, ownerId }) => [from, ownerId]))).toEqual(
    orders.map(() => [
      [0, 'u1'],
      [9, 'u3'],
    ]),
  );
});

test('a table that goes on is the one of all its chunks: its rows, its ids, its children', () => {
  fc.assert(
    fc.property(rows, fc.array(fc.tuple(rows, removed), { maxLength: 5 }), (given, later) => {
      let chunks = [written('version', given.versions)];
      let table = columnTable<'version'>(chunks, 'from');
      // Asked before it goes on, so that what is known of it is kept.
      table.childrenOf('d0');
      for (const [more, gone] of later) {
        const chunk = written('version', more.versions, gone);
        chunks = [...chunks, chunk];
        table = table.with([chunk]);
        const whole = columnTable<'version'>(chunks, 'from');
        expect(table.size).toBe(whole.size);
        expect(table.rows()).toEqual(whole.rows());
        for (let n = 0; n <= 40; n += 1) {
          expect(table.byId(`v${n}`), `v${n}`).toEqual(whole.byId(`v${n}`));
          expect(table.index.place(`v${n}`)).toBe(whole.index.place(`v${n}`));
        }
        for (const id of ['d0', 'd1', 'd2', 'd3', 'd4', 'unheld', 'none']) {
          const own = table.rows().filter(({ opportunityId }) => opportunityId === id);
          expect(table.childrenOf(id), id).toEqual(own.toSorted((a, b) => a.from - b.from));
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('a delta puts only its own deals in order again: what the former log says of others is copied, not read', () => {
  const deal = (n: number, amount: number) => ({
    id: `d${n}`,
    name: '',
    stage: 'A',
    amount,
    isClosed: false,
    isWon: false,
    createdAt: 0,
    modifiedAt: amount,
  });
  const all = Array.from({ length: 1000 }, (_, n) => deal(n, n));
  const version = columnTable<'version'>([written('version', [])], TIMES.version);
  const fieldChange = columnTable<'fieldChange'>([written('fieldChange', [])], TIMES.fieldChange);
  const table = columnTable<'opportunity'>([written('opportunity', all)]);
  const keep = logKeeper();
  const settings = { version, fieldChange, stages: STAGES, profile: PROFILE };
  const before = keep({ ...settings, opportunity: table });
  // A mark on another deal, which only a copy carries along.
  before.amount[7] = 12_345;
  const after = keep({ ...settings, opportunity: table.with([written('opportunity', [deal(500, 9), deal(1000, 8)])]) });
  expect([after.amount[7], after.amount[500], after.amount[1000], after.size]).toEqual([12_345, 900, 800, 1001]);
  expect(before.amount[500]).toBe(50_000);
});
