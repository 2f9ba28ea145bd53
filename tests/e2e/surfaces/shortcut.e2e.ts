import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, turnOptions, world, type World } from '../world';

/**
 * Keys that DevTools sends reach the page and no command of an extension. Where the machine has a display server without a screen and
 * `xdotool`, real keys are pressed; elsewhere the browser's own event is raised, as the browser raises it.
 */
const [SERVER, KEYBOARD] = ['/usr/bin/Xvfb', '/usr/bin/xdotool'] as const;
const hasKeys = [SERVER, KEYBOARD].every((file) => existsSync(file));
const DISPLAY = ':97';

let screen: ChildProcess | undefined;
let it: World;
beforeAll(async () => {
  if (hasKeys) {
    screen = spawn(SERVER, [DISPLAY, '-screen', '0', '1600x1100x24', '-nolisten', 'tcp'], { stdio: 'ignore' });
    await new Promise((done) => setTimeout(done, 1500));
    process.env['DISPLAY'] = DISPLAY;
  }
  it = await world({ size: '12' }, { headless: !hasKeys });
  await settled(it);
});
afterAll(async () => {
  await it.close();
  screen?.kill();
});

const isOpen = (): boolean => it.session.page.frames().some((frame) => frame.url().endsWith('/panel.html'));
const xdotool = (...of: string[]): string => execFileSync(KEYBOARD, of, { encoding: 'utf8' });

async function press(): Promise<void> {
  if (!hasKeys) {
    const worker = await it.session.worker();
    await worker.evaluate(() => {
      (chrome.commands.onCommand as unknown as { dispatch(command: string): void }).dispatch('toggle-panel');
    });
    return;
  }
  const [window = ''] = xdotool('search', '--onlyvisible', '--class', 'chrom').trim().split('\n');
  xdotool('windowfocus', '--sync', window);
  xdotool('key', '--clearmodifiers', 'alt+shift+l');
}

test('the browser has given the command the keys that were asked for: they are its own in no other way', async () => {
  const commands = await it.helper.evaluate(() => chrome.commands.getAll());
  // Safe: the build wrote it as a manifest.
  const manifest = JSON.parse(readFileSync('.output/chrome-mv3/manifest.json', 'utf8')) as chrome.runtime.ManifestV3;
  const asked = manifest.commands?.['toggle-panel']?.suggested_key;
  expect(asked).toEqual({ default: 'Alt+Shift+L', mac: 'MacCtrl+Shift+L' });
  expect(commands.find(({ name }) => name === 'toggle-panel')?.shortcut).toBe('Alt+Shift+L');
  await turnOptions(it.helper, 'keys');
  await it.helper.getByText('Alt+Shift+L opens and closes the panel').waitFor();
  await it.session.page.bringToFront();
});

test('the keys open the panel on the page in front, and close it, and open no tab', async () => {
  const id = openDeals(it)[0]?.Id ?? '';
  await it.session.goInApp(recordPath(id));
  await it.session.page.bringToFront();
  const before = it.session.context.pages().length;
  await press();
  await expect.poll(isOpen).toBe(true);
  await panelOn(it, id);
  await press();
  await expect.poll(isOpen).toBe(false);
  expect(it.session.context.pages().length).toBe(before);
});

test('where there is no panel to open, the keys open the popup', async () => {
  const other = await it.session.context.newPage();
  await other.bringToFront();
  await press();
  const popups = (): Promise<number> =>
    it.helper.evaluate(async () => {
      const shown = await chrome.runtime.getContexts({});
      return shown.filter(({ contextType }) => contextType === 'POPUP').length;
    });
  await expect.poll(popups).toBe(1);
  await other.close();
});
