import { readFileSync } from 'node:fs';

import type { Page } from 'playwright-core';

import type { LaunchOptions } from '../browser/launch';
import { recordPath } from '../browser/session';
import { ask } from '../demo/ask';
import { openDeals, panelOn, type World, world } from '../e2e/world';
import { extensionProcesses } from '../extension-processes';
import { type BenchRow, row } from './row';

const DEALS = Number(process.env['MEMORY_DEALS'] ?? 100_000);

/**
 * What the extension's processes hold of a large org that was read whole, MB that are theirs alone, beside the same processes with a page
 * of ours in them that asks for nothing. Linux tells of processes what no other system does: elsewhere there are no rows.
 */
export async function* memoryRows(launch: Partial<LaunchOptions> = {}): AsyncGenerator<BenchRow> {
  if (process.platform !== 'linux') return;
  const it = await world({ size: String(DEALS) }, launch);
  try {
    const { session } = it;
    const glossary = await session.extensionPage('glossary.html');
    for (;;) {
      const { freshness } = await ask(it.helper, 'deals', { figure: 'closedWon' });
      if (freshness.at !== undefined && freshness.rows['opportunity'] === DEALS && !freshness.progress) break;
      // A press would be the same: the sync goes on without waiting for the next alarm.
      await it.helper
        .evaluate(() => chrome.runtime.sendMessage({ type: 'sync/now', request: {} }))
        .catch(() => undefined);
      await it.helper.waitForTimeout(3000);
    }
    await it.helper.close();
    await restarted(it);
    const empty = await weighed(it);
    console.error(JSON.stringify({ empty }));

    const [deal] = openDeals(it);
    if (!deal) throw new Error('No open deal.');
    await session.goInApp(recordPath(deal.Id));
    await panelOn(it, deal.Id);
    await glossary.close();
    const panel = await weighed(it);
    console.error(JSON.stringify({ panel }));
    yield row(
      'panel.html',
      `Memory of all our processes at ${DEALS} deals with only the record panel, beside an idle page of ours`,
      panel,
      'MB',
      empty,
      '≤ 60 MB',
      panel <= 60,
    );

    const side = await session.extensionPage('sidepanel.html', { width: 420, height: 900 });
    await side.getByRole('main').getByText('€').first().waitFor({ timeout: 120_000 });
    const both = await weighed(it);
    console.error(JSON.stringify({ both }));
    yield row(
      'sidepanel.html',
      `Memory of all our processes at ${DEALS} deals with side panel and record panel, beside an idle page of ours`,
      both,
      'MB',
      empty,
      '≤ 250 MB',
      both <= 250,
    );
  } finally {
    await it.close();
  }
}

/** What the pull left behind goes with the process that made it. */
async function restarted({ session }: World): Promise<void> {
  const cdp = await session.context.newCDPSession(session.page);
  const { targetInfos } = await cdp.send('Target.getTargets');
  for (const { type, url, targetId } of targetInfos)
    if (type === 'service_worker' && url.includes(session.extensionId))
      await cdp.send('Target.closeTarget', { targetId });
  await session.page.waitForTimeout(3000);
}

/** Longer than the background holds what it has read for an answer. */
const QUIET_MS = 30_000;
/** So long a long answer is waited for, ms. */
const LONGEST_MS = 300_000;

/** MB that the extension's processes have to themselves, once they have been quiet for a while: the least of several looks. */
async function weighed({ session }: World): Promise<number> {
  const looks: number[] = [];
  await session.page.waitForTimeout(QUIET_MS);
  // What is worked out for a long answer is held by a worker of its own until that is there, however slow the machine is.
  for (const ends = Date.now() + LONGEST_MS; Date.now() < ends;) {
    const workers = await Promise.all(session.context.pages().map(tidyPage));
    if (workers.every((count) => count <= 1)) break;
  }
  for (let look = 0; look < 5; look += 1) {
    for (const page of session.context.pages()) await tidyPage(page);
    await tidyBackground(session);
    await session.page.waitForTimeout(2000);
    looks.push(ownMegabytes(session.profile));
  }
  return Math.min(...looks);
}

/** Garbage is not what is held: that of a page and of its workers is collected. Answers how many workers it has. */
async function tidyPage(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage').catch(() => undefined);
  const workers: string[] = [];
  let own = 0;
  cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    workers.push(sessionId);
    // A frame in a process of its own is told of too.
    if (targetInfo.type === 'worker') own += 1;
  });
  await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  for (const sessionId of workers) await cdp.send('Target.sendMessageToTarget', { sessionId, message: COLLECT });
  await page.waitForTimeout(workers.length > 0 ? 2000 : 0);
  await cdp.detach();
  return own;
}

const COLLECT = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' });

/** The same of the background. */
async function tidyBackground({ context, page, extensionId }: World['session']): Promise<void> {
  const cdp = await context.newCDPSession(page);
  const { targetInfos } = await cdp.send('Target.getTargets');
  const worker = targetInfos.find(({ type, url }) => type === 'service_worker' && url.includes(extensionId));
  if (worker) {
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: worker.targetId });
    await cdp.send('Target.sendMessageToTarget', { sessionId, message: COLLECT });
    await page.waitForTimeout(2000);
    await cdp.send('Target.detachFromTarget', { sessionId });
  }
  await cdp.detach();
}

function ownMegabytes(profile: string): number {
  let kilobytes = 0;
  for (const id of extensionProcesses(profile))
    try {
      for (const [, amount] of readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').matchAll(
        /^Private_(?:Clean|Dirty):\s+(\d+) kB/gm,
      ))
        kilobytes += Number(amount);
    } catch {
      // It has ended meanwhile.
    }
  return kilobytes / 1024;
}
