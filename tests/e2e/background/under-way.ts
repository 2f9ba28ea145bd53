import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { ask } from '@/tests/demo/ask';
import type { LiveOrg } from '@/tests/org/org';
import { PAGE_HOST } from '@/tests/org/org';

/** What the background can be at when it ends. */
export const WORK = ['pull', 'delta', 'learning', 'reminder'] as const;
export type Work = (typeof WORK)[number];

/** Within so many ms of its beginning each of them is still under way. */
const LASTS: Record<Work, number> = { pull: 1500, delta: 300, learning: 2500, reminder: 25 };
/** Deals that one delta brings. */
const CHANGED = 20;

/** A number from 0 to 1 that is the same for a seed in every run. */
export const spread = (seed: number): number => ((seed * 48_271 + 11) % 65_537) / 65_537;

/** When the one of this seed is to end it, ms after its beginning. */
export const endsAt = (work: Work, seed: number): number => Math.floor(spread(seed) * LASTS[work]);

const send = (helper: Page, type: string, request: object): Promise<boolean> =>
  helper
    .evaluate(
      (message) =>
        chrome.runtime.sendMessage(message).then(
          (answer: { error?: unknown } | undefined) => answer !== undefined && answer.error === undefined,
          () => false,
        ),
      { type, request, whose: { host: PAGE_HOST } },
    )
    .catch(() => false);

/** Begins it, and waits for nothing. Resolves to whether it was answered, once the background has answered or is gone. */
export async function begin(
  work: Work,
  { helper, org, seed }: { helper: Page; org: LiveOrg; seed: number },
): Promise<{ isAnswered: Promise<boolean> }> {
  const [deal] = org.rows('Opportunity');
  if (work === 'pull')
    await helper.evaluate(async () => {
      for (const { name } of await indexedDB.databases())
        if (name?.startsWith('pipelens-00D'))
          await new Promise<void>((done) => {
            const request = indexedDB.deleteDatabase(name);
            request.addEventListener('success', () => done());
            request.addEventListener('error', () => done());
          });
    });
  if (work === 'delta')
    for (const [at, row] of org.rows('Opportunity').slice(0, CHANGED).entries())
      org.update('Opportunity', row.Id, { Amount: seed * 1000 + at }, String(row['OwnerId']));
  if (work === 'learning') {
    await helper.evaluate(() => chrome.alarms.create('learn', { when: Date.now() }));
    return { isAnswered: Promise.resolve(false) };
  }
  if (work === 'reminder') {
    const request = { host: PAGE_HOST, recordId: deal?.Id, recordName: 'Deal', text: textOf(seed), when: '+2w' };
    return { isAnswered: send(helper, 'reminder/add', request) };
  }
  return { isAnswered: send(helper, 'sync/now', { host: PAGE_HOST }) };
}

export const textOf = (seed: number): string => `follow-up ${seed}`;

/** Waits until the store has exactly what the org has, and each follow-up that was answered for once; one that was not at most once. */
export async function expectExact(helper: Page, org: LiveOrg, answered: ReadonlySet<string>): Promise<void> {
  // What is read last is not yet there when the deals are, and a pull goes on in slices.
  let wrong: unknown;
  for (const until = Date.now() + 300_000; Date.now() < until; await helper.waitForTimeout(300)) {
    await send(helper, 'sync/now', { host: PAGE_HOST });
    wrong = await exact(helper, org, answered).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (wrong === undefined) return;
  }
  throw wrong;
}

async function exact(helper: Page, org: LiveOrg, answered: ReadonlySet<string>): Promise<void> {
  const { rows, freshness } = await ask(helper, 'deals', { figure: 'listed' });
  const of = (each: { id: string; amount: unknown }): string => `${each.id} ${Math.round(Number(each.amount ?? 0))}`;
  const expected = org.rows('Opportunity').map((row) => of({ id: row.Id, amount: row['Amount'] }));
  expect(rows.map(({ id, amount }) => of({ id, amount })).toSorted()).toEqual(expected.toSorted());
  expect(freshness.rows['version']).toBe(org.rows('OpportunityHistory').length);
  expect(freshness.rows['activity']).toBe(org.rows('Task').length + org.rows('Event').length);
  expect(freshness.rows['contactRole']).toBe(org.rows('OpportunityContactRole').length);
  expect(freshness.damage).toBeUndefined();
  const texts = (await ask(helper, 'reminders', {})).map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toEqual(expect.arrayContaining([...answered]));
}
