import { browser } from 'wxt/browser';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { siteOf } from '@/lib/crm/sites';
import { learnIfDue } from '@/lib/engine/learning';
import { nameCrm, t } from '@/lib/i18n';
import { connectionOf } from '@/lib/storage/registry';
import { getBackend } from '@/lib/store/backend';
import { beginRole, FIRST_VIEW } from '@/lib/store/choices/role-store';
import { keepDrafts } from '@/lib/store/drafts';
import { linkedPlace } from '@/lib/store/drill-link';
import { act, report } from '@/lib/store/failures';
import { usePanel } from '@/lib/store/panel';

import { openRecord } from '../shared/open-record';
import { startBackend, whoseHere } from '../shared/own-backend';
import { surface } from '../shared/surface';
import { listenForTabs } from '../shared/wanted-tab';

const PLACE = 'teamPlace';
// Before anything is waited for: a tab may be wanted meanwhile.
const whenTabIsWanted = listenForTabs();

void surface(async () => {
  startBackend();
  const key = await whoseHere();
  const place = `${PLACE}:${key}`;
  const connection = await connectionOf(key);
  if (connection) {
    nameCrm(siteOf(connection.pageHost).name);
    usePanel.setState({ host: connection.pageHost });
    void learnIfDue(connection).catch(report);
  }
  const linked = linkedPlace(new URL(location.href).searchParams.get('at'));
  await teamDrill.follow({
    // A link says where to; else it is where this person was, also before the browser was closed.
    load: async () => linked ?? (await browser.storage.local.get(place))[place],
    save: (now) => browser.storage.local.set({ [place]: now }),
  });
  void openFirst(key, linked !== undefined).catch(report);
  whenTabIsWanted(async (tab) => {
    if (teamDrill.tabs.some(({ kind }) => kind === tab)) await teamDrill.openTab(tab, 0);
  });
  await keepDrafts(browser.storage.local, Date.now()).catch(report);
  return <TeamApp onOpenRecord={(id) => void act(t('app.openRecord'), () => openRecord(id))} />;
});

/** The first time, the view of who they seem to be, once that is known and unless they have gone somewhere by then. */
async function openFirst(connection: string, isLinked: boolean): Promise<void> {
  const { tab, drills } = teamDrill.useDrill.getState();
  const guessed = await beginRole(connection, () => getBackend().queries.choices({}));
  const now = teamDrill.useDrill.getState();
  if (guessed && !isLinked && now.tab === tab && now.drills === drills) await teamDrill.openTab(FIRST_VIEW[guessed], 0);
}
