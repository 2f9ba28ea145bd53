/** More than Chromium's LevelDB holds back before it writes a table of its own and merges what is there. */
const BYTES = 12 * 2 ** 20;
/** Below what the browser keeps in a file by itself. */
const ROW = 30_000;
const ROWS_AT_A_TIME = 40;

/**
 * Has the browser let go of what is deleted, to be called before the deletion and once more after it. Chromium on LevelDB only notes that a
 * row is deleted: of 5,000 small rows 4,952 stay in its files, across its next starts too. What is deleted is left out when the files that
 * hold it are merged with those that note so, which the browser does for each database that it deletes. It does nothing of the kind where
 * both lie in one file: rows that are still in its buffer by the deletion stay for good. More than that buffer is written before, so that
 * they lie in a file of their own, and after, so that the notes do. On SQLite nothing is left anyway. One that finds no room on the disk
 * erases nothing.
 */
export async function eraseTraces(databases: Pick<IDBFactory, 'open' | 'deleteDatabase'> = indexedDB): Promise<void> {
  const request = databases.open('pipelens-erase', 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore('rows'));
  const db = await ended(request);
  try {
    const random = new Uint8Array(ROW);
    for (let row = 0; row * ROW < BYTES; row += ROWS_AT_A_TIME) {
      const written = db.transaction('rows', 'readwrite');
      for (let index = row; index < row + ROWS_AT_A_TIME; index += 1)
        written.objectStore('rows').put(crypto.getRandomValues(random), index);
      await committed(written);
    }
    const emptied = db.transaction('rows', 'readwrite');
    emptied.objectStore('rows').clear();
    await committed(emptied);
  } finally {
    db.close();
    await ended(databases.deleteDatabase('pipelens-erase'));
  }
}

const ended = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('The store did not answer.')));
  });

const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The store did not write.')));
  });
