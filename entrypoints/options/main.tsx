import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';

import { Options } from '@/components/views/options/Options';
import { learnIfDue, learnNow } from '@/lib/engine/learning';
import { loadTexts } from '@/lib/i18n';
import { onRevision, publishRevision, sendMessage } from '@/lib/messaging';
import { wipe } from '@/lib/storage/database';
import { allConnections, forgetConnections, setApiShare, setApp } from '@/lib/storage/registry';
import { adapterHealth } from '@/lib/sync/health';

import { importQuotas } from './quotas';
import { scoreOf } from './scoring';

document.documentElement.lang = navigator.language;
await loadTexts();

async function wipeAll(): Promise<void> {
  for (const { orgId, userId } of await allConnections()) await wipe(orgId, userId);
  await forgetConnections();
  await Promise.all([browser.storage.local.clear(), browser.storage.session.clear(), browser.alarms.clearAll()]);
  await publishRevision(Date.now());
}

/** The permission is asked for here, where the press of the button still counts as a person's. */
async function signIn(host: string, clientId: string): Promise<string | undefined> {
  try {
    if (!(await browser.permissions.request({ permissions: ['identity'] })))
      return 'The browser did not allow the sign-in.';
    await setApp(host, clientId);
    await sendMessage('sign-in/start', { host, clientId });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// Firefox's own address is known only once the permission is given; Chrome's follows from the extension's id.
const callback = browser.identity
  ? browser.identity.getRedirectURL('salesforce')
  : `https://${browser.runtime.id}.chromiumapp.org/salesforce`;

const element = document.getElementById('root');
if (element) {
  const root = createRoot(element);
  const show = async (): Promise<void> => {
    const connections = await allConnections();
    const scores = await Promise.all(
      connections.map(async (each) => ({ key: each.key, name: each.orgName, score: await scoreOf(each) })),
    );
    root.render(
      <Options
        health={await adapterHealth(Date.now())}
        callback={callback}
        version={browser.runtime.getManifest().version}
        now={Date.now()}
        onWipe={wipeAll}
        onShare={async (share) => {
          await setApiShare(share);
          await show();
        }}
        onSignIn={signIn}
        onQuotas={async (key, bytes) => {
          const connection = connections.find((each) => each.key === key);
          return connection && importQuotas(connection, bytes);
        }}
        scores={scores}
        onLearn={async (key, options) => {
          const connection = connections.find((each) => each.key === key);
          return connection && (await learnNow(connection, options)) ? scoreOf(connection) : undefined;
        }}
      />,
    );
  };
  await show();
  onRevision(() => void show());
  for (const connection of await allConnections()) await learnIfDue(connection);
}
