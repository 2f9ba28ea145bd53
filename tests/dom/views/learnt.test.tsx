import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Row } from '@/lib/sample/org-tables';

import { openDeal } from '../open-deal';
import { sample, type Sample } from '../sample';
import { learnProved } from '../score';
import { button, show, there } from '../screen';
import { DAY } from '../truth';

let it: Sample;
let stop = (): void => undefined;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-24T09:00:00Z') });
  it = await sample({ size: 60 });
}, 120_000);
afterEach(() => stop());
afterAll(() => void vi.useRealTimers());

const openDeals = (): Row[] => it.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
/** Deals that are old enough to be judged. */
const judged = (): Row[] =>
  openDeals().filter((row) => Date.parse(String(row['CreatedDate'])) < Date.parse(it.org.asOf) - 30 * DAY);
const numbers = (selector: string, name: string): number[] =>
  [...document.querySelectorAll(selector)].map((each) => Number(each.getAttribute(name)));
const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);

async function open(deal: Row | undefined): Promise<void> {
  if (!deal) throw new Error('No deal to open.');
  ({ stop } = await openDeal(it.backend(), { Id: deal.Id, Name: String(deal['Name']) }));
}

test('before a score is learnt a record says a band by stage rates, and in the same line why there is no more', async () => {
  await open(judged()[0]);
  const line = await there('[data-step="band"]');
  expect(line.dataset['band']).toMatch(/low|middle|high/);
  expect(line.textContent).toContain('No model trained yet');
  expect((await there('.verdict .tag')).textContent).toBe('rules');
  expect((await there('.verdict')).textContent).not.toMatch(/%/);
});

test('once one has proved itself, a record says the chance, and what speaks for and against adds up to it', async () => {
  await learnProved(it);
  for (const deal of judged().slice(0, 5)) {
    await open(deal);
    await there('.verdict[data-method="learnt"]');
    const [chance] = numbers('[data-step="full"]', 'data-chance');
    const [base = Number.NaN] = numbers('.reasons[data-base]', 'data-base');
    const logOdds = base + sum(numbers('.reasons[data-base] [data-log-odds]', 'data-log-odds'));
    expect(1 / (1 + Math.exp(-logOdds))).toBeCloseTo(chance ?? Number.NaN, 9);
    // The whole numbers that are shown add up as well.
    const shown = [...document.querySelectorAll('.reasons[data-base] .points')].map((each) => each.textContent);
    const points = shown.map((text) => Number(/[−+]?\d+/.exec(text)?.[0].replace('−', '-')));
    if (!shown.some((text) => /under|over/.test(text))) expect(sum(points.slice(0, -1))).toBe(points.at(-1));
    expect((await there('.verdict .score')).textContent).toContain('%');
    stop();
    document.body.replaceChildren();
  }
});

test('the focus list holds every open deal of the team in one bucket, to the cent', async () => {
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button('Focus'));
  await there('[data-bucket]');
  expect(sum(numbers('[data-bucket]', 'data-count'))).toBe(openDeals().length);
  const cents = sum(openDeals().map((row) => Math.round(Number(row['Amount'] ?? 0) * 100)));
  expect(Math.round(sum(numbers('[data-bucket]', 'data-total')) * 100)).toBe(cents);
});
