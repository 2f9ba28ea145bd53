import type { Dexie } from 'dexie';

/** So long an older copy may take to let go of a database, ms: ours do at once, once they are told. */
const PATIENCE_MS = 2000;

/**
 * Ends the waiting for an upgrade that another copy of Pipelens stands in the way of: what was asked is answered with words, and the next
 * question opens the database anew.
 */
export function endBlocked(db: Dexie): void {
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
      // After those who wait have been answered.
      setTimeout(() => db.close({ disableAutoOpen: false }));
    }, PATIENCE_MS);
  });
}
