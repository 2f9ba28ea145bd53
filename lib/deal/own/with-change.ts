/**
 * What results where somebody changed `was` to `is` while `held` had come to be stored: what they changed is theirs, all else stays as it
 * is held. Fields and entries are told apart down to `depth`; of lists, what was put in and taken out.
 */
export function withChange<Value>(was: Value, is: Value, held: Value, depth: number): Value {
  // Safe: each part is one of the three.
  return changed(was, is, held, depth) as Value;
}

function changed(was: unknown, is: unknown, held: unknown, depth: number): unknown {
  if (isSame(was, is)) return held;
  if (isSame(was, held) || depth === 0) return is;
  if (isList(was) && isList(is) && isList(held)) return listWith(was, is, held);
  if (!isRow(was) || !isRow(is) || !isRow(held)) return is;
  const entries = Object.keys({ ...held, ...is }).flatMap((key) => {
    const value = changed(was[key], is[key], held[key], depth - 1);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

function listWith(was: readonly unknown[], is: readonly unknown[], held: readonly unknown[]): unknown[] {
  const has = (list: readonly unknown[], item: unknown): boolean => list.some((each) => isSame(each, item));
  return [...held.filter((item) => !has(was, item) || has(is, item)), ...is.filter((item) => !has(was, item))];
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isList(value);
const isSame = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b);

/** The order of names is no difference, and neither is a name without a value. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    isRow(each) ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1))) : each,
  ) ?? '';
