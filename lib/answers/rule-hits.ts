import { signals } from '@/lib/deal/signals';
import { limitChanges, readLimits, RULE_LIMITS, type RuleLimits } from '@/lib/deal/signals/rule-limits';
import type { SignalContext } from '@/lib/deal/signals/signal';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { stageDwells } from '@/lib/figures/stage-process';
import { rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { lastVersion, OPEN } from '@/lib/log/event-log';
import { dealsNow } from '@/lib/log/present';
import { stageOrder } from '@/lib/log/trend';

/** How many open deals each rule hits: by what holds, and by other limits. */
export interface RuleHits {
  /** Open deals that are looked at. */
  open: number;
  now: Record<SignalId, number>;
  after: Record<SignalId, number>;
}

/** Counts what would be found with other limits; nothing is changed. One out of its bounds is taken as usual. */
export function ruleHits(facts: OrgFacts, asked: { limits: RuleLimits }): RuleHits {
  const { log, context } = facts;
  const others = contextWith(facts, readLimits(asked.limits));
  const changed = new Set<SignalId>(
    limitChanges(context.limits, others.limits).map(({ name }) => RULE_LIMITS[name].rule),
  );
  const none = (): Record<SignalId, number> =>
    // Safe: there is one signal an id.
    Object.fromEntries(signals.map(({ id }) => [id, 0])) as Record<SignalId, number>;
  const hits: RuleHits = { open: 0, now: none(), after: none() };
  for (const index of dealsNow(log)) {
    if (log.status[lastVersion(log, index)] !== OPEN) continue;
    const deal = facts.deal(log.ids[index] ?? '');
    if (!deal) continue;
    hits.open += 1;
    for (const { id, assess } of signals) {
      const isHit = assess(deal, context) !== undefined;
      if (isHit) hits.now[id] += 1;
      if (changed.has(id) ? assess(deal, others) : isHit) hits.after[id] += 1;
    }
  }
  return hits;
}

function contextWith({ context, log, now, today }: OrgFacts, limits: RuleLimits): SignalContext {
  const { stalledShare: percent } = limits;
  if (percent === context.limits.stalledShare) return { ...context, limits };
  const order = stageOrder(context.stages);
  return {
    ...context,
    limits,
    dwell: stageDwells(log, { from: rateStart(today, log.timeZone), at: now, order, percent }),
  };
}
