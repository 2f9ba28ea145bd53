import 'fake-indexeddb/auto';

/** Runs before each test file that shares its process with others but not its databases. */
const deleted = (name: string): Promise<void> =>
  new Promise((done) => {
    const request = indexedDB.deleteDatabase(name);
    for (const event of ['success', 'error', 'blocked']) request.addEventListener(event, () => done());
  });
// Those of ours that are open let go of theirs, and open it anew when they are asked.
for (const { name } of await indexedDB.databases()) await deleted(name ?? '');
