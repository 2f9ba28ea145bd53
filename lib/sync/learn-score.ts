import { finishedDeals } from '@/lib/columns/finished';
import { dealFacts } from '@/lib/scoring/deal-facts';
import { isDue } from '@/lib/scoring/due';
import { learn, type Learnt, METHOD_VERSION } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/steps';
import { openDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts';
import { readTable } from '@/lib/storage/reader';
import { getScore } from '@/lib/storage/score';

export interface LearnRequest {
  orgId: string;
  userId: string;
  /** The instant of the fit, ms. */
  now: number;
  /** Absent: what the former score was learnt with, and only if it is due again. */
  isForcedToRules?: boolean;
}

/**
 * Learns an org's score from what is stored, at once and without storing it: work for a worker, which can be ended at any moment.
 * Undefined when nothing was read of the org yet, or nobody asked and it is not due.
 */
export async function learnScore({ orgId, userId, now, isForcedToRules }: LearnRequest): Promise<Learnt | undefined> {
  const db = openDatabase(orgId, userId);
  // Safe: only this product writes it; a card of another version has at least these fields.
  const former = ((await getScore(db)) as Pick<Learnt, 'card'> | undefined)?.card;
  if (isForcedToRules === undefined) {
    const today = { version: METHOD_VERSION, at: now, ...finishedDeals(await readTable(db, 'opportunity')) };
    if (!isDue(former, today)) return undefined;
  }
  const facts = await createFactsCache(db)(now);
  if (!facts) return undefined;
  const deals = facts.opportunities.flatMap(({ id }) => facts.deal(id) ?? []);
  const known = dealFacts(
    facts.log,
    deals.flatMap(({ activities }) => activities),
    deals.flatMap(({ contactRoles }) => contactRoles),
  );
  return finish(
    learn(known, {
      at: facts.now,
      rankOf: (stage) => facts.stages.get(stage)?.order,
      fiscalYearStartMonth: facts.profile.fiscalYearStartMonth,
      isForcedToRules: isForcedToRules ?? former?.rung.reason.id === 'forcedRules',
    }),
  );
}
