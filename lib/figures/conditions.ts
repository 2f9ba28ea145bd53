import type { StateQuestion } from '@/lib/figures/figure';
import type { Rows } from '@/lib/log/counted-deals';
import { attributeOf, OPEN, type PipelineLog } from '@/lib/log/event-log';
import { daysSince, sinceVersion } from '@/lib/log/stays';

/** What a figure asks of a deal that the loops over columns do not. */
type Condition = (deal: number, version: number) => boolean;

/** What else a figure asks at an instant (ms); `versions` are those that hold then. */
export function conditionsOf(
  log: PipelineLog,
  at: number,
  versions: () => Int32Array,
  { stays, account }: StateQuestion,
): Condition[] {
  const busy = new Set<number>();
  if (account)
    for (const [deal, version] of versions().entries())
      if (version >= 0 && log.status[version] === OPEN) busy.add(attributeOf(log, 'account', deal, version));
  // The account of a deal without one is no account that another is open at.
  busy.delete(0);
  const hasStayed: Condition = (deal, version) => {
    if (!stays) return true;
    const days = daysSince(log, sinceVersion(log, deal, version, stays.in), at);
    return days >= stays.from && days <= (stays.to ?? Infinity);
  };
  return [
    ...(stays ? [hasStayed] : []),
    ...(account ? [(deal: number, version: number) => !busy.has(attributeOf(log, 'account', deal, version))] : []),
  ];
}

export function only({ deals, versions }: Rows, conditions: readonly Condition[]): Rows {
  if (conditions.length === 0) return { deals, versions };
  const isIn = deals.map((deal, row) => Number(conditions.every((each) => each(deal, versions[row] ?? 0))));
  return { deals: deals.filter((_, row) => isIn[row] === 1), versions: versions.filter((_, row) => isIn[row] === 1) };
}
