import { browser } from 'wxt/browser';

import { Options, type OptionsAnswer } from '@/components/views/options/Options';
import { createRest } from '@/lib/background/rest';
import { runEach } from '@/lib/background/run-each';
import { sites } from '@/lib/crm/sites';
import { isOpenEdit } from '@/lib/deal/edits/edit-values';
import { connectionNames } from '@/lib/deal/kept/connection-names';
import { learnIfDue, learnNow } from '@/lib/engine/learning';
import { t } from '@/lib/i18n';
import { onAlerts, onRevision, publishRevision, readAlerts, sendMessage, writeAlerts } from '@/lib/messaging';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { eraseTraces } from '@/lib/storage/kept/erase';
import { getProfile } from '@/lib/storage/profile';
import { allConnections, type Connection, forgetConnections, setApiShare, setApp } from '@/lib/storage/registry';
import { allEdits } from '@/lib/storage/stored-edits';
import { copyWrittenTo } from '@/lib/storage/written';
import { recallRole } from '@/lib/store/choices/role-store';
import { report } from '@/lib/store/failures';
import { followHiddenButtons } from '@/lib/store/launcher-store';
import { useWhose } from '@/lib/store/whose';
import { adapterHealth } from '@/lib/sync/health';

import { callbackOf } from '../shared/callback';
import { openCrm } from '../shared/open-crm';
import { offerSample } from '../shared/sample';
import { surface } from '../shared/surface';
import { calendarOf } from './calendar-of';
import { areNoticesShown, tryNotice } from './notices';
import { askRuleHits, keepRules, orgRules } from './org-rules';
import { previewQuotas, takeQuotas } from './quota-file';
import { chooseQuotaType, quotaTypesOf } from './quota-types';
import { provenScore } from './scoring';
import { changeKeys, shortcutKeys } from './shortcut';
import { takeAlong } from './take-along';
import { forgetQuota, heldQuotas, typeQuota } from './typed-quotas';
import { exportEverything, keptHere } from './what-is-kept';
import { saveWritten, takeUpWritten } from './written-file';

/** Puts all at rest first, so that nothing is written again behind it; then deletes, one step whatever the others do. */
async function wipeAll(): Promise<void> {
  const rest = createRest(browser.storage.local);
  await runEach([
    () => rest.begin(),
    () => sendMessage('data/rest', {}),
    // What was opened here is emptied too.
    async () => {
      for (const { orgId, userId } of await allConnections().catch(() => [])) openDatabase(orgId, userId);
    },
    // Without room on the disk fragments may stay, as the options say.
    () => eraseTraces().catch(() => undefined),
    () => deleteAll(),
    () => forgetConnections(),
    () => eraseTraces().catch(() => undefined),
    () => browser.storage.local.clear(),
    () => rest.begin(),
    () => browser.storage.session.clear(),
    () => browser.alarms.clearAll(),
    () => publishRevision(Date.now()),
  ]);
}

/** The permission is asked for here, where the press of the button still counts as a person's; Firefox has it from the start. */
async function signIn(host: string, clientId: string): Promise<void> {
  if (!browser.identity && !(await browser.permissions.request({ permissions: ['identity'] })))
    throw new Error(t('signIn.notAllowed'));
  await setApp(host, clientId);
  await sendMessage('sign-in/start', { host, clientId });
}

async function ask(): Promise<OptionsAnswer> {
  const connections = await allConnections();
  const nameOf = connectionNames(connections);
  const orgs = await Promise.all(
    connections.map(async (each) => {
      const profile = await getProfile(openDatabase(each.orgId, each.userId));
      return {
        key: each.key,
        name: nameOf(each.key),
        score: await provenScore(each),
        quotaTypes: await quotaTypesOf(each),
        ...(profile ? { calendar: calendarOf(profile), held: await heldQuotas(each, profile) } : {}),
      };
    }),
  );
  const now = Date.now();
  return { orgs, health: await adapterHealth(now), now };
}

/** In all connections. */
async function unsentChanges(): Promise<number> {
  let count = 0;
  for (const { orgId, userId } of await allConnections())
    count += (await allEdits(openDatabase(orgId, userId))).filter(isOpenEdit).length;
  return count;
}

async function connectionOf(key: string): Promise<Connection> {
  const found = (await allConnections()).find((each) => each.key === key);
  if (!found) throw new Error(t('options.gone'));
  return found;
}

async function recallRoles(): Promise<void> {
  for (const { key, orgName, userName } of await allConnections()) await recallRole(key, `${orgName} · ${userName}`);
}

async function learnAll(): Promise<void> {
  for (const connection of await allConnections()) await learnIfDue(connection);
}

void surface(() => {
  copyWrittenTo(browser.storage.local);
  offerSample();
  useWhose.setState({ openCrm });
  followHiddenButtons();
  void recallRoles().catch(report);
  // Only once there is something to see of it.
  void learnAll().catch(report);
  const askHits = askRuleHits();
  const [site] = sites;
  document.title = `${t('app.name')}: ${t('options.title')}`;
  return (
    <Options
      ask={ask}
      onRevision={onRevision}
      callback={callbackOf(site.id)}
      version={browser.runtime.getManifest().version}
      build={import.meta.env['VITE_SOURCES'] ?? ''}
      extensionId={browser.runtime.id}
      askKept={keptHere}
      onExport={exportEverything}
      onTakeAlong={takeAlong}
      askNotices={areNoticesShown}
      onTryNotice={tryNotice}
      askAlerts={readAlerts}
      followAlerts={onAlerts}
      onAlerts={writeAlerts}
      askRules={orgRules}
      askHits={askHits}
      onRules={async (key, limits, was) => keepRules(await connectionOf(key), limits, was)}
      onWipe={wipeAll}
      askUnsent={unsentChanges}
      askKeys={shortcutKeys}
      onChangeKeys={changeKeys}
      onShare={async (share) => {
        await setApiShare(share);
      }}
      onSignIn={signIn}
      onReadQuotas={async (key, bytes) => previewQuotas(await connectionOf(key), bytes)}
      onTakeQuotas={async (key, quotas) => takeQuotas(await connectionOf(key), quotas)}
      onTypeQuota={async (key, quota) => typeQuota(await connectionOf(key), quota)}
      onRemoveQuota={async (key, id) => forgetQuota(await connectionOf(key), id)}
      onQuotaType={async (key, id) => chooseQuotaType(await connectionOf(key), id)}
      onSaveWritten={saveWritten}
      onTakeUpWritten={takeUpWritten}
      onLearn={async (key, options) => {
        const connection = await connectionOf(key);
        return (await learnNow(connection, options)) ? provenScore(connection) : undefined;
      }}
    />
  );
});
