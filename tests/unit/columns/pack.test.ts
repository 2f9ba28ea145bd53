import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openByStage } from '@/lib/columns/aggregate';
import { pack, unpack } from '@/lib/columns/pack';
import { SCHEMAS } from '@/lib/columns/schema';
import { columnTable } from '@/lib/columns/table';
import { dayFromNumber } from '@/lib/domain/days';
import type { Opportunity } from '@/lib/domain/opportunity';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '😀', '\ud800', 'ą', 'x'.repeat(70_000)));
const number = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 65_536, 1e308, 0.1));
const day = fc.integer({ min: -30_000, max: 80_000 }).map(dayFromNumber);
const row = (id: string): fc.Arbitrary<Opportunity> =>
  fc.record(
    {
      id: fc.constant(id),
      name: text,
      accountName: text,
      ownerId: text,
      stage: text,
      amount: number,
      closeDate: day,
      isClosed: fc.boolean(),
      isWon: fc.boolean(),
      nextStep: text,
      createdAt: number,
      modifiedAt: number,
      hasProducts: fc.boolean(),
    },
    { requiredKeys: ['id', 'name', 'stage', 'isClosed', 'isWon', 'createdAt', 'modifiedAt'] },
  ) as fc.Arbitrary<Opportunity>;
const rows = fc
  .integer({ min: 0, max: 20 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => row(`006${index}`))));

test('what is packed comes back the same: absent stays absent, no value is narrowed', () => {
  fc.assert(
    fc.property(rows, (given) => {
      expect(unpack(structuredClone(pack(SCHEMAS.opportunity, given)))).toEqual(given);
    }),
    { numRuns: 2000 },
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

test('a sum over packed columns is that of a loop over rows', () => {
  fc.assert(
    fc.property(rows, (given) => {
      const naive = new Map<string, { amount: number; count: number }>();
      for (const { stage, amount, isClosed } of given) {
        const own = naive.get(stage) ?? { amount: 0, count: 0 };
        naive.set(stage, isClosed ? own : { amount: own.amount + (amount ?? 0), count: own.count + 1 });
      }
      expect(openByStage([pack(SCHEMAS.opportunity, given)])).toEqual(naive);
    }),
  );
});
