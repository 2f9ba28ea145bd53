import { attributeOf, OPEN, type PipelineLog, WON } from '@/lib/log/event-log';
import { FIRST_DEAL, type DealIndex, type VersionIndex } from '@/lib/log/positions';

/** Deals of the same account that had been won and lost before an instant (ms); NaN for a deal without an account. */
export function accountRecord(
  log: PipelineLog,
): (deal: DealIndex, version: VersionIndex, at: number) => { priorWins: number; priorLosses: number } {
  const ends = new Map<number, { deal: DealIndex; at: number; isWon: boolean }[]>();
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    for (let version = log.starts[deal]!; version < log.starts[deal + 1]!; version++) {
      if (log.status[version] === OPEN) continue;
      const account = attributeOf(log, 'account', deal, version);
      const own = ends.get(account) ?? [];
      own.push({ deal, at: log.from[version]!, isWon: log.status[version] === WON });
      ends.set(account, own);
      break;
    }
  }
  return (deal, version, at) => {
    const account = attributeOf(log, 'account', deal, version);
    if (account === 0) return { priorWins: Number.NaN, priorLosses: Number.NaN };
    let [priorWins, priorLosses] = [0, 0];
    for (const end of ends.get(account) ?? []) {
      if (end.deal === deal || end.at > at) continue;
      if (end.isWon) priorWins += 1;
      else priorLosses += 1;
    }
    return { priorWins, priorLosses };
  };
}
