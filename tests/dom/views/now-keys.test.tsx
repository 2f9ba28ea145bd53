import { cleanup } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { TeamTable } from '@/components/views/team/now/TeamTable';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';

import { type Sample, sample } from '../sample';
import { screen, show, within } from '../screen';

let it: Sample;
let user: ReturnType<typeof show>;
let stop = (): void => undefined;
beforeAll(async () => {
  it = await sample({ size: 200 });
}, 60_000);
beforeEach(async () => {
  user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await screen.findByRole('table', { name: 'Team' });
});
afterEach(() => stop());
const words = (): string => document.activeElement?.textContent ?? '';
const rows = (): HTMLElement[] =>
  within(screen.getByRole('table', { name: 'Team' }))
    .getAllByRole('row')
    .slice(1);
const figuresOf = (row: HTMLElement | undefined): string[] =>
  row
    ? within(row)
        .getAllByRole('button')
        .map(({ textContent }) => textContent ?? '')
    : [];

test('a person gets through the view of now in at most 25 presses of Tab', async () => {
  let stops = 0;
  // A browser passes by what is folded.
  const isFolded = (): boolean => document.activeElement?.closest('details:not([open]) > :not(summary)') !== null;
  for (await user.tab(); document.activeElement !== document.body; await user.tab()) if (!isFolded()) stops += 1;
  expect(stops).toBeGreaterThan(10);
  expect(stops).toBeLessThanOrEqual(25);
});

test('of a large team fifty people are drawn, and everyone after a press, which goes on with the next one', async () => {
  const view = await it.queries.team({});
  if ('noConnection' in view) throw new Error('No team.');
  const many = Array.from({ length: 120 }, (_, index) => ({
    ...view.rows[0]!,
    userId: `rep${index}`,
    name: `Rep ${String(index).padStart(3, '0')}`,
  }));
  cleanup();
  function Team() {
    const [isWhole, setWhole] = useState(false);
    const sort = { column: 'name', isDown: false } as const;
    const nothing = (): void => undefined;
    const team = { ...view, rows: many } as typeof view;
    return 'noConnection' in team ? null : (
      <TeamTable
        view={team}
        sort={sort}
        isWhole={isWhole}
        onWhole={() => setWhole(true)}
        onSort={nothing}
        onOpen={nothing}
      />
    );
  }
  user = show(it.backend(), <Team />);
  // The total is one more.
  expect(rows()).toHaveLength(51);
  await user.click(screen.getByRole('button', { name: 'Show all 120' }));
  expect(rows()).toHaveLength(121);
  expect(words()).toBe('Rep 050');
});

test('arrows reach every figure of the team from its one stop', async () => {
  const [first, second] = rows();
  first?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  expect(words()).toBe(figuresOf(first)[0]);
  for (const figure of figuresOf(first).slice(1)) {
    await user.keyboard('{ArrowRight}');
    expect(words()).toBe(figure);
  }
  await user.keyboard('{Home}{ArrowDown}');
  expect(figuresOf(second)).toContain(words());
  await user.keyboard('{End}');
  expect(figuresOf(rows().at(-1))).toContain(words());
});

test('at most seven deals are said to need somebody, with the way to all of them', async () => {
  const list = screen.getByRole('list', { name: 'What needs you' });
  const all = within(list).getAllByRole('listitem');
  expect(all.length).toBeLessThanOrEqual(7);
  const attention = figuresOf(rows().at(-1)).at(-1);
  await user.click(screen.getByRole('button', { name: `All ${attention}` }));
  expect(await screen.findByText(`${attention} deals`)).toBeTruthy();
});

test('the heading of a column says by ? what its figures mean, and nothing on it is a question mark', async () => {
  screen.getByRole('button', { name: 'Won' }).focus();
  await user.keyboard('?');
  expect(await screen.findByRole('dialog', { name: 'Closed won', hidden: true })).toBeTruthy();
  expect(screen.queryByRole('button', { name: '?' })).toBeNull();
});
