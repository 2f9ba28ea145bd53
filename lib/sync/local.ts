import type { Queries } from '@/lib/answers/queries';
import { openDatabase } from '@/lib/storage/database';
import { connectionOf } from '@/lib/storage/registry';

import { createQueries } from './cache-queries';

/**
 * The questions about one connection straight from the store: for top-level pages, which need no worker awake to make them. Whether that
 * user is still the one who is signed in, the store does not know: whoever shows an answer asks the background first.
 */
export function localQueries(now: () => number): (key: string) => Queries {
  const made = new Map<string, Queries>();
  return (key) => {
    const known =
      made.get(key) ??
      createQueries({
        now,
        miss: () => undefined,
        progress: () => undefined,
        async source() {
          const connection = await connectionOf(key);
          if (!connection) return { state: 'noSession', detail: 'Pipelens holds nothing of this connection.' };
          return { connection, db: openDatabase(connection.orgId, connection.userId) };
        },
      });
    made.set(key, known);
    return known;
  };
}
