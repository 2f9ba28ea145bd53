import { useState } from 'react';

interface Held<Item> {
  items: readonly Item[];
  rows: readonly Item[];
  /** Those that the list does not have any more. */
  gone: ReadonlySet<string>;
}

/**
 * The rows of a list, in which those that a person has changed stay where they are though they would now stand elsewhere, or no longer in it.
 * Another `order` begins anew, and so does a list that is left.
 */
export function useStayPut<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  changed: ReadonlySet<string>,
  order: string,
): Held<Item> {
  const [held, setHeld] = useState<Held<Item> & { order: string }>(() => ({ items, rows: items, gone: NONE, order }));
  if (held.order === order && isSame(held.items, items)) return held;
  const next =
    held.order === order ? { items, ...inPlace(held.rows, items, idOf, changed) } : { items, rows: items, gone: NONE };
  setHeld({ ...next, order });
  return next;
}

const NONE: ReadonlySet<string> = new Set();

const isSame = <Item>(one: readonly Item[], other: readonly Item[]): boolean =>
  one.length === other.length && one.every((item, place) => item === other[place]);

/** What is new, with each changed row of before at the place that it had. */
function inPlace<Item>(
  before: readonly Item[],
  items: readonly Item[],
  idOf: (item: Item) => string,
  changed: ReadonlySet<string>,
): Pick<Held<Item>, 'rows' | 'gone'> {
  const present = new Map(items.map((item) => [idOf(item), item]));
  const rows = items.filter(
    (item) => !changed.has(idOf(item)) || !before.some((former) => idOf(former) === idOf(item)),
  );
  const gone = new Set<string>();
  for (const [place, former] of before.entries()) {
    const id = idOf(former);
    if (!changed.has(id)) continue;
    const now = present.get(id);
    if (now === undefined) gone.add(id);
    rows.splice(Math.min(place, rows.length), 0, now ?? former);
  }
  return { rows, gone };
}
