import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';

import { Popup } from '@/components/views/popup/Popup';
import { salesforce } from '@/lib/crm/salesforce';
import type { Scope } from '@/lib/deal/hierarchy';
import { engineQueries, startEngine } from '@/lib/engine/start';
import { loadTexts } from '@/lib/i18n';
import { onRevision, sendMessage } from '@/lib/messaging';
import { allConnections } from '@/lib/storage/registry';
import { setBackend } from '@/lib/store/backend';
import { followForecast, useForecast } from '@/lib/store/forecast';

const SCOPE = 'popupScope';
const now = (): number => Date.now();
document.documentElement.lang = navigator.language;
await loadTexts();
setBackend({ queries: engineQueries(startEngine()), send: sendMessage, onRevision, now });

// Asked for beforehand: a side panel opens only in the click itself.

let windowId: number | undefined;
void browser.windows.getCurrent().then(({ id }) => (windowId = id));

async function openRecord(recordId: string): Promise<void> {
  const [connection] = await allConnections();
  if (connection) await browser.tabs.create({ url: salesforce.recordUrl(connection.pageHost, recordId) });
  close();
}

function openTeam(): void {
  const firefox = (globalThis as { browser?: { sidebarAction?: { open(): Promise<void> } } }).browser?.sidebarAction;
  if ('sidePanel' in chrome && windowId !== undefined) void chrome.sidePanel.open({ windowId }).then(() => close());
  else if (firefox) void firefox.open().then(() => close());
  else void browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') });
}

const stored = (await browser.storage.local.get(SCOPE))[SCOPE] as Scope | undefined;
if (stored) useForecast.setState({ scope: stored });
followForecast();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <Popup
      onTeam={openTeam}
      onOpen={(id) => void openRecord(id)}
      onScope={(scope) => void browser.storage.local.set({ [SCOPE]: scope })}
    />,
  );
}
