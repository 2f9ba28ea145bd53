import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';
import { ask } from '@/tests/demo/ask';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, panelOn, settled, world } from '../world';

const MB = 2 ** 20;

/** A disk of its own of so many MB; undefined where this user may not make one. */
function smallDisk(size: number): { path: string; end(): void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'pipelens-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', path]);
  const end = (): void => {
    if (status === 0) spawnSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  };
  if (status === 0) return { path, end };
  end();
  return undefined;
}

/** Writes until nothing more finds room. */
function fill(path: string): void {
  for (const size of [MB, 4096, 1]) {
    const file = openSync(join(path, `filler-${size}`), 'w');
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch {
      // Full.
    }
    closeSync(file);
  }
}
const makeRoom = (path: string): void => {
  for (const size of [MB, 4096, 1]) rmSync(join(path, `filler-${size}`), { force: true });
};

const send = (
  helper: Page,
  type: string,
  request: object,
): Promise<{ reply?: object; error?: { name: string; message: string } }> =>
  helper.evaluate((message) => chrome.runtime.sendMessage(message), { type, request, whose: { host: PAGE_HOST } });

// It waits for alarms, and for a disk: minutes on a busy machine.
test.runIf(process.env['LONG'])(
  'on a full disk the panel says that nothing can be stored and what was not saved, and goes on by itself once there is room',
  async (context) => {
    const disk = smallDisk(400);
    if (!disk) return context.skip('This user may not make a small disk.');
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = disk.path;
    const it = await world({ size: '24' });
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    try {
      await settled(it);
      const { org, helper, session } = it;
      // An amount that products set is theirs.
      const deal = openDeals(it).find((row) => row['HasOpportunityLineItem'] !== true);
      if (!deal) throw new Error('No open deal.');
      await session.goInApp(recordPath(deal.Id));
      const panel = await panelOn(it, deal.Id);
      fill(disk.path);
      const note = { kind: 'note', of: deal.Id, value: { text: 'They fear the move.' } };
      expect((await send(helper, 'jotting/put', note)).error?.name).toMatch(/^(?:QuotaExceededError|StoreError)$/);
      org.update('Opportunity', deal.Id, { Amount: 4_321_000 }, String(deal['OwnerId']));
      await send(helper, 'sync/now', { host: PAGE_HOST });
      // In the words of what failed: the browser may not even read its store any more.
      const said = panel.getByText(
        /There is no room left on this computer|The browser’s store does not work|This computer cannot store what was read/,
      );
      await said.first().waitFor();
      makeRoom(disk.path);
      const held = async (): Promise<number | undefined> => {
        const rows = await ask(helper, 'deals', { figure: 'listed' }).then(
          (answer) => answer.rows,
          () => [],
        );
        return rows.find((row) => row.id === deal.Id)?.amount;
      };
      // The alarm of the sync comes each half minute: nobody presses anything.
      await expect.poll(held, { timeout: 120_000 }).toBe(4_321_000);
      await expect.poll(() => said.count()).toBe(0);
      expect((await send(helper, 'jotting/put', note)).error).toBeUndefined();
    } finally {
      await it.close();
      disk.end();
    }
  },
);

test('a database that an older copy of Pipelens holds is said in the panel', async () => {
  const it = await world({ size: '24' });
  try {
    await settled(it);
    const { helper, session } = it;
    const [deal] = openDeals(it);
    if (!deal) throw new Error('No open deal.');
    // What is there is taken for what a former version wrote: a version number is a promise about stores, and these have not changed since.
    const name = await helper.evaluate(async () => {
      const found = (await indexedDB.databases()).find((each) => each.name?.startsWith('pipelens-00D'));
      if (!found?.name) throw new Error('No database.');
      return found.name;
    });
    const old = await session.extensionPage('glossary.html');
    await old.evaluate(
      (of) =>
        new Promise<void>((resolve, reject) => {
          indexedDB.deleteDatabase(of).addEventListener('success', () => {
            const request = indexedDB.open(of, 60);
            request.addEventListener('upgradeneeded', () => {
              const { result } = request;
              for (const [store, keyPath] of Object.entries({
                checkpoints: 'table',
                meta: 'key',
                quotas: 'id',
                snapshots: 'id',
                replays: 'id',
                calls: 'id',
                edits: 'id',
              })) {
                const made = result.createObjectStore(store, { keyPath });
                if (store === 'calls' || store === 'edits') made.createIndex('at', 'at');
                if (store === 'snapshots') made.createIndex('lockedAt', 'lockedAt');
              }
              for (const store of ['hot', 'cold'])
                result.createObjectStore(store, { keyPath: ['table', 'generation', 'seq'] });
              const reminders = result.createObjectStore('reminders', { keyPath: 'id' });
              for (const index of ['state', 'dueAt', 'recordId']) reminders.createIndex(index, index);
            });
            // It takes no notice of who asks it to let go.
            request.addEventListener('success', () => {
              (globalThis as { held?: IDBDatabase }).held = request.result;
              resolve();
            });
            request.addEventListener('error', () => reject(request.error ?? new Error('Not opened.')));
          });
        }),
      name,
    );
    await session.goInApp(recordPath(deal.Id));
    const panel = await session.panel();
    await expect
      .poll(() => panel.getByText(/An older copy of Pipelens holds what is stored here/).count())
      .toBeGreaterThan(0);
  } finally {
    await it.close();
  }
});
