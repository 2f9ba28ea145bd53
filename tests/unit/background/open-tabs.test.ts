import { expect, test } from 'vitest';

import { isFirstWorker } from '@/lib/background/first-worker';
import { startInOpenTabs } from '@/lib/background/open-tabs';

import { fakeStorage } from './fake-browser';

test('each open page of a CRM gets the script, though one of them refuses it', async () => {
  const asked: string[][] = [];
  const started: number[] = [];
  const tabs = {
    query({ url, discarded }: { url: string[]; discarded: false }) {
      asked.push(url);
      expect(discarded).toBe(false);
      return Promise.resolve([{ id: 1 }, { id: 2 }, {}, { id: 3 }]);
    },
  };
  const start = (id: number): Promise<void> => {
    started.push(id);
    return id === 2 ? Promise.reject(new Error('Frame with ID 0 is showing error page')) : Promise.resolve();
  };
  await expect(startInOpenTabs(tabs, start)).rejects.toThrow('showing error page');
  expect(started).toEqual([1, 2, 3]);
  expect(asked.flat()).toContain('https://*.lightning.force.com/*');
});

test('a tab that never answers, as one that the browser has frozen, keeps none of the others waiting', async () => {
  const started: number[] = [];
  void startInOpenTabs({ query: () => Promise.resolve([{ id: 1 }, { id: 2 }]) }, (id) => {
    started.push(id);
    return new Promise(() => undefined);
  });
  await Promise.resolve();
  await Promise.resolve();
  expect(started).toEqual([1, 2]);
});

test('the first worker since the extension was switched on knows it, and none after it, until its session storage is gone', async () => {
  const session = fakeStorage();
  expect([await isFirstWorker(session), await isFirstWorker(session)]).toEqual([true, false]);
  session.values.clear();
  expect(await isFirstWorker(session)).toBe(true);
});
