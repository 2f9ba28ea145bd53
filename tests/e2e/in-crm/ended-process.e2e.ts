import type { CDPSession } from 'playwright-core';
import { expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';
import { extensionProcesses } from '@/tests/extension-processes';

import { openDeals, panelOn, settled, world } from '../world';

/** Longer than a panel has to have lived to be opened anew. */
const LIVED_MS = 11_000;

/** The deal that a panel shows, asked of its own frame: the driver of the browser speaks no more with a page in which a process has ended. */
async function shownDeal(cdp: CDPSession): Promise<string | undefined> {
  const { targetInfos } = await cdp.send('Target.getTargets');
  const panel = targetInfos.find(({ type, url }) => type === 'iframe' && url.endsWith('/panel.html'));
  if (!panel) return undefined;
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: panel.targetId });
  const said = new Promise<string>((told) =>
    cdp.once('Target.receivedMessageFromTarget', ({ message }) => told(message)),
  );
  const expression = 'document.querySelector("article")?.dataset.recordId';
  const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
  await cdp.send('Target.sendMessageToTarget', { sessionId, message });
  // Safe: what the protocol answers an evaluation with.
  const { result } = JSON.parse(await said) as { result?: { result?: { value?: string } } };
  await cdp.send('Target.detachFromTarget', { sessionId });
  return result?.result?.value;
}

test.runIf(process.platform === 'linux')(
  'a panel whose process ends, as where memory does, is there again on its deal, in place of a grey box that says nothing',
  async () => {
    const it = await world({ size: '12' });
    try {
      const { context, page, profile } = it.session;
      await settled(it);
      const id = openDeals(it)[0]?.Id ?? '';
      await it.session.goInApp(recordPath(id));
      await panelOn(it, id);
      const other = await context.newPage();
      const cdp = await context.newCDPSession(other);
      expect(await shownDeal(cdp)).toBe(id);
      await page.bringToFront();
      await page.waitForTimeout(LIVED_MS);
      await it.helper.close();
      for (const each of extensionProcesses(profile)) process.kill(each, 'SIGKILL');
      await expect.poll(() => shownDeal(cdp).catch(() => undefined), { timeout: 60_000 }).toBe(id);
    } finally {
      await it.close();
    }
  },
);
