import * as v from 'valibot';

import { type Jotting, jottingId, type JottingKind, type JottingValues } from '@/lib/deal/own/jotting';

import type { PipelensDatabase } from './database';
import { jottingRow } from './jotting-rows';
import { copyWithout, copyWritten } from './written';

/** Keeps a value of that kind about one thing, in place of the former; undefined takes it away. */
export async function putJotting<Kind extends JottingKind>(
  db: PipelensDatabase,
  kind: Kind,
  of: string,
  value: JottingValues[Kind] | undefined,
  at: number,
): Promise<void> {
  const id = jottingId(kind, of);
  if (value === undefined) {
    await copyWithout(db, [id]);
    await db.jottings.delete(id);
    await copyWritten(db);
    return;
  }
  // Safe: kind and value belong together by the signature.
  await db.jottings.put({ id, kind, of, value, at } as Jotting);
  await copyWritten(db);
}

export const allJottings = (db: PipelensDatabase): Promise<Jotting[]> => db.jottings.toArray();

/** The value of that kind about one thing. */
export async function getJotting<Kind extends JottingKind>(
  db: PipelensDatabase,
  kind: Kind,
  of: string,
): Promise<JottingValues[Kind] | undefined> {
  // Safe: an id names its kind.
  return (await db.jottings.get(jottingId(kind, of)))?.value as JottingValues[Kind] | undefined;
}

/** Whether a value is one of its kind, whoever gave it. */
export const fitsJotting = (kind: JottingKind, of: string, value: unknown): boolean =>
  v.is(jottingRow, { id: jottingId(kind, of), kind, of, value, at: 0 });
