import { teamOf } from '@/lib/deal/hierarchy';
import type { Deal } from '@/lib/deal/org';
import type { PeopleQuota } from '@/lib/deal/quota';
import { learntSource } from '@/lib/forecast/assess';
import type { ChanceMethod } from '@/lib/forecast/chance/chances';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type DealFocus, focusOf } from '@/lib/forecast/focus-of';
import { bandOf, rungAt } from '@/lib/forecast/ladder';
import { openVersion } from '@/lib/forecast/open-version';
import { engineOf, hidesAmounts, quotaNow, scopeForecast } from '@/lib/forecast/outlook';
import type { DealScore, ScoreReason, Rung, ScoreAlarm } from '@/lib/forecast/score';
import { targetsOf } from '@/lib/forecast/sum/period-forecast';
import { reach } from '@/lib/forecast/sum/reach';
import type { DealIndex } from '@/lib/log/positions';

/** What one open deal does to the quarter, and where it belongs. Chances 0–1. */
export interface DealOutlook {
  period: string;
  /** To be won in the quarter, with its band, resting on `n` deals in the same stage. */
  chance: number;
  low?: number;
  high?: number;
  n: number;
  method: ChanceMethod;
  /** Of the method, with the day of the fit where it is learnt. */
  version: string;
  /** What may be shown of the chance, and why; the chance against that of the org's open deals, where it is a band. */
  rung: Rung;
  band: 'low' | 'middle' | 'high';
  /** What makes up a learnt chance, and what has changed since it was learnt. */
  score?: DealScore;
  alarms: readonly ScoreAlarm[];
  /** Chance of the owner's quota, or the team's where the owner has none: chance · ifWon + (1 − chance) · ifLost = now. */
  quarter?: { scope: 'owner' | 'team'; quota: number; now: number; ifWon: number; ifLost: number };
  /** What that quota is made of, and what is in doubt of it. */
  quotas: PeopleQuota;
  focus?: DealFocus;
}

/** What an open deal does to its owner's quarter, and the bucket it belongs to; undefined for a deal that is not open. */
export function dealOutlook(facts: OrgFacts, deal: Deal): DealOutlook | undefined {
  const { opportunity } = deal;
  const open = openVersion(facts, opportunity.id);
  if (!open) return undefined;
  const { deal: own, version } = open;
  const { chances, period, deals } = engineOf(facts);
  // A score may speak of single deals where rates of stages forecast their sum.
  const learnt = learntSource(facts);
  const source = learnt ?? chances;
  const { won, n, low, high } = source.of(own, version);
  const usual = deals.reduce((all, { p }) => all + p, 0) / deals.length;
  const score = learnt?.explain(own);
  const focus = focusOf(facts, deal);
  const { quotas, effect } = quarterEffect(facts, { deal: own, won }, opportunity.ownerId);
  return {
    period: period.label,
    chance: won,
    ...(low === undefined || high === undefined ? {} : { low, high }),
    n,
    method: source.method,
    version: source.version,
    rung: rungAt(facts, source.history),
    band: bandOf(won, usual),
    ...(score ? { score: named(facts, score) } : {}),
    alarms: source.method === 'learnt' ? (facts.score?.alarms() ?? []) : [],
    ...(effect ? { quarter: effect } : {}),
    quotas,
    ...(focus ? { focus } : {}),
  };
}

/** With the org's own words where a feature holds an id, or the place of a stage. */
function named({ stages, users }: OrgFacts, score: DealScore): DealScore {
  const stageOf = (order: number): string | undefined =>
    [...stages.values()].find((stage) => stage.order === order)?.label;
  return {
    ...score,
    reasons: score.reasons.map((reason): ScoreReason => {
      const { id, value, compare } = reason;
      if (value === undefined) return reason;
      if (id === 'stage') return { ...reason, value: stages.get(String(value))?.label ?? String(value) };
      if (id === 'owner') return { ...reason, value: users.get(String(value))?.name ?? String(value) };
      if (id !== 'maxStage' || typeof value !== 'number') return reason;
      const { compare: _numbers, ...rest } = reason;
      const usual = compare?.kind === 'median' ? stageOf(compare.median) : undefined;
      return {
        ...rest,
        value: stageOf(value) ?? value,
        ...(usual !== undefined && compare ? { compare: { kind: 'usual', word: usual, n: compare.n } } : {}),
      };
    }),
  };
}

/** Chance of the quota now, if won, if lost: the owner's own quota, or the team's where the owner has none. */
function quarterEffect(
  facts: OrgFacts,
  { deal, won }: { deal: DealIndex; won: number },
  ownerId: string | undefined,
): { quotas: PeopleQuota; effect?: DealOutlook['quarter'] } {
  const own = ownerId === undefined ? undefined : quotaNow(facts, new Set([ownerId]));
  const isOwn = own?.amount !== undefined && ownerId !== undefined;
  const owners = isOwn ? new Set([ownerId]) : teamOf(facts, facts.profile.userId).userIds;
  const quotas = isOwn ? own : quotaNow(facts, owners);
  const { amount: quota } = quotas;
  if (quota === undefined || hidesAmounts(facts)) return { quotas };
  const found = scopeForecast(facts, owners, quota);
  const place = found.deals.findIndex((bet) => bet.deal === deal);
  if (place < 0) return { quotas };
  const deals = found.deals.map((bet) => (bet.deal === deal ? { ...bet, p: won } : bet));
  const targets = targetsOf(found.won, found.futures, found.quota ?? 0);
  const { now, effects } = reach(deals, targets, found.shared.sd, [place]);
  const [effect] = effects;
  if (!effect) return { quotas };
  return {
    quotas,
    effect: { scope: isOwn ? 'owner' : 'team', quota, now, ifWon: effect.won, ifLost: effect.lost },
  };
}
