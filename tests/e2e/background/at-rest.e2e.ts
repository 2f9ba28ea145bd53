import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect, test } from 'vitest';

import { requireBrowser } from '@/tests/browser/find';
import { recordPath, sidCookies } from '@/tests/browser/session';
import { lightningPages, openOrg } from '@/tests/org/open';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, world } from '../world';

const BUILT = resolve('.output/chrome-mv3');
const TABS = 10;

/** What the scripts of so many open pages of the CRM hold, MB: ours too where the extension has its script in them. */
async function heldBy(extension: string): Promise<number> {
  const it = await world({ size: '12' }, { extension });
  try {
    const path = recordPath(openDeals(it)[0]?.Id ?? '');
    const pages = [];
    for (let tab = 0; tab < TABS; tab += 1) {
      const page = await it.session.context.newPage();
      await page.goto(`https://${PAGE_HOST}${path}`);
      pages.push(page);
    }
    await pages.at(-1)?.waitForTimeout(5000);
    let sum = 0;
    for (const page of pages) {
      const cdp = await it.session.context.newCDPSession(page);
      await cdp.send('Performance.enable');
      for (let turn = 0; turn < 2; turn += 1) await cdp.send('HeapProfiler.collectGarbage');
      const { metrics } = await cdp.send('Performance.getMetrics');
      sum += (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 2 ** 20;
    }
    return sum;
  } finally {
    await it.close();
  }
}

/** Two browsers with ten heavy pages each: a measure, for the long form. */
test.runIf(process.env['LONG'])(
  `${TABS} tabs of the CRM whose panel was never opened hold at most 5 MB more than without our script`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pipelens-scriptless-'));
    try {
      cpSync(BUILT, folder, { recursive: true });
      const manifest = join(folder, 'manifest.json');
      // Safe: our own manifest.
      const { content_scripts: _ours, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
      writeFileSync(manifest, JSON.stringify(rest));
      const [without, withOurs] = [await heldBy(folder), await heldBy(BUILT)];
      console.log(JSON.stringify({ without, added: withOurs - without }));
      expect(withOurs - without).toBeLessThan(5);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  300_000,
);

/** A browser that nobody looks into: whoever is attached to a worker keeps it alive. */
async function alone(orgPort: number): Promise<{ port: number; process: ChildProcess; profile: string }> {
  const profile = mkdtempSync(join(tmpdir(), 'pipelens-alone-'));
  const browser = spawn(
    requireBrowser(console.error),
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--headless=new',
      '--disable-gpu',
      '--no-first-run',
      '--ignore-certificate-errors',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=MAP *.force.com:443 127.0.0.1:${orgPort}, MAP *.salesforce.com:443 127.0.0.1:${orgPort}`,
      `--disable-extensions-except=${BUILT}`,
      `--load-extension=${BUILT}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await new Promise<number>((done, failed) => {
    browser.once('exit', () => failed(new Error('The browser ended.')));
    browser.stderr?.on('data', (words: Buffer) => {
      const found = /127\.0\.0\.1:(\d+)\/devtools/.exec(String(words));
      if (found) done(Number(found[1]));
    });
  });
  return { port, process: browser, profile };
}

/** Five minutes, in which nothing is done but wait. */
test.runIf(process.env['LONG'])(
  'with the panel closed the worker ends half a minute after it looked for news, and is gone until the next look',
  async () => {
    const { org, server, token } = await openOrg({ size: '12' }, lightningPages);
    const browser = await alone(server.tlsPort);
    const at = `http://127.0.0.1:${browser.port}/json`;
    try {
      const { webSocketDebuggerUrl } = (await (await fetch(`${at}/version`)).json()) as {
        webSocketDebuggerUrl: string;
      };
      const line = new WebSocket(webSocketDebuggerUrl);
      await new Promise((done) => line.addEventListener('open', done));
      const cookies = sidCookies(org, token);
      line.send(JSON.stringify({ id: 1, method: 'Storage.setCookies', params: { cookies } }));
      await new Promise((done) => line.addEventListener('message', done, { once: true }));
      line.close();
      const targets = async (): Promise<{ id: string; type: string; url: string }[]> =>
        (await fetch(`${at}/list`)).json();
      await expect.poll(async () => (await targets()).some(({ url }) => url.includes('/welcome.html'))).toBe(true);
      for (const { id, url } of await targets()) if (url.includes('/welcome.html')) await fetch(`${at}/close/${id}`);
      await fetch(`${at}/new?https://${PAGE_HOST}/lightning/page/home`, { method: 'PUT' });
      const turns: [isAlive: boolean, seconds: number][] = [];
      const began = Date.now();
      // The first pull, two looks as often as before, and then a whole turn of the rarer ones.
      while (Date.now() - began < 330_000) {
        const isAlive = (await targets()).some(({ type }) => type === 'service_worker');
        if (turns.at(-1)?.[0] !== isAlive) turns.push([isAlive, Math.round((Date.now() - began) / 1000)]);
        await new Promise((next) => setTimeout(next, 1000));
        if (turns.filter(([alive]) => alive).length >= 4) break;
      }
      console.log(JSON.stringify(turns));
      const lives = turns.flatMap(([isAlive, from], place) => {
        const until = turns[place + 1]?.[1];
        return isAlive && place > 0 && until !== undefined ? [until - from] : [];
      });
      expect(lives.length).toBeGreaterThan(0);
      expect(Math.max(...lives)).toBeLessThanOrEqual(35);
    } finally {
      browser.process.kill();
      await new Promise((done) => setTimeout(done, 1000));
      rmSync(browser.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      await server.close();
    }
  },
  400_000,
);
