import { Dexie } from 'dexie';

import { openByStage } from '@/lib/columns/aggregate';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import type { Opportunity } from '@/lib/domain/opportunity';
import { PipelensDatabase } from '@/lib/storage/database';
import { commitPage, commitRows, readCheckpoint } from '@/lib/storage/writer';

/** Runs in a page of a real browser: our packed store beside one Dexie row a deal, on the same rows, in turn. */
const PAGE = 2000;
const ms = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

class Rows extends Dexie {
  declare deals: Dexie.Table<Opportunity, string>;
  constructor(name: string) {
    super(name);
    this.version(1).stores({ deals: 'id' });
  }
}

export interface StorageTimes {
  write: number;
  open: number;
  page: number;
  delta: number;
  wipe: number;
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
  db.close();
  const again = new PipelensDatabase(name);
  const open = await ms(async () => openByStage((await again.hot.toArray()).map(({ packed }) => packed)));
  const delta = await ms(() => commitRows(again, 'opportunity', (pages[0] ?? []).slice(0, 200)));
  const fresh = new PipelensDatabase(`${name}-page`);
  await fresh.open();
  const page = await ms(async () =>
    commit(fresh, parseRows(PARSERS.opportunity, JSON.parse(json) as unknown[]).rows, true),
  );
  const wipe = await ms(async () => {
    await Promise.all([again.hot.clear(), again.cold.clear()]);
  });
  await Promise.all([again.delete(), fresh.delete()]);
  return { write, open, page, delta, wipe };
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
  const delta = await ms(() => again.deals.bulkPut((pages[0] ?? []).slice(0, 200)));
  const fresh = new Rows(`${name}-page`);
  await fresh.open();
  const page = await ms(() => fresh.deals.bulkPut(parseRows(PARSERS.opportunity, JSON.parse(json) as unknown[]).rows));
  const wipe = await ms(() => again.deals.clear());
  await Promise.all([again.delete(), fresh.delete()]);
  return { write, open, page, delta, wipe };
}

/** `raw` is what the API sends: its first page is parsed, all of it is stored. */
async function run(raw: string, rounds: number): Promise<{ columns: StorageTimes[]; rows: StorageTimes[] }> {
  const all = JSON.parse(raw) as unknown[];
  const json = JSON.stringify(all.slice(0, PAGE));
  const parsed = parseRows(PARSERS.opportunity, all).rows;
  const pages = Array.from({ length: Math.ceil(parsed.length / PAGE) }, (_, index) =>
    parsed.slice(index * PAGE, (index + 1) * PAGE),
  );
  const found = { columns: [] as StorageTimes[], rows: [] as StorageTimes[] };
  for (let round = 0; round < rounds; round += 1) {
    found.columns.push(await columns(json, pages, round));
    found.rows.push(await rows(json, pages, round));
  }
  return found;
}

Object.assign(globalThis, { benchStorage: run });
