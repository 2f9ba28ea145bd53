import { isOff } from '@/lib/deal/kept/policy';
import { publishRevision, readManaged } from '@/lib/messaging';
import type { Learnt } from '@/lib/scoring/learn';
import { finishInSlices } from '@/lib/scoring/model/steps';
import { openDatabase } from '@/lib/storage/database';
import { type Connection, connectionOf } from '@/lib/storage/registry';
import { putScore } from '@/lib/storage/stored-score';
import { learnScore } from '@/lib/sync/learn-score';

import { startEngine } from './start';

type Key = Pick<Connection, 'orgId' | 'userId'>;

/**
 * Learns an org's score in a worker of its own and stores it. Undefined when nothing was read of the org yet. Rejects with the
 * signal's reason when it is stopped, and leaves the former score as it was. One context at a time learns an org: this one waits for its turn.
 */
export const learnNow = (
  key: Key,
  { isForcedToRules, signal }: { isForcedToRules: boolean; signal: AbortSignal },
): Promise<Learnt | undefined> =>
  navigator.locks.request(lockOf(key), { signal }, () => run(key, signal, { isForcedToRules }));

/** The same without being asked: only if it is due and nobody else is at it, with what was chosen before. */
export const learnIfDue = (key: Due): Promise<void> =>
  ifFree(key, async () => {
    await run(key, undefined, {});
  });

/** The same in this very context, between other work: for one that cannot start a worker. */
export const learnIfDueHere = (key: Due, limits: { mostFinished: number; sliceMs: number }): Promise<void> =>
  ifFree(key, async () => {
    const { orgId, userId } = key;
    const request = { orgId, userId, now: Date.now(), mostFinished: limits.mostFinished };
    await keep(key, await learnScore(request, (steps) => finishInSlices(steps, { sliceMs: limits.sliceMs })));
  });

type Due = Key & Pick<Connection, 'syncedAt'>;

async function ifFree(key: Due, work: () => Promise<void>): Promise<void> {
  // A history that is still arriving would be learnt from in part.
  if (key.syncedAt === undefined || isOff((await readManaged()).policy, 'learn')) return;
  await navigator.locks.request(lockOf(key), { ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}

const lockOf = ({ orgId, userId }: Key): string => `learn-${orgId}-${userId}`;

async function run(
  key: Key,
  signal: AbortSignal | undefined,
  choice: { isForcedToRules?: boolean },
): Promise<Learnt | undefined> {
  const engine = startEngine();
  const stop = (): void => engine.end(signal?.reason);
  signal?.addEventListener('abort', stop);
  try {
    const { orgId, userId } = key;
    const learnt = await engine.ask('learn', { orgId, userId, now: Date.now(), ...choice });
    signal?.throwIfAborted();
    return await keep(key, learnt);
  } finally {
    signal?.removeEventListener('abort', stop);
    engine.end();
  }
}

async function keep({ orgId, userId }: Key, learnt: Learnt | undefined): Promise<Learnt | undefined> {
  // A score of what was deleted meanwhile would bring its database back.
  if (!learnt || !(await connectionOf(`${orgId}-${userId}`))) return undefined;
  await putScore(openDatabase(orgId, userId), learnt);
  await publishRevision(Date.now());
  return learnt;
}
