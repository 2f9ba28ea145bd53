import type { Page } from 'playwright-core';

import { synced } from '../demo/ask';
import { world } from '../e2e/world';
import { type BenchRow, row } from './row';

const SIZE = 20_000;
const TABS = ['Focus', 'Changes', 'Plan', 'People', 'Forecast', 'Process', 'Questions'] as const;
/** From the press: until nothing is a skeleton any more, and until nothing is still to come. */
interface Shown {
  first: number;
  whole: number;
}

/** Each tab of the built side panel, pressed for the first time and again, with all deals in this browser. */
export async function* tabRows(): AsyncGenerator<BenchRow> {
  const it = await world({ size: String(SIZE) });
  try {
    await synced(it.helper, SIZE, 1_200_000);
    const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
    await side.waitForSelector('tr[data-rep]', { timeout: 120_000 });
    await side.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'), undefined, {
      timeout: 120_000,
    });
    const found = new Map<string, { cold: Shown; warm: Shown }>();
    for (const name of TABS) {
      const cold = await press(side, name);
      await press(side, 'Now');
      found.set(name, { cold, warm: await press(side, name) });
      await press(side, 'Now');
    }
    for (const [name, { cold, warm }] of found) {
      const of = `${SIZE.toLocaleString('en')} deals, tab ${name}`;
      yield row(
        'sidepanel.html',
        `${of}, first press: something to read (all of it ${Math.round(cold.whole)} ms), beside a second press`,
        cold.first,
        'ms',
        warm.first,
        '≤ 1,000 ms',
        cold.first <= 1000,
      );
    }
  } finally {
    await it.close();
  }
}

const press = (page: Page, name: string): Promise<Shown> =>
  page.evaluate(async (wanted) => {
    const button = [...document.querySelectorAll<HTMLElement>('.tabs button')].find(
      ({ textContent }) => textContent === wanted,
    );
    if (!button) throw new Error(`No tab ${wanted}.`);
    const start = performance.now();
    button.click();
    let first: number | undefined;
    for (;;) {
      await new Promise(requestAnimationFrame);
      const isTurned = button.getAttribute('aria-current') !== null;
      if (!isTurned || document.querySelector('main .skeleton')) continue;
      first ??= performance.now() - start;
      if (!document.querySelector('main [aria-busy="true"]')) return { first, whole: performance.now() - start };
    }
  }, name);
