import { Dexie, type EntityTable, type Table, type Transaction } from 'dexie';

import type { Packed } from '@/lib/columns/pack';
import { hasCurrencies } from '@/lib/columns/price';
import type { Squeezed } from '@/lib/columns/squeeze';
import type { Edit } from '@/lib/deal/edits/edit';
import { minorPerMajor } from '@/lib/deal/money';
import type { OrgProfile, Quota, TableName } from '@/lib/deal/org';
import type { Jotting } from '@/lib/deal/own/jotting';
import type { Reminder } from '@/lib/deal/reminders';
import type { Call, Snapshot } from '@/lib/forecast/past/calls';
import type { ReplayRow } from '@/lib/forecast/past/replay';

import { renameFields } from './former-fields';
import { refuseNewer } from './newest';
import { openAgain } from './open-again';
import { wholeRows, writeAgain } from './whole';

/** One packed page. Base pages count from 0, deltas from {@link FIRST_DELTA}; the later one wins. */
export interface StoredChunk {
  table: TableName;
  generation: number;
  seq: number;
  /** Either form in any table: an earlier version stored every one plain. */
  packed: Packed | Squeezed;
  deletedIds?: string[];
}

export const FIRST_DELTA = 1_000_000;

/** Where the pull of one table stands. Written in the same transaction as the rows it follows. */
export interface Checkpoint {
  table: TableName;
  /** The CRM adapter's cursor: plain JSON, opaque here. */
  cursor: unknown;
  /** Generation that is being written, and the complete one that readers see; they differ during a new full pull. */
  generation: number;
  live?: number;
  pages: number;
  deltas: number;
  /** How many chunks each generation has: fewer in the store means that some were lost. */
  chunks: Record<number, number>;
  /** Set once chunks were found to be lost or damaged, until a full pull has brought all of them anew. */
  isDamaged?: boolean;
  /** Rows in base pages and in deltas, for when to compact. */
  baseRows: number;
  deltaRows?: number;
  /** The store's revision when its rows last changed. */
  revision: number;
  /** Instant of the last complete full pull and of the last complete pull of any kind, ms. */
  fullAt?: number;
  doneAt?: number;
  /** Instant of the first complete full pull, ms: deals that go are noticed from then on. */
  since?: number;
  isHidden: boolean;
  /** Rows that could not be understood when last read, as `[id or '', why]`; at most {@link MAX_REJECTED}. */
  rejected: [id: string, why: string][];
}

export const MAX_REJECTED = 100;

/** A value that the whole database has one of: the profile, the revision. */
interface Meta {
  key: string;
  value: unknown;
}

/** What the engine would have said of a past period; `id` is the period's first day and the days before its end. */
export interface StoredReplay extends ReplayRow {
  id: string;
}

/** The cache of one org as one user. CRM rows are packed columns, a few thousand a record; what a person wrote are rows. */
export class PipelensDatabase extends Dexie {
  declare hot: Table<StoredChunk, [TableName, number, number]>;
  declare cold: Table<StoredChunk, [TableName, number, number]>;
  declare checkpoints: EntityTable<Checkpoint, 'table'>;
  declare meta: EntityTable<Meta, 'key'>;
  declare reminders: EntityTable<Reminder, 'id'>;
  declare quotas: EntityTable<Quota, 'id'>;
  declare calls: EntityTable<Call, 'id'>;
  declare edits: EntityTable<Edit, 'id'>;
  declare jottings: Table<Jotting, string>;
  declare snapshots: EntityTable<Snapshot, 'id'>;
  declare replays: EntityTable<StoredReplay, 'id'>;

  /** Rows that were found to be no longer what was written: their keys, by table. */
  readonly damaged = new Map<string, Set<string>>();

  constructor(name: string) {
    super(name);
    this.use(
      wholeRows(name, (table, key) => {
        const known = this.damaged.get(table) ?? new Set();
        this.damaged.set(table, known.add(JSON.stringify(key)));
      }),
    );
    // A shipped version is frozen: append the next one with its upgrade and a test of it.
    this.version(1).stores({
      hot: '[table+generation+seq]',
      cold: '[table+generation+seq]',
      checkpoints: 'table',
      meta: 'key',
      reminders: 'id, state, dueAt, recordId',
      quotas: 'id',
    });
    this.version(2).stores({ calls: 'id, at', snapshots: 'id, lockedAt', replays: 'id' });
    // History was read without the currency of each amount: it is read once more where there are several.
    this.version(3).upgrade(async (stored) => {
      // Safe: putProfile and commitPage alone write them.
      const profile = (await stored.table('meta').get('profile')) as { value: OrgProfile } | undefined;
      if (profile) await inOwnMinorUnits(stored, profile.value.currency);
      if (!profile || !hasCurrencies(profile.value)) return;
      await stored
        .table<Checkpoint>('checkpoints')
        .where({ table: 'version' })
        .modify((checkpoint) => {
          if (checkpoint.fullAt !== undefined) checkpoint.since ??= checkpoint.fullAt;
          delete checkpoint.fullAt;
        });
    });
    // Rows are stored with a checksum from now on, and it is known how many chunks there are.
    this.version(4).upgrade(async (stored) => {
      for (const name of TABLES_OF_4) await writeAgain(stored.table(name));
      const chunks = new Map<TableName, Record<number, number>>();
      // Safe: the primary key of that store.
      for (const [table, generation] of (await stored.table('hot').toCollection().primaryKeys()) as HotKey[]) {
        const known = chunks.get(table) ?? {};
        known[generation] = (known[generation] ?? 0) + 1;
        chunks.set(table, known);
      }
      await stored
        .table<Checkpoint>('checkpoints')
        .toCollection()
        .modify((checkpoint) => {
          checkpoint.chunks = chunks.get(checkpoint.table) ?? {};
        });
    });
    this.version(5).upgrade((stored) => renameFields(stored.table('hot')));
    this.version(6).stores({ edits: 'id, at' });
    this.version(7).stores({ jottings: 'id' });
    // A checksum is of the place, too: a version before would take each row for damaged. What it wrote is whole as it is.
    this.version(8);
    refuseNewer(this);
    openAgain(this);
  }
}

const TABLES_OF_4 = [
  'hot',
  'cold',
  'checkpoints',
  'meta',
  'reminders',
  'quotas',
  'calls',
  'snapshots',
  'replays',
] as const;

type HotKey = [table: TableName, generation: number, seq: number];

/** Amounts were kept in hundredths of any currency: from now on in its own minor units. What can be made again is. */
async function inOwnMinorUnits(stored: Transaction, currency: string): Promise<void> {
  const factor = minorPerMajor(currency) / 100;
  if (factor === 1) return;
  await stored
    .table<Call>('calls')
    .toCollection()
    .modify((call) => {
      call.amount = Math.round(call.amount * factor);
    });
  await stored
    .table<Snapshot>('snapshots')
    .toCollection()
    .modify((snapshot) => {
      for (const name of ['call', 'won', 'p10', 'p50', 'p90'] as const) {
        const amount = snapshot[name];
        if (amount !== undefined) snapshot[name] = Math.round(amount * factor);
      }
    });
  await stored.table('replays').clear();
  await stored.table('meta').bulkDelete(['replayedFor', 'score']);
}

const open = new Map<string, PipelensDatabase>();

/** What the browser knows it as: another one each time it was opened. */
export async function openedAs(db: PipelensDatabase): Promise<IDBDatabase> {
  await db.open();
  return db.backendDB();
}

export const databaseName = (orgId: string, userId: string): string => `pipelens-${orgId}-${userId}`;

/** One connection per database and context. Two users of one org never share a database. */
export function openDatabase(orgId: string, userId: string): PipelensDatabase {
  const name = databaseName(orgId, userId);
  let db = open.get(name);
  if (!db) {
    db = new PipelensDatabase(name);
    open.set(name, db);
  }
  return db;
}

/**
 * Lets go of every database. One that failed stays closed for good otherwise; the next question opens it anew, which succeeds once the disk
 * has room again.
 */
export function letGo(): void {
  for (const db of open.values()) db.close({ disableAutoOpen: false });
}

/** Empties every store in one transaction: nobody sees half of it gone. */
export const empty = (db: PipelensDatabase): Promise<void> =>
  db.transaction('rw', db.tables, async () => {
    await Promise.all(db.tables.map((table) => table.clear()));
  });

/** Deletes one database. */
export async function deleteDatabase(orgId: string, userId: string): Promise<void> {
  const db = openDatabase(orgId, userId);
  await empty(db);
  open.delete(db.name);
  await db.delete();
}

/**
 * Deletes every database of ours, whether or not it can be opened. Others who have one open let go of it. One that cannot be deleted keeps
 * none of the others: what went wrong is thrown at the end.
 */
export async function deleteAll(
  databases: Pick<IDBFactory, 'databases' | 'deleteDatabase'> = indexedDB,
): Promise<void> {
  for (const db of open.values()) {
    // Small values outlive a deleted database in the browser's log files: emptied first where that can be done.
    await empty(db).catch(() => undefined);
    db.close({ disableAutoOpen: false });
  }
  open.clear();
  const names = (await databases.databases()).flatMap(({ name }) => (name?.startsWith('pipelens') ? [name] : []));
  const ended = await Promise.allSettled(names.map((name) => deleted(databases, name)));
  const [failed] = ended.filter((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

const deleted = (databases: Pick<IDBFactory, 'deleteDatabase'>, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = databases.deleteDatabase(name);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(request.error ?? new Error(`${name} could not be deleted.`)));
  });
