/** Name of the error of a disk without room: the browsers' own word for it. */
export const STORE_FULL = 'QuotaExceededError';

/** Name of the error of a store that the browser cannot read, write or open, and does not say why. */
export const STORE_FAILED = 'StoreError';

interface Said {
  name: string;
  message: string;
  inner?: unknown;
  failures?: unknown;
}

const isSaid = (error: unknown): error is Said =>
  typeof error === 'object' && error !== null && 'name' in error && 'message' in error;

/** An error and all that stands behind it, the outermost first. */
function behind(error: unknown, depth = 0): Said[] {
  if (!isSaid(error) || depth > 5) return [];
  const { inner, failures } = error;
  return [error, ...[inner, ...(Array.isArray(failures) ? failures : [])].flatMap((each) => behind(each, depth + 1))];
}

/** Chromium on LevelDB, on SQLite, and Firefox. */
const isFull = ({ name, message }: Said): boolean =>
  name === STORE_FULL || /NO_SPACE|disk full|full disk/i.test(message);

/** Said in words of their own, with the way on. */
const TOLD: ReadonlySet<string> = new Set(['BlockedError', 'VersionError']);

const LOST: ReadonlySet<string> = new Set([STORE_FAILED, 'UnknownError', 'DatabaseClosedError', 'OpenFailedError']);
const isLost = ({ name, message }: Said): boolean =>
  LOST.has(name) ||
  // Of a database alone: others end what nobody waits for any more by an error of the same name.
  ((name === 'AbortError' || name === 'InvalidStateError') && /transaction|database connection/i.test(message));

/**
 * What the browser's store said, by its cause and not by the place that noticed it: on a full disk a request says that its transaction
 * was aborted, a transaction that its connection closes, a database that it cannot be opened. The error is called {@link STORE_FULL} or
 * {@link STORE_FAILED} and has the words of the cause, on one line; what is told in words of our own keeps name and words. Undefined
 * where something else went wrong.
 */
export function storeFailure(error: unknown): Error | undefined {
  const said = behind(error);
  // The innermost: what Dexie makes of it repeats its name and words.
  const [full, told, lost] = [isFull, ({ name }: Said) => TOLD.has(name), isLost].map((is) => said.findLast(is));
  const found = full ?? told ?? lost;
  if (!found) return undefined;
  // Dexie says the same twice, on two lines.
  const [words = ''] = found.message.split('\n');
  return Object.assign(new Error(words), { name: full ? STORE_FULL : told ? told.name : STORE_FAILED });
}
