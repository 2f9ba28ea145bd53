import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createSyncer } from '@/lib/background/syncer';
import { readTable } from '@/lib/storage/column-reader';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { allConnections, forgetConnections } from '@/lib/storage/registry';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeTabs } from './fake-browser';
import { serve, type ServedOrg } from './served-org';

/** A sync of a whole org costs a third of a second: few runs in `npm test`, many in the long form. */
const RUNS = process.env['LONG'] ? 300 : 4;
const HERE = { host: PAGE_HOST };

let it: ServedOrg;
beforeEach(async () => {
  await forgetConnections();
  it = await serve();
  it.org.sharing = 'private';
  // Without a role nobody sees what is another's.
  const sellers = it.org.rows('User').slice(0, 3);
  for (const seller of sellers) seller['UserRoleId'] = null;
  users = sellers.map(({ Id }) => Id);
  for (const [at, row] of it.org.rows('Opportunity').entries()) row['OwnerId'] = users[at % users.length] ?? null;
});
afterEach(() => it.close());

let users: string[];
const own = (user: string): string[] =>
  it.org
    .rows('Opportunity')
    .flatMap((row) => (row['OwnerId'] === user ? [row.Id] : []))
    .toSorted();
async function held(user: string): Promise<string[]> {
  const connection = (await allConnections()).find(({ userId }) => userId === user);
  if (!connection) return [];
  const { orgId, userId } = connection;
  return (await readTable(openDatabase(orgId, userId), 'opportunity'))
    .rows()
    .map(({ id }) => id)
    .toSorted();
}

type Step = { kind: 'become'; who: number } | { kind: 'watch' } | { kind: 'sync' } | { kind: 'sell'; deal: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('become' as const), who: fc.nat(2) }),
  fc.constant({ kind: 'watch' as const }),
  fc.constant({ kind: 'sync' as const }),
  fc.record({ kind: fc.constant('sell' as const), deal: fc.nat(50) }),
);

test('whoever signs in while answers are on their way, in whatever order they come, no database holds a deal of another', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 3, maxLength: 9 }), async (s, steps) => {
      await deleteAll();
      await forgetConnections();
      // All runs are of one org, and one day.
      it.org.usage = 0;
      const api = it.cookies[1];
      if (!api) throw new Error('Nobody is signed in.');
      const become = (who: number): void => void (api.value = it.org.login(users[who] ?? ''));
      become(0);
      const syncer = createSyncer({
        tabs: fakeTabs([it.pageUrl]),
        cookies: fakeCookies(it.cookies),
        // The answer is made at once, and comes when the scheduler lets it.
        fetch: s.scheduleFunction(it.fetch),
        tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
        now: () => Date.now(),
        publish: () => Promise.resolve(),
        onWatched: () => undefined,
      });
      const running: Promise<unknown>[] = [];
      const { task } = s.scheduleSequence(
        steps.map((each) => async () => {
          if (each.kind === 'become') become(each.who);
          else if (each.kind === 'watch') running.push(syncer.watch(HERE));
          else if (each.kind === 'sync') running.push(syncer.syncOpenPages(['*']));
          else {
            const rows = it.org.rows('Opportunity');
            const row = rows[each.deal % rows.length];
            if (row) it.org.update('Opportunity', row.Id, { Amount: each.deal }, String(row['OwnerId']));
          }
        }),
      );
      await s.waitFor(task);
      // A refusal is an answer too: what is asked is what is kept.
      await s.waitFor(Promise.allSettled(running));
      for (const { userId } of await allConnections())
        expect(new Set(own(userId))).toEqual(new Set([...own(userId), ...(await held(userId))]));
      // Whoever is signed in at the end has all of theirs, and nothing else.
      for (const [who, user] of users.entries()) {
        become(who);
        await s.waitFor(syncer.watch(HERE));
        expect(await held(user)).toEqual(own(user));
      }
    }),
    { numRuns: RUNS },
  );
}, 3_600_000);
