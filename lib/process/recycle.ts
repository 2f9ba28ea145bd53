import { DAY_MS } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { minor, type Minor } from '@/lib/deal/money';
import type { IsDeal } from '@/lib/figures/stage-visits';
import { attributeOf, LOST, OPEN, type PipelineLog, versionAt } from '@/lib/log/event-log';
import { FIRST_DEAL, type DealIndex } from '@/lib/log/positions';

/** A budget year and a month on either side: what was lost for want of budget can be asked about again (G5.8). */
const RECYCLE_DAYS = { from: 330, to: 430 } as const;

export interface RecycledDeal {
  deal: DealIndex;
  /** Minor units; 0 when unpriced. */
  amount: Minor;
  daysSinceLost: number;
}

/**
 * Closed-lost deals whose reason may have run out, the largest first: lost about a year ago, and nothing is open at their account now.
 * Why a deal was lost is not in the log, so the turn of a budget year stands for it; never added to any total of open deals.
 */
export function recycleList(log: PipelineLog, at: Instant, isDeal: IsDeal = () => true): RecycledDeal[] {
  const busy = new Set<number>();
  const lost: (RecycledDeal & { account: number })[] = [];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    let version = versionAt(log, deal, at);
    if (version < 0) continue;
    const account = attributeOf(log, 'account', deal, version);
    if (log.status[version] === OPEN && account !== 0) busy.add(account);
    if (log.status[version] !== LOST || !isDeal(deal)) continue;
    const amount = log.amount[version] ?? Number.NaN;
    // Later edits of a lost deal do not lose it again.
    while (version > (log.starts[deal] ?? 0) && log.status[version - 1] === LOST) version--;
    const daysSinceLost = Math.floor((at - (log.from[version] ?? at)) / DAY_MS);
    if (daysSinceLost >= RECYCLE_DAYS.from && daysSinceLost <= RECYCLE_DAYS.to)
      lost.push({ deal, account, amount: minor(Number.isNaN(amount) ? 0 : amount), daysSinceLost });
  }
  return lost
    .filter(({ account }) => !busy.has(account))
    .map(({ account: _account, ...rest }) => rest)
    .toSorted((a, b) => b.amount - a.amount);
}
