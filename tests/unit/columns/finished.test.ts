import fc from 'fast-check';
import { expect, test } from 'vitest';

import { finishedDeals } from '@/lib/columns/finished';
import { pack } from '@/lib/columns/pack';
import { SCHEMAS } from '@/lib/columns/schema';
import { columnTable } from '@/lib/columns/table';

test('deals won and lost are those of a loop over the rows that count, through deltas and deletions', () => {
  const write = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    isClosed: fc.boolean(),
    isWon: fc.boolean(),
    isDeleted: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 30 }), (writes) => {
      const chunks = writes.map(({ id, isDeleted, isClosed, isWon }) => ({
        hot: pack(
          SCHEMAS.opportunity,
          isDeleted
            ? []
            : [{ id, name: id, stage: 's', isClosed, isWon: isClosed && isWon, createdAt: 0, modifiedAt: 0 }],
        ),
        ...(isDeleted ? { deletedIds: [id] } : {}),
      }));
      const table = columnTable<'opportunity'>(chunks);
      const rows = table.rows();
      expect(finishedDeals(table)).toEqual({
        won: rows.filter((row) => row.isWon).length,
        lost: rows.filter((row) => row.isClosed && !row.isWon).length,
      });
    }),
  );
});
