import { cleanup, waitFor } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { EditForm } from '@/lib/deal/edits/edit';

import { fakeBackend } from '../backend';
import { type Sample, sample } from '../sample';
import { screen, show, within } from '../screen';

let it: Sample;
beforeAll(async () => {
  it = await sample({ size: 80 });
}, 60_000);

const FORM: EditForm = {
  values: { stage: 'Prospecting', amount: 1000, nextStep: null },
  fields: {
    stage: { kind: 'choice', isRequired: true, options: [{ value: 'Prospecting', label: 'Prospecting' }] },
    amount: { kind: 'number', isRequired: false },
    nextStep: { kind: 'text', isRequired: false },
  },
  fixed: {},
  reason: {},
  needs: [],
};

/** The list of what needs attention, with the focus on its first row. */
async function list() {
  cleanup();
  const { queries } = it.backend();
  const backend = fakeBackend(queries, (type) => Promise.resolve(type === 'edit/form' ? FORM : { ok: true }));
  const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
  await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  const rows = await waitFor(() => {
    const found = document.querySelectorAll<HTMLElement>('.rows .deal-row');
    if (found.length < 2) throw new Error('No rows.');
    return found;
  });
  rows[0]?.focus();
  return { user, backend, rows };
}
const nameOf = (row: HTMLElement | undefined): string => row?.querySelector('.deal-name')?.textContent ?? '';
const peek = (): Promise<HTMLElement> => screen.findByRole('complementary', { name: 'The deal in short' });

test('Space shows the deal under its list, the arrows go on to the next one, and Escape ends it where the focus was', async () => {
  const { user, rows } = await list();
  await user.keyboard(' ');
  expect(await within(await peek()).findByRole('heading', { name: nameOf(rows[0]) })).toBeTruthy();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Team');
  expect(document.activeElement).toBe(rows[0]);
  await user.keyboard('{ArrowDown}');
  expect(await within(await peek()).findByRole('heading', { name: nameOf(rows[1]) })).toBeTruthy();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).toBeNull();
  expect(document.activeElement).toBe(rows[1]);
  await user.keyboard(' ');
  await peek();
  await user.keyboard(' ');
  expect(screen.queryByRole('complementary')).toBeNull();
}, 60_000);

test('e changes the deal under its list, with the form in focus, and the list stays', async () => {
  const { user, backend, rows } = await list();
  await user.keyboard('e');
  const form = await within(await peek()).findByRole('textbox', { name: /Amount/ });
  expect(backend.sent.filter(({ type }) => type === 'edit/form')).toHaveLength(1);
  await waitFor(() => expect(document.activeElement?.closest('.peek')).not.toBeNull());
  expect(nameOf(rows[0])).not.toBe('');
  expect(document.contains(rows[0] ?? null)).toBe(true);
  form.focus();
  await user.keyboard('{Escape}');
  await user.keyboard('{Escape}');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Team');
}, 60_000);
