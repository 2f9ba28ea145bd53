import type { OrgLimitsProps, OrgRules } from '@/components/views/options/limits/OrgLimits';
import { playbookOf } from '@/lib/answers/playbook-view';
import { connectionNames } from '@/lib/deal/kept/connection-names';
import type { RuleLimits } from '@/lib/deal/signals/rule-limits';
import { startEngine } from '@/lib/engine/start';
import { whileWanted } from '@/lib/engine/while-wanted';
import { publishRevision, readManaged } from '@/lib/messaging';
import { queriesBy } from '@/lib/messaging/remote-queries';
import { openDatabase } from '@/lib/storage/database';
import { getSharedPlaybook, givenPlaybooks } from '@/lib/storage/kept/given-playbooks';
import { putRuleVersion, ruleVersions, takeManagedRules } from '@/lib/storage/kept/rule-versions';
import { getProfile } from '@/lib/storage/profile';
import { allConnections, type Connection } from '@/lib/storage/registry';
import { allJottings } from '@/lib/storage/stored-jottings';

/** What is set of the rules of each org, with what it was before. */
export async function orgRules(): Promise<OrgRules[]> {
  if (await takeManagedRules((await readManaged()).policy)) await publishRevision(Date.now());
  const connections = await allConnections();
  const nameOf = connectionNames(connections);
  return Promise.all(
    connections.map(async ({ key, orgId, userId }) => {
      const db = openDatabase(orgId, userId);
      const { playbook, from } = playbookOf([...(await givenPlaybooks(db)), ...(await allJottings(db))]);
      const shared = await getSharedPlaybook(db);
      const profile = await getProfile(db);
      return {
        key,
        name: nameOf(key),
        versions: await ruleVersions(db),
        playbook: { name: playbook.name, version: playbook.version, from, ...(shared ? { shared } : {}) },
        timeZone: profile?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        now: Date.now(),
      };
    }),
  );
}

/** Counts in a worker that lives as long as somebody types. */
export function askRuleHits(): OrgLimitsProps['askHits'] {
  const engine = whileWanted(startEngine);
  return async (key, limits) => {
    const { ruleHits } = queriesBy((name, input, waiting) => engine.ask('query', { key, name, input }, waiting ?? {}));
    const hits = await ruleHits({ limits });
    return 'noConnection' in hits ? undefined : hits;
  };
}

export async function keepRules(
  { orgId, userId }: Pick<Connection, 'orgId' | 'userId'>,
  limits: RuleLimits,
  was?: RuleLimits,
): Promise<void> {
  await putRuleVersion(openDatabase(orgId, userId), { at: Date.now(), limits }, was);
  await publishRevision(Date.now());
}
