import { teamOf } from '@/lib/deal/hierarchy';
import { UNKNOWN_CURRENCY } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, hidesAmounts, scopeForecast } from '@/lib/forecast/outlook';
import { type Call, callSheet, inMoneyOf, lockId, type Snapshot } from '@/lib/forecast/past/calls';

/**
 * The team's forecast and that of each of its people who own a deal, as they are to be locked this week; none where amounts are hidden.
 * Minor units.
 */
export function snapshotsOf(facts: OrgFacts, calls: readonly Call[]): Snapshot[] {
  if (hidesAmounts(facts)) return [];
  const { period, chances, quotas } = engineOf(facts);
  const { userIds } = teamOf(facts, facts.profile.userId);
  const said = inMoneyOf(calls, facts.profile.currency);
  const one = (ownerId: string, owners: ReadonlySet<string>): Snapshot => {
    const { won, p10, p50, p90 } = scopeForecast(facts, owners, quotas.of(owners).amount);
    const { call } = callSheet(said, ownerId, period.start, facts.now);
    return {
      id: lockId(ownerId, period.start, facts.now, facts.log.timeZone),
      ownerId,
      periodStart: period.start,
      lockedAt: facts.now,
      ...(facts.profile.currency === UNKNOWN_CURRENCY ? {} : { currency: facts.profile.currency }),
      ...(call ? { call: call.amount } : {}),
      won,
      p10,
      p50,
      p90,
      method: chances.method,
      methodVersion: chances.version,
    };
  };
  return [
    one('', userIds),
    ...[...userIds].filter((id) => facts.owners.all.has(id)).map((id) => one(id, new Set([id]))),
  ];
}
