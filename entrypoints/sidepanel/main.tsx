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
import { WISH } from '../shared/open-team';
import { startBackend, whoseHere } from '../shared/own-backend';
import { surface } from '../shared/surface';

const PLACE = 'teamPlace';
/** A wish that is older was for a panel that never came. */
const WISH_MS = 10_000;

/** Turns to the tab that somebody asked for elsewhere, as the popup does. */
async function openWanted(wish: unknown): Promise<void> {
  if (typeof wish !== 'object' || wish === null || !('tab' in wish) || !('at' in wish)) return;
  const { tab, at } = wish;
  if (typeof tab !== 'string' || typeof at !== 'number' || Date.now() - at > WISH_MS) return;
  if (teamDrill.tabs.some(({ kind }) => kind === tab)) await teamDrill.openTab(tab, 0);
}

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
  // The first time, the view of who they seem to be.
  const guessed = await beginRole(() => getBackend().queries.choices({})).catch(report);
  if (guessed && !linked) await teamDrill.openTab(FIRST_VIEW[guessed], 0);
  await openWanted((await browser.storage.local.get(WISH))[WISH]);
  browser.storage.local.onChanged.addListener(({ [WISH]: wish }) => void openWanted(wish?.newValue));
  await keepDrafts(browser.storage.local, Date.now()).catch(report);
  return <TeamApp onOpenRecord={(id) => void act(t('app.openRecord'), () => openRecord(id))} />;
});
