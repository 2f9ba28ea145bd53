import { learntSource } from '@/lib/domain/assess';
import type { OrgFacts } from '@/lib/domain/facts';
import { focusOf } from '@/lib/domain/focus-of';
import { teamOf } from '@/lib/domain/hierarchy';
import { bandOf, rungAt } from '@/lib/domain/ladder';
import { openVersion } from '@/lib/domain/open-version';
import type { Deal } from '@/lib/domain/org';
import { engineOf, scopeForecast, teamQuota } from '@/lib/domain/outlook';
import { targetsOf } from '@/lib/domain/period-forecast';
import { quotaByUser } from '@/lib/domain/quota-by-user';
import { reach } from '@/lib/domain/reach';
import type { DealScore, ScoreReason } from '@/lib/domain/score';
import type { DealOutlook } from '@/lib/domain/views';

/** What an open deal does to its owner's quarter, and the bucket it belongs to; undefined for a deal that is not open. */
export function dealOutlook(facts: OrgFacts, deal: Deal): DealOutlook | undefined {
  const { opportunity } = deal;
  const open = openVersion(facts, opportunity.id);
  if (!open) return undefined;
  const { at, version } = open;
  const { chances, period, deals } = engineOf(facts);
  const { won, n, low, high } = chances.of(at, version);
  const usual = deals.reduce((all, { p }) => all + p, 0) / deals.length;
  const score = learntSource(facts)?.explain(at);
  const focus = focusOf(facts, deal);
  const effect = quarterEffect(facts, at, opportunity.ownerId);
  return {
    period: period.label,
    chance: won,
    ...(low === undefined || high === undefined ? {} : { low, high }),
    n,
    method: chances.method,
    version: chances.version,
    rung: rungAt(facts, chances.history),
    band: bandOf(won, usual),
    ...(score ? { score: named(facts, score) } : {}),
    alarms: chances.method === 'learnt' ? (facts.score?.alarms() ?? []) : [],
    ...(effect ? { quarter: effect } : {}),
    ...(focus ? { focus } : {}),
  };
}

/** With the org's own words where a feature holds an id, or the place of a stage. */
function named({ stages, users }: OrgFacts, score: DealScore): DealScore {
  const at = (order: number): string | undefined => [...stages.values()].find((stage) => stage.order === order)?.label;
  return {
    ...score,
    reasons: score.reasons.map((reason): ScoreReason => {
      const { id, value, compare } = reason;
      if (value === undefined) return reason;
      if (id === 'stage') return { ...reason, value: stages.get(String(value))?.label ?? String(value) };
      if (id === 'owner') return { ...reason, value: users.get(String(value))?.name ?? String(value) };
      if (id !== 'maxStage' || typeof value !== 'number') return reason;
      const { compare: _numbers, ...rest } = reason;
      const usual = compare?.kind === 'median' ? at(compare.median) : undefined;
      return {
        ...rest,
        value: at(value) ?? value,
        ...(usual !== undefined && compare ? { compare: { kind: 'usual', word: usual, n: compare.n } } : {}),
      };
    }),
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
