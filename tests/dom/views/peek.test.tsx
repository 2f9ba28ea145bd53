import { cleanup, waitFor } from '@testing-library/react';
import { beforeAll, describe, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { DealFilter, DealsView } from '@/lib/answers/deals';
import type { Queries } from '@/lib/answers/queries';
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

describe('a deal that was changed under its list', () => {
  /** The list of all that needs attention, on an org whose answer a test changes. */
  async function behind(change: (view: DealsView) => DealsView) {
    cleanup();
    const { queries } = it.backend();
    let isChanged = false;
    const deals = async (filter: DealFilter) => {
      const view = await queries.deals(filter);
      return isChanged && !('noConnection' in view) ? change(view) : view;
    };
    const backend = fakeBackend(Object.create(queries, { deals: { value: deals } }) as Queries, (type) =>
      Promise.resolve(type === 'edit/form' ? FORM : { ok: true }),
    );
    const user = show(backend, <TeamApp onOpenRecord={() => undefined} />);
    await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
    await user.click(await screen.findByRole('button', { name: /^All \d/ }));
    await screen.findByRole('list', { name: 'Deals' });
    const names = (): string[] => [...document.querySelectorAll<HTMLElement>('main .deal-row')].map(nameOf);
    const first = names();
    const peekAt = async (at: number): Promise<void> => {
      document.querySelectorAll<HTMLElement>('main .deal-row')[at]?.focus();
      await user.keyboard('e');
      await peek();
    };
    const changed = async (): Promise<void> => {
      isChanged = true;
      backend.revise();
      await waitFor(() => expect(document.querySelector<HTMLElement>('.list-total')?.dataset['count']).toBe('0'));
    };
    return { user, names, first, peekAt, changed };
  }
  const total = { total: { count: 0, amount: 0, unpriced: 0 } };

  test('stays in its place though the list has it no more, says so, and goes once the list is ordered anew', async () => {
    const third = (view: DealsView): DealsView => ({
      ...view,
      rows: view.rows.filter((_row, at) => at !== 2),
      ...total,
    });
    const { user, names, first, peekAt, changed } = await behind(third);
    await peekAt(2);
    await changed();
    expect(names()).toEqual(first);
    expect(document.querySelectorAll('main .deal-row.gone')).toHaveLength(1);
    expect(document.querySelector('main .deal-row.gone')?.textContent).toContain('no longer in this list');
    await user.selectOptions(screen.getByLabelText('Order'), 'Next follow-up first');
    await waitFor(() => expect(names()).toHaveLength(first.length - 1));
    expect(names()).not.toContain(first[2]);
  }, 60_000);

  test('stays in its place though it would stand first now, and the others go to theirs', async () => {
    const turned = (view: DealsView): DealsView => ({ ...view, rows: view.rows.toReversed(), ...total });
    const { names, first, peekAt, changed } = await behind(turned);
    await peekAt(1);
    await changed();
    const rest = first.toReversed().filter((name) => name !== first[1]);
    expect(names()).toEqual([rest[0], first[1], ...rest.slice(1)]);
  }, 60_000);

  test('moves where it was only the CRM that changed it', async () => {
    const third = (view: DealsView): DealsView => ({
      ...view,
      rows: view.rows.filter((_row, at) => at !== 2),
      ...total,
    });
    const { names, first, peekAt, changed } = await behind(third);
    await peekAt(1);
    await changed();
    expect(names()).toEqual(first.filter((_name, at) => at !== 2));
  }, 60_000);
});
