import { browser } from 'wxt/browser';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { siteOf } from '@/lib/crm/sites';
import { learnIfDue } from '@/lib/engine/learning';
import { engineQueries, startEngine } from '@/lib/engine/start';
import { nameCrm, t } from '@/lib/i18n';
import { onRevision, sendMessage } from '@/lib/messaging';
import { allConnections } from '@/lib/storage/registry';
import { setBackend } from '@/lib/store/backend';
import { keepDrafts } from '@/lib/store/drafts';
import { act, report } from '@/lib/store/failures';
import { usePanel } from '@/lib/store/panel';

import { surface } from '../shared/surface';

const PLACE = 'teamPlace';

async function openRecord(recordId: string): Promise<void> {
  const [last] = await allConnections();
  if (last) await browser.tabs.create({ url: siteOf(last.pageHost).recordUrl(last.pageHost, recordId) });
}

void surface(async () => {
  setBackend({ queries: engineQueries(startEngine()), send: sendMessage, onRevision, now: () => Date.now() });
  const [connection] = await allConnections();
  if (connection) {
    nameCrm(siteOf(connection.pageHost).name);
    usePanel.setState({ host: connection.pageHost });
    void learnIfDue(connection).catch(report);
  }
  await teamDrill.follow({
    load: async () => (await browser.storage.session.get(PLACE))[PLACE],
    save: (place) => browser.storage.session.set({ [PLACE]: place }),
  });
  await keepDrafts(browser.storage.local, Date.now()).catch(report);
  return <TeamApp onOpenRecord={(id) => void act(t('app.openRecord'), () => openRecord(id))} />;
});
