import { browser } from 'wxt/browser';

import { Popup } from '@/components/views/popup/Popup';
import { siteOf } from '@/lib/crm/sites';
import type { Scope } from '@/lib/deal/hierarchy';
import { engineQueries, startEngine } from '@/lib/engine/start';
import { t } from '@/lib/i18n';
import { onRevision, sendMessage } from '@/lib/messaging';
import { allConnections } from '@/lib/storage/registry';
import { setBackend } from '@/lib/store/backend';
import { keepDrafts } from '@/lib/store/drafts';
import { act, report } from '@/lib/store/failures';
import { followHiddenButtons } from '@/lib/store/launcher-store';
import { followForecast, useForecast } from '@/lib/store/popup-store';

import { surface } from '../shared/surface';

const SCOPE = 'popupScope';

// Asked for beforehand: a side panel opens only in the click itself.
let windowId: number | undefined;
void browser.windows.getCurrent().then(({ id }) => (windowId = id), report);

async function openRecord(recordId: string): Promise<void> {
  const [connection] = await allConnections();
  if (connection)
    await browser.tabs.create({ url: siteOf(connection.pageHost).recordUrl(connection.pageHost, recordId) });
  close();
}

async function openTeam(): Promise<void> {
  const firefox = (globalThis as { browser?: { sidebarAction?: { open(): Promise<void> } } }).browser?.sidebarAction;
  if ('sidePanel' in chrome && windowId !== undefined) await chrome.sidePanel.open({ windowId });
  else if (firefox) await firefox.open();
  else {
    await browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') });
    return;
  }
  close();
}

void surface(async () => {
  setBackend({ queries: engineQueries(startEngine()), send: sendMessage, onRevision, now: () => Date.now() });
  const stored = (await browser.storage.local.get(SCOPE))[SCOPE] as Scope | undefined;
  if (stored) useForecast.setState({ scope: stored });
  followForecast();
  followHiddenButtons();
  await keepDrafts(browser.storage.local, Date.now()).catch(report);
  return (
    <Popup
      onTeam={() => void act(t('popup.team'), openTeam)}
      onOpen={(id) => void act(t('app.openRecord'), () => openRecord(id))}
      onScope={(scope) => void browser.storage.local.set({ [SCOPE]: scope }).catch(report)}
    />
  );
});
