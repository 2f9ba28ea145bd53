import type { ScoreView } from '@/lib/domain/score-view';
import { publishRevision } from '@/lib/messaging';
import { learn } from '@/lib/scoring/learn';
import { scoreView } from '@/lib/scoring/score-view';
import { finishInSlices } from '@/lib/scoring/steps';
import { openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { type CachedFacts, createFactsCache } from '@/lib/storage/facts';
import type { Connection } from '@/lib/storage/registry';
import { putScore } from '@/lib/storage/score';
import { dealFactsOf, orgScore, storedScore as stored } from '@/lib/sync/learnt';

type Key = Pick<Connection, 'orgId' | 'userId'>;

/** The stored score of an org; undefined when there is none or it was learnt by another method. */
export async function storedScore({ orgId, userId }: Key): Promise<ScoreView | undefined> {
  const db = openDatabase(orgId, userId);
  const facts = await createFactsCache(db)(Date.now());
  return facts && viewOf(db, facts);
}

async function viewOf(db: PipelensDatabase, facts: CachedFacts): Promise<ScoreView | undefined> {
  const [learnt, score] = [await stored(db), await orgScore(db, facts)];
  return learnt && score && scoreView(learnt.card, { alarms: [...score.alarms()], calibration: score.calibration() });
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
  const learnt = await finishInSlices(
    learn(dealFactsOf(facts), {
      at: facts.now,
      rankOf: (stage) => facts.stages.get(stage)?.order,
      fiscalYearStartMonth: facts.profile.fiscalYearStartMonth,
      isForcedToRules: options.isForcedToRules,
    }),
    { signal: options.signal },
  );
  await putScore(db, learnt);
  await publishRevision(Date.now());
  return viewOf(db, facts);
}
