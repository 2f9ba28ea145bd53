import type { Cursor } from '@/lib/crm/crm';
import type { TableName } from '@/lib/deal/org';

import { WANTED } from './fields';
import type { Keys } from './query';
import { stampMs } from './query';
import { after, soqlInstant, quoted } from './soql';
import { type Source, SOURCES } from './sources';

/** Transactions in flight when the last delta ran carry earlier stamps than what it saw. */
const OVERLAP_MS = 120_000;

/** Where a pull of Salesforce stands. */
export interface CursorPlace {
  /** `full` reads everything; `delta` what changed since `marks`. */
  mode: 'full' | 'delta';
  /** Which of the table's objects is being read; the first when absent. */
  at?: string;
  /** Per object the newest stamp read, as Salesforce gave it: never the local clock. */
  marks: Record<string, string>;
  /**
   * Per object, when it was last asked for all there is, and for the object under way when that was begun: instants by Salesforce's
   * clock. Many rows may carry the newest stamp; without this each delta would read them all again.
   */
  seen?: Record<string, string>;
  asked?: string;
  /** Keyset: rows after (marks[index], afterId), or after afterId where there is no stamp, are still missing. */
  afterId?: string;
  /** Salesforce's own page locator; may expire. */
  locator?: string;
  /** Rows that the query under way has brought so far. */
  got?: number;
  /** An asynchronous job that reads a large table whole; `mark` is the newest stamp it has brought so far. */
  job?: { id: string; mark?: string; total: number; got?: number };
  /** Such a job was refused: go on page by page. */
  noJob?: true;
  /** What was wanted of the table when its full pull began: rows of a pull that wanted less have gaps. */
  reads?: string;
}

// Safe, both: a cursor of this adapter is such a place, made and read here alone.
export const cursorOf = (place: CursorPlace): Cursor => place as object as Cursor;
export const cursorPlaceOf = (cursor: Cursor): CursorPlace => cursor as object as CursorPlace;

/** The start of a full pull. */
export const begin = (table: TableName): Cursor => cursorOf({ mode: 'full', marks: {}, reads: readsOf(table) });

export function standing(table: TableName, cursor: Cursor): { isFull: boolean; isUnderWay: boolean; isStale: boolean } {
  const { mode, locator, at, reads } = cursorPlaceOf(cursor);
  return {
    isFull: mode === 'full',
    isUnderWay: mode === 'full' || locator !== undefined || at !== undefined,
    isStale: reads !== readsOf(table),
  };
}

/** Names the fields that are wanted of a table. */
const readsOf = (table: TableName): string => {
  const text = JSON.stringify(
    (SOURCES[table] as readonly Source[]).map(({ object, scope, related, withReason }) => [
      WANTED[object],
      scope,
      related && (related.length === 1 ? related.map(wantedOf)[0] : related.map(wantedOf)),
      ...(withReason ? ['reason'] : []),
    ]),
  );
  let hash = 5381;
  for (let index = 0; index < text.length; index += 1) hash = (hash * 33 + text.charCodeAt(index)) % 4_294_967_296;
  return hash.toString(36);
};

/** As it was written when most cursors that are stored were made. */
const wantedOf = ({ lookup, parent, fields }: NonNullable<Source['related']>[number]): object => ({
  lookup,
  fields: fields.map((field) => `${parent}.${field}`),
});

/** Which rows a place still wants of an object. */
export function keysOf({ object, stamp }: Source, { mode, marks, seen, afterId }: CursorPlace): Keys {
  if (!stamp)
    return { order: ' ORDER BY Id', ...(afterId === undefined ? {} : { condition: `Id > ${quoted(afterId)}` }) };
  const marked = marks[object];
  const order = ` ORDER BY ${stamp}, Id`;
  if (marked === undefined) return { order };
  if (afterId !== undefined) return { condition: after(stamp, soqlInstant(stampMs(marked)), afterId), order };
  if (mode === 'full') return { order };
  const from = Math.max(stampMs(marked), seen?.[object] === undefined ? -Infinity : Date.parse(seen[object]));
  return { condition: after(stamp, soqlInstant(from - OVERLAP_MS), undefined), order };
}

/** Where to go on when an object has been read: to the table's next one, or to the start of the next delta. */
export function afterSource(
  sources: readonly Source[],
  source: Source,
  { mode, marks, seen, reads }: CursorPlace,
): { next: CursorPlace; isDone: boolean } {
  const following = sources[sources.indexOf(source) + 1];
  const held = { ...(seen ? { seen } : {}), ...(reads === undefined ? {} : { reads }), marks };
  return following
    ? { next: { ...held, mode, at: following.object }, isDone: false }
    : { next: { ...held, mode: 'delta' }, isDone: true };
}
