import { derived } from '@/lib/calendar/derived';
import { pushes } from '@/lib/deal/history';
import type { Deal } from '@/lib/deal/org';
import { jotted, type Jotting } from '@/lib/deal/own/jotting';
import { isDecisionMaker, peopleCount } from '@/lib/deal/people';
import type { Obstacle } from '@/lib/deal/playbook/playbook';
import type { OrgFacts } from '@/lib/forecast/facts';
import { lastVersion, OPEN } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';
import { dealsNow } from '@/lib/log/present';

import { wilson } from './wilson';

/** Of deals that ended while something held: how many, how many of them lost, the share, and its 95 % interval. */
export interface LossRate {
  n: number;
  lost: number;
  rate: number;
  low: number;
  high: number;
}

/** So many of the newest closed deals are looked at. */
const MOST = 2000;
/** Fewer say nothing. */
const FEWEST = 5;

/** Closed deals that are there now, the newest first. */
function closedDeals(facts: OrgFacts): Deal[] {
  const { log } = facts;
  const closed = Uint32Array.from(dealsNow(log)).filter(
    (deal) => log.status[lastVersion(log, dealIndex(deal))] !== OPEN,
  );
  closed.sort((a, b) => (log.modifiedAt[b] ?? 0) - (log.modifiedAt[a] ?? 0) || a - b);
  return Array.from(closed.subarray(0, MOST)).flatMap((index) => facts.deal(log.ids[index] ?? '') ?? []);
}

/** Whether an obstacle is open: as the person says, else as the rows of the CRM show; undefined where neither tells. */
export function isObstacleOpen(
  facts: OrgFacts,
  deal: Deal,
  { id, when }: Obstacle,
  jottings: readonly Jotting[],
): boolean | undefined {
  const said = jotted(jottings, 'steps', deal.opportunity.id)?.obstacles[id];
  if (said) return said.state === 'open';
  const { contactRolesMeasured } = facts.context;
  switch (when) {
    case 'noDecisionMaker':
      return contactRolesMeasured ? !deal.contactRoles.some(isDecisionMaker) : undefined;
    case 'singleThreaded':
      return contactRolesMeasured ? peopleCount(deal) <= 1 : undefined;
    case 'noAmount':
      return deal.opportunity.amount === undefined;
    case 'pushedTwice':
      return pushes(deal.versions).count >= 2;
    case undefined:
      return undefined;
  }
}

/** `obstacleLoss` (G9.7): of the org's closed deals in which an obstacle was open when they ended, the share that was lost. */
export function obstacleLoss(facts: OrgFacts, obstacle: Obstacle, jottings: readonly Jotting[]): LossRate | undefined {
  const ended = derived(facts, closedDeals).filter((deal) => isObstacleOpen(facts, deal, obstacle, jottings) === true);
  const n = ended.length;
  if (n < FEWEST) return undefined;
  const lost = ended.filter(({ opportunity }) => !opportunity.isWon).length;
  return { n, lost, rate: lost / n, ...wilson(lost, n) };
}
