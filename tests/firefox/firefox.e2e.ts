import { afterAll, beforeAll, expect, test } from 'vitest';

import { openDeals } from '../e2e/world';
import { type World, world } from './world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '12' });
});
afterAll(() => it?.close());

test('the panel in a record page shows its deal', async () => {
  const [deal] = openDeals(it);
  const panel = await it.panelOn(deal!.Id);
  const words = await panel.$eval('body', (body) => body.innerText);
  expect(words).toContain(String(deal!['Name']));
});
