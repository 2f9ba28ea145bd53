import { waitFor } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { Popup } from '@/components/views/popup/Popup';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Row } from '@/lib/sample/org-tables';
import { arrive, followPanel } from '@/lib/store/panel';
import { followForecast } from '@/lib/store/popup-store';
import { PAGE_HOST } from '@/tests/org/org';

import { sample, type Sample } from '../sample';
import { learnProved } from '../score';
import { button, screen, show, within, there } from '../screen';

const nothing = (): void => undefined;
let it: Sample;
let stop = nothing;
// The middle of a quarter: on its first day some figures have nothing to stand on yet, and rightly are not there.
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-24T09:00:00Z') });
  it = await sample({ size: 60 });
  await learnProved(it);
}, 120_000);
afterEach(() => stop());
afterAll(() => void vi.useRealTimers());

const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)];
const number = (selector: string, name: string): number =>
  Number(document.querySelector(selector)?.getAttribute(name) ?? Number.NaN);
const sum = (rows: readonly Row[]): number => rows.reduce((total, row) => total + Number(row['Amount'] ?? 0), 0);
const openDeals = (): Row[] => it.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);

const side = async (tab: string, ready: string): Promise<ReturnType<typeof show>> => {
  const user = show(it.backend(), <TeamApp onOpenRecord={nothing} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button(tab));
  await there(ready);
  return user;
};

/** First and last day of a calendar quarter `Q4 FY26`. */
const daysOf = (label: string): [string, string] => {
  const [quarter, year] = [Number(label[1]), 2000 + Number(label.slice(-2))];
  const day = (month: number, of: number): string => new Date(Date.UTC(year, month, of)).toISOString().slice(0, 10);
  return [day(3 * quarter - 3, 1), day(3 * quarter, 0)];
};

const OUTLOOK = ['data-p10', 'data-p50', 'data-p90', 'data-chance', 'data-pacing'];
describe('popup and team view', () => {
  const said = new Map<string, number[]>();

  test('the popup says what its figures rest on', async () => {
    show(it.backend(), <Popup onTeam={nothing} onFocusView={nothing} onOpen={nothing} onScope={nothing} />);
    stop = followForecast();
    const outlook = await there('[data-outlook]');
    said.set(
      'popup',
      OUTLOOK.map((name) => number('[data-outlook]', name)),
    );
    const finished = it.org.rows('Opportunity').filter((row) => row['IsClosed'] === true);
    const won = finished.filter((row) => row['IsWon'] === true).length;
    expect(outlook.textContent).toContain(`${won} won and ${finished.length - won} lost deals`);
  });

  test('say the same of the same deals: chance of quota, range and pace', async () => {
    await side('Now', '[data-outlook]');
    const team = OUTLOOK.map((name) => number('[data-outlook]', name));
    for (const figure of team) expect(figure).not.toBeNaN();
    expect(said.get('popup')).toEqual(team);
  });
});

test('what a deal does to the quarter keeps the law of total probability on the record itself', async () => {
  show(it.backend(), <PanelApp onClose={nothing} />);
  stop = followPanel();
  const deals = openDeals().filter((row) => Number(row['Amount'] ?? 0) > 0);
  for (const [seq, deal] of deals.slice(0, 4).entries()) {
    const place = { kind: 'record', recordId: deal.Id, name: String(deal['Name']) } as const;
    arrive({ type: 'at', seq: seq + 1, host: PAGE_HOST, place });
    await there(`article[data-record-id="${deal.Id}"] [data-now]`);
    const [chance = Number.NaN, now = Number.NaN, ifWon = Number.NaN, ifLost = Number.NaN] = [
      'data-chance',
      'data-now',
      'data-if-won',
      'data-if-lost',
    ].map((name) => number('.quarter', name));
    expect(Math.abs(chance * ifWon + (1 - chance) * ifLost - now)).toBeLessThan(1e-9);
    expect(ifWon).toBeGreaterThanOrEqual(ifLost);
    expect(document.querySelector('.quarter')?.getAttribute('data-bucket')).toMatch(
      /nearWin|work|nurture|nearLoss|letGo/,
    );
  }
});

test('plan A adds up deal by deal, and a deal taken as lost leaves the chance that was foretold', async () => {
  const user = await side('Now', 'tfoot tr[data-won]');
  let gathered = number('tfoot tr', 'data-won');
  await user.click(await button('Plan'));
  await there('[data-plan-id]');
  const byId = new Map(openDeals().map((row) => [row.Id, Number(row['Amount'] ?? 0)]));
  for (const step of all('[data-plan-id]')) {
    gathered += byId.get(String(step.dataset['planId'])) ?? Number.NaN;
    expect(Number(step.dataset['cumulative'])).toBeCloseTo(gathered, 2);
  }
  const reaches = (): number => number('[data-reaches-quota]', 'data-reaches-quota');
  const before = reaches();
  const ifLost = number('[data-plan-id]', 'data-if-lost');
  expect(ifLost).toBeLessThanOrEqual(before);
  const [first] = all('[data-plan-id]');
  const id = first?.dataset['planId'];
  await user.click(await there('[data-plan-id] summary'));
  await there('[data-substitute]');
  for (const each of all(`[data-plan-id="${id}"] [data-substitute]`))
    expect(Number(each.dataset['chance'])).toBeGreaterThanOrEqual(ifLost - 1e-9);
  const [without] = await screen.findAllByRole('button', { name: 'See the plan without it' });
  if (!without) throw new Error('No way to see the plan without a deal.');
  await user.click(without);
  await there('.marked');
  await waitFor(() => expect(reaches()).toBeCloseTo(ifLost, 9));
  expect(document.querySelector(`[data-plan-id="${id}"]`)).toBeNull();
  await user.click(await there('.marked button'));
  await waitFor(() => expect(reaches()).toBeCloseTo(before, 9));
}, 60_000);

test('the steps of the plan begin where the one before ended, in either order, and the quota’s line stands in each', async () => {
  const user = await side('Plan', '[data-plan-id]');
  const list = screen.getByRole('list', { name: 'Steps to quota' });
  const number = (value: string | undefined): number => Number.parseFloat(value ?? '');
  const parts = (): { from: number; size: number; target: number }[] =>
    [...list.querySelectorAll<HTMLElement>(':scope > li > .step-bar')].map((bar) => {
      const [part, target] = bar.querySelectorAll<HTMLElement>('span');
      return {
        from: number(part?.style.insetInlineStart),
        size: number(part?.style.inlineSize),
        target: number(target?.style.insetInlineStart),
      };
    });
  for (const name of ['By chance and amount', 'By close date']) {
    await user.click(await button(name));
    const steps = parts();
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.length).toBeLessThanOrEqual(11);
    for (const [at, { from, target }] of steps.entries()) {
      const before = steps[at - 1];
      expect(from).toBeCloseTo(before ? before.from + before.size : 0, 3);
      expect(target).toBe(steps[0]?.target);
    }
  }
  const dates = [...list.querySelectorAll('time')].map(({ dateTime }) => dateTime);
  expect(dates).toEqual(dates.toSorted());
  for (const item of list.querySelectorAll<HTMLElement>('[data-plan-id]')) {
    const isPast = (item.querySelector('time')?.dateTime ?? '9') < it.org.asOf;
    expect(item.querySelector(':scope > .step-bar .step-late') !== null).toBe(isPast);
    expect(item.textContent?.includes('date has passed')).toBe(isPast);
  }
}, 60_000);

test('the record of past quarters stands beside what the org booked in them', async () => {
  const user = await side('Now', 'tbody tr[data-rep]');
  const owners = new Set(all('tbody tr[data-rep]').map(({ dataset }) => dataset['rep']));
  await user.click(await button('Forecast'));
  await there('tr[data-days]');
  const rows = all('[data-replay]');
  expect(rows.length).toBeGreaterThan(10);
  const errors = new Map<number, { off: number; actual: number }>();
  for (const { dataset } of rows) {
    const [label = '', days = ''] = String(dataset['replay']).split('/');
    const [start, end] = daysOf(label);
    const booked = it.org.rows('Opportunity').filter((deal) => {
      const on = String(deal['CloseDate']);
      return deal['IsWon'] === true && owners.has(String(deal['OwnerId'])) && on >= start && on <= end;
    });
    const actual = Number(dataset['actual']);
    expect(actual).toBeCloseTo(sum(booked), 0);
    // Each row says by what method.
    expect(dataset['method']).toMatch(/^(learnt|stageRate)$/);
    if (dataset['remainder'] === undefined) continue;
    const own = errors.get(Number(days)) ?? { off: 0, actual: 0 };
    errors.set(Number(days), {
      off: own.off + Math.abs(Number(dataset['p50']) - actual),
      actual: own.actual + actual,
    });
  }
  expect(errors.size).toBeGreaterThan(0);
  for (const [days, { off, actual }] of errors)
    expect(number(`tr[data-days="${days}"]`, 'data-wape')).toBeCloseTo(off / actual, 6);
}, 60_000);

test('the chart of calls says what its table says, and draws each amount at its place on one scale', async () => {
  await side('Forecast', '[data-person]');
  const lines = within(screen.getByRole('list', { name: 'Submissions vs. model' })).getAllByRole('listitem');
  const cells = within(screen.getByRole('table', { name: 'Submissions as a table' }))
    .getAllByRole('row')
    .slice(1)
    .map((each) => [...each.children].map(({ textContent }) => textContent ?? ''));
  expect(lines.length).toBe(cells.length);
  expect(lines.length).toBeGreaterThan(2);
  const places: [amount: number, percent: number][] = [];
  for (const [at, line] of lines.entries()) {
    const [name = '', , , model = '', won = ''] = cells[at] ?? [];
    expect(line.textContent).toContain(name);
    expect(line.textContent).toContain(`Won ${won}`);
    const full = (metric: string): number =>
      Number(line.querySelector<HTMLElement>(`[data-metric="${metric}"]`)?.title.replace(/[^\d.]/g, '') ?? Number.NaN);
    const place = (kind: string): number =>
      Number.parseFloat(line.querySelector<HTMLElement>(`.dot-track .${kind}`)?.style.insetInlineStart ?? '');
    if (model === '–') continue;
    expect(line.textContent).toContain(`Model ${/^€[\d.]+[km]?/.exec(model)?.[0]}`);
    places.push([full('closedWon'), place('dot-closed')], [full('p50'), place('dot-middle')]);
  }
  const [amount = 0, percent = 0] = places.toSorted((a, b) => b[0] - a[0])[0] ?? [];
  expect(percent).toBeGreaterThan(0);
  for (const [each, at] of places) expect(at / percent).toBeCloseTo(each / amount, 3);
}, 60_000);

test('an adjustment stands beside the person’s own call and the model, and a second one beside what was said before', async () => {
  const user = await side('Forecast', '[data-person]');
  const name = all('[data-person]')[1]?.textContent ?? '';
  const row = (): HTMLElement => {
    const rows = within(screen.getByRole('list', { name: 'Submissions vs. model' })).getAllByRole('listitem');
    const found = rows.find((each) => within(each).queryByRole('button', { name }));
    if (!found) throw new Error('Nobody but the team is asked.');
    return found;
  };
  const model = (): string | undefined => /Model ([^A-Z]*\d[KM]?)/.exec(row().textContent ?? '')?.[1];
  const type = async (text: string): Promise<void> => {
    const [edit] = within(row()).getAllByRole('button');
    if (edit) await user.click(edit);
    const input = row().querySelector('input');
    if (!input) throw new Error('Nothing to type into.');
    await user.clear(input);
    await user.type(input, text);
    await user.click(within(row()).getByRole('button', { name: 'Save' }));
  };
  const before = model();
  expect(before).toMatch(/\d/);
  const own = await it.db.calls.count();
  for (const amount of ['123000', '150000']) {
    // Nobody calls twice in one instant.
    vi.setSystemTime(Date.now() + 60_000);
    await type(amount);
    await there(`[data-adjustment="${amount}"]`);
    await waitFor(() => expect(row().querySelector('input')).toBeNull());
  }
  expect(row().querySelectorAll('[data-adjustment]')).toHaveLength(1);
  expect(model()).toBe(before);
  expect((await it.db.calls.count()) - own).toBe(2);
  await type('much');
  expect((await within(row()).findByRole('alert')).textContent).toContain('amount of money');
}, 60_000);
