import fc from 'fast-check';
import { expect, test } from 'vitest';

import { dayFromNumber } from '@/lib/calendar/days';
import { type HeldColumns, pack, packedRowAt, unpack } from '@/lib/columns/pack';
import { type ColumnKind, SCHEMAS, SQUEEZED } from '@/lib/columns/schema';
import { slim } from '@/lib/columns/slim';
import { spread, squeeze } from '@/lib/columns/squeeze';
import { fromVarints, varints } from '@/lib/columns/varints';

import { RUNS } from '../runs';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '😀', '😁', '\ud800', '\ud83d', 'ą', '006000000000000001', '006000000000000002'),
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -1e7, max: 1e7 }).map((cents) => cents / 100),
  fc.integer({ min: 0, max: 5e8 }).map((minutes) => 1.7e12 + minutes * 60_000),
  fc.constantFrom(0, -0, 65_536, 1e308, -1e308, 0.1, 2 ** 52, -(2 ** 53), NaN, Infinity),
);
const day = fc.integer({ min: -30_000, max: 80_000 }).map(dayFromNumber);
const valueOf: Record<ColumnKind, fc.Arbitrary<unknown>> = { text, dict: text, number, day, bool: fc.boolean() };

test.each([...SQUEEZED])('%s: what is squeezed, stored and spread out is what was packed', (table) => {
  const schema: Record<string, ColumnKind> = SCHEMAS[table];
  const row = fc.record(
    Object.fromEntries(Object.entries(schema).map(([field, kind]) => [field, fc.option(valueOf[kind], { freq: 4 })])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const packed = pack(schema, rows);
      const back = spread(structuredClone(squeeze(packed)));
      expect(unpack(back)).toStrictEqual(unpack(packed));
      for (const [field, { kind, values }] of Object.entries(back.columns))
        expect([kind, values.constructor]).toEqual([
          packed.columns[field]?.kind,
          packed.columns[field]?.values.constructor,
        ]);
    }),
    { numRuns: RUNS },
  );
});

/** Columns that take less in memory, and such as nearly do. */
const SLIM: Record<string, fc.Arbitrary<unknown>> = {
  id: fc.integer({ min: 0, max: 999 }).map((at) => `00T5g00000${String(at).padStart(5, '0')}EAF`),
  opportunityId: fc.constantFrom('006A', '006B'),
  from: fc.oneof(
    fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((seconds) => seconds * 1000),
    fc.constantFrom(2 ** 32 * 1000, 1, -1000),
  ),
  amount: fc.oneof({ weight: 8, arbitrary: fc.nat(1e9).map((cents) => cents / 100) }, { weight: 1, arbitrary: number }),
  probability: fc.oneof(fc.nat(100), fc.constantFrom(0, -0, 0.5, 300)),
  closeDate: fc.integer({ min: -2, max: 65_600 }).map(dayFromNumber),
};

test('what is held in less memory is what was packed, value for value', () => {
  const rows = fc.array(
    fc.record(
      Object.fromEntries(
        Object.entries(SLIM).map(([field, of]) => [
          field,
          field === 'id' ? of : fc.option(of, { freq: 30, nil: undefined }),
        ]),
      ),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(fc.oneof(rows, fc.array(fc.record({ id: text, amount: number }))), (given) => {
      const packed = pack(SCHEMAS.version, given);
      const held = slim(packed);
      expect(Array.from({ length: held.size }, (_, row) => packedRowAt(held, row))).toStrictEqual(unpack(packed));
    }),
    { numRuns: RUNS },
  );
});

test('rows as a CRM sends them are held in less than three fifths of the memory', () => {
  const rows = Array.from({ length: 4000 }, (_, at) => ({
    id: `0085g00000${String(at).padStart(5, '0')}EAF`,
    from: 1.7e12 + at * 60_000,
    amount: at * 250,
    probability: at % 101,
    closeDate: dayFromNumber(20_000 + (at % 400)),
  }));
  const packed = pack(SCHEMAS.version, rows);
  const weigh = ({ columns }: HeldColumns): number =>
    Object.values(columns).reduce(
      (sum, column) =>
        sum +
        (typeof column.values === 'string' ? column.values.length : column.values.byteLength) +
        ('ends' in column ? column.ends.byteLength : 0),
      0,
    );
  expect(weigh(slim(packed)) / weigh(packed)).toBeLessThan(0.6);
});

test('whole numbers survive as varints, each alone and in any row', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -70, max: 70 }))), (values) => {
      expect([...fromVarints(varints(values), values.length)]).toEqual(values.map((value) => value + 0));
    }),
  );
});

test('rows as a CRM sends them take less than a third of the bytes', () => {
  const rows = Array.from({ length: 2000 }, (_, at) => ({
    id: `008${String(at).padStart(15, '0')}`,
    opportunityId: `006${String((at * 7919) % 100_000).padStart(15, '0')}`,
    from: 1.7e12 + at * 60_000,
    stage: `stage ${at % 8}`,
    amount: ((at * 31) % 5000) * 100,
    closeDate: dayFromNumber(20_454 + (at % 12) * 30),
    category: 'pipeline',
  }));
  const packed = pack(SCHEMAS.version, rows);
  expect(bytesOf(squeeze(packed))).toBeLessThan(bytesOf(packed) / 3);
});

/** Bytes of every buffer and string in plain data. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, each) => sum + bytesOf(each), 0)
    : 0;
}
