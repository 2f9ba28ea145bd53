import { afterAll, beforeAll, expect, test } from 'vitest';

import { settled, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '24' });
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

/** Rings the alarm of the sync, which otherwise goes off every half minute. */
async function ring(): Promise<void> {
  const worker = await it.session.worker();
  await worker.evaluate(async () => {
    const rung = new Promise<void>((done) =>
      chrome.alarms.onAlarm.addListener(({ name }) => name === 'sync' && done()),
    );
    await chrome.alarms.create('sync', { when: Date.now(), periodInMinutes: 0.5 });
    await rung;
  });
}

test('while the computer is locked an open page of the CRM makes no call, and the next alarm after it does', async () => {
  await say('locked');
  await wait(2000);
  const before = it.org.requests.length;
  await ring();
  // Longer than the panel and the page wait before they read anew.
  await wait(22_000);
  expect(it.org.requests.length).toBe(before);
  await say('active');
  await ring();
  await expect.poll(() => it.org.requests.length).toBeGreaterThan(before);
});
