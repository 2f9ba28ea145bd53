import { dayFromNumber, type Day } from '@/lib/calendar/days';
import { isWithin } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { teamOf } from '@/lib/deal/hierarchy';
import { minor, toMajor } from '@/lib/deal/money';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { ChanceMethod } from '@/lib/forecast/chance/chances';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { ForecastDeal } from '@/lib/forecast/forecast';
import { bestLift, type Lift, type Lifts, liftsOf, type DealStep } from '@/lib/forecast/lifts';
import {
  engineOf,
  outlookOf,
  quotaNow,
  scopeForecast,
  type OutlookView,
  type ScopeForecast,
} from '@/lib/forecast/outlook';
import { planA, planB, type PlanDeal, type Substitute } from '@/lib/forecast/plan';
import { targetsOf } from '@/lib/forecast/sum/period-forecast';
import { chanceOf, chancesAlong, reach } from '@/lib/forecast/sum/reach';
import type { Known } from '@/lib/forecast/sum/shock';
import { effortOf } from '@/lib/forecast/usual-effort';
import { NO_DAY } from '@/lib/log/event-log';
import type { DealIndex } from '@/lib/log/positions';

/** Plan A and B of the team. Amounts in corporate currency; chances 0–1. */
export interface PlanView {
  freshness: Freshness;
  period: Period;
  today: Day;
  currency: string;
  won: number;
  outlook: OutlookView;
  /** Absent without a quota. */
  quota?: number;
  /** What it is made of, and what is in doubt of it. */
  quotas: PeopleQuota;
  gap?: number;
  /** Whether the amounts of plan A add up to the gap, and the chance that its deals alone bring it. */
  reaches?: boolean;
  chance?: number;
  /** Everything counted, the deals marked lost left out. */
  reachesQuota?: number;
  method?: ChanceMethod;
  steps: {
    id: string;
    name: string;
    ownerName?: string;
    closeDate?: Day;
    /** What it is expected to bring if it is won, and what the CRM has where that is something else: null where it has no amount. */
    amount: number;
    written?: number | null;
    chance: number;
    /** Won and the plan's amounts up to this deal, and the chance of the quota from them alone. */
    cumulative: number;
    chanceSoFar: number;
    /** Chance of the quota once this deal is lost, and what could fill in where that was asked. */
    ifLost: number;
    substitutes?: NamedSubstitute[];
  }[];
  /** Deals of plan A beyond those listed. */
  more: number;
  /** Deals that someone marked lost to see what then. */
  lost: { id: string; name: string }[];
  /** With some marked: the chance of the quota before the last of them was, and what could fill in now. */
  after?: { before: number; substitutes: NamedSubstitute[] };
  /** Deals that plan A may have, as asked or as usual; the usual number where there is a past. */
  effort?: number;
  usualEffort?: number;
  /** What came of such steps on the org's own deals; what is absent has too few cases. */
  lifts: Lifts;
  /** The one that a rescue is counted with; absent: an assumption stands in, or, where cases are enough, there is no sure lift. */
  rescue?: { step: DealStep } & Lift;
}

interface NamedSubstitute extends Pick<Substitute, 'action' | 'chance' | 'gain'> {
  id: string;
  name: string;
}

export interface PlanQuestion {
  /** Ids of deals to take as lost. */
  lost: readonly string[];
  /** How many deals can still be worked on; absent: as many as usual. */
  effort?: number;
}

/** More deals than a person goes through are counted, not listed. */
const SHOWN = 10;

/** What plan, actions and rehearsal of the team are made from. Minor units. */
export interface PlanParts {
  found: ScopeForecast;
  quotas: PeopleQuota;
  owners: ReadonlySet<string>;
  /** Open deals, those marked lost left out, and these. */
  deals: (PlanDeal & Pick<ForecastDeal, 'version' | 'written'>)[];
  known: Known[];
  /** What open deals have to bring, by future of new business; none without a quota. */
  targets: number[];
  lifts: Lifts;
  /** What a rescue adds, as measured: 0 where there are cases enough and no sure lift; absent where it has to be assumed. */
  rescue?: number;
  effort?: number;
  usualEffort?: number;
}

export function planParts(facts: OrgFacts, { lost, effort }: PlanQuestion): PlanParts {
  const { log, profile } = facts;
  const { period } = engineOf(facts);
  const owners = teamOf(facts, profile.userId).userIds;
  const quotas = quotaNow(facts, owners);
  const found = scopeForecast(facts, owners, quotas.amount);
  const gone = new Set(lost);
  const isLost = (deal: DealIndex): boolean => gone.has(log.ids[deal] ?? '');
  const lifts = liftsOf(facts);
  const rescue = bestLift(lifts)?.lift.lift ?? (Object.keys(lifts).length > 0 ? 0 : undefined);
  const usual = effortOf(facts, owners);
  const most = effort ?? usual;
  return {
    found,
    quotas,
    owners,
    deals: found.deals
      .filter(({ deal }) => !isLost(deal))
      .map((each) => {
        const day = log.closeDay[each.version] ?? NO_DAY;
        return { ...each, isInPeriod: day !== NO_DAY && isWithin(period, dayFromNumber(day)) };
      }),
    known: found.deals
      .filter(({ deal }) => isLost(deal))
      // In the order in which they were marked.
      .toSorted((a, b) => lost.indexOf(log.ids[a.deal] ?? '') - lost.indexOf(log.ids[b.deal] ?? ''))
      .map(({ p, amount }) => ({ p, amount, isWon: false })),
    targets: found.quota === undefined ? [] : targetsOf(found.won, found.futures, found.quota),
    lifts,
    ...(rescue === undefined ? {} : { rescue }),
    ...(most === undefined ? {} : { effort: most }),
    ...(usual === undefined ? {} : { usualEffort: usual }),
  };
}

const planOver = (gap: number, { found, deals, effort }: Pick<PlanParts, 'found' | 'deals' | 'effort'>) =>
  gap === 0 ? { steps: [], reaches: true, chance: 1 } : planA(deals, gap, found.shared.sd, effort);

/** Every deal of plan A; none without a quota. */
export function plannedDeals(facts: OrgFacts): ReadonlySet<DealIndex> {
  const parts = planParts(facts, { lost: [] });
  const { won, quota = won } = parts.found;
  return new Set(planOver(Math.max(0, quota - won), parts).steps.map(({ deal }) => deal));
}

/**
 * Plan A of the team (product SR-16), and plan B (SR-17) for the deal of it that is `opened`. `lost` names deals to take as lost:
 * everything is worked out without them, and what could fill in for them is named.
 */
export function planView(
  facts: OrgFacts,
  { opened, ...question }: PlanQuestion & { opened?: string },
): Omit<PlanView, 'freshness'> {
  const { period, chances } = engineOf(facts);
  const { log, profile, users } = facts;
  const { found, quotas, owners, deals, known, targets, lifts, rescue, ...effort } = planParts(facts, question);
  const major = (units: number): number => toMajor(minor(units), profile.currency);
  const best = bestLift(lifts);
  const base = {
    period,
    today: facts.today,
    currency: profile.currency,
    won: major(found.won),
    quotas,
    outlook: outlookOf(facts, owners, found),
    lost: [...new Set(question.lost)].flatMap((id) => {
      const deal = facts.deal(id);
      return deal ? [{ id, name: deal.opportunity.name }] : [];
    }),
    ...effort,
    lifts,
    ...(best ? { rescue: { step: best.step, ...best.lift } } : {}),
  };
  if (found.quota === undefined) return { ...base, steps: [], more: 0 };
  const goal = { targets, sd: found.shared.sd, known, ...(rescue === undefined ? {} : { rescue }) };
  const gap = Math.max(0, found.quota - found.won);
  const plan = planOver(gap, { found, deals, ...effort });
  const place = new Map(deals.map(({ deal }, index) => [deal, index]));
  const steps = plan.steps.map(({ deal }) => place.get(deal) ?? -1);
  const along = chancesAlong(
    steps.flatMap((index) => deals[index] ?? []),
    gap,
    found.shared.sd,
  );
  const { now, effects } = reach(deals, targets, found.shared.sd, steps.slice(0, SHOWN), known);
  const named = (substitutes: readonly Substitute[]): NamedSubstitute[] =>
    substitutes.map(({ deal, ...each }) => ({ ...each, id: log.ids[deal] ?? '', name: opportunity(deal).name }));
  const last = found.deals.find(({ deal }) => log.ids[deal] === question.lost.at(-1));
  return {
    ...base,
    ...(last && gap > 0
      ? {
          after: {
            before: chanceOf([...deals, last], targets, found.shared.sd, known.slice(0, -1)),
            substitutes: named(planB(deals, undefined, goal).substitutes),
          },
        }
      : {}),
    quota: major(found.quota),
    gap: major(gap),
    reaches: plan.reaches,
    chance: plan.chance,
    reachesQuota: now,
    method: chances.method,
    more: Math.max(0, plan.steps.length - SHOWN),
    steps: plan.steps.slice(0, SHOWN).map((step, index) => {
      const { ownerId, closeDate, name } = opportunity(step.deal);
      const written = deals[steps[index] ?? -1]?.written ?? step.amount;
      const isOpened = log.ids[step.deal] === opened;
      const back = isOpened ? planB(deals, step.deal, goal) : undefined;
      return {
        id: log.ids[step.deal] ?? '',
        name,
        ...(closeDate === undefined ? {} : { closeDate }),
        ...(ownerId === undefined ? {} : { ownerName: users.get(ownerId)?.name ?? ownerId }),
        amount: major(step.amount),
        ...(written === step.amount ? {} : { written: written === 0 ? null : major(written) }),
        chance: step.p,
        cumulative: major(found.won + step.cumulative),
        chanceSoFar: along[index] ?? 0,
        ifLost: effects[index]?.lost ?? now,
        ...(back ? { substitutes: named(back.substitutes) } : {}),
      };
    }),
  };

  function opportunity(deal: DealIndex) {
    return (
      facts.deal(log.ids[deal] ?? '')?.opportunity ?? {
        name: log.ids[deal] ?? '',
        ownerId: undefined,
        closeDate: undefined,
      }
    );
  }
}
