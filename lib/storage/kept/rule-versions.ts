import type { Policy } from '@/lib/deal/kept/policy';
import { jottingId } from '@/lib/deal/own/jotting';
import { withChange } from '@/lib/deal/own/with-change';
import {
  isLimit,
  LIMIT_NAMES,
  readLimits,
  type RuleLimits,
  type RuleVersion,
  USUAL_LIMITS,
} from '@/lib/deal/signals/rule-limits';

import { openDatabase, type PipelensDatabase } from '../database';
import { getMeta, putMeta } from '../meta';
import { allConnections } from '../registry';
import { getJotting } from '../stored-jottings';
import { nextRevision } from '../writer';
import { copyWritten } from '../written';

const MANAGED = 'managedRules';

/** Keeps what the organisation has set of the rules. Resolves to whether it is other than before. */
export async function keepManagedRules(db: PipelensDatabase, { rules }: Pick<Policy, 'rules'>): Promise<boolean> {
  if (JSON.stringify(await getMeta(db, MANAGED)) === JSON.stringify(rules)) return false;
  await putMeta(db, MANAGED, rules);
  return true;
}

/** The same in every org at once, not from its next sync on. */
export async function takeManagedRules(policy: Pick<Policy, 'rules'>): Promise<boolean> {
  const connections = await allConnections();
  const changed = await Promise.all(
    connections.map(({ orgId, userId }) => keepManagedRules(openDatabase(orgId, userId), policy)),
  );
  return changed.includes(true);
}

/** Limits of the rules as the person has set them, from the first on; none where they never did. */
export async function ruleVersions(db: PipelensDatabase): Promise<RuleVersion[]> {
  const kept = (await getJotting(db, 'rules', ''))?.versions ?? [];
  return kept.map(({ at, limits }) => ({ at, limits: readLimits(limits) }));
}

/** What holds: what the organisation has set, else what the person has. */
export const limitsNow = async (db: PipelensDatabase): Promise<RuleLimits> => ({
  ...((await ruleVersions(db)).at(-1)?.limits ?? USUAL_LIMITS),
  ...(await getMeta<Partial<RuleLimits>>(db, MANAGED)),
});

/**
 * Sets limits as the next version; every verdict changes with it. `was`: what the person had before them; of the others what holds by
 * now stays. Throws a RangeError, and keeps nothing, where one is out of its bounds.
 */
export async function putRuleVersion(
  db: PipelensDatabase,
  { at, limits }: RuleVersion,
  was?: RuleLimits,
): Promise<void> {
  const wrong = LIMIT_NAMES.find((name) => !isLimit(name, limits[name]));
  if (wrong) throw new RangeError(`${limits[wrong]} is no limit of ${wrong}.`);
  await db.transaction('rw', [db.meta, db.jottings], async () => {
    const before = await ruleVersions(db);
    const next = was ? withChange(was, limits, before.at(-1)?.limits ?? USUAL_LIMITS, 1) : limits;
    const versions = [...before, { at, limits: readLimits(next) }];
    await db.jottings.put({ id: jottingId('rules', ''), kind: 'rules', of: '', value: { versions }, at });
    await nextRevision(db);
  });
  await copyWritten(db);
}
