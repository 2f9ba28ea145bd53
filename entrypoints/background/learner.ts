import { publishRevision } from '@/lib/messaging';
import { finishInSlices } from '@/lib/scoring/steps';
import { openDatabase } from '@/lib/storage/database';
import { allConnections } from '@/lib/storage/registry';
import { putScore } from '@/lib/storage/score';
import { learnLock, learnScore } from '@/lib/sync/learn-score';

/** Larger orgs are learnt where a page of ours has a worker: here it would take so long that the browser may stop it. */
const MOST_FINISHED = 5000;
const SLICE_MS = 20;

/** Learns the score of each org for which it is due, between other work, for people who open no page of ours but the panel. */
export async function learnDue(): Promise<void> {
  for (const { orgId, userId, syncedAt } of await allConnections()) {
    // A history that is still arriving would be learnt from in part.
    if (syncedAt === undefined) continue;
    await navigator.locks.request(learnLock({ orgId, userId }), { ifAvailable: true }, async (lock) => {
      const learnt = lock
        ? await learnScore({ orgId, userId, now: Date.now(), mostFinished: MOST_FINISHED }, (steps) =>
            finishInSlices(steps, { sliceMs: SLICE_MS }),
          )
        : undefined;
      if (!learnt) return;
      await putScore(openDatabase(orgId, userId), learnt);
      await publishRevision(Date.now());
    });
  }
}
