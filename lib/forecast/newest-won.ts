import type { Deal } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';
import { lastVersion, WON } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';
import { dealsNow } from '@/lib/log/present';

/** So many won deals tell what is usual in an org. */
const MOST = 300;

/** The newest of the won deals that are there now, with all that is known of each. */
export function newestWon(facts: OrgFacts): Deal[] {
  const { log } = facts;
  const won = Uint32Array.from(dealsNow(log)).filter((deal) => log.status[lastVersion(log, dealIndex(deal))] === WON);
  // Stable: of deals that changed at one instant the one that came first.
  won.sort((a, b) => (log.modifiedAt[b] ?? 0) - (log.modifiedAt[a] ?? 0) || a - b);
  return Array.from(won.subarray(0, MOST)).flatMap((index) => facts.deal(log.ids[index] ?? '') ?? []);
}
