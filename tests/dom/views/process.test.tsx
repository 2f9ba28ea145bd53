import { fireEvent, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { formatMoneyShort, t } from '@/lib/i18n';
import type { Row } from '@/lib/sample/org-tables';

import { sample, type Sample } from '../sample';
import { button, screen, show, within } from '../screen';
import { twoYearsAgo } from '../truth';

interface Step {
  at: number;
  stage: string;
  amount: number;
}

let it: Sample;
let team: Set<string>;
let stop = (): void => undefined;
afterAll(() => stop());

const open = async (given: Sample): Promise<ReturnType<typeof show>> => {
  const user = show(given.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button('Process'));
  return user;
};
/** What the tile of a figure says of it, under its name. */
const tile = (name: string): string => {
  const found = [...document.querySelectorAll('.process-rates .figure')].find((each) =>
    each.textContent?.startsWith(name),
  );
  return found?.querySelector('strong')?.textContent ?? '';
};
const percent = (share: number): string => `${Math.round(share * 100)}%`;
const isClosed = (stage: string): boolean => stage.startsWith('Closed');

/** A deal's states out of the org's own history, the oldest first. */
const histories = (): { deal: Row; steps: Step[] }[] => {
  const byDeal = Map.groupBy(it.org.rows('OpportunityHistory'), (row) => String(row['OpportunityId']));
  return it.org
    .rows('Opportunity')
    .filter((deal) => team.has(String(deal['OwnerId'])))
    .map((deal) => ({
      deal,
      steps: (byDeal.get(deal.Id) ?? [])
        .map((row) => ({
          at: Date.parse(String(row['CreatedDate'])),
          stage: String(row['StageName']),
          amount: Number(row['Amount'] ?? 0),
        }))
        .sort((a, b) => a.at - b.at),
    }));
};
/** First state of the last run of states in the same stage. */
const entry = (steps: readonly Step[]): Step => {
  let at = steps.length - 1;
  while (at > 0 && steps[at - 1]?.stage === steps[at]?.stage) at -= 1;
  const found = steps[at];
  if (!found) throw new Error('A deal without history.');
  return found;
};
describe('an org with a past', () => {
  beforeAll(async () => {
    it = await sample({ size: 200 });
    const answer = await it.queries.team({});
    if ('noConnection' in answer) throw new Error('Nothing was read.');
    team = new Set(answer.rows.map(({ userId }) => userId));
  }, 60_000);

  test('win rates and leakage read as what a search through the org’s own rows finds, with the deals they rest on', async () => {
    await open(it);
    await screen.findByText(t('process.funnel'));
    const closed = histories().filter(
      ({ steps }) => isClosed(steps.at(-1)?.stage ?? '') && entry(steps).at >= twoYearsAgo(),
    );
    const won = closed.filter(({ steps }) => steps.at(-1)?.stage === 'Closed Won');
    const sum = (given: typeof closed): number =>
      given.reduce((all, { steps }) => all + (steps.at(-1)?.amount ?? 0), 0);
    expect(closed.length).toBeGreaterThan(50);
    const of = t('process.of', { count: closed.length });
    expect(tile(t('metric.winRateCount'))).toBe(`${percent(won.length / closed.length)} ${of}`);
    expect(tile(t('metric.winRateAmount'))).toBe(`${percent(sum(won) / sum(closed))} ${of}`);
    const lost = histories().flatMap(({ steps }) =>
      steps.filter((step, at) => {
        const before = steps.slice(0, at);
        return (
          step.stage === 'Closed Lost' &&
          before.length > 0 &&
          !isClosed(before.at(-1)?.stage ?? '') &&
          entry(before).at >= twoYearsAgo()
        );
      }),
    );
    const amount = lost.reduce((all, step) => all + step.amount, 0);
    expect(tile(t('metric.leakage'))).toBe(
      `${formatMoneyShort(amount, 'EUR')} ${t('list.count', { count: lost.length })}`,
    );
  }, 60_000);

  test('a picture stands first and says the same as its table; no change is made up before somebody dates one', async () => {
    const user = await open(it);
    const picture = await screen.findByRole('list', { name: t('process.flow') });
    const table = screen.getByRole('table', { name: t('process.funnel') });
    expect(document.querySelector('main h2')?.textContent).toBe(t('process.flow'));
    const drawn = within(picture)
      .getAllByRole('listitem')
      .map((item) =>
        within(item)
          .getAllByRole('button')
          .map(({ textContent }) => textContent ?? ''),
      );
    const listed = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) =>
        within(row)
          .getAllByRole('cell')
          .map(({ textContent }) => textContent ?? ''),
      );
    expect(drawn.length).toBe(listed.length);
    for (const [at, [entered, on, lost]] of drawn.entries()) {
      expect(entered).toBe(t('list.count', { count: Number(listed[at]?.[1]) }));
      expect(on).toBe(t('process.flow.on', { percent: listed[at]?.[2] ?? '' }));
      expect(listed[at]?.[4]).toContain(lost?.split(' ')[0]);
    }
    expect(screen.getByText(t('experiment.none'))).toBeTruthy();
    expect(document.querySelector<HTMLInputElement>('[data-focus="experiment-changed"]')?.value).toBe('');
    expect(screen.queryByText(t('experiment.effect'))).toBeNull();
    await user.click(await button('Now'));
  }, 60_000);

  test('a change that is kept says so, is followed with its effect, and can be forgotten', async () => {
    const user = await open(it);
    await screen.findByText(t('change.none'));
    const changed = new Date(Date.parse(it.org.asOf) - 200 * 86_400_000).toISOString().slice(0, 10);
    fireEvent.change(document.querySelector('[data-focus="experiment-changed"]') ?? document.body, {
      target: { value: changed },
    });
    await user.click(await button(t('change.keep')));
    expect(screen.getByText(t('change.empty'))).toBeTruthy();
    await user.type(screen.getByLabelText(t('change.what')), 'Demo first');
    await user.click(await button(t('change.keep')));
    // The whole view is asked for anew first.
    await screen.findByText(t('change.kept'), undefined, { timeout: 30_000 });
    const kept = await it.db.jottings.toArray();
    expect(kept.filter(({ kind }) => kind === 'change').map(({ value }) => value)).toMatchObject([
      { text: 'Demo first', day: changed, measure: 'winRate' },
    ]);
    await waitFor(() => expect(document.querySelector('[data-change]')?.textContent).toContain('Demo first'));
    await user.click(await button(t('change.drop', { text: 'Demo first' })));
    await waitFor(() => expect(document.querySelector('[data-change]')).toBeNull());
  }, 60_000);

  test('the funnel reads as the visits of each stage, their way on and their loss, and opens the deals', async () => {
    const user = await open(it);
    const table = await screen.findByRole('table', { name: t('process.funnel') });
    const rows = within(table).getAllByRole('row').slice(1);
    const order = rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent ?? '');
    expect(order.length).toBeGreaterThan(3);
    let first: { count: number; cell: HTMLElement | undefined } | undefined;
    for (const [at, row] of rows.entries()) {
      const stage = order[at] ?? '';
      const visits = histories().flatMap(({ deal, steps }) =>
        steps.flatMap((step, index) => {
          if (step.stage !== stage || steps[index - 1]?.stage === step.stage || step.at < twoYearsAgo()) return [];
          const next = steps.slice(index).find((each) => each.stage !== step.stage);
          return [{ id: deal.Id, next: next?.stage }];
        }),
      );
      const left = visits.filter(({ next }) => next !== undefined);
      const forward = left.filter(({ next = '' }) => next === 'Closed Won' || order.indexOf(next) > at);
      const lost = left.filter(({ next }) => next === 'Closed Lost').length;
      const cells = within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent ?? '');
      expect([cells[1], cells[2], cells[4]?.replace(/^.*\(/, '(')], stage).toEqual([
        String(visits.length),
        percent(forward.length / left.length),
        `(${lost})`,
      ]);
      if (at === 0)
        first = { count: new Set(visits.map(({ id }) => id)).size, cell: within(row).getAllByRole('cell')[1] };
    }
    if (!first?.cell) throw new Error('No stage.');
    await user.click(within(first.cell).getByRole('button'));
    await waitFor(() =>
      expect(document.querySelector('.list-total')?.textContent).toContain(
        t('list.count', { count: first?.count ?? 0 }),
      ),
    );
    await user.keyboard('{Escape}');
    await screen.findByRole('table', { name: t('process.funnel') });
  }, 60_000);
});

test('an org with too few finished deals is told so, and still sees what is open', async () => {
  const small = await sample({
    size: 12,
    prepare({ tables }) {
      const closed = tables.Opportunity.filter((row) => row['IsClosed'] === true).slice(4);
      const gone = new Set<unknown>(closed.map(({ Id }) => Id));
      for (const rows of Object.values(tables)) {
        const kept = rows.filter(
          (row) => !gone.has(row.Id) && !gone.has(row['OpportunityId']) && !gone.has(row['WhatId']),
        );
        rows.splice(0, rows.length, ...kept);
      }
    },
  });
  await open(small);
  expect(await screen.findByText('Too few closed deals')).toBeTruthy();
  expect(screen.getByText(/\d+ won and \d+ lost deals/)).toBeTruthy();
  expect(
    within(screen.getByRole('table', { name: t('process.leakMap') })).getAllByRole('button').length,
  ).toBeGreaterThan(0);
  expect(screen.queryByRole('table', { name: t('process.funnel') })).toBeNull();
}, 60_000);
