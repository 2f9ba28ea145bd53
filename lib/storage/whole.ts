import type { DBCore, DBCoreCursor, DBCoreTable, DBCoreTransaction, Middleware, Table } from 'dexie';

import { checksum } from './checksum';

/** The field that holds a row's checksum in the store; nobody else sees it. */
const SUM = '$sum';

/** Told of each row that is not as it was written: its table and primary key. */
type OnDamaged = (table: string, key: unknown) => void;

/**
 * Every row is stored with its checksum, which is of its database and store as well. One that no longer fits, was written by something else
 * or lies in the place of another is no row: it is told of and left out of every answer, as if it were not there. Rows with a checksum of
 * themselves alone are those of a version before, and so are, while a database is upgraded, those without one.
 */
export const wholeRows = (database: string, onDamaged: OnDamaged): Middleware<DBCore> => ({
  stack: 'dbcore',
  name: 'whole rows',
  create: (core) => ({ ...core, table: (name) => wholeTable(core.table(name), `${database}/${name}`, onDamaged) }),
});

type StoredRow = Record<string, unknown>;

function wholeTable(table: DBCoreTable, place: string, onDamaged: OnDamaged): DBCoreTable {
  const { extractKey } = table.schema.primaryKey;
  /** The row without its checksum; undefined where there is none that is whole. */
  const opened = (stored: StoredRow | undefined, trans: DBCoreTransaction): StoredRow | undefined => {
    if (stored === undefined) return undefined;
    const { [SUM]: sum, ...row } = stored;
    if (sum === checksum(row, place) || sum === checksum(row) || (sum === undefined && isUpgrade(trans))) return row;
    onDamaged(table.name, extractKey?.(stored));
    return undefined;
  };
  return {
    ...table,
    mutate: (request) =>
      table.mutate(
        request.type === 'add' || request.type === 'put'
          ? // Safe: every table of this database holds plain objects.
            { ...request, values: (request.values as readonly StoredRow[]).map((row) => sealed(row, place)) }
          : request,
      ),
    // Chained, not awaited: a transaction of the browser ends with the first foreign promise.
    get: (request) => table.get(request).then((row: StoredRow | undefined) => opened(row, request.trans)),
    getMany: (request) =>
      table.getMany(request).then((rows: (StoredRow | undefined)[]) => rows.map((row) => opened(row, request.trans))),
    query: (request) =>
      table.query(request).then((answer) => {
        if (request.values === false) return answer;
        // Safe: as above.
        const rows = answer.result as StoredRow[];
        return { ...answer, result: rows.flatMap((row) => opened(row, request.trans) ?? []) };
      }),
    openCursor: (request) =>
      table
        .openCursor(request)
        .then((cursor) =>
          cursor && request.values !== false ? wholeCursor(cursor, (row) => opened(row, request.trans)) : cursor,
        ),
  };
}

const sealed = (row: StoredRow, place: string): StoredRow => {
  const { [SUM]: _, ...own } = row;
  return { ...own, [SUM]: checksum(own, place) };
};

/** Some megabytes at a time. */
const ROWS_AT_A_TIME = 50;

/** Gives each row of a table that is being upgraded its checksum. */
export async function writeAgain(table: Table): Promise<void> {
  const keys = await table.toCollection().primaryKeys();
  for (let from = 0; from < keys.length; from += ROWS_AT_A_TIME)
    await table.bulkPut(await table.bulkGet(keys.slice(from, from + ROWS_AT_A_TIME)));
}

/** Safe: a transaction of this core is the browser's own. */
const isUpgrade = (trans: DBCoreTransaction): boolean => (trans as IDBTransaction).mode === 'versionchange';

/** A cursor that passes over what is damaged. */
function wholeCursor(cursor: DBCoreCursor, opened: (row: StoredRow) => StoredRow | undefined): DBCoreCursor {
  let row: StoredRow | undefined;
  // Safe: it is the same cursor, all but two of whose members pass through.
  return Object.create(cursor, {
    value: { get: () => row },
    start: {
      value: (onNext: () => void) =>
        cursor.start(() => {
          row = opened(cursor.value as StoredRow);
          if (row) onNext();
          else cursor.continue();
        }),
    },
    key: { get: () => cursor.key },
    primaryKey: { get: () => cursor.primaryKey },
    continue: { value: (key?: unknown) => cursor.continue(key) },
    continuePrimaryKey: { value: (key: unknown, primary: unknown) => cursor.continuePrimaryKey(key, primary) },
    advance: { value: (count: number) => cursor.advance(count) },
    stop: { value: (value?: unknown) => cursor.stop(value) },
    fail: { value: (error: Error) => cursor.fail(error) },
  }) as DBCoreCursor;
}
