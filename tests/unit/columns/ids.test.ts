import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Chunk } from '@/lib/columns/chunk';
import { idIndex } from '@/lib/columns/ids';
import { pack } from '@/lib/columns/pack';
import { slim } from '@/lib/columns/slim';

/** Each id's place by its first appearance, and the row that counts of it: told by a map. */
function naive(chunks: readonly { ids: string[]; deleted: string[] }[]) {
  const [places, last] = [new Map<string, number>(), new Map<string, number>()];
  let row = 0;
  for (const { ids, deleted } of chunks) {
    for (const id of ids) {
      if (!places.has(id)) places.set(id, places.size);
      last.set(id, row);
      row += 1;
    }
    for (const id of deleted) if (last.has(id)) last.set(id, -1);
  }
  return { places, last };
}

const ID = (number: number): string => `006${number < 10 ? number : `x${number + 100}`}`;
const id = fc.integer({ min: 0, max: 30 }).map(ID);
const fresh = fc.uniqueArray(id, { maxLength: 12 });
/** Both forms that ids are held in, side by side: as stored, and slimmer where they are of one length. */
const held = (rows: { id: string }[], isSlim: boolean) => {
  const packed = pack({ id: 'text' }, rows);
  return isSlim ? slim(packed) : packed;
};
const chunk = fc.record({
  isSlim: fc.boolean(),
  ids: fc.oneof(fresh, fc.array(id, { maxLength: 12 })),
  deleted: fc.oneof(fc.constant<string[]>([]), fresh),
});

test('what an index says of ids is what a map says, of a table read whole, of one with changes, and of one that rests on another', () => {
  fc.assert(
    fc.property(fc.array(chunk, { minLength: 1, maxLength: 5 }), fc.nat(), (given, cut) => {
      const chunks = given.map(({ ids, deleted, isSlim }): Chunk => ({
        hot: held(
          ids.map((each) => ({ id: each })),
          isSlim,
        ),
        ...(deleted.length > 0 ? { deletedIds: deleted } : {}),
      }));
      const { places, last } = naive(given);
      const base = cut % chunks.length;
      for (const index of [idIndex(chunks), idIndex(chunks, { index: idIndex(chunks.slice(0, base)), chunks: base })]) {
        for (let number = 0; number <= 31; number += 1) {
          const one = ID(number);
          expect(index.find(one)).toBe(last.get(one) ?? -1);
          expect(index.place(one)).toBe(places.get(one) ?? -1);
        }
        const live = [...places.keys()].filter((one) => (last.get(one) ?? -1) >= 0);
        expect(index.size).toBe(live.length);
        expect(index.places).toBe(places.size);
        expect([...index.rows()]).toEqual(live.map((one) => last.get(one)));
        expect([...index.byPlace()]).toEqual([...places.keys()].map((one) => last.get(one)));
        expect([-1, places.size].map((place) => index.rowOf(place))).toEqual([-1, -1]);
      }
    }),
  );
});
