import { chromium, type Browser, type Page } from 'playwright-core';

import { requireBrowser } from '../browser/find';
import type { Cell } from './cells';
import { serveGallery } from './server';

interface OpenGallery {
  page: Page;
  browser: Browser;
  /** What the page has thrown. */
  errors: string[];
  /** Where it is served. */
  url: string;
  close(): Promise<void>;
}

/** The gallery, served, in a Chromium of its own; `close` ends both. */
export async function openGallery(): Promise<OpenGallery> {
  const gallery = await serveGallery();
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await gallery.close();
  };
  try {
    browser = await chromium.launch({
      executablePath: requireBrowser((line) => console.error(line)),
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
    });
    const page = await browser.newPage({ viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(120_000);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${gallery.url}#driven`);
    await page.waitForFunction(() => globalThis.gallery !== undefined);
    return { page, browser, errors, url: gallery.url, close };
  } catch (error) {
    await close();
    throw error;
  }
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
