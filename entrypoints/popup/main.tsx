import { browser } from 'wxt/browser';

import { Popup } from '@/components/views/popup/Popup';
import { t } from '@/lib/i18n';
import { keepDrafts } from '@/lib/store/drafts';
import { act, report } from '@/lib/store/failures';
import { followHiddenButtons } from '@/lib/store/launcher-store';
import { followForecast, keepScope, recallScope } from '@/lib/store/popup-store';

import { openRecord } from '../shared/open-record';
import { openTeam } from '../shared/open-team';
import { startBackend, whoseHere } from '../shared/own-backend';
import { surface } from '../shared/surface';

void surface(async () => {
  startBackend();
  await whoseHere();
  await recallScope(browser.storage.local).catch(report);
  followForecast();
  followHiddenButtons();
  await keepDrafts(browser.storage.local, Date.now()).catch(report);
  return (
    <Popup
      onTeam={() => void act(t('popup.team'), openTeam).then((isDone) => isDone && close())}
      onFocusView={() => void act(t('popup.focus'), () => openTeam('focus')).then((isDone) => isDone && close())}
      onOpen={(id) => void act(t('app.openRecord'), () => openRecord(id)).then((isDone) => isDone && close())}
      onScope={(scope) => void act(t('popup.scope'), () => keepScope(browser.storage.local, scope))}
    />
  );
});
