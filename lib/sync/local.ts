import type { Queries } from '@/lib/answers/queries';
import { openDatabase } from '@/lib/storage/database';
import { allConnections, lastConnectionOn } from '@/lib/storage/registry';

import { createQueries } from './cache-queries';

/** The query interface straight from the store: for top-level pages, which need no worker awake to show what is known. */
export const localQueries = (now: () => number): Queries =>
  createQueries({
    now,
    miss: () => undefined,
    progress: () => undefined,
    async source(host) {
      const connection = host === undefined ? (await allConnections())[0] : await lastConnectionOn(host);
      if (!connection) return { state: 'noSession', detail: 'Pipelens has not read from a CRM in this browser yet.' };
      return { connection, db: openDatabase(connection.orgId, connection.userId) };
    },
  });
