import type { Dexie } from 'dexie';

/**
 * Refuses a database that a newer version of the extension wrote. Dexie opens one as if it were known: an older version would then read
 * and write what it does not understand. To be called once all versions are stated.
 */
export function refuseNewer(db: Dexie): void {
  const newest = db.verno;
  db.on(
    'ready',
    (opened) => {
      // Dexie counts in tenths of the browser's own version.
      const found = (opened as Dexie).backendDB().version / 10;
      if (found > newest)
        throw Object.assign(
          new Error(
            `What is stored here was written by a newer version of Pipelens (${found}, this one knows ${newest}). Nothing was changed. Update the extension, or delete everything in its options.`,
          ),
          { name: 'VersionError' },
        );
    },
    true,
  );
}
