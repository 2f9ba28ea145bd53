import { learn } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/model/steps';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { putScore } from '@/lib/storage/stored-score';
import { dealFactsOf } from '@/lib/sync/learnt';

import type { Sample } from './sample';

/**
 * Learns the sample's score and stores it as one that has proved itself for deals, while sums still go by rates of stages: what the
 * proof says of made deals is no matter of a screen, and past quarters need no learning of their own then.
 */
export async function learnProved({ db }: Sample): Promise<void> {
  const facts = await createFactsCache(db)(Date.now());
  if (!facts) throw new Error('Nothing was read to learn from.');
  const learnt = finish(
    learn(dealFactsOf(facts), {
      at: facts.now,
      rankOf: (stage) => facts.stages.get(stage)?.order,
      fiscal: facts.profile,
    }),
  );
  const { card } = learnt;
  if (!card.proof) throw new Error('Too few deals have ended to learn from.');
  const forecast = { isPassed: false, quarters: 4, spans: [] };
  await putScore(db, {
    ...learnt,
    card: {
      ...card,
      rung: { step: 'full', reason: { id: 'skilled', skill: 0.1, n: 100 } },
      proof: { ...card.proof, forecast },
    },
  });
}
