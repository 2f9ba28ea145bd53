import { browser } from 'wxt/browser';

import { report } from '@/lib/store/failures';
import { whoseKey } from '@/lib/store/whose';

import { openPage } from './open-page';
import { wantTab } from './wanted-tab';

// Asked for beforehand: a side panel opens only in the click itself, and the tab may have been dragged to another window by then.
let windowId: number | undefined;
if (canOpenTeam()) {
  void findWindow();
  browser.tabs.onAttached.addListener(() => void findWindow());
}

/** A window of an app has no side panel, whatever it answers to the order. */
async function findWindow(): Promise<void> {
  try {
    const { id, type } = await browser.windows.getCurrent();
    windowId = type === undefined || type === 'normal' ? id : undefined;
  } catch (error) {
    report(error);
  }
}

/** Whether this page may open anything: a frame in a page of the CRM has no windows and tabs in Firefox. */
export function canOpenTeam(): boolean {
  // Safe: absent there, whatever the types promise.
  return (browser as Partial<typeof browser>).windows !== undefined;
}

/** So long a side panel may take to appear, ms: some browsers have its interface, and show none. */
const APPEARS_MS = 2000;

/** Whether the browser's side panel opened, as far as the browser can tell. */
async function openSidePanel(window: number): Promise<boolean> {
  try {
    await chrome.sidePanel.open({ windowId: window });
  } catch {
    return false;
  }
  for (let waited = 0; waited < APPEARS_MS; waited += 50) {
    const shown = await browser.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] });
    if (shown.some(({ windowId: in_ }) => in_ === window || in_ === -1)) return true;
    await new Promise((next) => setTimeout(next, 50));
  }
  return false;
}

/**
 * Opens the team's view: in the browser's side panel, in Firefox's sidebar, else in a tab about the same connection. That also where a
 * browser has a side panel's interface and shows none. `tab`: the one that is wanted.
 */
export async function openTeam(tab?: string): Promise<void> {
  const want = (window: number | undefined): Promise<void> => wantTab(tab, window).catch(report);
  const firefox = (globalThis as { browser?: { sidebarAction?: { open(): Promise<void> } } }).browser?.sidebarAction;
  // Not waited for: a side panel opens only in the click itself. One that is open already hears of it.
  if (windowId !== undefined || firefox) void want(windowId);
  // Left out of Firefox's package, whose linter says that there is no such thing.
  if (import.meta.env.BROWSER !== 'firefox' && 'sidePanel' in chrome && windowId !== undefined)
    if (await openSidePanel(windowId)) return;
  if (firefox) await firefox.open();
  else await want(await openPage(`${browser.runtime.getURL('/sidepanel.html')}#${encodeURIComponent(whoseKey())}`));
}
