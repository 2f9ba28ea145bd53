import { browser } from 'wxt/browser';

import { Popup } from '@/components/views/popup/Popup';
import type { Scope } from '@/lib/deal/team/team-scope';
import { t } from '@/lib/i18n';
import { keepDrafts } from '@/lib/store/drafts';
import { act, report } from '@/lib/store/failures';
import { followHiddenButtons } from '@/lib/store/launcher-store';
import { followForecast, useForecast } from '@/lib/store/popup-store';

import { openRecord } from '../shared/open-record';
import { openTeam } from '../shared/open-team';
import { startBackend } from '../shared/own-backend';
import { surface } from '../shared/surface';

const SCOPE = 'popupScope';

void surface(async () => {
  startBackend();
  const stored = (await browser.storage.local.get(SCOPE))[SCOPE] as Scope | undefined;
  if (stored) useForecast.setState({ scope: stored });
  followForecast();
  followHiddenButtons();
  await keepDrafts(browser.storage.local, Date.now()).catch(report);
  return (
    <Popup
      onTeam={() => void act(t('popup.team'), openTeam).then((isDone) => isDone && close())}
      onFocusView={() => void act(t('popup.focus'), () => openTeam('focus')).then((isDone) => isDone && close())}
      onOpen={(id) => void act(t('app.openRecord'), () => openRecord(id)).then((isDone) => isDone && close())}
      onScope={(scope) => void act(t('popup.scope'), () => browser.storage.local.set({ [SCOPE]: scope }))}
    />
  );
});
