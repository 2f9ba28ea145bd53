import type { Dexie } from 'dexie';

/** So long an older copy may take to let go of a database, ms: ours do at once, once they are told. */
const PATIENCE_MS = 2000;

/**
 * Has a database that could not be opened tried again by the next question, as on a disk that was full and has room again: Dexie would
 * answer with the first failure for ever. Ends the waiting for an upgrade that another copy of Pipelens stands in the way of: what was asked
 * is answered with words.
 */
export function openAgain(db: Dexie): void {
  db.on('close', () => {
    // After those who wait have been answered. One that was closed on purpose stays so.
    setTimeout(() => {
      if (db.hasFailed() && !db.hasBeenClosed()) db.close({ disableAutoOpen: false });
    });
  });
  db.on('blocked', () => {
    setTimeout(() => {
      if (db.isOpen()) return;
      // Safe: Dexie 4 has no public way to end an opening with a reason of one's own; `close()` gives another one.
      (db as unknown as { _state: { cancelOpen(reason: Error): void } })._state.cancelOpen(
        Object.assign(
          new Error(
            'An older copy of Pipelens holds what is stored here. Close or reload the other tabs of Pipelens and of the CRM. Nothing was changed.',
          ),
          { name: 'BlockedError' },
        ),
      );
    }, PATIENCE_MS);
  });
}
