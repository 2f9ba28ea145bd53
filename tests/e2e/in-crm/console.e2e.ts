import { afterAll, beforeAll, expect, test } from 'vitest';

import { seeded } from '@/lib/sample/seeded';
import { recordPath } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, settled, world, type World } from '../world';

interface ConsoleApp {
  open(path: string): Promise<void>;
  openSub(path: string): Promise<void>;
  focus(at: number): void;
  subtab(at: number): void;
  close(at: number): void;
  closeSub(): void;
  state(): { path?: string; primaries: number; subtabs: number };
}

const ACTIONS = process.env['LONG'] ? 2000 : 20;
let it: World;
beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
});
afterAll(() => it.close());

test(`${ACTIONS} random opens, closes, tab switches and split-view selections: the panel never shows another record`, async () => {
  const { session } = it;
  const deals = openDeals(it).map(({ Id }) => Id);
  const accounts = it.org.rows('Account').map(({ Id }) => Id);
  const random = seeded(11);
  const call = (name: keyof ConsoleApp, argument?: string | number) =>
    session.page.evaluate(
      ([method, value]) => {
        const app = (window as unknown as { pipelensOrg: Record<string, (given: unknown) => unknown> }).pipelensOrg;
        return app[method as string]?.(value);
      },
      [name, argument] as const,
    );
  const state = () => call('state') as Promise<ReturnType<ConsoleApp['state']>>;

  await session.page.goto(`https://${PAGE_HOST}${recordPath(deals[0] ?? '')}?app=console`);
  const panel = await session.panel();
  await session.page.locator('.orgSplitList a').first().waitFor();
  const wrong: string[] = [];
  let shown = 0;
  let alive = 0;
  for (let step = 0; step < ACTIONS; step += 1) {
    const now = await state();
    const dice = random.next();
    let did = 'open';
    if (dice < 0.22 || now.primaries === 0) await call('open', recordPath(random.pick(deals)));
    else if (dice < 0.4) {
      did = 'split view';
      await session.page.evaluate(
        (at) => document.querySelectorAll<HTMLElement>('.orgSplitList a')[at]?.click(),
        random.int(0, 49),
      );
    } else if (dice < 0.55) {
      did = 'subtab';
      await call(
        'openSub',
        random.chance(0.6) ? recordPath(random.pick(deals)) : `/lightning/r/Account/${random.pick(accounts)}/view`,
      );
    } else if (dice < 0.72) {
      did = 'focus';
      await call('focus', random.int(0, now.primaries - 1));
    } else if (dice < 0.84) {
      did = 'switch subtab';
      await call('subtab', random.int(0, now.subtabs - 1));
    } else if (dice < 0.92 && now.primaries > 1) {
      did = 'close';
      await call('close', random.int(0, now.primaries - 1));
    } else if (now.subtabs > 1) {
      did = 'close subtab';
      await call('closeSub');
    }
    // What is in front, by the address: the focused subtab, or the opportunity of its primary tab.
    const url = new URL(session.page.url());
    const wanted = [url.pathname, url.searchParams.get('ws') ?? '']
      .map((path) => /\/(006\w{15})\//.exec(path)?.[1])
      .find(Boolean);
    let held = '';
    for (let tried = 0; tried < 60; tried += 1) {
      held =
        (await panel
          .locator('article[data-record-id]')
          .getAttribute('data-record-id', { timeout: 50 })
          .catch(() => '')) ?? '';
      if (held === (wanted ?? '')) break;
      await session.page.waitForTimeout(50);
    }
    if (held !== (wanted ?? '')) wrong.push(`${step} ${did}: ${held || 'nothing'} for ${wanted ?? 'nothing'}`);
    if (wanted !== undefined) shown += 1;
    alive = Math.max(alive, await session.page.locator('one-record-home-flexipage2').count());
    // What the panel names is what the org calls that record.
    if (wanted !== undefined && step % 25 === 0)
      expect(await panel.locator('h1').innerText()).toBe(it.org.find('Opportunity', wanted)?.['Name']);
  }
  expect(wrong).toEqual([]);
  expect(shown).toBeGreaterThan(ACTIONS * 0.8);
  expect(alive).toBeGreaterThan(5);
}, 600_000);
