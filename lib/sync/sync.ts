import { isRecent } from '@/lib/calendar/recent';
import type { ColumnTable } from '@/lib/columns/table';
import { type CrmClient, CrmError, type Cursor, type RejectedRow } from '@/lib/crm/crm';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { Opportunity } from '@/lib/deal/opportunity';
import { TABLE_NAMES, type TableName, type Tables } from '@/lib/deal/org';
import { readSome } from '@/lib/storage/column-reader';
import type { Checkpoint, PipelensDatabase } from '@/lib/storage/database';
import { commitPage, compact, readCheckpoint } from '@/lib/storage/writer';

import { buried, heldBack } from './keep';
import { fillNewcomers, newcomers, noteNewcomers } from './newcomers';
import { refillSettings } from './refill';
import { yieldAfter, Yielding, yieldLonger, yieldToOthers } from './yielding';

/** Small tables without a stamp are read whole, and not at every delta. */
const SMALL: ReadonlySet<TableName> = new Set(['stage', 'user', 'role', 'quota', 'forecastItem', 'forecastDeal']);
const SMALL_EVERY_MS = 3_600_000;
/** They change with the deal, and are read with each deal on screen: a query for each at every delta would cost a second call. */
const WITH_DEAL: ReadonlySet<TableName> = new Set(['fieldChange', 'attendee', 'email', 'lineItem', 'split']);
const FIELDS_EVERY_MS = 600_000;
/**
 * Formulas, parents' names and lost access change no stamp of a deal: once a day all deals are read again. A page of ids alone
 * would cost the same call as a page of whole rows. What hangs on deals comes and goes with them, and is read again once a week.
 */
const SWEEP_EVERY_MS = 24 * 3_600_000;
const FULL_EVERY_MS = 7 * SWEEP_EVERY_MS;

export interface SyncOptions {
  client: CrmClient;
  db: PipelensDatabase;
  now: () => number;
  /** Stop after about this long and go on from the checkpoint next time: a worker may be stopped at any moment. */
  sliceMs?: number;
  /** An error for a screen; else its message stands. */
  wordsOf?: (error: CrmError) => string;
  onProgress?: (progress: { table: TableName; done: number; total?: number }) => void;
}

export interface SyncResult {
  state: ConnectionState;
  detail?: string;
  /** Set while it waits for the org, or its own share, to have calls to spare: when it asks again, ms. */
  until?: number;
  /** False when the slice ended first. */
  isDone: boolean;
  /** One table alone was refused: the CRM answers, and the rest was read. */
  isPart?: true;
}

/**
 * Brings every table up to date from its checkpoint: a full pull where there is none, a delta where there is. Each page is
 * committed with its checkpoint, so that a kill at any moment loses at most the page under way. Only one sync of a database
 * runs at a time, in whatever context: the lock dies with its holder.
 */
export async function syncOnce(options: SyncOptions): Promise<SyncResult> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return run(options);
  const result = await locks.request(`sync-${options.db.name}`, { ifAvailable: true }, (lock) =>
    lock ? run(options) : { state: 'live' as const, isDone: false },
  );
  return result;
}

async function run(options: SyncOptions): Promise<SyncResult> {
  const deadline = options.now() + (options.sliceMs ?? Infinity);
  try {
    await yieldToOthers(options);
    await refillSettings(options);
    const usage = options.client.apiUsage;
    const isFirst = await isFirstPull(options.db);
    // A first pull is long: each page by itself. Later the first pages of all tables come in one or two calls.
    await options.client.lookAhead(isFirst ? {} : await due(options));
    let refused: CrmError | undefined;
    let isAgain = false;
    for (const table of TABLE_NAMES) {
      if (isFirst && (await isNew(options, table))) continue;
      try {
        const isComplete = await syncTable(table, options, deadline, usage);
        if (!isComplete) return { state: 'live', isDone: false };
        isAgain = false;
      } catch (error) {
        // What two tables in a row meet is not about either of them; without deals there is nothing to go on for.
        const isAll = isAgain || (error instanceof CrmError && table === 'opportunity' && error.lasts !== 'later');
        if (isAll || !isOfTable(error)) throw error;
        refused ??= error;
        isAgain = true;
      }
    }
    await fillNewcomers(options);
    if (refused)
      return {
        state: refused.state,
        detail: options.wordsOf?.(refused) ?? refused.message,
        isDone: false,
        isPart: true,
      };
    return { state: 'live', isDone: true };
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    const isUsedUp = error.state === 'limitDaily' && !(error instanceof Yielding);
    const until = error.until ?? (isUsedUp ? (await yieldLonger(options)).until : undefined);
    return {
      state: error.state,
      detail: options.wordsOf?.(error) ?? error.message,
      isDone: false,
      ...(until === undefined ? {} : { until }),
    };
  }
}

/** Whether a refusal may be about what was asked for alone, so that other tables are still read: not about the session, the line or the day. */
const isOfTable = (error: unknown): error is CrmError =>
  error instanceof CrmError &&
  (error.state === 'failed' ||
    error.state === 'malformed' ||
    (error.state === 'refused' && error.lasts === 'forbidden') ||
    (error.state === 'unavailable' && error.status === 500));

/** A first pull of a large org takes many slices, or waits for a table that is refused: what it brought is not asked about in each. */
async function isNew({ db, now }: SyncOptions, table: TableName): Promise<boolean> {
  const doneAt = (await readCheckpoint(db, table))?.doneAt;
  return doneAt !== undefined && Math.abs(now() - doneAt) < FIELDS_EVERY_MS;
}

const isFirstPull = async (db: PipelensDatabase): Promise<boolean> => {
  const checkpoints = await Promise.all(TABLE_NAMES.map((table) => readCheckpoint(db, table)));
  return checkpoints.some((checkpoint) => checkpoint?.doneAt === undefined);
};

/** True once the table is as new as the CRM's. */
async function syncTable<Name extends TableName>(
  table: Name,
  options: SyncOptions,
  deadline: number,
  usage: CrmClient['apiUsage'],
): Promise<boolean> {
  const { client, db, now } = options;
  let checkpoint = await readCheckpoint(db, table);
  if (!isDue(client, table, checkpoint, now())) return true;
  let cursor = start(client, table, checkpoint, now());
  let { isFull } = client.standing(table, cursor);
  let done = 0;
  const hasBefore = checkpoint?.doneAt !== undefined;
  for (;;) {
    if (now() > deadline) return false;
    await yieldAfter(options, usage);
    const page = await client.pull(table, cursor);
    const before =
      hasBefore && (!isFull || table === 'opportunity')
        ? await readSome(db, table, { ids: page.rows.map(({ id }) => id) })
        : undefined;
    const stored = isFull ? undefined : before;
    // The overlap brings back rows that are here already: what is the same is no change.
    const rows = stored
      ? page.rows.filter((row) => !isSame(stored.byId(row.id), row))
      : [...page.rows, ...(await heldOf(db, table, page.rejected))];
    const gone = stored ? await buried(db, table, page.deletedIds, now()) : { rows: [], deletedIds: page.deletedIds };
    const kept = isFull && page.isDone ? await heldBack(db, table, { rows }, { checkpoint, now: now() }) : [];
    // Safe: the table is that of deals.
    const deals = table === 'opportunity' ? (before as ColumnTable<'opportunity'> | undefined) : undefined;
    if (deals) await noteNewcomers(db, await newcomers(db, rows as Opportunity[], deals));
    const isCommitted = await commitPage(
      db,
      table,
      {
        rows: [...rows, ...gone.rows, ...kept],
        deletedIds: gone.deletedIds,
        cursor: page.next,
        mode: isFull ? 'full' : 'delta',
        isDone: page.isDone,
        isHidden: page.isHidden,
        read: page.rows,
        rejected: page.rejected,
      },
      { expects: checkpoint, now: now() },
    );
    checkpoint = await readCheckpoint(db, table);
    if (!isCommitted) {
      cursor = start(client, table, checkpoint, now());
      ({ isFull } = client.standing(table, cursor));
      continue;
    }
    done += page.rows.length;
    if (isFull && !SMALL.has(table))
      options.onProgress?.({ table, done, ...(page.total === undefined ? {} : { total: page.total }) });
    if (page.isDone) {
      await compact(db, table);
      return true;
    }
    cursor = page.next;
  }
}

/** What is pulled now, and from where. */
async function due({ client, db, now }: SyncOptions): Promise<Partial<Record<TableName, Cursor>>> {
  const found: Partial<Record<TableName, Cursor>> = {};
  for (const table of TABLE_NAMES) {
    const checkpoint = await readCheckpoint(db, table);
    if (isDue(client, table, checkpoint, now())) found[table] = start(client, table, checkpoint, now());
  }
  return found;
}

/** Small tables, and those that change with the deal, wait for their time. */
function isDue(client: CrmClient, table: TableName, checkpoint: Checkpoint | undefined, now: number): boolean {
  const every = SMALL.has(table) ? SMALL_EVERY_MS : WITH_DEAL.has(table) ? FIELDS_EVERY_MS : 0;
  // A clock that was set back must not stop the sync.
  return (
    checkpoint?.doneAt === undefined ||
    checkpoint.isDamaged === true ||
    client.standing(table, cursorOf(checkpoint)).isUnderWay ||
    Math.abs(now - checkpoint.doneAt) >= every
  );
}

/** Safe: only this file's cursors, which are the adapter's, are stored. */
const cursorOf = ({ cursor }: Checkpoint): Cursor => cursor as Cursor;

/** What is held of rows that came back unreadable: a new full pull must not lose them. */
async function heldOf<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  rejected: readonly RejectedRow[],
): Promise<Tables[Name][]> {
  if (rejected.length === 0) return [];
  const held = await readSome(db, table, { ids: rejected.flatMap(({ id }) => id ?? []) });
  return rejected.flatMap(({ id, isKept }) => (id === undefined || isKept ? [] : (held.byId(id) ?? [])));
}

/** Where to go on: an unfinished pull from its cursor; a finished one as a delta, or anew where it is too old or too small. */
function start(client: CrmClient, table: TableName, checkpoint: Checkpoint | undefined, now: number): Cursor {
  if (!checkpoint) return client.begin(table);
  const cursor = cursorOf(checkpoint);
  const { isUnderWay, isStale } = client.standing(table, cursor);
  const isFresh = checkpoint.live !== checkpoint.generation;
  if (isUnderWay && !isStale && (checkpoint.isDamaged !== true || isFresh)) return cursor;
  const every = table === 'opportunity' ? SWEEP_EVERY_MS : FULL_EVERY_MS;
  if (
    isStale ||
    checkpoint.isDamaged === true ||
    SMALL.has(table) ||
    checkpoint.isHidden ||
    !isRecent(checkpoint.fullAt ?? 0, now, every)
  )
    return client.begin(table);
  return cursor;
}

const isSame = <Row extends Tables[TableName]>(a: Row | undefined, b: Row): boolean => {
  if (a === undefined) return false;
  const keys = Object.keys(b) as (keyof Row)[];
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key]);
};
