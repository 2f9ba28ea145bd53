/** What is known of words that come from outside. Such a word may be `constructor` or `__proto__`, which every object of its own has. */
export const wordTable = <Value>(of: Record<string, Value>): Readonly<Record<string, Value | undefined>> =>
  // Safe: an object without a prototype has what it is given and nothing else.
  Object.assign(Object.create(null) as Record<string, Value>, of);
