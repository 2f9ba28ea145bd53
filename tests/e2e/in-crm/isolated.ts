import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import type { Harvest } from '@/lib/deal/page-only';

const READER = join(import.meta.dirname, '../../..', '.output', 'chrome-mv3', 'reader.js');

/**
 * What the extension's own built reader finds in a page, run in an isolated world as a content script's is: there synthetic
 * shadow is flat and native is not, which neither the page's own scripts nor the driver's locators see.
 */
export async function readInIsolation(page: Page): Promise<Harvest | undefined> {
  const cdp = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { executionContextId } = await cdp.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: `reader-${Math.random()}`,
    });
    const run = `globalThis.chrome = { runtime: { id: 'x', sendMessage: ({ request }) => { globalThis.seen = request; } } };
${await readFile(READER, 'utf8')};
JSON.stringify(globalThis.seen ?? null);`;
    const { result } = await cdp.send('Runtime.evaluate', { expression: run, contextId: executionContextId });
    return (JSON.parse(String(result.value)) as Harvest | null) ?? undefined;
  } finally {
    await cdp.detach();
  }
}
