import { planParts, type PlanParts, type PlanQuestion } from '@/lib/answers/plan-view';
import type { Freshness } from '@/lib/deal/freshness';
import { minor, toMajor } from '@/lib/deal/money';
import type { OrgFacts } from '@/lib/forecast/facts';
import { bestActions, type Substitute } from '@/lib/forecast/plan';
import { rehearse, type Telling } from '@/lib/forecast/rehearsal/misses';
import { numberOf } from '@/lib/log/fingerprint';
import type { DealIndex } from '@/lib/log/positions';

/** The rest of the quarter, played many times. Amounts in corporate currency, shares and chances 0–1. */
export interface RehearsalView {
  freshness: Freshness;
  currency: string;
  /** Absent without a quota, and once it is reached. */
  rehearsal?: {
    runs: number;
    misses: number;
    mean: number;
    p10: number;
    p90: number;
    /** What the misses have and the hits have not: the most telling first, at most five. */
    told: MissSentence[];
  };
  /** Where effort adds most: at most one action a deal; each listed one with the chance of the quota once it and those above are done. */
  actions?: {
    count: number;
    all: number;
    listed: { id: string; name: string; action: Substitute['action']; chance: number }[];
  };
}

/** A sentence about the misses: how many of them it is true of, and of how many hits. */
export interface MissSentence {
  kind: Telling['kind'];
  share: number;
  inHits: number;
  deals: { id: string; name: string }[];
  /** Of a group: whose deals. */
  owner?: { id: string; name: string };
  /** What is brought is less than that. */
  under?: number;
}

export function rehearsalView(facts: OrgFacts, question: PlanQuestion): Omit<RehearsalView, 'freshness'> {
  const { log, profile, users } = facts;
  const { currency } = profile;
  const parts = planParts(facts, question);
  const { found, deals, known, targets, rescue, effort } = parts;
  if (found.quota === undefined || found.quota <= found.won) return { currency };
  const major = (units: number): number => toMajor(minor(units), currency);
  const named = (deal: DealIndex): { id: string; name: string } => {
    const id = log.ids[deal] ?? '';
    return { id, name: facts.deal(id)?.opportunity.name ?? id };
  };
  const { told, mean, p10, p90, ...counts } = rehearse(
    {
      won: found.won,
      futures: found.futures,
      sd: found.shared.sd,
      known,
      quota: found.quota,
      deals: deals.map(({ amount, p, version }) => ({ amount, p, group: log.owner[version] ?? 0 })),
    },
    { seed: seedOf(facts, parts) },
  );
  const goal = { targets, sd: found.shared.sd, known, ...(rescue === undefined ? {} : { rescue }) };
  const { listed, ...actions } = bestActions(deals, goal, effort ?? Infinity);
  return {
    currency,
    rehearsal: {
      ...counts,
      mean: major(mean),
      p10: major(p10),
      p90: major(p90),
      told: told.map((each): MissSentence => {
        const { kind, share, inHits } = each;
        const id = each.kind === 'group' ? (log.words.owner[each.group] ?? '') : undefined;
        return {
          kind,
          share,
          inHits,
          deals: 'deals' in each ? each.deals.flatMap((place) => (deals[place] ? [named(deals[place].deal)] : [])) : [],
          ...(id === undefined ? {} : { owner: { id, name: users.get(id)?.name ?? id } }),
          ...('under' in each ? { under: major(each.under) } : {}),
        };
      }),
    },
    actions: {
      ...actions,
      listed: listed.map(({ deal, action, chance }) => ({ ...named(deal), action, chance })),
    },
  };
}

/** The same for the same people on the same day, as long as nothing changes of any deal. */
function seedOf({ log, today }: OrgFacts, { owners }: PlanParts): number {
  const newest = log.modifiedAt.reduce((latest, each) => Math.max(latest, each), 0);
  return numberOf(JSON.stringify([[...owners].toSorted(), today, log.from.length, newest])) >>> 0;
}
