import * as v from 'valibot';

import { type Jotting, jottingId, type JottingKind, type JottingValues } from '@/lib/deal/own/jotting';

import type { PipelensDatabase } from './database';
import { jottingRow } from './jotting-rows';
import { copyWithout, copyWritten } from './written';

/**
 * Keeps what `change` makes of the value of that kind about one thing; undefined takes it away. Nobody else writes between. Resolves to
 * what is kept.
 */
export async function changeJotting<Kind extends JottingKind>(
  db: PipelensDatabase,
  kind: Kind,
  of: string,
  change: (held: JottingValues[Kind] | undefined) => JottingValues[Kind] | undefined,
  at: number,
): Promise<JottingValues[Kind] | undefined> {
  const id = jottingId(kind, of);
  const held = await getJotting(db, kind, of);
  // What is taken away is taken from the copy first.
  if (held !== undefined && change(held) === undefined) await copyWithout(db, [id]);
  const kept = await db.transaction('rw', db.jottings, async () => {
    const before = await getJotting(db, kind, of);
    const value = change(before);
    if (value === undefined) await db.jottings.delete(id);
    // Safe: kind and value belong together by the signature.
    else if (value !== before) await db.jottings.put({ id, kind, of, value, at } as Jotting);
    return { value, isChanged: value !== before };
  });
  if (kept.isChanged) await copyWritten(db, kept.value === undefined ? [id] : []);
  return kept.value;
}

export const allJottings = (db: PipelensDatabase): Promise<Jotting[]> => db.jottings.toArray();

/** All of one kind. */
export const jottingsOf = (db: PipelensDatabase, kind: JottingKind): Promise<Jotting[]> =>
  db.jottings.where('id').startsWith(jottingId(kind, '')).toArray();

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
