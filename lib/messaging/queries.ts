import type { Queries } from '@/lib/answers/queries';

/** The query interface where another context answers: `ask` carries a question there and its reply back. */
export function queriesBy(ask: (name: keyof Queries, input: unknown) => Promise<unknown>): Queries {
  const asking =
    <Name extends keyof Queries>(name: Name) =>
    (input: Parameters<Queries[Name]>[0]): ReturnType<Queries[Name]> =>
      // Safe: the other side answers each query with that query's own reply type.
      ask(name, input) as ReturnType<Queries[Name]>;
  return {
    record: asking('record'),
    list: asking('list'),
    forecast: asking('forecast'),
    team: asking('team'),
    focus: asking('focus'),
    plan: asking('plan'),
    accuracy: asking('accuracy'),
    deals: asking('deals'),
    stages: asking('stages'),
    changes: asking('changes'),
    moved: asking('moved'),
    process: asking('process'),
    reminders: asking('reminders'),
    seen: asking('seen'),
  };
}
