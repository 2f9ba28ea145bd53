import type { Instant } from '@/lib/calendar/instant';
import type { StateQuestion } from '@/lib/figures/figure';
import type { Rows } from '@/lib/log/counted-deals';
import { attributeOf, OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';
import { FIRST_DEAL, type DealIndex, type VersionIndex, positions, FIRST_VERSION } from '@/lib/log/positions';
import { daysSince, sinceVersion } from '@/lib/log/stays';

/** What a figure asks of a deal that the loops over columns do not. */
type Condition = (deal: DealIndex, version: VersionIndex) => boolean;

/** What else a figure asks at an instant (ms). */
export function conditionsOf(log: PipelineLog, at: Instant, { stays, account }: StateQuestion): Condition[] {
  const busy = new Set<number>();
  if (account)
    for (let deal = FIRST_DEAL; deal < log.size; deal++) {
      const version = versionAt(log, deal, at);
      if (log.status[version] === OPEN) busy.add(attributeOf(log, 'account', deal, version));
    }
  // The account of a deal without one is no account that another is open at.
  busy.delete(0);
  const hasStayed: Condition = (deal, version) => {
    if (!stays) return true;
    const days = daysSince(log, sinceVersion(log, deal, version, stays.in), at);
    return days >= stays.from && days <= (stays.to ?? Infinity);
  };
  return [
    ...(stays ? [hasStayed] : []),
    ...(account
      ? [(deal: DealIndex, version: VersionIndex) => !busy.has(attributeOf(log, 'account', deal, version))]
      : []),
  ];
}

export function only({ deals, versions }: Rows, conditions: readonly Condition[]): Rows {
  if (conditions.length === 0) return { deals, versions };
  const places = [...deals.keys()].filter((row) =>
    conditions.every((each) => each(deals[row] ?? FIRST_DEAL, versions[row] ?? FIRST_VERSION)),
  );
  return {
    deals: positions(Uint32Array.from(places, (row) => deals[row] ?? 0)),
    versions: positions(Uint32Array.from(places, (row) => versions[row] ?? 0)),
  };
}
