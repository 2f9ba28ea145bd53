import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';

import type { Day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';

import { requireBrowser } from '../browser/find';
import { type BenchRow, median, row } from './row';
import type { BenchStorage, StorageTimes } from './storage-page';

const ROUNDS = 3;
const SAMPLE = 10_000;
const SIZE = 100_000;

/** Packed columns against one Dexie row a deal, in a real browser's IndexedDB. */
export async function storageRows(): Promise<BenchRow[]> {
  const root = resolve(import.meta.dirname, '../..');
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { alias: { '@': root } },
    build: {
      write: false,
      lib: { entry: resolve(import.meta.dirname, 'storage-page.ts'), formats: ['iife'], name: 'bench' },
    },
  });
  const [bundle] = [output].flat();
  const chunk = bundle && 'output' in bundle ? bundle.output[0] : undefined;
  if (!chunk) throw new Error('The benchmark page did not build.');
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await chromium.launch({
    executablePath: requireBrowser(console.error),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const context = await browser.newContext();
    const opened = async (): Promise<Page> => {
      const page = await context.newPage();
      await page.goto(url);
      await page.evaluate(chunk.code);
      return page;
    };
    const page = await opened();
    const raw = JSON.stringify(generateOrg({ size: SAMPLE, asOf: '2026-11-24' as Day }).tables.Opportunity);
    const times = await page.evaluate(
      ([json, size, rounds]) => (globalThis as unknown as Scope).benchStorage.run(json, size, rounds),
      [raw, SIZE, ROUNDS] as const,
    );
    const disk = await page.evaluate(([json, size]) => (globalThis as unknown as Scope).benchStorage.disk(json, size), [
      raw,
      SIZE,
    ] as const);
    await page.close();
    const [hot, all, objects] = [
      await held(await opened(), 'hot'),
      await held(await opened(), 'all'),
      await held(await opened(), 'rows'),
    ];
    const of = (key: keyof StorageTimes): [number, number] => [
      median(times.columns.map((each) => each[key])),
      median(times.rows.map((each) => each[key])),
    ];
    const [write, writeRows] = of('write');
    const [open, openRows] = of('open');
    const [pageMs, pageRows] = of('page');
    const [delta, deltaRows] = of('delta');
    const [wipe, wipeRows] = of('wipe');
    const [read] = of('read');
    return [
      row(
        'commitPage',
        'P1 write 100,000 deals, beside Dexie bulkPut',
        write,
        'ms',
        writeRows,
        '≥ 12× faster and ≤ 1,500 ms',
        writeRows / write >= 12 && write <= 1500,
      ),
      row(
        'createFactsCache, stageBars',
        'P2 open to the first chart at 100,000, beside Dexie toArray',
        open,
        'ms',
        openRows,
        '≤ 1/4 and ≤ 600 ms',
        open <= openRows / 4 && open <= 600,
      ),
      row(
        'PipelensDatabase',
        'P3 read the hot columns of 100,000, beside one buffer of their size',
        read,
        'ms',
        times.floor,
        '≤ 3×',
        read <= times.floor * 3,
      ),
      row('pack', 'P4 memory of 100,000 deals, hot columns, beside objects', hot, 'MB', objects, '≤ 20 MB', hot <= 20),
      row('pack', 'P4 memory of 100,000 deals, all columns, beside objects', all, 'MB', objects, '≤ 30 MB', all <= 30),
      row('pack', 'P5 disk a deal, beside a Dexie row', disk.deal, 'B', disk.row, '≤ 120 B', disk.deal <= 120),
      row(
        'pack',
        'P5 disk a version, beside a Dexie row of a deal',
        disk.version,
        'B',
        disk.row,
        '≤ 20 B',
        disk.version <= 20,
      ),
      row(
        'parseRows, pack, commitPage',
        'P18 sync CPU per 2,000-row page (parse, pack, put), beside Dexie rows',
        pageMs,
        'ms',
        pageRows,
        '≤ 80 ms',
        pageMs <= 80,
      ),
      row(
        'commitRows',
        'P19 commit a delta of 200 deals, beside Dexie bulkPut',
        delta,
        'ms',
        deltaRows,
        '≤ 15 ms',
        delta <= 15,
      ),
      row(
        'PipelensDatabase',
        'P20 wipe 100,000 deals, beside a row store',
        wipe,
        'ms',
        wipeRows,
        '≤ 500 ms and ≥ 50× faster',
        wipe <= 500 && wipeRows / wipe >= 50,
      ),
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

interface Scope {
  benchStorage: BenchStorage;
}

/** MB that a page holds more once the stored deals are read into it, buffers outside the heap included. */
async function held(page: Page, what: 'hot' | 'all' | 'rows'): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  const weigh = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage');
    const usage = await cdp.send('Runtime.getHeapUsage');
    return usage.usedSize + usage.backingStorageSize;
  };
  const before = await weigh();
  await page.evaluate((kind) => (globalThis as unknown as Scope).benchStorage.hold(kind), what);
  const after = await weigh();
  await page.close();
  return (after - before) / 1_000_000;
}
