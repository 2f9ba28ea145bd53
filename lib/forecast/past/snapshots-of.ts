import { instant } from '@/lib/calendar/instant';
import { teamOf } from '@/lib/deal/hierarchy';
import { UNKNOWN_CURRENCY } from '@/lib/deal/org';
import { hasChances } from '@/lib/forecast/chance/chances';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, hidesAmounts, scopeForecast } from '@/lib/forecast/outlook';
import { type Call, callSheet, inMoneyOf, lockId, type Snapshot } from '@/lib/forecast/past/calls';
import { LOST, type PipelineLog, WON } from '@/lib/log/event-log';
import { outcomesAt } from '@/lib/log/outcomes';

/** Those of one scope, oldest first, from the one on when enough deals had ended for a forecast to be given. */
export function givenOf(log: PipelineLog, snapshots: readonly Snapshot[]): Snapshot[] {
  const sorted = snapshots.toSorted((a, b) => a.lockedAt - b.lockedAt);
  const first = sorted.findIndex(({ lockedAt }) => {
    const history = { won: 0, lost: 0 };
    for (const status of outcomesAt(log, instant(lockedAt)).status) {
      if (status === WON) history.won += 1;
      if (status === LOST) history.lost += 1;
    }
    return hasChances({ history });
  });
  return first < 0 ? [] : sorted.slice(first);
}

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
