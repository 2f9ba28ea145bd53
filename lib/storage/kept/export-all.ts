import { TABLE_NAMES } from '@/lib/deal/org';

import { readTable } from '../column-reader';
import type { PipelensDatabase } from '../database';

const WRITTEN = ['reminders', 'quotas', 'calls', 'edits', 'snapshots', 'replays', 'meta'] as const;
const PIECE_ROWS = 1000;

/**
 * One connection's database as pieces of JSON text: `{"opportunity": [...], …, "reminders": [...], …}`. Rows as they were read from the
 * CRM and as a person wrote them; in pieces, so that no text is longer than a browser can hold.
 */
export async function* exportOf(db: PipelensDatabase): AsyncGenerator<string> {
  let comma = '{';
  async function* list(name: string, rows: readonly unknown[]): AsyncGenerator<string> {
    yield `${comma}${JSON.stringify(name)}:[`;
    comma = ',\n';
    for (let from = 0; from < rows.length; from += PIECE_ROWS)
      yield (
        (from === 0 ? '' : ',') +
        rows
          .slice(from, from + PIECE_ROWS)
          .map((row) => JSON.stringify(row))
          .join(',\n')
      );
    yield ']';
  }
  for (const table of TABLE_NAMES) yield* list(table, (await readTable(db, table)).rows());
  for (const name of WRITTEN) yield* list(name, await db.table(name).toArray());
  yield '}';
}
