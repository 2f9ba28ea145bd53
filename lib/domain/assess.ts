import { DAY_MS } from '@/lib/domain/days';
import type { OrgFacts } from '@/lib/domain/facts';
import type { Deal } from '@/lib/domain/org';
import { signals } from '@/lib/domain/signals';
import type { SignalContext } from '@/lib/domain/signals/signal';
import type { HealthState, Reason, Verdict } from '@/lib/domain/verdict';

const BASE = 100;
/** A deal younger than this has had no time to show anything (product rule: too early to score). */
const NEW_DAYS = 7;
const AT_RISK_BELOW = 50;
const WATCH_BELOW = 75;

/**
 * The rule-based verdict: a full score of 100 minus the points of each signal that fires, so that base + Σ points = score
 * exactly. It is a list of facts, not a chance to win, and is labelled `rules`.
 */
export function assess(deal: Deal, context: SignalContext): Verdict {
  if (deal.opportunity.isClosed) return { state: 'done', base: BASE, method: 'rules', reasons: [] };
  const reasons = signals
    .flatMap((signal): Reason[] => {
      const finding = signal.assess(deal, context);
      return finding ? [{ signal: signal.id, points: -finding.points, values: finding.values }] : [];
    })
    .toSorted((a, b) => a.points - b.points);
  if (context.now - deal.opportunity.createdAt < NEW_DAYS * DAY_MS) {
    return { state: 'new', base: BASE, method: 'rules', reasons };
  }
  // At nought the smallest reasons give up what is too much, so that the sum shown is the score shown.
  let score = BASE;
  const counted = reasons.map((reason) => {
    const points = -Math.min(score, -reason.points);
    score += points;
    return { ...reason, points: points === 0 ? 0 : points };
  });
  return { state: stateOf(score, counted), score, base: BASE, method: 'rules', reasons: counted };
}

function stateOf(score: number, reasons: readonly Reason[]): HealthState {
  const has = (id: Reason['signal']): boolean => reasons.some(({ signal }) => signal === id);
  if (has('stalled') && has('noActivity') && has('noNextActivity')) return 'stalled';
  if (score < AT_RISK_BELOW) return 'atRisk';
  return score < WATCH_BELOW ? 'watch' : 'onTrack';
}

const remembered = new WeakMap<OrgFacts, Map<string, Verdict>>();

/** The verdict of a cached deal; each is worked out once per revision. Undefined for an id that is not cached. */
export function verdictOf(facts: OrgFacts, id: string): Verdict | undefined {
  let known = remembered.get(facts);
  if (!known) remembered.set(facts, (known = new Map()));
  const held = known.get(id);
  if (held) return held;
  const deal = facts.deal(id);
  if (!deal) return undefined;
  const verdict = assess(deal, facts.context);
  known.set(id, verdict);
  return verdict;
}

export const needsAttention = (state: HealthState): boolean => state === 'atRisk' || state === 'stalled';
