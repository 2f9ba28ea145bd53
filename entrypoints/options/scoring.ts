import type { ScoreView } from '@/lib/answers/score-page';
import { scoreView } from '@/lib/scoring/score-view';
import { openDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import type { Connection } from '@/lib/storage/registry';
import { orgScore, storedScore } from '@/lib/sync/learnt';

/** The stored score of an org with what has come since; undefined when there is none or it was learnt by another method. */
export async function provenScore({
  orgId,
  userId,
}: Pick<Connection, 'orgId' | 'userId'>): Promise<ScoreView | undefined> {
  const db = openDatabase(orgId, userId);
  const learnt = await storedScore(db);
  const facts = learnt && (await createFactsCache(db)(Date.now()));
  const score = facts && (await orgScore(db, facts));
  if (!score) return undefined;
  const since = { alarms: [...score.alarms()], calibration: score.calibration() };
  return scoreView(learnt.card, since, { currency: facts.profile.currency, timeZone: facts.log.timeZone });
}
