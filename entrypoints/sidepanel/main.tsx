import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';

import { TeamApp } from '@/components/views/team/TeamApp';
import { salesforce } from '@/lib/crm/salesforce';
import { learnIfDue } from '@/lib/engine/learning';
import { engineQueries, startEngine } from '@/lib/engine/start';
import { loadTexts } from '@/lib/i18n';
import { onRevision, sendMessage } from '@/lib/messaging';
import { allConnections } from '@/lib/storage/registry';
import { setBackend } from '@/lib/store/backend';
import { usePanel } from '@/lib/store/panel';
import { followTeam } from '@/lib/store/team';

const PLACE = 'teamPlace';
const now = (): number => Date.now();
document.documentElement.lang = navigator.language;
await loadTexts();
setBackend({ queries: engineQueries(startEngine()), send: sendMessage, onRevision, now });

const [connection] = await allConnections();
if (connection) usePanel.setState({ host: connection.pageHost });

async function openRecord(recordId: string): Promise<void> {
  const [last] = await allConnections();
  if (last) await browser.tabs.create({ url: salesforce.recordUrl(last.pageHost, recordId) });
}

await followTeam({
  load: async () => (await browser.storage.session.get(PLACE))[PLACE],
  save: (place) => browser.storage.session.set({ [PLACE]: place }),
});
const root = document.getElementById('root');
if (root) createRoot(root).render(<TeamApp onOpenRecord={(id) => void openRecord(id)} />);
if (connection) void learnIfDue(connection);
