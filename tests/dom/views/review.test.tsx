import { waitFor } from '@testing-library/react';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { t } from '@/lib/i18n';

import { sample, type Sample } from '../sample';
import { button, screen, show } from '../screen';

let it: Sample;
let stop = (): void => undefined;
afterAll(() => stop());
beforeAll(async () => {
  it = await sample({ size: 200 });
}, 60_000);

const openPeople = async (backend = it.backend()) => {
  const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await teamDrill.openTab('people', 0);
  await button(t('review.open'));
  return { user, backend };
};
const shown = (): string | undefined => document.querySelector<HTMLElement>('[data-review]')?.dataset['review'];
const next = (before: string | undefined): Promise<void> => waitFor(() => expect(shown()).not.toBe(before));

test('ten deals are reviewed in at most 25 presses, each with an action that is kept as a follow-up, and it ends as text', async () => {
  const { user, backend } = await openPeople();
  let presses = 0;
  const press = async (key: string): Promise<void> => {
    presses += 1;
    await user.keyboard(key);
  };
  (await button(t('review.open'))).focus();
  await press('{Enter}');
  await waitFor(() => expect(shown()).toBeDefined());
  const names: string[] = [];
  for (let deal = 0; deal < 10; deal += 1) {
    const id = shown();
    names.push(document.querySelector('[data-review] h2')?.textContent ?? '');
    await waitFor(() => expect(document.activeElement?.textContent).toBe(t('review.keep')));
    await press('{Enter}');
    await next(id);
  }
  expect(presses).toBeLessThanOrEqual(25);
  const kept = (await it.db.jottings.toArray()).filter(({ kind }) => kind === 'review');
  expect(kept).toHaveLength(10);
  for (const { value } of kept)
    expect(value).toMatchObject({ action: { who: expect.any(String), what: expect.any(String) } });
  expect(backend.sent.filter(({ type }) => type === 'reminder/add')).toHaveLength(10);
  while (shown() !== undefined) {
    const id = shown();
    await user.keyboard('{ArrowRight}');
    await next(id);
  }
  const text = (await screen.findByRole<HTMLTextAreaElement>('textbox', { name: t('review.text') })).value;
  for (const name of names) expect(text).toContain(name);
  expect(text.match(/→ /g)?.length ?? 0).toBeGreaterThanOrEqual(10);
}, 60_000);

test('the next review says what was promised, and takes that it is done', async () => {
  const { user } = await openPeople();
  await user.click(await button(t('review.open')));
  const promised = await waitFor(() => {
    const found = document.querySelector<HTMLElement>('[data-promised]');
    if (!found) throw new Error('Nothing promised.');
    return found;
  });
  const id = promised.dataset['promised'] ?? '';
  await user.click(await button(t('review.done')));
  await waitFor(() => expect(document.querySelector<HTMLElement>('[data-promised]')?.dataset['done']).toBe('true'));
  expect((await it.db.jottings.get(`review/${id}`))?.value).toMatchObject({ action: { doneAt: expect.any(Number) } });
}, 60_000);

test('an action that cannot be kept is told, and the deal stays', async () => {
  const { user, backend } = await openPeople();
  await user.click(await button(t('review.open')));
  await waitFor(() => expect(shown()).toBeDefined());
  const id = shown();
  backend.break('jotting/put', new Error('The disk is full.'));
  await user.click(await button(t('review.keep')));
  await screen.findByText(/The disk is full/);
  expect(shown()).toBe(id);
}, 60_000);

test('the agenda of a talk has deals, a habit and what was promised, as text too', async () => {
  const { user } = await openPeople();
  const card = document.querySelector<HTMLElement>('.person');
  const name = card?.querySelector('h2');
  if (!card || !name) throw new Error('No card.');
  await user.click(name);
  const prepare = [...card.querySelectorAll('button')].find((each) => each.textContent === t('review.agenda'));
  if (!prepare) throw new Error('No agenda.');
  await user.click(prepare);
  const text = (await screen.findByRole<HTMLTextAreaElement>('textbox', { name: t('review.agenda.text') })).value;
  for (const part of ['wins', 'deals', 'habit', 'promised'] as const)
    expect(text).toContain(t(`review.agenda.${part}`));
  await user.click(await button(t('review.agenda.held')));
  await screen.findByText(t('review.agenda.kept'));
  const talks = (await it.db.jottings.toArray()).filter(({ of }) => of.startsWith('person/'));
  expect(talks).toHaveLength(1);
}, 60_000);
