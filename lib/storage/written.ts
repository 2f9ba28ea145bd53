import * as v from 'valibot';

import { day, type Day } from '@/lib/calendar/days';
import { SAMPLE_ORG } from '@/lib/deal/connection-state';
import type { Edit } from '@/lib/deal/edits/edit';
import type { Quota } from '@/lib/deal/org';
import type { Jotting } from '@/lib/deal/own/jotting';
import type { Reminder } from '@/lib/deal/reminders';
import type { Call } from '@/lib/forecast/past/calls';

import { openDatabase, type PipelensDatabase } from './database';
import { jottingRow } from './jotting-rows';
import { lostWritten, noteLost } from './lost-written';

/** What keeps a second copy of what a person wrote, out of reach of whatever befalls the databases; as the browser's own storage does. */
export interface CopyArea {
  get(key: string | null): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
  remove(key: string): Promise<void>;
}

const TABLES = ['reminders', 'quotas', 'calls', 'edits', 'jottings'] as const;
const PREFIX = 'written:';

const text = v.pipe(v.string(), v.maxLength(10_000));
const aDay = v.custom<Day>((given) => typeof given === 'string' && day(given) !== undefined, 'Not a day.');
const amount = v.pipe(v.number(), v.finite());
/** A file that is shared is as long as it may be. */
const editValue = v.union([v.pipe(v.string(), v.maxLength(2_000_000)), amount, v.boolean(), v.null()]);
/** Rows as they are stored; what else a later version may have written is kept with them. */
const ROWS = {
  reminders: v.looseObject({
    id: text,
    orgKey: text,
    host: text,
    recordId: text,
    recordName: text,
    text,
    dueAt: amount,
    state: v.picklist(['waiting', 'due', 'done']),
    createdAt: amount,
    snoozes: amount,
  }),
  quotas: v.looseObject({ id: text, userId: text, amount, start: aDay }),
  calls: v.looseObject({ id: text, ownerId: text, byId: text, periodStart: aDay, amount, at: amount }),
  edits: v.looseObject({
    id: text,
    recordId: text,
    recordName: text,
    before: v.record(text, editValue),
    after: v.record(text, editValue),
    state: v.picklist(['waiting', 'sending', 'unknown', 'saved', 'refused', 'conflict', 'dropped']),
    at: amount,
  }),
};
const schema = v.object({
  reminders: v.array(ROWS.reminders),
  quotas: v.array(ROWS.quotas),
  calls: v.array(ROWS.calls),
  // A file of an earlier version has none.
  edits: v.optional(v.array(ROWS.edits), []),
  jottings: v.optional(v.array(jottingRow), []),
});
/** A copy as an area may give it back: tables may be missing, rows anything. */
const looseCopy = v.object({
  reminders: v.fallback(v.array(v.unknown()), []),
  quotas: v.fallback(v.array(v.unknown()), []),
  calls: v.fallback(v.array(v.unknown()), []),
  edits: v.fallback(v.array(v.unknown()), []),
  jottings: v.fallback(v.array(v.unknown()), []),
  // A copy of an earlier version has none.
  counts: v.fallback(v.record(v.string(), v.number()), {}),
});
interface Written {
  reminders: Reminder[];
  quotas: Quota[];
  calls: Call[];
  edits: Edit[];
  jottings: Jotting[];
}
/** Safe: the schema has checked what the types promise. */
const writtenOf = (checked: v.InferOutput<typeof schema>): Written => checked as Written;

/** A file of what a person wrote, by database. */
const fileSchema = v.object({
  pipelens: v.literal(1),
  written: v.record(v.pipe(v.string(), v.regex(/^pipelens-\w{15,18}-\w{1,18}$/)), schema),
});

let area: CopyArea | undefined;

/** From now on each row that a person writes is kept there too. */
export const copyWrittenTo = (given: CopyArea): void => {
  area = given;
};

const rowsOf = async (db: PipelensDatabase): Promise<Written> => ({
  reminders: await db.reminders.toArray(),
  quotas: await db.quotas.toArray(),
  calls: await db.calls.toArray(),
  edits: await db.edits.toArray(),
  jottings: await db.jottings.toArray(),
});

/**
 * Each row by itself: one that is no longer what was written keeps none of the others from coming back. `counts` is how many rows of
 * each table it was made with.
 */
const copyOf = async (name: string): Promise<(Written & { counts: Record<string, number> }) | undefined> => {
  const stored = (await area?.get(PREFIX + name))?.[PREFIX + name];
  const read = v.safeParse(looseCopy, stored);
  if (!read.success) return undefined;
  const { reminders, quotas, calls, edits, jottings, counts } = read.output;
  const whole = writtenOf({
    reminders: reminders.filter((row) => v.is(ROWS.reminders, row)),
    quotas: quotas.filter((row) => v.is(ROWS.quotas, row)),
    calls: calls.filter((row) => v.is(ROWS.calls, row)),
    edits: edits.filter((row) => v.is(ROWS.edits, row)),
    jottings: jottings.filter((row) => v.is(jottingRow, row)),
  });
  const lengths = Object.fromEntries(
    Object.entries({ reminders, quotas, calls, edits, jottings }).map(([table, rows]) => [table, rows.length]),
  );
  return { ...whole, counts: { ...lengths, ...counts } };
};

/**
 * Brings the copy up to date. What is taken away must be taken from the copy first: `without` names such rows. Whoever has written the copy
 * looks again, and writes it anew until it is what the tables hold: another page or request may have written both meanwhile.
 */
async function bringUpToDate(db: PipelensDatabase, without: readonly string[]): Promise<void> {
  if (!area) return;
  const gone = new Set(without);
  for (let written = ''; ;) {
    const rows = await rowsOf(db);
    const copy = await copyOf(db.name);
    const kept = Object.fromEntries(
      TABLES.map((name) => {
        const held = rows[name] as { id: string }[];
        const known = new Set(held.map(({ id }) => id));
        // Nobody took these away: the database has lost them, and they are still to be put back.
        const lost = ((copy?.[name] ?? []) as { id: string }[]).filter(({ id }) => !known.has(id));
        return [name, [...held, ...lost].filter(({ id }) => !gone.has(id))];
      }),
    );
    const now = JSON.stringify(kept);
    if (now === written) return;
    const counts = Object.fromEntries(TABLES.map((name) => [name, kept[name]?.length ?? 0]));
    await area.set({ [PREFIX + db.name]: { ...kept, counts } });
    written = now;
  }
}

/**
 * What is to be taken away is taken from the copy first; where that fails, nothing is taken away. Once more after it: another page may have
 * written the copy meanwhile.
 */
export const copyWithout = (db: PipelensDatabase, ids: readonly string[]): Promise<void> => bringUpToDate(db, ids);

/** After a row was stored. It is saved, whatever becomes of its copy: the next write or start of a worker makes that anew. */
export const copyWritten = (db: PipelensDatabase, without: readonly string[] = []): Promise<void> =>
  bringUpToDate(db, without).catch(() => undefined);

/** Puts back what a database has lost of what a person wrote, and notes what neither has. Resolves to how many rows were put back. */
export async function restoreWritten(db: PipelensDatabase): Promise<number> {
  const copy = await copyOf(db.name);
  const restored = copy ? await putMissing(db, copy) : 0;
  if (copy) await noteMissing(db, copy.counts);
  await copyWritten(db);
  return restored;
}

/** Rows that a table had when its copy was made, and that are now in neither. One that is there and damaged is told as such. */
async function noteMissing(db: PipelensDatabase, counts: Record<string, number>): Promise<void> {
  await db.transaction('rw', [db.meta, ...TABLES.map((name) => db.table(name))], async () => {
    const held = await rowsOf(db);
    const missing = TABLES.map(
      (name) => (counts[name] ?? 0) - held[name].length - (db.damaged.get(name)?.size ?? 0),
    ).reduce((sum, count) => sum + Math.max(0, count), 0);
    if (missing > 0) await noteLost(db, { count: (await lostWritten(db, Date.now())) + missing, at: Date.now() });
  });
}

/** Nobody writes between: a row that a person writes meanwhile is not put back as it was before. */
const putMissing = (db: PipelensDatabase, given: Written): Promise<number> =>
  db.transaction(
    'rw',
    TABLES.map((name) => db.table(name)),
    async () => {
      const held = await rowsOf(db);
      let restored = 0;
      for (const name of TABLES) {
        const known = new Set<string>((held[name] as { id: string }[]).map(({ id }) => id));
        // Safe: rows of each table have an id.
        const missing = (given[name] as { id: string }[]).filter(({ id }) => !known.has(id));
        await db.table(name).bulkPut(missing);
        // What was damaged is whole again.
        for (const { id } of missing) db.damaged.get(name)?.delete(JSON.stringify(id));
        restored += missing.length;
      }
      return restored;
    },
  );

/** Forgets the copy of one database: it is about to be deleted with what was written in it. */
export const forgetWritten = async (name: string): Promise<void> => area?.remove(PREFIX + name);

/** What was written in the sample org is nobody's work. */
const isOfSample = (name: string): boolean => name.startsWith(`pipelens-${SAMPLE_ORG}-`);

/** All that was written, as a file: from the databases where they can be read, else from the copies. */
export async function writtenFile(names: readonly string[]): Promise<string> {
  const copies = Object.keys((await area?.get(null)) ?? {}).flatMap((key) =>
    key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : [],
  );
  const written: Record<string, Written> = {};
  for (const name of new Set([...names, ...copies])) {
    if (isOfSample(name)) continue;
    const [orgId = '', userId = ''] = name.split('-').slice(1);
    const rows = (await rowsOf(openDatabase(orgId, userId)).catch(() => undefined)) ?? (await copyOf(name));
    if (rows && TABLES.some((table) => rows[table].length > 0)) written[name] = rows;
  }
  return JSON.stringify({ pipelens: 1, written }, null, 2);
}

/** Takes up such a file: what is there already stays as it is. Throws a RangeError, and changes nothing, where it is no such file. */
export async function takeUpFile(json: string): Promise<number> {
  const read = v.safeParse(fileSchema, parsed(json));
  if (!read.success) {
    const [issue] = read.issues;
    const place = issue.path?.map(({ key }) => String(key)).join(' › ') ?? '';
    throw new RangeError(`${place === '' ? '' : `${place}: `}${issue.message}`);
  }
  let taken = 0;
  for (const [name, rows] of Object.entries(read.output.written)) {
    const [orgId = '', userId = ''] = name.split('-').slice(1);
    const db = openDatabase(orgId, userId);
    taken += await putMissing(db, writtenOf(rows));
    await noteLost(db, undefined);
    await copyWritten(db);
  }
  return taken;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
