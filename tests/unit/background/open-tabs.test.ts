import { expect, test } from 'vitest';

import { startInOpenTabs } from '@/lib/background/open-tabs';

test('each open page of a CRM gets the script, though one of them refuses it', async () => {
  const asked: string[][] = [];
  const started: number[] = [];
  const tabs = {
    query({ url }: { url: string[] }) {
      asked.push(url);
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
