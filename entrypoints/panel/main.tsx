import { browser } from 'wxt/browser';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { siteOf } from '@/lib/crm/sites';
import { isOff } from '@/lib/deal/kept/policy';
import { loadTexts, nameCrm, t } from '@/lib/i18n';
import { onRevision, readManaged, sendMessage } from '@/lib/messaging';
import { givenPort } from '@/lib/page/given-port';
import { inOneForm } from '@/lib/page/one-form';
import { setBackend } from '@/lib/store/backend';
import { useTheme } from '@/lib/store/choices/theme-store';
import { wasCoveredAtPress } from '@/lib/store/covered';
import { keepDrafts } from '@/lib/store/drafts';
import { act, refuseWhere, report } from '@/lib/store/failures';
import { followHiddenButtons } from '@/lib/store/launcher-store';
import { arrive, followPanel, forget, usePanel } from '@/lib/store/panel';
import { backendOfOne, useWhose } from '@/lib/store/whose';

import { allow } from '../shared/allow';
import { canOpenTeam, openTeam } from '../shared/open-team';
import { surface } from '../shared/surface';

setBackend(
  backendOfOne({
    send: sendMessage,
    onRevision,
    now: () => Date.now(),
    place: () => ({ host: usePanel.getState().host }),
    allow,
  }),
);
useWhose.setState({
  again() {
    useWhose.setState(({ whose: _former, ...rest }) => rest, true);
    forget();
  },
});

const tell = givenPort((data) => {
  if (data.type === 'hear') return tell({ type: 'here' });
  if (data.type === 'focus') {
    usePanel.setState({ isGivenFocus: true });
    return;
  }
  nameCrm(siteOf(data.host).name);
  // The page decides, unless the person did, and not the system: a dark panel on a white page is a hole in it.
  if (data.isDark !== undefined) useTheme.setState({ page: data.isDark ? 'dark' : 'light' });
  arrive({ ...data, place: inOneForm(data.host, data.place) });
});
const close = (): void => tell({ type: 'close' });

const wasCovered = wasCoveredAtPress(document.documentElement);
refuseWhere(() => (wasCovered() ? t('failure.covered') : undefined));
followPanel();
// The page that holds this frame is told by the end of its line where the process of the extension ends.
browser.runtime.onConnect.addListener(() => undefined);
// A page that the browser keeps aside hears of nobody who signs in meanwhile: nothing of what it showed stays, before it is seen again.
for (const type of ['pagehide', 'pageshow'] as const) addEventListener(type, ({ persisted }) => persisted && forget());
followHiddenButtons();
void surface(panel, undefined, 'first').then(() => requestIdleCallback(() => void loadTexts().catch(report)));

async function panel() {
  await keepDrafts(browser.storage.local, Date.now()).catch(report);
  return (
    <PanelApp
      onClose={close}
      {...(isOff((await readManaged()).policy, 'pageRefresh') ? {} : { onReload: () => tell({ type: 'reload' }) })}
      onFold={() => tell({ type: 'fold' })}
      {...(canOpenTeam() ? { onTeam: () => void act(t('popup.team'), openTeam) } : {})}
    />
  );
}
