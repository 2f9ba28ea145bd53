import type { Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import type { Freshness } from '@/lib/deal/freshness';
import { total, type Total } from '@/lib/deal/money';
import type { FollowUp } from '@/lib/deal/team/next-follow-up';
import { type HealthState, judged, worstFirst, type Judged } from '@/lib/deal/verdict';
import { verdictOf } from '@/lib/forecast/assess';
import { followUpOf, type Own } from '@/lib/forecast/buyers';
import type { OrgFacts } from '@/lib/forecast/facts';

/** What the panel shows on a list or board: the rows that page shows. */
export interface ListView {
  freshness: Freshness;
  /** Absent where nothing was read yet. */
  today?: Day;
  /** The last day of the fiscal quarter. */
  quarterEnd?: Day;
  rows: ({ id: string; name: string; amount?: number; closeDate?: Day; next?: FollowUp } & Judged)[];
  /** Ids that the page shows and the cache does not hold. */
  unseen: number;
  total: Total;
  states: Record<HealthState, number>;
  currency: string;
}

/** What the panel shows of a list or board: the rows of that page which the cache holds, the worst first. */
export function listView(
  facts: OrgFacts,
  ids: readonly string[],
  kept: Own = { reminders: [], jottings: [] },
): Omit<ListView, 'freshness'> {
  // A page may show a row twice, while it redraws for one.
  const shown = [...new Set(ids)];
  const deals = shown.flatMap((id) => facts.deal(id) ?? []);
  const states: Record<HealthState, number> = { onTrack: 0, watch: 0, atRisk: 0, stalled: 0, done: 0, new: 0 };
  const rows = deals.map((deal): ListView['rows'][number] => {
    const { id, name, amount, closeDate } = deal.opportunity;
    const next = followUpOf(facts, deal, kept);
    const own = judged(verdictOf(facts, id));
    states[own.state] += 1;
    return {
      id,
      name,
      ...own,
      ...(amount === undefined ? {} : { amount }),
      ...(closeDate === undefined ? {} : { closeDate }),
      ...(next ? { next } : {}),
    };
  });
  return {
    today: facts.today,
    quarterEnd: quarterAt(facts.profile, facts.today).end,
    rows: rows.toSorted(worstFirst),
    unseen: shown.length - deals.length,
    total: total(
      deals.map(({ opportunity }) => opportunity),
      facts.profile,
    ),
    states,
    currency: facts.profile.currency,
  };
}
