import { act, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { t } from '@/lib/i18n';

import { sample, type Sample } from '../sample';
import { button, show, there } from '../screen';

let it: Sample;
let stop = (): void => undefined;
beforeAll(async () => {
  it = await sample({ size: 200 });
}, 120_000);
afterEach(() => stop());

const openTab = async (name: string, backend = it.backend()): Promise<ReturnType<typeof show>> => {
  const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button(name));
  return user;
};
const number = (element: HTMLElement, name: string): number => Number(element.dataset[name]);

test('the plan is there before it is rehearsed; then at most five things set the misses apart, and each opens its deals', async () => {
  const backend = it.backend();
  let played = (): void => undefined;
  const waits = new Promise<void>((done) => (played = done));
  const { rehearsal } = backend.queries;
  const late: typeof rehearsal = (...asked) => waits.then(() => rehearsal(...asked));
  const queries = new Proxy(backend.queries, {
    get: (all, name) => (name === 'rehearsal' ? late : Reflect.get(all, name)),
  });
  const user = await openTab('Plan', { ...backend, queries });
  await there('[data-plan-id]');
  expect(document.body.textContent).toContain(t('rehearsal.running'));
  act(played);
  await there('[data-told]');
  const told = [...document.querySelectorAll<HTMLElement>('[data-told]')];
  expect(told.length).toBeLessThanOrEqual(5);
  const apart = told.map((each) => number(each, 'share') - number(each, 'inHits'));
  expect(apart).toEqual(apart.toSorted((a, b) => b - a));
  const door = await there('[data-told] .link');
  const name = door.textContent;
  door.focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(document.querySelector('h1')?.textContent).toContain(name));
  await user.keyboard('{Escape}');
  // Back where one was: the same sentence has the focus.
  await waitFor(() => expect(document.activeElement?.textContent).toBe(name), { timeout: 20_000 });
}, 60_000);

test('a deal marked lost gives what could fill in at once, with the chance of the quota before and after', async () => {
  const user = await openTab('Plan');
  const step = await there('[data-plan-id]');
  const ifLost = number(step, 'ifLost');
  const now = number(await there('[data-reaches-quota]'), 'reachesQuota');
  await user.click(await there('[data-plan-id] summary'));
  await user.click(await there('[data-plan-id] .button'));
  const after = await there('[data-before]');
  expect(number(after, 'before')).toBeCloseTo(now, 9);
  expect(number(after, 'after')).toBeCloseTo(ifLost, 9);
  const fills = [...after.querySelectorAll<HTMLElement>('[data-substitute]')];
  expect(fills.length).toBeGreaterThan(0);
  for (const each of fills) expect(number(each, 'chance')).toBeGreaterThanOrEqual(ifLost - 1e-9);
  // Played anew, without it.
  await there('[data-told]');
  await user.click(await there('.marked .link'));
  await waitFor(() => expect(document.querySelector('[data-before]')).toBeNull());
}, 60_000);

test('effort limits plan and actions until it is as usual again', async () => {
  const user = await openTab('Plan');
  await there('[data-actions]');
  const usual = number(await there('.effort'), 'effort');
  const all = number(await there('[data-all]'), 'all');
  const field = await there('[data-focus="effort"]');
  await user.clear(field);
  await user.type(field, '2');
  await waitFor(() => expect(number(document.querySelector('[data-actions]')!, 'actions')).toBe(2), {
    timeout: 20_000,
  });
  expect(document.querySelectorAll('[data-plan-id]').length).toBeLessThanOrEqual(2);
  expect(number(await there('[data-all]'), 'all')).toBeLessThan(all);
  await user.click(await there('[data-focus="effort-usual"]'));
  await waitFor(() => expect(number(document.querySelector('.effort')!, 'effort')).toBe(usual));
  await waitFor(() => expect(number(document.querySelector('[data-all]')!, 'all')).toBeCloseTo(all, 9), {
    timeout: 20_000,
  });
}, 60_000);

test('what open deals lack opens those deals, by field and by stage, and from there the grid that mends them', async () => {
  const user = await openTab('Process');
  const field = await there('[data-blank="nextStep"]');
  const count = number(field, 'count');
  expect(count).toBeGreaterThan(0);
  await user.click(await there('[data-focus="blank-nextStep"]'));
  expect(number(await there('[data-total]'), 'count')).toBe(count);
  await there('[data-focus="clean-up"]');
  await user.keyboard('{Escape}');
  const cell = await there('td [data-focus^="blank-nextStep-"].door');
  const blank = Number(cell.closest('td')?.dataset['blank']);
  await user.click(cell);
  await waitFor(() => expect(number(document.querySelector('[data-total]')!, 'count')).toBe(blank), {
    timeout: 20_000,
  });
}, 60_000);
