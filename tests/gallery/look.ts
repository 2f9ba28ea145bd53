import { chromium, type Browser, type Page } from 'playwright-core';

import { requireBrowser } from '../browser/find';
import type { Cell } from './cells';

/** A Chromium with the gallery's page in it. */
export async function openGallery(url: string): Promise<{ page: Page; browser: Browser; errors: string[] }> {
  const browser = await chromium.launch({
    executablePath: requireBrowser((line) => console.error(line)),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(120_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${url}#driven`);
  await page.waitForFunction(() => globalThis.gallery !== undefined);
  return { page, browser, errors };
}

/** Draws a cell in that page, at its width and in its look. */
export async function drawCell(page: Page, { view, state, look, width, tongue }: Cell): Promise<void> {
  await page.setViewportSize({ width, height: 640 });
  await page.emulateMedia({
    colorScheme: look === 'dark' ? 'dark' : 'light',
    forcedColors: look === 'forced' ? 'active' : 'none',
  });
  await page.evaluate((cell) => globalThis.gallery?.show(cell), { view, state, tongue });
}
