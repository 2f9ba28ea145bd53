import { finishedDeals } from '@/lib/columns/finished';
import { isDue } from '@/lib/scoring/due';
import { METHOD_VERSION } from '@/lib/scoring/fit-rows';
import { learn, type Learnt } from '@/lib/scoring/learn';
import { finish, type Steps } from '@/lib/scoring/model/steps';
import { readTable } from '@/lib/storage/column-reader';
import { openDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { getScore } from '@/lib/storage/stored-score';

import { dealFactsOf } from './learnt';

export interface LearnRequest {
  orgId: string;
  userId: string;
  /** The instant of the fit, ms. */
  now: number;
  /** If omitted: the choice of the former score, and only when it is due again. */
  isForcedToRules?: boolean;
  /** Nothing is learnt where more deals have ended than this. */
  mostFinished?: number;
}

/**
 * Learns an org's score from what is stored, without storing it: at once, as a worker can that is ended at any moment, or as `run` does.
 * Undefined when nothing was read of the org yet, or nobody asked and it is not due.
 */
export async function learnScore(
  { orgId, userId, now, isForcedToRules, mostFinished = Infinity }: LearnRequest,
  run: (steps: Steps<Learnt>) => Learnt | Promise<Learnt> = finish,
): Promise<Learnt | undefined> {
  const db = openDatabase(orgId, userId);
  // Safe: only this product writes it; a card of another version has at least these fields.
  const former = ((await getScore(db)) as Pick<Learnt, 'card'> | undefined)?.card;
  if (isForcedToRules === undefined) {
    const today = { version: METHOD_VERSION, at: now, ...finishedDeals(await readTable(db, 'opportunity')) };
    if (today.won + today.lost > mostFinished || !isDue(former, today)) return undefined;
  }
  const facts = await createFactsCache(db)(now);
  if (!facts) return undefined;
  return run(
    learn(dealFactsOf(facts), {
      at: facts.now,
      rankOf: (stage) => facts.stages.get(stage)?.order,
      fiscal: facts.profile,
      hasForecast: former?.proof?.forecast?.isPassed ?? false,
      former: former?.version === METHOD_VERSION ? former.rung.step : undefined,
      isForcedToRules: isForcedToRules ?? former?.rung.reason.id === 'forcedRules',
    }),
  );
}
