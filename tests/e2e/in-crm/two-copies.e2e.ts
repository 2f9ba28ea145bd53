import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { panelOf, recordPath } from '@/tests/browser/session';
import { removeTemporary, temporaryFolder } from '@/tests/temporary';

import { openDeals, world, type World } from '../world';

/** The build, and one from elsewhere: without the key it has an id of its own, as one that a store gave another. */
let it: World;
beforeAll(async () => {
  const own = resolve('.output/chrome-mv3');
  const other = temporaryFolder();
  cpSync(own, other, { recursive: true });
  const manifest = join(other, 'manifest.json');
  const { key: _key, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as { key: string };
  writeFileSync(manifest, JSON.stringify(rest));
  it = await world({ size: '12' }, { extension: `${own},${other}` });
});
afterAll(async () => {
  await it.close();
  removeTemporary();
});

test('where two copies of the extension run, the panel says so on its deal, and what to do', async () => {
  const [deal] = openDeals(it);
  await it.session.goInApp(recordPath(deal?.Id ?? ''));
  const { page } = it.session;
  await expect.poll(() => page.locator('[data-pipelens]').count()).toBe(2);
  const panel = await panelOf(page);
  await panel.getByText('Two copies of Pipelens run here').waitFor();
  await panel.waitForSelector(`article[data-record-id="${deal?.Id}"]`);
});
