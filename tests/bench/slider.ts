import type { Page } from 'playwright-core';

import { synced } from '../demo/ask';
import { world } from '../e2e/world';
import { type BenchRow, row } from './row';

const SIZES = [20_000, 100_000];
/** Two frames of a 60 Hz screen. */
const FRAME_MS = 33.4;
const STEPS = 300;

/** What one drag did to the page: frames and their length, and how often the page's thread was held for over 50 ms. */
interface Drag {
  frames: number;
  over: number;
  longest: number;
  longTasks: number;
  /** Different days that were drawn on the way. */
  days: number;
}

/** The day slider of the built side panel dragged by the mouse, beside a plain slider that asks nothing, in the same page. */
export async function* sliderRows(): AsyncGenerator<BenchRow> {
  for (const size of SIZES) {
    const it = await world({ size: String(size) });
    try {
      await synced(it.helper, size, 1_200_000);
      const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
      await side.locator('.time summary').click({ timeout: 120_000 });
      await side.locator('.slider input[type=range]').scrollIntoViewIfNeeded();
      const plain = await dragPlain(side);
      await drag(side, '.slider input[type=range]');
      const ours = await drag(side, '.slider input[type=range]');
      yield row(
        'sidepanel.html',
        `Slider on screen, ${size.toLocaleString('en')} deals, ${STEPS} steps, ${ours.days} days drawn: frames over 33 ms (longest ${Math.round(ours.longest)} ms, ${ours.longTasks} tasks over 50 ms), beside a plain slider`,
        ours.over,
        `of ${ours.frames} frames`,
        plain.over,
        'no more than the plain slider and 1 in 100',
        ours.over <= plain.over + ours.frames / 100,
      );
    } finally {
      await it.close();
    }
  }
}

async function dragPlain(page: Page): Promise<Drag> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    Object.assign(input, { type: 'range', id: 'plain', min: '0', max: '1000' });
    input.style.cssText = 'position:fixed;left:16px;right:16px;bottom:16px;z-index:9';
    document.body.append(input);
  });
  const found = await drag(page, '#plain');
  await page.evaluate(() => document.getElementById('plain')?.remove());
  return found;
}

/** Drags a range input from its right end to the left by the mouse and back, about one step a frame. */
async function drag(page: Page, selector: string): Promise<Drag> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`Nothing on screen is ${selector}.`);
  await page.evaluate(watchFrames);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width - 8, y);
  await page.mouse.down();
  for (let step = 1; step <= STEPS; step += 1) {
    const part = 1 - Math.abs((2 * step) / STEPS - 1);
    await page.mouse.move(box.x + box.width - 8 - part * (box.width - 16), y);
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
  return page.evaluate((limit) => {
    const { deltas, tasks, days, stop } = (globalThis as unknown as Watching).watching;
    stop();
    return {
      frames: deltas.length,
      over: deltas.filter((delta) => delta > limit).length,
      longest: Math.max(...deltas),
      longTasks: tasks.length,
      days: days.size,
    };
  }, FRAME_MS);
}

interface Watching {
  watching: { deltas: number[]; tasks: number[]; days: Set<string>; stop(): void };
}

/** Runs in the page: counts until it is stopped. */
function watchFrames(): void {
  const watching = {
    deltas: [] as number[],
    tasks: [] as number[],
    days: new Set<string>(),
    last: performance.now(),
    isOn: true,
    observer: new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watching.tasks.push(duration);
    }),
    frame() {
      const now = performance.now();
      watching.deltas.push(now - watching.last);
      watching.last = now;
      const day = document.querySelector('.slider')?.getAttribute('data-on');
      if (day) watching.days.add(day);
      if (watching.isOn) requestAnimationFrame(watching.frame);
    },
    stop() {
      watching.isOn = false;
      watching.observer.disconnect();
    },
  };
  watching.observer.observe({ type: 'longtask' });
  requestAnimationFrame(watching.frame);
  Object.assign(globalThis, { watching });
}
