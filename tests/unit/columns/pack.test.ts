import fc from 'fast-check';
import { expect, test } from 'vitest';

import { dayFromNumber } from '@/lib/calendar/days';
import { pack, unpack } from '@/lib/columns/pack';
import { type ColumnKind, COLD_FIELDS, SCHEMAS } from '@/lib/columns/schema';
import { columnTable } from '@/lib/columns/table';
import { TABLE_NAMES } from '@/lib/deal/org';

import { RUNS } from '../runs';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '😀', '\ud800', 'ą', 'x'.repeat(70_000)));
const number = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 65_536, 1e308, 0.1));
const day = fc.integer({ min: -30_000, max: 80_000 }).map(dayFromNumber);
const valueOf: Record<ColumnKind, fc.Arbitrary<unknown>> = {
  text,
  dict: text,
  number,
  day,
  bool: fc.boolean(),
};

test.each(TABLE_NAMES)(
  'what is packed of %s comes back the same: absent stays absent, no value is narrowed',
  (table) => {
    const schema: Record<string, ColumnKind> = SCHEMAS[table];
    const anyRow = fc.record(
      Object.fromEntries(Object.entries(schema).map(([field, kind]) => [field, fc.option(valueOf[kind], { freq: 4 })])),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 20 }), (given) => {
        const cold = COLD_FIELDS[table] ?? [];
        const hot = Object.keys(schema).filter((field) => !cold.includes(field));
        const back = unpack(structuredClone(pack(schema, given)));
        // The app writes no null; one that comes is absent.
        const wanted = given.map((each) =>
          Object.fromEntries(Object.entries(each).filter(([, value]) => value !== null)),
        );
        expect(back).toStrictEqual(wanted.map((each) => inOrder(each, Object.keys(schema))));
        const [first, second] = [unpack(pack(schema, given, hot)), unpack(pack(schema, given, cold))];
        expect(first.map((each, at) => inOrder({ ...each, ...second[at] }, Object.keys(schema)))).toStrictEqual(back);
      }),
      { numRuns: RUNS },
    );
  },
);
const inOrder = (given: Record<string, unknown>, fields: string[]) =>
  Object.fromEntries(fields.flatMap((field) => (field in given ? [[field, given[field]]] : [])));

test.each([
  [1, Uint8Array],
  [256, Uint8Array],
  [257, Uint16Array],
  [65_536, Uint16Array],
  [65_537, Uint32Array],
])('%i different words are coded in as many bits as they need, and all come back', (count, array) => {
  const given = Array.from({ length: count }, (_, at) => ({ stage: `stage ${at}` }));
  const packed = pack({ stage: 'dict' }, given);
  expect(packed.columns['stage']?.values).toBeInstanceOf(array);
  expect(unpack(packed)).toEqual(given);
});

test.each([
  ['day', '2026-13-45'],
  ['day', '2026-02-30'],
  ['day', 'soon'],
  ['number', '12'],
  ['text', 7],
  ['dict', true],
  ['bool', 'true'],
] as const)('a %s column refuses %j, and names field and row', (kind, value) => {
  expect(() => pack({ field: kind }, [{}, { field: value }])).toThrow(
    `field of row 1 is ${JSON.stringify(value)}, which is no ${kind}.`,
  );
});

test('of several rows with one id the last written counts, and a deleted one is gone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), stage: fc.string(), isDeleted: fc.boolean() }), {
        maxLength: 30,
      }),
      (writes) => {
        const model = new Map<string, string>();
        const chunks = writes.map(({ id, stage, isDeleted }) => {
          if (isDeleted) model.delete(id);
          else model.set(id, stage);
          const given = isDeleted
            ? []
            : [{ id, name: id, stage, isClosed: false, isWon: false, createdAt: 0, modifiedAt: 0 }];
          return { hot: pack(SCHEMAS.opportunity, given), ...(isDeleted ? { deletedIds: [id] } : {}) };
        });
        const table = columnTable<'opportunity'>(chunks);
        expect(new Map(table.rows().map(({ id, stage }) => [id, stage]))).toEqual(model);
        expect(table.size).toBe(model.size);
      },
    ),
  );
});
