import { browser } from 'wxt/browser';

import { report } from '@/lib/store/failures';
import { whoseKey } from '@/lib/store/whose';

// Asked for beforehand: a side panel opens only in the click itself.
let windowId: number | undefined;
void browser.windows.getCurrent().then(({ id }) => (windowId = id), report);

/** Opens the team's view: in the browser's side panel, in Firefox's sidebar, else in a tab about the same connection. */
export async function openTeam(): Promise<void> {
  const firefox = (globalThis as { browser?: { sidebarAction?: { open(): Promise<void> } } }).browser?.sidebarAction;
  if ('sidePanel' in chrome && windowId !== undefined) await chrome.sidePanel.open({ windowId });
  else if (firefox) await firefox.open();
  else
    await browser.tabs.create({
      url: `${browser.runtime.getURL('/sidepanel.html')}#${encodeURIComponent(whoseKey())}`,
    });
}
