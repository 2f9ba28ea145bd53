import type { Queries } from '@/lib/answers/queries';
import type { Waiting } from '@/lib/answers/waiting';

/** The query interface where another context answers: `ask` carries a question there and its reply back. */
export function queriesBy(ask: (name: keyof Queries, input: unknown, waiting?: Waiting) => Promise<unknown>): Queries {
  const other = {
    get: (_: object, name: string | symbol) =>
      // Whoever awaits the object itself looks for this name: it is no promise.
      typeof name !== 'string' || name === 'then'
        ? undefined
        : // Safe: the names of `Queries` are the only ones that its type lets through.
          (input: unknown, waiting?: Waiting) => ask(name as keyof Queries, input, waiting),
  };
  // Safe: the other side answers each query with that query's own reply type.
  return new Proxy({}, other) as Queries;
}
