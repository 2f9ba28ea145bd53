import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import { learnDue } from '@/lib/background/learner';
import { putConnection } from '@/lib/storage/registry';

import { connectionOf } from './connection';

test('each org is asked, also after one whose model could not be trained', async () => {
  for (const [place, orgId] of ['a', 'b', 'c'].entries()) await putConnection(connectionOf(orgId, place));
  const asked: string[] = [];
  await expect(
    learnDue(({ orgId }) => {
      asked.push(orgId);
      return orgId === 'c' ? Promise.reject(new Error('unreadable')) : Promise.resolve();
    }),
  ).rejects.toThrow('unreadable');
  // The latest first.
  expect(asked).toEqual(['c', 'b', 'a']);
});
