import { Dexie } from 'dexie';

import { stageBars } from '@/lib/answers/stage-sums';
import type { Day } from '@/lib/calendar/days';
import { pack } from '@/lib/columns/pack';
import { COLD_FIELDS, SCHEMAS } from '@/lib/columns/schema';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import type { OrgProfile } from '@/lib/deal/org';
import { empty, PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import { commitPage, commitRows, readCheckpoint } from '@/lib/storage/writer';

import { median } from './row';

/** Runs in a page of a real browser: our packed store beside one Dexie row a deal, on the same rows, in turn. */
const PAGE = 2000;
/** Deltas a round: one alone says more of what the page did just before. */
const DELTAS = 7;
const ms = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const PROFILE: OrgProfile = {
  orgId: 'org',
  userId: 'user',
  apiHost: 'bench.my.salesforce.com',
  pageHost: 'bench.lightning.force.com',
  orgName: 'Bench',
  userName: 'Bench',
  timeZone: 'UTC',
  currency: 'EUR',
  fiscalYearStartMonth: 1,
  fiscalYearNamedByStart: true,
  hiddenFields: [],
  hiddenTables: [],
  apiVersion: '67.0',
};

class Rows extends Dexie {
  declare deals: Dexie.Table<Opportunity, string>;
  constructor(name: string) {
    super(name);
    this.version(1).stores({ deals: 'id' });
  }
}

class Blobs extends Dexie {
  declare buffers: Dexie.Table<{ id: number; bytes: ArrayBuffer }, number>;
  constructor(name: string) {
    super(name);
    this.version(1).stores({ buffers: 'id' });
  }
}

export interface StorageTimes {
  write: number;
  open: number;
  page: number;
  delta: number;
  wipe: number;
  /** Reading the stored columns, or every row, and nothing else. */
  read: number;
}

async function commit(db: PipelensDatabase, rows: Opportunity[], isDone: boolean): Promise<void> {
  const expects = await readCheckpoint(db, 'opportunity');
  await commitPage(
    db,
    'opportunity',
    {
      rows,
      deletedIds: [],
      cursor: { mode: 'full', marks: {} },
      mode: 'full',
      isDone,
      isHidden: false,
      read: rows,
      rejected: [],
    },
    { expects, now: 0 },
  );
}

/** One round of every measurement, columns and rows; the order is the caller's. */
async function columns(json: string, pages: Opportunity[][], round: number): Promise<StorageTimes> {
  const name = `columns-${round}`;
  const db = new PipelensDatabase(name);
  await db.open();
  const write = await ms(async () => {
    for (const [index, rows] of pages.entries()) await commit(db, rows, index === pages.length - 1);
  });
  await putProfile(db, PROFILE);
  db.close();
  const again = new PipelensDatabase(name);
  // What the side panel does when it opens: the cache of facts, and its first chart.
  const open = await ms(async () => {
    const facts = await createFactsCache(again)(Date.now());
    if (!facts || stageBars(facts).length === 0) throw new Error('The bench stored no open deals.');
  });
  const read = await ms(() => again.hot.toArray());
  const deltas: number[] = [];
  for (const rows of pages.slice(0, DELTAS))
    deltas.push(await ms(() => commitRows(again, 'opportunity', rows.slice(0, 200))));
  const fresh = new PipelensDatabase(`${name}-page`);
  await fresh.open();
  const page = await ms(async () =>
    commit(fresh, parseRows(PARSERS.opportunity, JSON.parse(json) as unknown[]).rows, true),
  );
  const wipe = await ms(() => empty(again));
  await Promise.all([again.delete(), fresh.delete()]);
  return { write, open, page, delta: median(deltas), wipe, read };
}

async function rows(json: string, pages: Opportunity[][], round: number): Promise<StorageTimes> {
  const name = `rows-${round}`;
  const db = new Rows(name);
  await db.open();
  const write = await ms(async () => {
    for (const page of pages) await db.deals.bulkPut(page);
  });
  db.close();
  const again = new Rows(name);
  const open = await ms(async () => {
    const sums = new Map<string, number>();
    for (const { stage, amount, isClosed } of await again.deals.toArray())
      if (!isClosed) sums.set(stage, (sums.get(stage) ?? 0) + (amount ?? 0));
  });
  const read = await ms(() => again.deals.toArray());
  const deltas: number[] = [];
  for (const own of pages.slice(0, DELTAS)) deltas.push(await ms(() => again.deals.bulkPut(own.slice(0, 200))));
  const fresh = new Rows(`${name}-page`);
  await fresh.open();
  const page = await ms(() => fresh.deals.bulkPut(parseRows(PARSERS.opportunity, JSON.parse(json) as unknown[]).rows));
  const wipe = await ms(() => again.deals.clear());
  await Promise.all([again.delete(), fresh.delete()]);
  return { write, open, page, delta: median(deltas), wipe, read };
}

/** As many deals as asked for: those of the API, again and again under other ids. */
function parsed(raw: string, size: number): Opportunity[] {
  const { rows: first } = parseRows(PARSERS.opportunity, JSON.parse(raw) as unknown[]);
  return Array.from({ length: size }, (_, at) => {
    const row = first[at % first.length];
    if (!row) throw new RangeError('No rows.');
    return { ...row, id: `006${String(at).padStart(15, '0')}` };
  });
}
const inPages = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / PAGE) }, (_, page) => rows.slice(page * PAGE, (page + 1) * PAGE));

/** `raw` is what the API sends: its first page is parsed, `size` deals are stored. */
async function run(
  raw: string,
  size: number,
  rounds: number,
): Promise<{ columns: StorageTimes[]; rows: StorageTimes[]; floor: number }> {
  const json = JSON.stringify((JSON.parse(raw) as unknown[]).slice(0, PAGE));
  const pages = inPages(parsed(raw, size));
  const found = { columns: [] as StorageTimes[], rows: [] as StorageTimes[], floor: await floor(pages) };
  for (let round = 0; round < rounds; round += 1) {
    found.columns.push(await columns(json, pages, round));
    found.rows.push(await rows(json, pages, round));
  }
  return found;
}

/** Reading one buffer as large as all stored hot columns together: what the database needs by itself. */
async function floor(pages: readonly Opportunity[][]): Promise<number> {
  let size = 0;
  for (const page of pages) {
    const cold = new Set(COLD_FIELDS.opportunity);
    const hot = Object.keys(SCHEMAS.opportunity).filter((field) => !cold.has(field));
    for (const { values, absent } of Object.values(pack(SCHEMAS.opportunity, page, hot).columns))
      size += (typeof values === 'string' ? values.length : values.byteLength) + (absent?.byteLength ?? 0);
  }
  const db = new Blobs('floor');
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  const buffer = new Uint8Array(size).map((_, at) => bytes[at % bytes.length] ?? 0);
  await db.buffers.put({ id: 0, bytes: buffer.buffer });
  db.close();
  const again = new Blobs('floor');
  await again.open();
  const took = await ms(() => again.buffers.toArray());
  await again.delete();
  return took;
}

const size = async (): Promise<number> => (await navigator.storage.estimate()).usage ?? 0;

/** Bytes on disk a deal and a version, by the browser's own account. Leaves the deals stored, for what follows. */
async function disk(raw: string, count: number): Promise<{ deal: number; version: number; row: number }> {
  const before = await size();
  const db = new PipelensDatabase('disk');
  const pages = inPages(parsed(raw, count));
  for (const [index, page] of pages.entries()) await commit(db, page, index === pages.length - 1);
  const afterDeals = await size();
  const stages = parsed(raw, 8).map(({ stage }) => stage);
  const versions = Array.from({ length: count }, (_, at): Version => {
    const opportunityId = `006${String((at * 7919) % count).padStart(15, '0')}`;
    const own = { id: `008${String(at).padStart(15, '0')}`, opportunityId, from: 1.7e12 + at * 60_000 };
    // Safe: a real day.
    const closeDate = `2026-${String((at % 12) + 1).padStart(2, '0')}-15` as Day;
    return { ...own, stage: stages[at % 8] ?? '', amount: ((at * 31) % 5000) * 100, closeDate, category: 'pipeline' };
  });
  for (const page of inPages(versions)) await commitVersions(db, page);
  const afterVersions = await size();
  db.close();
  const rowStore = new Rows('disk-rows');
  for (const page of pages) await rowStore.deals.bulkPut(page);
  const afterRows = await size();
  rowStore.close();
  return {
    deal: (afterDeals - before) / count,
    version: (afterVersions - afterDeals) / count,
    row: (afterRows - afterVersions) / count,
  };
}

async function commitVersions(db: PipelensDatabase, rows: Version[]): Promise<void> {
  const page = { rows, deletedIds: [], cursor: {}, isDone: true, isHidden: false, read: [], rejected: [] };
  const expects = await readCheckpoint(db, 'version');
  await commitPage(db, 'version', { ...page, mode: expects ? 'delta' : 'full' }, { expects, now: 0 });
}

/** Holds what {@link disk} stored, one way or another; the caller weighs the page before and after. */
const held: unknown[] = [];
async function hold(what: 'hot' | 'all' | 'rows'): Promise<void> {
  if (what === 'rows') held.push(await new Rows('disk-rows').deals.toArray());
  else {
    const db = new PipelensDatabase('disk');
    held.push(await db.hot.where('[table+generation+seq]').between(['opportunity'], ['opportunity', []]).toArray());
    if (what === 'all') held.push(await db.cold.toArray());
  }
}

const benchStorage = { run, disk, hold };
export type BenchStorage = typeof benchStorage;
Object.assign(globalThis, { benchStorage });
