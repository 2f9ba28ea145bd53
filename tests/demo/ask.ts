import type { Page } from 'playwright-core';

import type { Queries } from '@/lib/answers/queries';

type Name = keyof Queries;
type Shown<N extends Name> = Exclude<Awaited<ReturnType<Queries[N]>>, { noConnection: true }>;

/** Asks the extension's background one of its own queries, from one of its own pages; with `whose` as a page in front of that host does. */
export async function ask<N extends Name>(
  page: Page,
  name: N,
  input: Parameters<Queries[N]>[0],
  whose: { host?: string } = {},
): Promise<Shown<N>> {
  const answer = await page.evaluate((message) => chrome.runtime.sendMessage(message), {
    type: 'query',
    request: { name, input },
    whose,
  });
  const { reply, error } = answer as { reply?: Shown<N>; error?: { message: string } };
  if (reply === undefined || error) throw new Error(error?.message ?? `No answer to ${name}.`);
  return reply;
}

/** Waits until a complete sync has brought in this many opportunities. */
export async function synced(
  page: Page,
  opportunities: number,
  timeoutMs = 180_000,
  whose: { host?: string } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const { freshness } = await ask(page, 'deals', { figure: 'closedWon' }, whose);
    if (freshness?.at !== undefined && freshness.rows['opportunity'] === opportunities && !freshness.progress) return;
    if (Date.now() > deadline) throw new Error(`The sync did not end: ${JSON.stringify(freshness)}`);
    await page.waitForTimeout(200);
  }
}
