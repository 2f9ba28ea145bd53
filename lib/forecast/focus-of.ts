import { daysBetween } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import type { Deal } from '@/lib/deal/org';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { slipsOf } from '@/lib/deal/signals/slipping';
import { touch } from '@/lib/deal/touch';
import { quantile } from '@/lib/figures/quantile';
import { closings, cycleDays } from '@/lib/figures/rates';
import { rateDays } from '@/lib/figures/windows';
import { verdictOf } from '@/lib/forecast/assess';
import { chanceThenAndNow } from '@/lib/forecast/chance/fall';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Bucket, bucketOf, type BucketRule, type FocusFacts, youngDays } from '@/lib/forecast/focus';
import { ageDays, type ComparedDeals, comparedBy, type LookAlike, lookAlikes } from '@/lib/forecast/look-alikes';
import { newestWon } from '@/lib/forecast/newest-won';
import { openVersion } from '@/lib/forecast/open-version';
import { hidesAmounts } from '@/lib/forecast/outlook';

/** An obstacle that stops a deal from being a near win. */
export type Blocker = 'noAmount' | 'noDecisionMaker';

/** Where a deal belongs, by which rule, and what the rules went by: with {@link focusDays} all of it. */
export interface DealFocus extends Pick<FocusFacts, 'p' | 'pBefore' | 'ageDays' | 'isEarly' | 'idleDays'> {
  bucket: Bucket;
  rule: BucketRule;
  /** The finished deals most like it, and how many of them were won. */
  alike: number;
  alikeWon: number;
  /** The signs that it slips. */
  slips: SignalId[];
  blockers: Blocker[];
}

/** Days that the rules go by, of the org's won deals: one that is younger is young, one that is silent for more is idle. */
export interface FocusDays {
  young?: number;
  idle?: number;
}

export function focusDays(facts: OrgFacts): FocusDays {
  if (facts.whole) return focusDays(facts.whole);
  const { medianCycleDays, idleP90Days } = derived(facts, makePast);
  return {
    ...(medianCycleDays === undefined ? {} : { young: youngDays(medianCycleDays) }),
    ...(idleP90Days === undefined ? {} : { idle: Math.floor(idleP90Days) }),
  };
}

/** The bucket of an open deal (G5.1), and the rule that put it there; undefined for one that is not open. */
export function focusOf(facts: OrgFacts, deal: Deal): DealFocus | undefined {
  if (facts.whole) return focusOf(facts.whole, deal);
  const known = derived(facts, knownFocus);
  const { id } = deal.opportunity;
  if (!known.has(id)) known.set(id, makeFocus(facts, deal));
  return known.get(id);
}

/** Of each deal that was asked for: a screen asks for the same ones under one question after the other. */
const knownFocus = (): Map<string, DealFocus | undefined> => new Map();

function makeFocus(facts: OrgFacts, deal: Deal): DealFocus | undefined {
  const found = focusFacts(facts, deal);
  if (!found) return undefined;
  const { alike, slips, blockers } = found;
  const { p, pBefore, ageDays: age, isEarly, idleDays: idle } = found.facts;
  return {
    ...bucketOf(found.facts),
    alike: alike.length,
    alikeWon: alike.filter(({ isWon }) => isWon).length,
    ...(p === undefined ? {} : { p }),
    ...(pBefore === undefined ? {} : { pBefore }),
    ageDays: age,
    isEarly,
    ...(idle === undefined ? {} : { idleDays: idle }),
    slips,
    blockers,
  };
}

/** What the rules of an open deal's bucket go by: their inputs, the look-alikes behind them and the signs that it slips. */
export function focusFacts(
  facts: OrgFacts,
  deal: Deal,
): { facts: FocusFacts; alike: LookAlike[]; slips: SignalId[]; blockers: Blocker[] } | undefined {
  const { log, now, stages } = facts;
  const open = openVersion(facts, deal.opportunity.id);
  if (!open) return undefined;
  const { deal: own, version } = open;
  const chance = chanceThenAndNow(facts, deal.opportunity.id);
  const past = derived(facts, makePast);
  const alike = lookAlikes(log, own, now, past.compared);
  const reasons = verdictOf(facts, deal.opportunity.id)?.reasons ?? [];
  const ladder = [...stages.values()].filter(({ isActive, isClosed }) => isActive && !isClosed);
  const rank = ladder.toSorted((a, b) => a.order - b.order).findIndex(({ name }) => name === deal.opportunity.stage);
  const idle = idleDays(facts, deal);
  const wonAlike = alike.filter(({ isWon }) => isWon).length;
  const slips = slipsOf(reasons);
  const isUnpriced = !hidesAmounts(facts) && Number.isNaN(log.amount[version] ?? Number.NaN);
  const blockers = [
    ...(isUnpriced ? (['noAmount'] as const) : []),
    ...(reasons.some(({ signal }) => signal === 'noDecisionMaker') ? (['noDecisionMaker'] as const) : []),
  ];
  const inputs: FocusFacts = {
    ...chance,
    ageDays: Math.floor(ageDays(log, own, now)),
    ...(past.medianCycleDays === undefined ? {} : { medianCycleDays: past.medianCycleDays }),
    isEarly: rank >= 0 && rank < ladder.length / 3,
    ...(idle === undefined ? {} : { idleDays: idle }),
    ...(past.idleP90Days === undefined ? {} : { idleP90Days: past.idleP90Days }),
    slips: slips.length,
    ...(alike.length > 0 ? { lookAlikesWon: wonAlike / alike.length } : {}),
    isBlocked: blockers.length > 0,
  };
  return { facts: inputs, alike, slips, blockers };
}

/** Days since the last touch; undefined where none is logged. */
function idleDays({ today, now, profile }: OrgFacts, deal: Deal): number | undefined {
  const days = deal.activities.flatMap((activity) => {
    const found = touch(activity, { today, now, timeZone: profile.timeZone });
    return found && !found.isAhead ? [found.day] : [];
  });
  const last = days.toSorted().at(-1);
  return last === undefined ? undefined : daysBetween(last, today);
}

interface Past {
  compared: ComparedDeals;
  medianCycleDays: number | undefined;
  idleP90Days: number | undefined;
}

/** What the rules compare a deal with: closed deals, their cycle, and how silent won ones were. */
function makePast(facts: OrgFacts): Past {
  const { log, now, today } = facts;
  return {
    compared: comparedBy(log, now),
    medianCycleDays: cycleDays.compute(closings(log, now, { days: rateDays(today).closed })),
    idleP90Days: quantile(silences(facts), 0.9),
  };
}

/** The longest silence of each of the newest won deals, in days. */
function silences(facts: OrgFacts): number[] {
  return newestWon(facts).flatMap(({ activities }) => {
    const days = activities.flatMap(({ day, isClosed }) => (day !== undefined && isClosed ? [day] : [])).toSorted();
    const gaps = days.slice(1).map((day, place) => daysBetween(days[place] ?? day, day));
    return gaps.length === 0 ? [] : [Math.max(...gaps)];
  });
}
