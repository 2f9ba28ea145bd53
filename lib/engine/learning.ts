import { publishRevision } from '@/lib/messaging';
import type { Learnt } from '@/lib/scoring/learn';
import { openDatabase } from '@/lib/storage/database';
import type { Connection } from '@/lib/storage/registry';
import { putScore } from '@/lib/storage/score';
import { learnLock } from '@/lib/sync/learn-score';

import { startEngine } from './start';

type Key = Pick<Connection, 'orgId' | 'userId'>;

/**
 * Learns an org's score in a worker of its own and stores it. Undefined when nothing was read of the org yet. Rejects with the
 * signal's reason when it is stopped, and leaves the former score as it was. One page at a time learns: this one waits for its turn.
 */
export const learnNow = (
  key: Key,
  { isForcedToRules, signal }: { isForcedToRules: boolean; signal: AbortSignal },
): Promise<Learnt | undefined> =>
  navigator.locks.request(learnLock(key), { signal }, () => run(key, signal, { isForcedToRules }));

/** The same without being asked: only if it is due and no other page is at it, with what was chosen before. */
export async function learnIfDue(key: Key & Pick<Connection, 'syncedAt'>): Promise<void> {
  // A history that is still arriving would be learnt from in part.
  if (key.syncedAt === undefined) return;
  await navigator.locks.request(learnLock(key), { ifAvailable: true }, async (lock) => {
    if (lock) await run(key, undefined, {});
  });
}

async function run(
  { orgId, userId }: Key,
  signal: AbortSignal | undefined,
  choice: { isForcedToRules?: boolean },
): Promise<Learnt | undefined> {
  const engine = startEngine();
  const stop = (): void => engine.end(signal?.reason);
  signal?.addEventListener('abort', stop);
  try {
    const learnt = await engine.ask('learn', { orgId, userId, now: Date.now(), ...choice });
    signal?.throwIfAborted();
    if (!learnt) return undefined;
    await putScore(openDatabase(orgId, userId), learnt);
    await publishRevision(Date.now());
    return learnt;
  } finally {
    signal?.removeEventListener('abort', stop);
    engine.end();
  }
}
