import { hasChances } from '@/lib/domain/chances';
import type { OrgFacts } from '@/lib/domain/facts';
import { focusOf } from '@/lib/domain/focus-of';
import { teamOf } from '@/lib/domain/hierarchy';
import { openVersion } from '@/lib/domain/open-version';
import type { Deal } from '@/lib/domain/org';
import { engineOf, scopeForecast, teamQuota } from '@/lib/domain/outlook';
import { targetsOf } from '@/lib/domain/period-forecast';
import { quotaByUser } from '@/lib/domain/quota-by-user';
import { reach } from '@/lib/domain/reach';
import type { DealOutlook } from '@/lib/domain/views';

/** What an open deal does to its owner's quarter, and the bucket it belongs to; undefined for a deal that is not open. */
export function dealOutlook(facts: OrgFacts, deal: Deal): DealOutlook | undefined {
  const { opportunity } = deal;
  const open = openVersion(facts, opportunity.id);
  if (!open) return undefined;
  const { at, version } = open;
  const { chances, period } = engineOf(facts);
  const { won, n, low, high } = chances.of(at, version);
  const focus = focusOf(facts, deal);
  const effect = quarterEffect(facts, at, opportunity.ownerId);
  return {
    period: period.label,
    chance: won,
    ...(low === undefined || high === undefined ? {} : { low, high }),
    n,
    method: chances.method,
    finished: chances.history,
    isFirm: hasChances(chances),
    ...(effect ? { quarter: effect } : {}),
    ...(focus ? { focus } : {}),
  };
}

/** Chance of the quota now, if won, if lost: the owner's own quota, or the team's where the owner has none. */
function quarterEffect(facts: OrgFacts, at: number, ownerId: string | undefined): DealOutlook['quarter'] {
  const own = ownerId === undefined ? undefined : quotaByUser(facts, engineOf(facts).period).get(ownerId);
  const isOwn = own !== undefined && ownerId !== undefined;
  const owners = isOwn ? new Set([ownerId]) : teamOf(facts, facts.profile.userId).userIds;
  const quota = own ?? teamQuota(facts, owners);
  if (quota === undefined) return undefined;
  const found = scopeForecast(facts, owners, quota);
  const place = found.deals.findIndex(({ deal }) => deal === at);
  if (place < 0) return undefined;
  const targets = targetsOf(found.won, found.futures, found.quota ?? 0);
  const { now, effects } = reach(found.deals, targets, found.shared.sd, [place]);
  const [effect] = effects;
  return effect && { scope: isOwn ? 'owner' : 'team', quota, now, ifWon: effect.won, ifLost: effect.lost };
}
