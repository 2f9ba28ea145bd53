import { DAY_MS } from '@/lib/calendar/days';
import { carried, derived, type Former } from '@/lib/calendar/derived';
import { quarterAt } from '@/lib/calendar/fiscal';
import { periodEnd } from '@/lib/calendar/zoned-time';
import { enteredStageAt } from '@/lib/deal/history';
import type { Deal } from '@/lib/deal/org';
import { signals } from '@/lib/deal/signals';
import { weighed } from '@/lib/deal/signals/rule-limits';
import type { Finding, SignalContext } from '@/lib/deal/signals/signal';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { SLIPPING, slipsOf } from '@/lib/deal/signals/slipping';
import { stalled, stalledIn } from '@/lib/deal/signals/stalled';
import type { HealthState, Reason, Verdict } from '@/lib/deal/verdict';
import { chanceThenAndNow } from '@/lib/forecast/chance/fall';
import type { OrgFacts } from '@/lib/forecast/facts';
import { hasFallen } from '@/lib/forecast/focus';
import { openVersion } from '@/lib/forecast/open-version';
import type { ScoreSource } from '@/lib/forecast/score';

const BASE = 100;
/** A deal younger than this has had no time to show anything (product rule: too early to score). */
const NEW_DAYS = 7;
const AT_RISK_BELOW = 50;
const WATCH_BELOW = 75;

/** What a verdict rests on of one deal alone, whatever becomes of others. */
interface Read {
  isClosed: boolean;
  createdAt: number;
  stage: string;
  enteredStageAt: number;
  findings: ReadonlyMap<SignalId, Finding>;
}

export function readDeal(deal: Deal, context: SignalContext): Read {
  const { isClosed, createdAt, stage } = deal.opportunity;
  const findings = new Map<SignalId, Finding>();
  for (const signal of isClosed ? [] : signals) {
    const finding = signal.id === stalled.id ? undefined : signal.assess(deal, context);
    if (finding) findings.set(signal.id, finding);
  }
  return { isClosed, createdAt, stage, enteredStageAt: enteredStageAt(deal), findings };
}

/**
 * The rule-based verdict: a full score of 100 minus the points of each signal that fires, so that base + Σ points = score
 * exactly. It is a list of facts, not a chance to win, and is labelled `rules`.
 */
export function verdictBy(read: Read, context: SignalContext): Verdict {
  if (read.isClosed) return { state: 'done', base: BASE, method: 'rules', reasons: [] };
  const isStalled = weighed(stalled.id, stalledIn(read.stage, read.enteredStageAt, context), context.limits);
  const reasons = signals
    .flatMap(({ id }): Reason[] => {
      const finding = id === stalled.id ? isStalled : read.findings.get(id);
      return finding ? [{ signal: id, points: -finding.points, values: finding.values }] : [];
    })
    .toSorted((a, b) => a.points - b.points);
  if (context.now - read.createdAt < NEW_DAYS * DAY_MS) {
    return { state: 'new', base: BASE, method: 'rules', reasons };
  }
  // At 0 the smallest reasons are cut, so that the sum shown is the score shown.
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
  return score < WATCH_BELOW || isSlipping(reasons) ? 'watch' : 'onTrack';
}

/** Nothing that the day's work names as slipping is called on track elsewhere. */
const isSlipping = (reasons: readonly Reason[]): boolean => slipsOf(reasons).length >= SLIPPING;

/** The verdict of a cached deal; each is worked out once per revision. Undefined for an id that is not cached. */
export function verdictOf(facts: OrgFacts, id: string): Verdict | undefined {
  if (facts.whole) return verdictOf(facts.whole, id);
  const known = derived(facts, noVerdicts);
  const held = known.get(id);
  if (held) return held;
  const read = readOf(facts, id);
  if (!read) return undefined;
  const verdict = withFall(facts, id, withChance(facts, id, verdictBy(read, facts.context)));
  known.set(id, verdict);
  return verdict;
}
const noVerdicts = (): Map<string, Verdict> => new Map();

interface Reads {
  /** Whatever else they were read by: today, settings, stages. */
  by: string;
  deals: Map<string, Read>;
}

/** A deal that nothing has changed of since the revision before is not read again: a delta bears on a few. */
function readOf(facts: OrgFacts, id: string): Read | undefined {
  const { deals } = carried(facts, readsBefore);
  const held = deals.get(id);
  if (held) return held;
  const deal = facts.deal(id);
  if (!deal) return undefined;
  const read = readDeal(deal, facts.context);
  deals.set(id, read);
  return read;
}

function readsBefore({ context }: OrgFacts, former?: Former<Reads>): Reads {
  const { today, now, profile, stages, activitiesMeasured, contactRolesMeasured, limits } = context;
  const by = JSON.stringify([today, now, profile, [...stages], activitiesMeasured, contactRolesMeasured, limits]);
  if (former?.value.by !== by) return { by, deals: new Map() };
  return { by, deals: new Map([...former.value.deals].filter(([id]) => !former.changed.has(id))) };
}

/** Odds of being won at all against those usual in the stage, below which a deal is to be watched, or at risk. Our proposal. */
const WATCH_ODDS = 0.8;
const AT_RISK_ODDS = 0.5;

/** The verdict by the learnt chance, where there is one: a deal that is new or done has none, and what is stalled stays stalled. */
function withChance(facts: OrgFacts, id: string, verdict: Verdict): Verdict {
  const open = verdict.state === 'done' || verdict.state === 'new' ? undefined : openVersion(facts, id);
  const source = open && learntSource(facts);
  if (!open || !source) return verdict;
  const { won } = source.of(open.deal, open.version);
  const { ever, typical } = source.standing(open.deal);
  const odds = ((ever / (1 - ever)) * (1 - typical)) / typical;
  const state = odds < AT_RISK_ODDS ? 'atRisk' : odds < WATCH_ODDS || isSlipping(verdict.reasons) ? 'watch' : 'onTrack';
  return {
    ...verdict,
    state: verdict.state === 'stalled' ? verdict.state : state,
    method: 'learnt',
    learnt: { chance: won, ever, typical },
  };
}

/** Nor is a deal on track whose chance has just fallen: where people spend their time it is to be rescued. */
function withFall(facts: OrgFacts, id: string, verdict: Verdict): Verdict {
  if (verdict.state !== 'onTrack') return verdict;
  const chance = chanceThenAndNow(facts, id);
  return chance && hasFallen(chance) ? { ...verdict, state: 'watch' } : verdict;
}

/** Learnt chances of the present quarter; undefined where rules and rates are all there is. */
export const learntSource = (facts: OrgFacts): ScoreSource | undefined =>
  facts.score?.chances({ at: facts.now, end: periodEnd(quarterAt(facts.profile, facts.today), facts.log.timeZone) });

export const asksAttention = (state: HealthState): boolean => state === 'atRisk' || state === 'stalled';
