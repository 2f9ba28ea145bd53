import type { ScoreView } from '@/lib/domain/score-view';
import { type Learnt, METHOD_VERSION } from '@/lib/scoring/learn';
import { scoreView } from '@/lib/scoring/score-view';
import { openDatabase } from '@/lib/storage/database';
import type { Connection } from '@/lib/storage/registry';
import { getScore } from '@/lib/storage/score';

/** The stored score of an org; undefined when there is none or it was learnt by another method. */
export async function storedScore({
  orgId,
  userId,
}: Pick<Connection, 'orgId' | 'userId'>): Promise<ScoreView | undefined> {
  // Safe: only a learnt score is written there; the card's version tells whether this code's shape.
  const learnt = (await getScore(openDatabase(orgId, userId))) as Learnt | undefined;
  return learnt?.card.version === METHOD_VERSION ? scoreView(learnt.card) : undefined;
}
