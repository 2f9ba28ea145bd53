import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

import { chromium } from 'playwright-core';
import { build } from 'vite';

import type { Day } from '@/lib/domain/days';
import { generateOrg } from '@/lib/sample/generate';

import { requireBrowser } from '../browser/find';
import { type BenchRow, median, row } from './row';
import type { StorageTimes } from './storage-page';

const ROUNDS = 5;
const SIZE = 20_000;

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
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(chunk.code);
    const raw = JSON.stringify(generateOrg({ size: SIZE, asOf: '2026-11-24' as Day }).tables.Opportunity);
    const times = await page.evaluate(
      ([json, rounds]) =>
        (
          globalThis as unknown as {
            benchStorage(raw: string, rounds: number): Promise<{ columns: StorageTimes[]; rows: StorageTimes[] }>;
          }
        ).benchStorage(json, rounds),
      [raw, ROUNDS] as const,
    );
    const of = (key: keyof StorageTimes): [number, number] => [
      median(times.columns.map((each) => each[key])),
      median(times.rows.map((each) => each[key])),
    ];
    const [write, writeRows] = of('write');
    const [open, openRows] = of('open');
    const [pageMs, pageRows] = of('page');
    const [delta, deltaRows] = of('delta');
    const [wipe, wipeRows] = of('wipe');
    return [
      row(
        'P1 write 20,000 deals, beside Dexie bulkPut',
        write,
        'ms',
        writeRows,
        '≥ 12× faster',
        writeRows / write >= 12,
      ),
      row(
        'P2 open to first aggregate at 20,000, beside Dexie toArray',
        open,
        'ms',
        openRows,
        '≤ 1/4',
        open <= openRows / 4,
      ),
      row(
        'P18 sync CPU per 2,000-row page (parse, pack, put), beside Dexie rows',
        pageMs,
        'ms',
        pageRows,
        '≤ 80 ms',
        pageMs <= 80,
      ),
      row('P19 commit a delta of 200 deals, beside Dexie bulkPut', delta, 'ms', deltaRows, '≤ 15 ms', delta <= 15),
      row(
        'P20 wipe 20,000 deals, beside a row store',
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
