import { dayFromNumber, type Day } from '@/lib/calendar/days';
import { isWithin } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { teamOf } from '@/lib/deal/hierarchy';
import { toMajor, minor } from '@/lib/deal/money';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { ChanceMethod } from '@/lib/forecast/chance/chances';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, outlookOf, quotaNow, scopeForecast, type OutlookView } from '@/lib/forecast/outlook';
import { planA, planB, type PlanDeal } from '@/lib/forecast/plan';
import { targetsOf } from '@/lib/forecast/sum/period-forecast';
import { chancesAlong, reach } from '@/lib/forecast/sum/reach';
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
    amount: number;
    chance: number;
    /** Won and the plan's amounts up to this deal, and the chance of the quota from them alone. */
    cumulative: number;
    chanceSoFar: number;
    /** Chance of the quota once this deal is lost, and what could fill in where that was asked. */
    ifLost: number;
    substitutes?: { id: string; name: string; action: 'rescue' | 'pullIn' | 'upsize'; chance: number; gain: number }[];
  }[];
  /** Deals of plan A beyond those listed. */
  more: number;
  /** Deals that someone marked lost to see what then. */
  lost: { id: string; name: string }[];
}

/** More deals than a person goes through are counted, not listed. */
const SHOWN = 10;

/**
 * Plan A of the team (product SR-16), and plan B (SR-17) for the deal of it that is `opened`. `lost` names deals to take as lost:
 * everything is worked out without them.
 */
export function planView(
  facts: OrgFacts,
  { lost, opened }: { lost: readonly string[]; opened?: string },
): Omit<PlanView, 'freshness'> {
  const { period, chances } = engineOf(facts);
  const { log, profile, users } = facts;
  const { userIds } = teamOf(facts, profile.userId);
  const quotas = quotaNow(facts, userIds);
  const found = scopeForecast(facts, userIds, quotas.amount);
  const gone = new Set(lost);
  const major = (units: number): number => toMajor(minor(units), profile.currency);
  const isLost = (deal: DealIndex): boolean => gone.has(log.ids[deal] ?? '');
  const known = found.deals.filter(({ deal }) => isLost(deal)).map(({ p, amount }) => ({ p, amount, isWon: false }));
  const deals: PlanDeal[] = found.deals
    .filter(({ deal }) => !isLost(deal))
    .map((each) => {
      const day = log.closeDay[each.version] ?? NO_DAY;
      return { ...each, isInPeriod: day !== NO_DAY && isWithin(period, dayFromNumber(day)) };
    });
  const base = {
    period,
    today: facts.today,
    currency: profile.currency,
    won: major(found.won),
    quotas,
    outlook: outlookOf(facts, userIds, found),
    lost: [...gone].flatMap((id) => {
      const deal = facts.deal(id);
      return deal ? [{ id, name: deal.opportunity.name }] : [];
    }),
  };
  if (found.quota === undefined) return { ...base, steps: [], more: 0 };
  const targets = targetsOf(found.won, found.futures, found.quota);
  const gap = Math.max(0, found.quota - found.won);
  const plan = gap === 0 ? { steps: [], reaches: true, chance: 1 } : planA(deals, gap, found.shared.sd);
  const place = new Map(deals.map(({ deal }, index) => [deal, index]));
  const named = plan.steps.map(({ deal }) => place.get(deal) ?? -1);
  const along = chancesAlong(
    named.flatMap((index) => deals[index] ?? []),
    gap,
    found.shared.sd,
  );
  const { now, effects } = reach(deals, targets, found.shared.sd, named.slice(0, SHOWN), known);
  return {
    ...base,
    quota: major(found.quota),
    gap: major(gap),
    reaches: plan.reaches,
    chance: plan.chance,
    reachesQuota: now,
    method: chances.method,
    more: Math.max(0, plan.steps.length - SHOWN),
    steps: plan.steps.slice(0, SHOWN).map((step, index) => {
      const { ownerId, closeDate, name } = opportunity(step.deal);
      const isOpened = log.ids[step.deal] === opened;
      const back = isOpened ? planB(deals, step.deal, targets, found.shared.sd, known) : undefined;
      return {
        id: log.ids[step.deal] ?? '',
        name,
        ...(closeDate === undefined ? {} : { closeDate }),
        ...(ownerId === undefined ? {} : { ownerName: users.get(ownerId)?.name ?? ownerId }),
        amount: major(step.amount),
        chance: step.p,
        cumulative: major(found.won + step.cumulative),
        chanceSoFar: along[index] ?? 0,
        ifLost: effects[index]?.lost ?? now,
        ...(back
          ? {
              substitutes: back.substitutes.map(({ action, deal, chance, gain }) => ({
                id: log.ids[deal] ?? '',
                name: opportunity(deal).name,
                action,
                chance,
                gain,
              })),
            }
          : {}),
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
