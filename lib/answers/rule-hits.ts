import { signals } from '@/lib/deal/signals';
import { LIMITED_RULES, readLimits, type LimitedRule, type RuleLimits } from '@/lib/deal/signals/rule-limits';
import type { OrgFacts } from '@/lib/forecast/facts';
import { lastVersion, OPEN } from '@/lib/log/event-log';
import { dealsNow } from '@/lib/log/present';

/** How many open deals each rule hits: by the thresholds that hold, and by others. */
export interface RuleHits {
  /** Open deals that are looked at. */
  open: number;
  now: Record<LimitedRule, number>;
  after: Record<LimitedRule, number>;
}

/** Counts what would be found with other thresholds; nothing is changed. One out of its bounds is taken as usual. */
export function ruleHits(facts: OrgFacts, asked: { limits: RuleLimits }): RuleHits {
  const { log, context } = facts;
  const others = { ...context, limits: readLimits(asked.limits) };
  const limited = signals.flatMap((signal) => {
    const rule = LIMITED_RULES.find((each) => each === signal.id);
    return rule ? [{ rule, signal }] : [];
  });
  const none = (): Record<LimitedRule, number> => ({
    ...readLimits({}),
    ...Object.fromEntries(LIMITED_RULES.map((rule) => [rule, 0])),
  });
  const hits: RuleHits = { open: 0, now: none(), after: none() };
  for (const index of dealsNow(log)) {
    if (log.status[lastVersion(log, index)] !== OPEN) continue;
    const deal = facts.deal(log.ids[index] ?? '');
    if (!deal) continue;
    hits.open += 1;
    for (const { rule, signal } of limited) {
      const isHit = signal.assess(deal, context) !== undefined;
      const isSame = context.limits[rule] === others.limits[rule];
      if (isHit) hits.now[rule] += 1;
      if (isSame ? isHit : signal.assess(deal, others) !== undefined) hits.after[rule] += 1;
    }
  }
  return hits;
}
