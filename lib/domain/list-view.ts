import { verdictOf } from '@/lib/domain/assess';
import type { OrgFacts } from '@/lib/domain/facts';
import { total } from '@/lib/domain/money';
import { type HealthState, judged, worstFirst } from '@/lib/domain/verdict';
import type { ListView } from '@/lib/domain/views';

/** What the panel shows of a list or board: the rows of that page which the cache holds, the worst first. */
export function listView(facts: OrgFacts, ids: readonly string[]): Omit<ListView, 'freshness'> {
  // A page may show a row twice, while it redraws for one.
  const shown = [...new Set(ids)];
  const deals = shown.flatMap((id) => facts.deal(id)?.opportunity ?? []);
  const states: Record<HealthState, number> = { onTrack: 0, watch: 0, atRisk: 0, stalled: 0, done: 0, new: 0 };
  const rows = deals.map(({ id, name, amount, closeDate }): ListView['rows'][number] => {
    const own = judged(verdictOf(facts, id));
    states[own.state] += 1;
    return {
      id,
      name,
      ...own,
      ...(amount === undefined ? {} : { amount }),
      ...(closeDate === undefined ? {} : { closeDate }),
    };
  });
  return {
    rows: rows.toSorted(worstFirst),
    unseen: shown.length - deals.length,
    total: total(deals, facts.profile),
    states,
    currency: facts.profile.currency,
  };
}
