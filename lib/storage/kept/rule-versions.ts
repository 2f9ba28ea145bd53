import { jottingId } from '@/lib/deal/own/jotting';
import { withChange } from '@/lib/deal/own/with-change';
import {
  LIMITED_RULES,
  isLimit,
  readLimits,
  type RuleLimits,
  type RuleVersion,
  USUAL_LIMITS,
} from '@/lib/deal/signals/rule-limits';

import type { PipelensDatabase } from '../database';
import { getJotting } from '../stored-jottings';
import { nextRevision } from '../writer';
import { copyWritten } from '../written';

/** Thresholds of the rules as the person has set them, from the first on; none where they never did. */
export async function ruleVersions(db: PipelensDatabase): Promise<RuleVersion[]> {
  const kept = (await getJotting(db, 'rules', ''))?.versions ?? [];
  return kept.map(({ at, limits }) => ({ at, limits: readLimits(limits) }));
}

/** The thresholds that hold. */
export const limitsNow = async (db: PipelensDatabase): Promise<RuleLimits> =>
  (await ruleVersions(db)).at(-1)?.limits ?? USUAL_LIMITS;

/**
 * Sets thresholds as the next version; every verdict changes with it. `was`: what the person had before them; of the others what holds by
 * now stays. Throws a RangeError, and keeps nothing, where one is out of its bounds.
 */
export async function putRuleVersion(
  db: PipelensDatabase,
  { at, limits }: RuleVersion,
  was?: RuleLimits,
): Promise<void> {
  const wrong = LIMITED_RULES.find((rule) => !isLimit(rule, limits[rule]));
  if (wrong) throw new RangeError(`${limits[wrong]} is no threshold of the rule ${wrong}.`);
  await db.transaction('rw', [db.meta, db.jottings], async () => {
    const before = await ruleVersions(db);
    const next = was ? withChange(was, limits, before.at(-1)?.limits ?? USUAL_LIMITS, 1) : limits;
    const versions = [...before, { at, limits: readLimits(next) }];
    await db.jottings.put({ id: jottingId('rules', ''), kind: 'rules', of: '', value: { versions }, at });
    await nextRevision(db);
  });
  await copyWritten(db);
}
