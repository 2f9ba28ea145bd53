import { afterAll, beforeAll, expect, test } from 'vitest';

import { settled, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world();
  await settled(it);
});
afterAll(() => it.close());

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** From now on the browser says this of the computer. */
async function say(state: string): Promise<void> {
  const worker = await it.session.worker();
  await worker.evaluate((said) => {
    chrome.idle.queryState = () => Promise.resolve(said as chrome.idle.IdleState);
  }, state);
}

test('a browser that is driven by a program counts as somebody who is there', async () => {
  const worker = await it.session.worker();
  expect(await worker.evaluate(() => chrome.idle.queryState(120))).toBe('active');
});

// Two alarms have to pass: in the long form. The rules themselves are proved without a browser.
test.runIf(process.env['LONG'])(
  'while the computer is locked an open page of the CRM makes no call, and the next alarm after it does',
  async () => {
    await say('locked');
    await wait(2000);
    const before = it.org.requests.length;
    await wait(70_000);
    expect(it.org.requests.length).toBe(before);
    await say('active');
    await expect.poll(() => it.org.requests.length, { timeout: 60_000 }).toBeGreaterThan(before);
  },
);
