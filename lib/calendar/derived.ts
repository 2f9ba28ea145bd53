/**
 * The one place where what was worked out is kept. No other module of the pure layers holds anything between two calls.
 *
 * Facts are an object of their own for each revision and day, so that what is kept for one of them is true as long as it lives, and goes
 * with it: a new revision or a new day is another object, of which nothing is known yet.
 */

interface Held {
  made: Map<unknown, unknown>;
  going: Map<unknown, unknown>;
  former?: { going: Map<unknown, unknown>; changed: ReadonlySet<string> };
}
const held = new WeakMap<object, Held>();

const heldOf = (of: object): Held => {
  let own = held.get(of);
  if (!own) held.set(of, (own = { made: new Map(), going: new Map() }));
  return own;
};

/** What a function makes of an object, made once: the function is the key. */
export function derived<Of extends object, Value>(of: Of, make: (of: Of) => Value): Value {
  const { made } = heldOf(of);
  // Safe: only what this very function made is kept under it.
  if (made.has(make)) return made.get(make) as Value;
  const value = make(of);
  made.set(make, value);
  return value;
}

/**
 * Has an object that follows another one take over what a function made of that one, as `change` makes it of it; nothing where nobody has
 * asked. Both are still known here, which they are to nobody who asks later.
 */
export function passOn<Of extends object, Value>(
  make: (of: Of) => Value,
  before: Of,
  after: Of,
  change: (value: Value) => Value,
): void {
  const { made } = heldOf(before);
  // Safe: as above.
  if (made.has(make)) heldOf(after).made.set(make, change(made.get(make) as Value));
}

/** What was made of the object before, and the ids of the deals that are not as they were then. */
export interface Former<Value> {
  value: Value;
  changed: ReadonlySet<string>;
}

/** The same of something that goes on from what it was for the object before, see {@link goesOn}, where that is still known. */
export function carried<Of extends object, Value>(of: Of, make: (of: Of, former?: Former<Value>) => Value): Value {
  const { going, former } = heldOf(of);
  // Safe, both times: only what this very function made is kept under it.
  if (going.has(make)) return going.get(make) as Value;
  const value = former?.going.has(make)
    ? make(of, { value: former.going.get(make) as Value, changed: former.changed })
    : make(of);
  former?.going.delete(make);
  going.set(make, value);
  return value;
}

/**
 * Says that an object follows another one, which nobody asks any more, and which deals differ. What is carried on goes back one step: what
 * nobody has asked of the object before is made anew.
 */
export function goesOn(of: object, before: object, changed: ReadonlySet<string>): void {
  heldOf(of).former = { going: heldOf(before).going, changed };
}

/** What is the same for ever, made when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** A function of a word alone, such as the name of a zone or the code of a currency: there are few of them, and each is asked for often. */
export function perWord<Value>(make: (word: string) => Value): (word: string) => Value {
  const known = new Map<string, Value>();
  return (word) => {
    if (known.has(word)) return known.get(word) as Value;
    const made = make(word);
    known.set(word, made);
    return made;
  };
}

/** So many words that were asked last are kept of {@link perRecentWord}. */
const MOST_WORDS = 5000;

/** The same of words without end of which some come again and again, such as the cells of a file: they are forgotten by and by. */
export function perRecentWord<Value>(make: (word: string) => Value): (word: string) => Value {
  const known = new Map<string, Value>();
  return (word) => {
    if (known.has(word)) return known.get(word) as Value;
    if (known.size >= MOST_WORDS) known.clear();
    const made = make(word);
    known.set(word, made);
    return made;
  };
}
