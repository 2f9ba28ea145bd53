import { fireEvent, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { MOVEMENTS } from '@/lib/figures/flow';
import { t } from '@/lib/i18n';

import { sample, type Sample } from '../sample';
import { button, screen, show, within } from '../screen';
import { DAY, endOf, expectedFlow, isIn, isOpen, isWon, quarterOf, stateAt, textOf } from '../truth';

let it: Sample;
let stop = (): void => undefined;
beforeAll(async () => {
  it = await sample({ size: 200 });
}, 60_000);
afterAll(() => stop());

const open = async (): Promise<ReturnType<typeof show>> => {
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  return user;
};
/** The whole number in a text as it is read: `−€1,234` and `€1,234 deals` are 1234. */
const digits = (text: string | null | undefined): number => Number((text ?? '').replace(/[^\d]/g, ''));
const cellsOf = (row: HTMLElement): (string | null)[] =>
  within(row)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

/** Amount of each movement, and of both ends, as the table says them, whole euros. */
function shown(): Record<string, number> {
  const table = document.querySelector<HTMLElement>('table.changes');
  if (!table) return {};
  const rows = within(table).getAllByRole('row').slice(1).map(cellsOf);
  const names = [t('changes.start'), ...MOVEMENTS.map((name) => t(`metric.${name}`)), t('changes.end')];
  // What did not move has no row.
  return Object.fromEntries(
    rows.map(([title, , amount]) => [
      names.filter((name) => title?.startsWith(name)).toSorted((a, b) => b.length - a.length)[0],
      digits(amount),
    ]),
  );
}

test('between any two days each movement reads as what the org’s own tables give, and nothing is unexplained', async () => {
  const user = await open();
  await user.click(await button('Changes'));
  await screen.findByLabelText('From the end of');
  for (const [back, span] of [
    [0, 7],
    [30, 31],
    [100, 45],
    [250, 80],
  ] as const) {
    const to = textOf(Date.parse(it.org.asOf) - (back + 1) * DAY);
    const from = textOf(Date.parse(to) - span * DAY);
    // One right after the other: the second must not bring the first one's old value back.
    fireEvent.change(screen.getByLabelText('From the end of'), { target: { value: from } });
    fireEvent.change(screen.getByLabelText('To the end of'), { target: { value: to } });
    const own = expectedFlow(it.org, from, to);
    const euros = (name: string): number => Math.round((own[name] ?? 0) / 100);
    await waitFor(
      () =>
        expect(shown(), `${from} to ${to}`).toEqual({
          [t('changes.start')]: euros('start'),
          ...Object.fromEntries(
            MOVEMENTS.filter((name) => euros(name) !== 0).map((name) => [t(`metric.${name}`), euros(name)]),
          ),
          [t('changes.end')]: euros('end'),
        }),
      { timeout: 10_000 },
    );
    const words = document.querySelector('.sums')?.textContent ?? '';
    const [start = 0, joined = 0, left = 0, end = 0, unexplained] = [...words.matchAll(/€([\d,]+\.\d\d)/g)].map(
      ([, figure = '']) => Math.round(Number(figure.replaceAll(',', '')) * 100),
    );
    expect([start, end, unexplained], words).toEqual([own['start'] ?? 0, own['end'] ?? 0, 0]);
    expect(start + joined - left).toBe(end);
  }
}, 60_000);

test('no row stands for what did not move, at most seven bars are drawn, and the one of the smallest opens them', async () => {
  const user = await open();
  await user.click(await button('Changes'));
  await screen.findByLabelText('From the end of');
  const days = textOf(Date.parse(it.org.asOf) - 80 * DAY);
  fireEvent.change(screen.getByLabelText('From the end of'), { target: { value: days } });
  const own = expectedFlow(it.org, days, it.org.asOf);
  const moving = MOVEMENTS.filter((name) => (own[name] ?? 0) !== 0);
  const table = await screen.findByRole('table', { name: /^From/ });
  await waitFor(() => expect(within(table).getAllByRole('row').length - 3).toBeGreaterThanOrEqual(moving.length));
  for (const row of within(table).getAllByRole('row').slice(2, -1)) expect(digits(cellsOf(row)[1])).toBeGreaterThan(0);
  expect(moving.length).toBeGreaterThan(5);
  // The chart is walked by keys: what is said of each bar is read.
  const chart = document.querySelector<HTMLElement>('[data-focus="waterfall"]');
  const said = (): string => document.querySelector('[aria-live="polite"].hidden-text')?.textContent ?? '';
  const bars: string[] = [];
  chart?.focus();
  for (let step = 0; step < 9; step += 1) {
    await user.keyboard('{ArrowDown}');
    if (bars.at(-1) !== said()) bars.push(said());
  }
  expect(bars).toHaveLength(7);
  expect(bars[5]).toMatch(/^Other \(\d+\): /);
  await user.keyboard('{ArrowUp}{Enter}');
  const held = await screen.findByRole('table', { name: /^Other/ });
  const names = within(held)
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('button')[0]?.textContent);
  const largest = moving.toSorted((a, b) => (own[b] ?? 0) - (own[a] ?? 0)).slice(0, 4);
  expect(names).toEqual(moving.filter((name) => !largest.includes(name)).map((name) => t(`metric.${name}`)));
}, 60_000);

test('the slider shows the team as it was, says so, and its figures open their deals of that day', async () => {
  const user = await open();
  const total = async (): Promise<(string | null)[]> => {
    const table = await screen.findByRole('table', { name: 'Team' });
    const row = within(table).getAllByRole('row').at(-1);
    return row ? cellsOf(row) : [];
  };
  const now = await total();
  const on = textOf(Date.parse(it.org.asOf) - 120 * DAY);
  fireEvent.change(screen.getByLabelText('Day'), { target: { value: on } });
  expect(await screen.findByText(/Figures of the end of/)).toBeTruthy();
  const period = quarterOf(on);
  const deals = it.org.rows('Opportunity').map(({ Id }) => stateAt(it.org, Id, endOf(on)));
  const openThen = deals.filter((row) => isOpen(row, period));
  const wonThen = deals.filter((row) => row !== undefined && isWon(row) && isIn(row, period));
  const sum = (rows: typeof deals): number => Math.round(rows.reduce((all, row) => all + (row?.amount ?? 0), 0));
  const table = await screen.findByRole('table', { name: 'Team' });
  const row = within(table).getAllByRole('row').at(-1);
  if (!row) throw new Error('No total.');
  // In short on the figure, in full in its title.
  const full = (column: number): number =>
    digits(
      within(within(row).getAllByRole('cell')[column] ?? row)
        .getByRole('button')
        .title.split(' · ')[0],
    );
  expect([full(1), full(3)]).toEqual([sum(wonThen), sum(openThen)]);
  await user.click(within(within(row).getAllByRole('cell')[3] ?? row).getByRole('button'));
  const list = await waitFor(() => {
    const found = document.querySelector('.list-total strong');
    if (!found) throw new Error('No list yet.');
    return found;
  });
  expect(digits(list.textContent)).toBe(sum(openThen));
  await user.keyboard('{Escape}');
  // The first one of this name is the tab.
  await screen.findByText(/Figures of the end of/);
  const back = screen.getAllByRole('button', { name: 'Now' }).at(-1);
  if (back) await user.click(back);
  await waitFor(async () => expect(screen.queryByText(/Figures of the end of/)).toBeNull());
  expect(await total()).toEqual(now);
}, 60_000);

/** Whole euros by the two ends of each band, as the table by stage says them. */
function bandsShown(): { from: string; to: string; amount: number }[] {
  const table = screen.getByRole('table', { name: 'By stage' });
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => {
      const [from = '', to = ''] = (row.querySelector('[data-define]')?.textContent ?? '').split(' → ');
      const [, , amount] = cellsOf(row);
      return { from, to, amount: digits(amount) };
    });
}

test('by stage, the bands add up to what the waterfall’s table said, open their deals, and the look is kept', async () => {
  let kept: unknown;
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({
    load: () => Promise.resolve(undefined),
    save: (place) => {
      kept = place;
      return Promise.resolve();
    },
  });
  await user.click(await button('Changes'));
  await screen.findByLabelText('From the end of');
  const week = shown()[t('changes.start')];
  await user.click(await button('Since start of quarter'));
  await waitFor(() => expect(shown()[t('changes.start')]).not.toBe(week));
  const flow = shown();
  await user.click(await button('By stage'));
  const bands = bandsShown();
  const total = (of: typeof bands): number => of.reduce((all, { amount }) => all + amount, 0);
  const movements = new Set<string>(MOVEMENTS.map((name) => t(`metric.${name}`)));
  // Each shown amount is rounded to a whole euro.
  const isNear = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(bands.length);
  isNear(total(bands.filter(({ from }) => !movements.has(from))), flow[t('changes.start')] ?? 0);
  isNear(total(bands.filter(({ to }) => !movements.has(to))), flow[t('changes.end')] ?? 0);
  for (const name of MOVEMENTS.map((each) => t(`metric.${each}`)))
    isNear(total(bands.filter(({ from, to }) => from === name || to === name)), flow[name] ?? 0);
  expect(JSON.stringify(kept)).toContain('"isByStage":true');

  // The keys walk the bands, each is said, and Enter opens one.
  const chart = document.querySelector<HTMLElement>('[data-focus="bands"]');
  chart?.focus();
  await user.keyboard('{ArrowDown}');
  const words = document.querySelector('.chart-box + [aria-live]')?.textContent ?? '';
  expect(words).toMatch(/ → .+: /);
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { level: 1, name: words.split(':')[0] ?? '' })).toBeTruthy();
  await waitFor(() =>
    expect(digits(document.querySelector('.list-total strong')?.textContent)).toBe(digits(words.split(':')[1])),
  );
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('table', { name: 'By stage' })).toBeTruthy());
});
