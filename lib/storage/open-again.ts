import type { DBCore, DBCoreTable, DBCoreTransaction, Dexie, Middleware } from 'dexie';

/** So long an older copy may take to let go of a database, ms: ours do at once, once they are told. */
const PATIENCE_MS = 2000;
/** So long a browser may take to begin with an opening, ms. Of a page that hangs with the database open it tells nothing at all. */
const SILENCE_MS = 20_000;

/**
 * Has a database that could not be opened tried again by the next question, as on a disk that was full and has room again: Dexie would
 * answer with the first failure for ever. Ends the waiting for an upgrade that another copy of Pipelens stands in the way of: what was asked
 * is answered with words. And has what fails say why.
 */
export function openAgain(db: Dexie, silenceMs = SILENCE_MS): void {
  db.use(withReason);
  db.on('close', () => {
    // After those who wait have been answered. One that was closed on purpose stays so.
    setTimeout(() => {
      if (db.hasFailed() && !db.hasBeenClosed()) db.close({ disableAutoOpen: false });
    });
  });
  let isBlocked = false;
  const endWaiting = (ms: number, isHeld: () => boolean): void => {
    setTimeout(() => {
      if (db.isOpen() || !isHeld()) return;
      // Safe: Dexie 4 has no public way to end an opening with a reason of one's own; `close()` gives another one.
      (db as unknown as { _state: { cancelOpen(reason: Error): void } })._state.cancelOpen(
        Object.assign(
          new Error(
            'An older copy of Pipelens holds what is stored here, or hangs. Close or reload the other tabs of Pipelens and of the CRM. Nothing was changed.',
          ),
          { name: 'BlockedError' },
        ),
      );
    }, ms);
  };
  db.on('blocked', () => {
    isBlocked = true;
    endWaiting(PATIENCE_MS, () => isBlocked);
  });
  db.on('ready', () => void (isBlocked = false), true);
  // What was not waited for any more is opened all the same in the end, and Dexie knows of the last opening alone.
  db.on('versionchange', ({ target }) => (target as IDBDatabase).close());
  // The browser tells of what stands in the way once: a second opening waits behind the first one without a word.
  // Safe: Dexie 4 has no public way to tell.
  const isOpening = (): boolean => (db as unknown as { _state: { isBeingOpened: boolean } })._state.isBeingOpened;
  /** Who waits for one opening does not end another one, which may fail for a reason of its own. */
  let openings = 0;
  const open = db.open.bind(db);
  db.open = () => {
    if (isBlocked) endWaiting(PATIENCE_MS, () => isBlocked);
    // Safe: Dexie has none before the browser has begun with it.
    else if (!db.isOpen() && !isOpening()) {
      const own = (openings += 1);
      const isHeld = (): boolean => (db.backendDB() as IDBDatabase | null) === null && isOpening();
      endWaiting(silenceMs, () => own === openings && isHeld());
    }
    return open();
  };
}

/**
 * A request whose transaction the browser has ended says only that it was ended: it fails with the transaction's own reason, where there
 * is one. Chromium on LevelDB tells of a full disk nowhere else.
 */
const withReason: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'reasons',
  create: (core) => ({ ...core, table: (name) => reasoned(core.table(name)) }),
};

/** Safe: a transaction of this core is the browser's own. */
const reasonOf = (trans: DBCoreTransaction): DOMException | null => (trans as IDBTransaction).error;

function reasoned(table: DBCoreTable): DBCoreTable {
  const why = <Answer>(request: { trans: DBCoreTransaction }, asked: Promise<Answer>): Promise<Answer> =>
    asked.catch((error: unknown) => {
      throw reasonOf(request.trans) ?? error;
    });
  return {
    ...table,
    mutate: (request) =>
      why(
        request,
        table.mutate(request).then((answer) => {
          const reason = answer.numFailures > 0 && reasonOf(request.trans);
          if (reason) throw reason;
          return answer;
        }),
      ),
    get: (request) => why(request, table.get(request)),
    getMany: (request) => why(request, table.getMany(request)),
    query: (request) => why(request, table.query(request)),
    openCursor: (request) => why(request, table.openCursor(request)),
    count: (request) => why(request, table.count(request)),
  };
}
