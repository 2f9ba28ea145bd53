import type { ChanceSource } from '@/lib/domain/chances';
import type { OrgFacts } from '@/lib/domain/facts';
import { type DealFacts, dealFacts } from '@/lib/scoring/deal-facts';
import { type Learnt, METHOD_VERSION } from '@/lib/scoring/learn';
import { learntChances } from '@/lib/scoring/learnt-chances';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getScore } from '@/lib/storage/score';

/** The stored score as a source of chances for these facts; undefined where there is none, or its step allows no percentage. */
export async function learntSource(db: PipelensDatabase, facts: OrgFacts): Promise<OrgFacts['learnt']> {
  // Safe: only this product writes it; the card's version tells whether it is this code's shape.
  const learnt = (await getScore(db)) as Learnt | undefined;
  if (learnt?.card.version !== METHOD_VERSION || !learnt.hazard) return undefined;
  const { step } = learnt.card.rung;
  if (step !== 'early' && step !== 'full') return undefined;
  let known: DealFacts | undefined;
  return (question): ChanceSource | undefined => {
    known ??= knownOf(facts);
    return learntChances(learnt, known, {
      ...question,
      rankOf: (stage) => facts.stages.get(stage)?.order,
      fiscalYearStartMonth: facts.profile.fiscalYearStartMonth,
    });
  };
}

export function knownOf(facts: OrgFacts): DealFacts {
  const deals = facts.opportunities.flatMap(({ id }) => facts.deal(id) ?? []);
  return dealFacts(
    facts.log,
    deals.flatMap(({ activities }) => activities),
    deals.flatMap(({ contactRoles }) => contactRoles),
  );
}
