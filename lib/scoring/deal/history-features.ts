import { DAY_MS, dayNumberAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { pushesOf } from '@/lib/deal/pushes';
import { comparedAmounts, NO_DAY, OWNER_ASSUMED, type PipelineLog } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

/** Position of a stage in the org's order, low is early; absent for a stage the org no longer has. */
export type StageRank = (stage: string) => number | undefined;

export interface HistoryFeatures {
  maxStage: number;
  stageMoves: number;
  regressions: number;
  daysInStage: number;
  daysToClose: number;
  pushes: number;
  pushDays: number;
  pulls: number;
  daysSincePush: number;
  logAmount: number;
  amountChanges: number;
  lastAmountChange: number;
  ownerChanges: number;
}

const MONTH_DAYS = 30.44;

/** What the versions of a deal up to one of them say at an instant (ms); NaN where they say nothing. */
export function historyFeatures(
  log: PipelineLog,
  deal: DealIndex,
  version: VersionIndex,
  at: number,
  rankOf: StageRank,
): HistoryFeatures {
  const first = log.starts[deal]!;
  const found = {
    maxStage: Number.NaN,
    stageMoves: 0,
    regressions: 0,
    amountChanges: 0,
    lastAmountChange: 0,
    ownerChanges: 0,
  };
  const amounts = comparedAmounts(log);
  const moved = pushesOf(log.closeDay, first, version + 1);
  let stageFrom = log.from[first]!;
  for (let now = first; now <= version; now++) {
    const rank = rankOf(log.words.stage[log.stage[now]!] ?? '');
    if (rank !== undefined && !(rank <= found.maxStage)) found.maxStage = rank;
    if (now === first) continue;
    const before = now - 1;
    if (log.stage[now] !== log.stage[before]) {
      stageFrom = log.from[now]!;
      found.stageMoves += 1;
      const rankBefore = rankOf(log.words.stage[log.stage[before]!] ?? '');
      if (rank !== undefined && rankBefore !== undefined && rank < rankBefore) found.regressions += 1;
    }
    const [amount, amountBefore] = [amounts[now]!, amounts[before]!];
    if (amount !== amountBefore && amount > 0 && amountBefore > 0) {
      found.amountChanges += 1;
      found.lastAmountChange = Math.log(amount / amountBefore);
    }
    const isKnown = ((log.doubt[now]! | log.doubt[before]!) & OWNER_ASSUMED) === 0;
    if (isKnown && log.owner[now] !== log.owner[before]) found.ownerChanges += 1;
  }
  const closeDay = log.closeDay[version]!;
  const amount = log.amount[version]!;
  return {
    ...found,
    daysInStage: (at - stageFrom) / DAY_MS,
    daysToClose: closeDay === NO_DAY ? Number.NaN : closeDay - dayNumberAt(instant(at), log.timeZone),
    pushes: moved.count,
    pulls: moved.pulls,
    daysSincePush: moved.index === undefined ? Number.NaN : (at - log.from[moved.index]!) / DAY_MS,
    // Above 0 only: nothing is learnt from how round an amount is, and 0 is "not priced yet" in many orgs.
    logAmount: amount > 0 ? Math.log(amount) : Number.NaN,
    pushDays: moved.days / MONTH_DAYS,
  };
}
