import type { PipelensDatabase } from './database';

/** A small value that one piece of code keeps under a key of its own. */
export async function getMeta<Value>(db: PipelensDatabase, key: string): Promise<Value | undefined> {
  // Safe: whoever owns the key writes only such values.
  return (await db.meta.get(key))?.value as Value | undefined;
}

/** Undefined forgets it. */
export async function putMeta(db: PipelensDatabase, key: string, value: unknown): Promise<void> {
  await (value === undefined ? db.meta.delete(key) : db.meta.put({ key, value }));
}
