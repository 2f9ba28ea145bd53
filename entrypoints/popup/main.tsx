import { browser } from 'wxt/browser';

import { Popup } from '@/components/views/popup/Popup';
import type { Scope } from '@/lib/deal/hierarchy';
import { t } from '@/lib/i18n';
import { keepDrafts } from '@/lib/store/drafts';
import { act, report } from '@/lib/store/failures';
import { followHiddenButtons } from '@/lib/store/launcher-store';
import { followForecast, useForecast } from '@/lib/store/popup-store';
import { whoseKey } from '@/lib/store/whose';

import { openRecord } from '../shared/open-record';
import { startBackend } from '../shared/own-backend';
import { surface } from '../shared/surface';

const SCOPE = 'popupScope';

// Asked for beforehand: a side panel opens only in the click itself.
let windowId: number | undefined;
void browser.windows.getCurrent().then(({ id }) => (windowId = id), report);

async function openTeam(): Promise<void> {
  const firefox = (globalThis as { browser?: { sidebarAction?: { open(): Promise<void> } } }).browser?.sidebarAction;
  if ('sidePanel' in chrome && windowId !== undefined) await chrome.sidePanel.open({ windowId });
  else if (firefox) await firefox.open();
  else {
    // About the same connection as the popup that it was opened from.
    await browser.tabs.create({
      url: `${browser.runtime.getURL('/sidepanel.html')}#${encodeURIComponent(whoseKey())}`,
    });
    return;
  }
  close();
}

void surface(async () => {
  startBackend();
  const stored = (await browser.storage.local.get(SCOPE))[SCOPE] as Scope | undefined;
  if (stored) useForecast.setState({ scope: stored });
  followForecast();
  followHiddenButtons();
  await keepDrafts(browser.storage.local, Date.now()).catch(report);
  return (
    <Popup
      onTeam={() => void act(t('popup.team'), openTeam)}
      onOpen={(id) => void act(t('app.openRecord'), () => openRecord(id)).then((isDone) => isDone && close())}
      onScope={(scope) => void act(t('popup.scope'), () => browser.storage.local.set({ [SCOPE]: scope }))}
    />
  );
});
