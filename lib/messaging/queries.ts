import type { Queries } from '@/lib/domain/queries';

import { sendMessage } from './transport';

const ask =
  <Name extends keyof Queries>(name: Name) =>
  (input: Parameters<Queries[Name]>[0]): ReturnType<Queries[Name]> =>
    // Safe: the background answers each query with that query's own reply type.
    sendMessage('query', { name, input }) as ReturnType<Queries[Name]>;

/** The query interface over messages: what a framed page uses, since the browser may refuse it IndexedDB. */
export const remoteQueries: Queries = {
  record: ask('record'),
  list: ask('list'),
  forecast: ask('forecast'),
  team: ask('team'),
  focus: ask('focus'),
  plan: ask('plan'),
  accuracy: ask('accuracy'),
  deals: ask('deals'),
  stages: ask('stages'),
  changes: ask('changes'),
  moved: ask('moved'),
  process: ask('process'),
  reminders: ask('reminders'),
  seen: ask('seen'),
};
