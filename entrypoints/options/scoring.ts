import type { ScoreView } from '@/lib/domain/score-view';
import { publishRevision } from '@/lib/messaging';
import { dealFacts } from '@/lib/scoring/deal-facts';
import { learn, type Learnt, METHOD_VERSION } from '@/lib/scoring/learn';
import { scoreView } from '@/lib/scoring/score-view';
import { finishInSlices } from '@/lib/scoring/steps';
import { openDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts';
import type { Connection } from '@/lib/storage/registry';
import { getScore, putScore } from '@/lib/storage/score';

type Key = Pick<Connection, 'orgId' | 'userId'>;

/** The stored score of an org; undefined when there is none or it was learnt by another method. */
export async function storedScore({ orgId, userId }: Key): Promise<ScoreView | undefined> {
  // Safe: only `learnScore` writes it; the card's version tells whether this code's shape.
  const learnt = (await getScore(openDatabase(orgId, userId))) as Learnt | undefined;
  return learnt?.card.version === METHOD_VERSION ? scoreView(learnt.card) : undefined;
}

/**
 * Learns an org's score from what is stored, in slices, so that the page goes on answering, and stores it. Undefined when nothing
 * was read of the org yet; rejects with the signal's reason when it is stopped, and leaves the former score as it was.
 */
export async function learnScore(
  { orgId, userId }: Key,
  options: { isForcedToRules: boolean; signal: AbortSignal },
): Promise<ScoreView | undefined> {
  const db = openDatabase(orgId, userId);
  const facts = await createFactsCache(db)(Date.now());
  if (!facts) return undefined;
  const deals = facts.opportunities.flatMap(({ id }) => facts.deal(id) ?? []);
  const known = dealFacts(
    facts.log,
    deals.flatMap(({ activities }) => activities),
    deals.flatMap(({ contactRoles }) => contactRoles),
  );
  const learnt = await finishInSlices(
    learn(known, {
      at: facts.now,
      rankOf: (stage) => facts.stages.get(stage)?.order,
      fiscalYearStartMonth: facts.profile.fiscalYearStartMonth,
      isForcedToRules: options.isForcedToRules,
    }),
    { signal: options.signal },
  );
  await putScore(db, learnt);
  await publishRevision(Date.now());
  return scoreView(learnt.card);
}
