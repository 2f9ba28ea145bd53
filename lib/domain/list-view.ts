import { verdictOf } from '@/lib/domain/assess';
import type { OrgFacts } from '@/lib/domain/facts';
import { total } from '@/lib/domain/money';
import type { HealthState } from '@/lib/domain/verdict';
import type { ListView } from '@/lib/domain/views';

/** What the panel shows of a list or board: the rows of that page which the cache holds, the lowest score first. */
export function listView(facts: OrgFacts, ids: readonly string[]): Omit<ListView, 'freshness'> {
  // A page may show a row twice, while it redraws for one.
  const shown = [...new Set(ids)];
  const deals = shown.flatMap((id) => facts.deal(id)?.opportunity ?? []);
  const states: Record<HealthState, number> = { onTrack: 0, watch: 0, atRisk: 0, stalled: 0, done: 0, new: 0 };
  const rows = deals.map(({ id, name, amount, closeDate }): ListView['rows'][number] => {
    const verdict = verdictOf(facts, id);
    const state = verdict?.state ?? 'new';
    states[state] += 1;
    return {
      id,
      name,
      state,
      ...(verdict?.score === undefined ? {} : { score: verdict.score }),
      ...(amount === undefined ? {} : { amount }),
      ...(closeDate === undefined ? {} : { closeDate }),
    };
  });
  return {
    rows: rows.toSorted((a, b) => (a.score ?? 101) - (b.score ?? 101)),
    unseen: shown.length - deals.length,
    total: total(deals, facts.profile),
    states,
    currency: facts.profile.currency,
  };
}
