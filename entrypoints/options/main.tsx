import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';

import { Options } from '@/components/views/options/Options';
import { publishRevision } from '@/lib/messaging';
import { wipe } from '@/lib/storage/database';
import { allConnections, forgetConnections } from '@/lib/storage/registry';

document.documentElement.lang = navigator.language;

async function wipeAll(): Promise<void> {
  for (const { orgId, userId } of await allConnections()) await wipe(orgId, userId);
  await forgetConnections();
  await Promise.all([browser.storage.local.clear(), browser.storage.session.clear(), browser.alarms.clearAll()]);
  await publishRevision(Date.now());
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <Options
      connections={await allConnections()}
      version={browser.runtime.getManifest().version}
      now={Date.now()}
      onWipe={wipeAll}
    />,
  );
}
