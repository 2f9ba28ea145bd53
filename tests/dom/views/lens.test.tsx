import { cleanup, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';

import { FURTHER, TABS } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { ChangesView } from '@/lib/answers/changes';
import type { LensChoices } from '@/lib/answers/lens-choices';
import type { NoConnection, Queries } from '@/lib/answers/queries';
import type { TeamView } from '@/lib/answers/team';
import type { Lens } from '@/lib/forecast/lens';
import { recordTypes } from '@/lib/sample/odd';
import { createDrill } from '@/lib/store/drill';
import { linkedPlace, linkWord } from '@/lib/store/drill-link';
import { type DrillLook, queriesThrough } from '@/lib/store/drill-look';

import { type Sample, sample } from '../sample';
import { button, screen, show, within } from '../screen';
import { DAY, endOf, stateAt, textOf } from '../truth';

let it: Sample;
let stop = (): void => undefined;
beforeAll(async () => {
  it = await sample({ size: 300, odd: [recordTypes] });
}, 60_000);
afterEach(() => stop());

const there = <Answer extends object>(answer: Answer | NoConnection): Answer => {
  if ('noConnection' in answer) throw new Error('There is no connection.');
  return answer as Answer;
};
/** Questions asked through a lens, as the side panel asks them. */
function asked(lens?: Lens): Queries {
  show(it.backend(), null);
  return queriesThrough(lens);
}
const teamOf = async (lens?: Lens): Promise<TeamView> => there(await asked(lens).team({}));
const choicesOf = async (): Promise<LensChoices> => there(await asked().choices({}));
const stageNow = (row: { [name: string]: unknown }): string => String(row['StageName']);

describe('what a lens shows', () => {
  // In the long form all that split the deals of an org.
  const split = process.env['LONG']
    ? (['type', 'source', 'recordType', 'campaign', 'territory', 'stage', 'category', 'amountBand'] as const)
    : (['recordType', 'territory', 'stage', 'amountBand'] as const);
  test.each(split)(
    'the parts by %s add up to the whole, in figures, movements and the forecast of open deals',
    async (name) => {
      const { filters } = await choicesOf();
      const values = filters.filter((each) => each.name === name).map(({ value }) => value);
      expect(values.length).toBeGreaterThan(1);
      const whole = await teamOf();
      const wholeChanges = there(await asked().changes({ span: 'any' }));
      const parts: TeamView[] = [];
      const moved: ChangesView[] = [];
      for (const value of values) {
        parts.push(await teamOf({ filters: { [name]: [value] } }));
        moved.push(there(await asked({ filters: { [name]: [value] } }).changes({ span: 'any' })));
      }
      const add = (pick: (view: TeamView) => number): number => parts.reduce((sum, each) => sum + pick(each), 0);
      expect(add(({ total }) => total.openCount)).toBe(whole.total.openCount);
      expect(add(({ total }) => total.open)).toBeCloseTo(whole.total.open, 2);
      expect(add(({ total }) => total.won)).toBeCloseTo(whole.total.won, 2);
      expect(add(({ total }) => total.needsAttention ?? 0)).toBe(whole.total.needsAttention);
      // Expected values add up only where each part goes by the chances of the whole.
      expect(add(({ total }) => total.outlook?.open ?? 0)).toBeCloseTo(whole.total.outlook?.open ?? 0, 0);
      for (const { name: movement, count, amount } of wholeChanges.movements) {
        const own = moved.map(({ movements }) => movements.find((each) => each.name === movement));
        expect(own.reduce((sum, each) => sum + (each?.count ?? 0), 0)).toBe(count);
        expect(own.reduce((sum, each) => sum + (each?.amount ?? 0), 0)).toBeCloseTo(amount, 2);
      }
    },
    60_000,
  );

  test('the parts by family of products add up to the whole, though a deal has several', async () => {
    const values = (await choicesOf()).filters.filter(({ name }) => name === 'family').map(({ value }) => value);
    expect(values.length).toBeGreaterThan(3);
    const whole = await teamOf();
    const parts = await Promise.all(values.map((value) => teamOf({ filters: { family: [value] } })));
    const add = (pick: (view: TeamView) => number): number => parts.reduce((sum, each) => sum + pick(each), 0);
    expect(add(({ total }) => total.open)).toBeCloseTo(whole.total.open, 2);
    expect(add(({ total }) => total.won)).toBeCloseTo(whole.total.won, 2);
    expect(add(({ total }) => total.outlook?.open ?? 0)).toBeCloseTo(whole.total.outlook?.open ?? 0, 0);
    expect(add(({ total }) => total.openCount)).toBeGreaterThan(whole.total.openCount);
  }, 60_000);

  test('a filter counts the deals that a plain loop over the records finds, now and on a past day', async () => {
    const rows = it.org.rows('Opportunity');
    const type = String(rows.find((row) => row['Type'] !== null)?.['Type']);
    const lens: Lens = { scope: { kind: 'all' }, filters: { type: [type] } };
    const { total, period } = await teamOf(lens);
    const isIn = (day: unknown): boolean => String(day) >= period.start && String(day) <= period.end;
    const open = rows.filter(
      (row) =>
        row['IsClosed'] === false &&
        row['ForecastCategoryName'] !== 'Omitted' &&
        row['Type'] === type &&
        isIn(row['CloseDate']),
    );
    expect(open.length).toBeGreaterThan(0);
    expect(total.openCount).toBe(open.length);

    const day = textOf(Date.parse(it.org.asOf) - 100 * DAY) as TeamView['today'];
    const past = there(await asked(lens).team({ on: day }));
    const then = rows.filter((row) => {
      const state = stateAt(it.org, row.Id, endOf(day));
      return (
        state !== undefined &&
        row['Type'] === type &&
        !['Closed Won', 'Closed Lost'].includes(state.stage) &&
        state.category !== 'Omitted' &&
        state.close >= past.period.start &&
        state.close <= past.period.end
      );
    });
    expect(then.length).toBeGreaterThan(0);
    expect(past.total.openCount).toBe(then.length);
  }, 60_000);

  test('several values of a filter are any of them, several filters all of them', async () => {
    const { filters } = await choicesOf();
    const [one, two] = filters.filter(({ name }) => name === 'stage').map(({ value }) => value);
    const type = filters.find(({ name }) => name === 'type')?.value ?? '';
    const list = async (lens: Lens): Promise<string[]> =>
      there(await asked(lens).deals({ figure: 'openPipeline' })).rows.map(({ id }) => id);
    const either = await list({ filters: { stage: [one ?? '', two ?? ''] } });
    const records = new Map(it.org.rows('Opportunity').map((row) => [row.Id, row]));
    const all = await list({});
    const stage = (id: string): string => stageNow(records.get(id) ?? {});
    expect(new Set(either)).toEqual(new Set(all.filter((id) => [one, two].includes(stage(id)))));
    const both = await list({ filters: { stage: [one ?? '', two ?? ''], type: [type] } });
    expect(new Set(both)).toEqual(new Set(either.filter((id) => (records.get(id)?.['Type'] ?? '') === type)));
  }, 60_000);

  test('one person’s total is that person’s row, and a person is still compared with all', async () => {
    const whole = await teamOf();
    const [busiest] = whole.rows.toSorted((a, b) => b.openCount - a.openCount);
    const lens: Lens = { scope: { kind: 'person', userId: busiest?.userId ?? '' } };
    const own = await teamOf(lens);
    expect(own.rows.map(({ userId }) => userId)).toEqual([busiest?.userId]);
    expect(own.total).toMatchObject({
      won: busiest?.won,
      open: busiest?.open,
      openCount: busiest?.openCount,
      outlook: busiest?.outlook,
    });
    const [cards, all] = [there(await asked(lens).people({})), there(await asked().people({}))];
    expect(cards.cards).toEqual(all.cards.filter(({ userId }) => userId === busiest?.userId));
  }, 60_000);

  test('another quarter is that at its end, or what closes in it, without a forecast', async () => {
    const { quarters } = await choicesOf();
    const at = (steps: number) => quarters.find((each) => each.steps === steps);
    const before = await teamOf({ quarter: -1 });
    expect(before.past?.on).toBe(at(-1)?.end);
    expect(before.total).toEqual(there(await asked().team({ on: before.past?.on ?? before.today })).total);
    const after = await teamOf({ quarter: 1 });
    expect(after.period).toMatchObject({ start: at(1)?.start, end: at(1)?.end });
    expect(after.total.outlook).toBeUndefined();
    const closing = it.org
      .rows('Opportunity')
      .filter(
        (row) =>
          row['IsClosed'] === false &&
          row['ForecastCategoryName'] !== 'Omitted' &&
          String(row['CloseDate']) >= String(at(1)?.start) &&
          String(row['CloseDate']) <= String(at(1)?.end),
      );
    const everyone = await teamOf({ quarter: 1, scope: { kind: 'all' } });
    expect(everyone.total.openCount).toBe(closing.length);
  }, 60_000);
});

/** The side panel as it starts: on what was stored before, in a page of its own. */
async function start(stored?: unknown) {
  const drill = createDrill(TABS, FURTHER);
  const kept: { place: unknown } = { place: stored };
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} drill={drill} />);
  stop = await drill.follow({
    load: () => Promise.resolve(kept.place),
    save: async (place) => void (kept.place = JSON.parse(JSON.stringify(place))),
  });
  await screen.findByRole('region', { name: 'What the figures are about' });
  return { drill, user, kept };
}
const header = () => within(screen.getByRole('region', { name: 'What the figures are about' }));
const offered = (): HTMLElement[] => within(screen.getByRole('listbox')).queryAllByRole('option');
const openFigure = (): string => document.querySelector('[data-metric="openPipeline"]')?.textContent ?? '';

const COLUMNS = {
  recordType: ['Record type', 'RecordTypeId'],
  type: ['Type', 'Type'],
  territory: ['Territory', 'Territory2Id'],
  campaign: ['Campaign', 'CampaignId'],
  source: ['Source', 'LeadSource'],
  family: ['Product family', ''],
} as const;
const shortly = (amount: number): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR', notation: 'compact', maximumSignificantDigits: 3 })
    .format(amount)
    .toLowerCase();

/** What the CRM's own rows say is open of one value in a period; of a family what its line items come to. */
function naiveOpen(name: keyof typeof COLUMNS, value: string, { start, end }: { start: string; end: string }) {
  const ids = new Set<string>();
  let amount = 0;
  for (const row of it.org.rows('Opportunity')) {
    const isIn = String(row['CloseDate']) >= start && String(row['CloseDate']) <= end;
    if (row['IsClosed'] !== false || row['ForecastCategoryName'] === 'Omitted' || !isIn) continue;
    const products = new Map(it.org.rows('Product2').map((product) => [product.Id, product['Family']]));
    const lines = it.org
      .rows('OpportunityLineItem')
      .filter((line) => line['OpportunityId'] === row.Id && products.get(String(line['Product2Id'])) === value);
    const isMeant = name === 'family' ? lines.length > 0 : row[COLUMNS[name][1]] === value;
    if (!isMeant) continue;
    ids.add(row.Id);
    amount +=
      name === 'family' ? lines.reduce((sum, line) => sum + Number(line['TotalPrice']), 0) : Number(row['Amount'] ?? 0);
  }
  return { ids, amount };
}

describe('the header', () => {
  test('a filter is added by keys, holds in other tabs and in what is drilled into, after a restart and behind a link, and is removed by a key', async () => {
    const { user, kept } = await start();
    await waitFor(() => expect(openFigure()).not.toBe(''));
    const whole = openFigure();
    await user.keyboard('/');
    const field = await screen.findByRole('combobox', { name: 'Filter' });
    expect(document.activeElement).toBe(field);
    await user.keyboard('type exist');
    expect(offered()).toHaveLength(1);
    expect(field.getAttribute('aria-activedescendant')).toBe(offered()[0]?.id);
    await user.keyboard('{Enter}');
    const name = /^Type: Existing/;
    const chip = await header().findByRole('button', { name });
    await waitFor(() => expect(openFigure()).not.toBe(whole));
    const narrowed = openFigure();
    const { total } = await teamOf({
      filters: { type: [String(chip.getAttribute('data-focus')).slice('lens-type-'.length)] },
    });
    expect(narrowed).toContain(`(${total.openCount})`);

    await user.click(await button('Changes'));
    await screen.findByLabelText('From the end of');
    expect(header().getByRole('button', { name })).toBeTruthy();
    await user.click(await button('Now'));
    await waitFor(() => expect(openFigure()).toBe(narrowed));

    cleanup();
    stop();
    const again = await start(kept.place);
    await waitFor(() => expect(openFigure()).toBe(narrowed));
    await again.user.click(await button('Copy link'));
    const address = new URL(await navigator.clipboard.readText());
    cleanup();
    stop();
    const linked = await start(linkedPlace(address.searchParams.get('at')));
    await waitFor(() => expect(openFigure()).toBe(narrowed));

    header().getByRole('button', { name }).focus();
    await linked.user.keyboard('{Delete}');
    await waitFor(() => expect(openFigure()).toBe(whole));
    expect(header().queryByRole('button', { name })).toBeNull();
    expect(document.activeElement?.getAttribute('data-focus')).toBe('lens-filter');
  }, 60_000);

  test('Escape leaves a picker as it was and goes back to its button, and nowhere else', async () => {
    const { user } = await start();
    await user.click(header().getByRole('button', { name: /^Whose deals/ }));
    await user.keyboard('nobody at all');
    expect(screen.getByText('Nothing fits.').getAttribute('role')).toBe('status');
    expect(offered()).toHaveLength(0);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('combobox', { name: 'Whose deals' })).toBeNull();
    expect(document.activeElement?.getAttribute('data-focus')).toBe('lens-scope');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Team');
  }, 60_000);

  test('figures are set against the same day of the quarter before, each beside what it was', async () => {
    const { user } = await start();
    await waitFor(() => expect(openFigure()).not.toBe(''));
    await user.keyboard('c');
    await screen.findByRole('combobox', { name: 'Compare' });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(document.querySelector('.strip .then')).not.toBeNull());
    const { quarters } = await choicesOf();
    const [present, before] = [0, -1].map((steps) => quarters.find((each) => each.steps === steps));
    const into = Date.parse(String(it.org.asOf)) - Date.parse(String(present?.start));
    const day = textOf(Date.parse(String(before?.start)) + into) as TeamView['today'];
    const { total } = there(await it.queries.team({ on: day }));
    expect(total.open).toBeGreaterThan(0);
    const short = new Intl.NumberFormat('en', {
      style: 'currency',
      currency: 'EUR',
      notation: 'compact',
      maximumSignificantDigits: 3,
    }).format(total.open);
    const words = document.querySelector('[data-metric="openPipeline"]')?.textContent ?? '';
    expect(words.toLowerCase()).toContain(short.toLowerCase());
    await user.click(await button('Forecast'));
    expect(await screen.findByText(/No forecast is made for a past day/)).toBeTruthy();
  }, 60_000);

  test('two slices stand side by side, each as a plain loop over the records counts it, after a restart and behind a link', async () => {
    const { user, kept } = await start({
      tab: 'team',
      drills: {},
      lens: { scope: { kind: 'all' }, filters: { territory: ['0MI000000000001GAA'] } },
    });
    await waitFor(() => expect(openFigure()).not.toBe(''));
    await user.keyboard('c');
    await screen.findByRole('combobox', { name: 'Compare' });
    await user.keyboard('territory south');
    expect(offered()).toHaveLength(1);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(document.querySelector('.strip .then')).not.toBeNull(), { timeout: 40_000 });
    const { period } = await teamOf();
    const sumOf = (territory: string): number =>
      it.org
        .rows('Opportunity')
        .filter(
          (row) =>
            row['Territory2Id'] === territory &&
            row['IsClosed'] === false &&
            row['ForecastCategoryName'] !== 'Omitted' &&
            String(row['CloseDate']) >= period.start &&
            String(row['CloseDate']) <= period.end,
        )
        .reduce((sum, row) => sum + Number(row['Amount'] ?? 0), 0);
    const short = (amount: number): string =>
      new Intl.NumberFormat('en', {
        style: 'currency',
        currency: 'EUR',
        notation: 'compact',
        maximumSignificantDigits: 3,
      })
        .format(amount)
        .toLowerCase();
    const [north, south] = ['0MI000000000001GAA', '0MI000000000002GAA'].map(sumOf);
    expect(north).toBeGreaterThan(0);
    expect(south).not.toBe(north);
    const isShown = (): void => {
      for (const amount of [north, south]) expect(openFigure().toLowerCase()).toContain(short(amount ?? 0));
      expect(header().getByText('With: Territory: South')).toBeTruthy();
    };
    isShown();
    await waitFor(() => expect(kept.place).toMatchObject({ compare: { kind: 'slice' } }));
    const { lens, compare } = kept.place as DrillLook;
    expect(linkedPlace(linkWord('team', [], { ...(lens && { lens }), ...(compare && { compare }) }))).toMatchObject({
      lens: { filters: { territory: ['0MI000000000001GAA'] } },
      compare: { kind: 'slice', filters: { territory: ['0MI000000000002GAA'] } },
    });
    stop();
    cleanup();
    await start(kept.place);
    await waitFor(isShown);
  }, 60_000);

  const sides = process.env['LONG']
    ? (['family', 'recordType', 'type', 'territory', 'campaign', 'source'] as const)
    : (['family', 'territory'] as const);
  test.each(sides)(
    'by %s either side of a comparison is chosen, linked, opened and turned round, and each opens its own deals',
    async (name) => {
      const { user, drill } = await start({ tab: 'team', drills: {}, lens: { scope: { kind: 'all' } } });
      await waitFor(() => expect(openFigure()).not.toBe(''));
      const all = (await choicesOf()).filters.filter((each) => each.name === name && each.value.trim() !== '');
      const [one, two] = all.toSorted((a, b) => b.count - a.count);
      if (!one || !two) throw new Error('Too few values.');
      const group = header().getByText.bind(header());
      const choose = async (key: string, label: string, { label: value = '' }: typeof one): Promise<void> => {
        await user.keyboard(key);
        await screen.findByRole('combobox', { name: label });
        await user.keyboard(`${COLUMNS[name][0]} ${value}`);
        await user.keyboard('{Enter}');
      };
      await choose('/', 'Filter', one);
      await waitFor(() => expect(drill.useDrill.getState().lens?.filters).toEqual({ [name]: [one.value] }));
      await choose('c', 'Compare', two);
      await waitFor(() => expect(document.querySelector('.strip .then')).not.toBeNull(), { timeout: 40_000 });
      expect(group(`With: ${COLUMNS[name][0]}: ${two.label ?? ''}`)).toBeTruthy();

      const { period } = await teamOf();
      const sums = [one, two].map(({ value }) => naiveOpen(name, value, period));
      for (const { amount } of sums) expect(openFigure().toLowerCase()).toContain(shortly(amount));
      const listed = async (of: (typeof sums)[number]): Promise<void> => {
        await user.click(
          document.querySelector<HTMLElement>('tfoot .door[data-metric="openPipeline"]') ?? document.body,
        );
        await screen.findByRole('searchbox');
        const total = document.querySelector<HTMLElement>('.list-total');
        expect(Number(total?.dataset['total'])).toBeCloseTo(of.amount, 2);
        expect(Number(total?.dataset['count'])).toBe(of.ids.size);
        const shown = [...document.querySelectorAll<HTMLElement>('.deal-row')].map((row) => row.dataset['focus'] ?? '');
        expect(shown.length).toBeGreaterThan(0);
        expect(shown.filter((id) => !of.ids.has(id))).toEqual([]);
        await user.keyboard('{Escape}');
        await waitFor(() => expect(document.querySelector('.strip .then')).not.toBeNull());
      };
      await listed(sums[0]!);

      const { lens, compare } = drill.useDrill.getState();
      const look = { ...(lens && { lens }), ...(compare && { compare }) };
      expect(linkedPlace(linkWord('team', [], look))).toMatchObject(look);

      await user.click(await button('Swap sides'));
      await waitFor(() => expect(drill.useDrill.getState().lens?.filters).toEqual({ [name]: [two.value] }));
      await waitFor(() => expect(openFigure().toLowerCase()).toContain(shortly(sums[1]!.amount)));
      expect(group(`With: ${COLUMNS[name][0]}: ${one.label ?? ''}`)).toBeTruthy();
      await listed(sums[1]!);
    },
    60_000,
  );

  test('a pinned comparison stays one, whatever is looked at above it, and after a restart', async () => {
    const { user, kept } = await start({
      tab: 'team',
      drills: {},
      lens: { scope: { kind: 'all' }, filters: { territory: ['0MI000000000001GAA'] } },
      compare: { kind: 'slice', filters: { territory: ['0MI000000000002GAA'] } },
    });
    await waitFor(() => expect(document.querySelector('.strip .then')).not.toBeNull(), { timeout: 40_000 });
    const shown = openFigure();
    await user.click(await button('Pin'));
    const isPinned = async (): Promise<void> => {
      const region = within(await screen.findByRole('region', { name: 'Pinned: Team' }, { timeout: 20_000 }));
      expect(await region.findByText('With: Territory: South', {}, { timeout: 20_000 })).toBeTruthy();
      await waitFor(
        () =>
          expect(
            [...document.querySelectorAll('[data-metric="openPipeline"]')].filter((each) => each.textContent === shown),
          ).not.toHaveLength(0),
        { timeout: 20_000 },
      );
    };
    await isPinned();
    await user.keyboard('c');
    await screen.findByRole('combobox', { name: 'Compare' });
    await user.keyboard('nothing{Enter}');
    await user.click(await button('Changes'));
    await isPinned();
    cleanup();
    stop();
    await start(kept.place);
    await isPinned();
  }, 120_000);

  test('a person in one quarter stands beside another in another, opened, linked and turned round', async () => {
    const { quarters } = await choicesOf();
    const [present, next] = [0, 1].map((steps) => quarters.find((each) => each.steps === steps));
    const naive = (ownerId: string, period = present): number =>
      it.org
        .rows('Opportunity')
        .filter(
          (row) =>
            row['OwnerId'] === ownerId &&
            row['IsClosed'] === false &&
            row['ForecastCategoryName'] !== 'Omitted' &&
            String(row['CloseDate']) >= String(period?.start) &&
            String(row['CloseDate']) <= String(period?.end),
        )
        .reduce((sum, row) => sum + Number(row['Amount'] ?? 0), 0);
    const [one, two] = it.org.rows('User').filter(({ Id }) => naive(Id) > 0 && naive(Id, next) > 0);
    if (!one || !two) throw new Error('Too few people.');
    const { user, drill } = await start({
      tab: 'team',
      drills: {},
      lens: { scope: { kind: 'person', userId: one.Id } },
    });
    await waitFor(() => expect(openFigure().toLowerCase()).toContain(shortly(naive(one.Id))));
    await user.keyboard('c');
    await screen.findByRole('combobox', { name: 'Compare' });
    await user.keyboard('What is shown now{Enter}');
    await user.click(header().getByRole('button', { name: /^Whose deals/ }));
    await user.keyboard(`${String(two['Name'])}`);
    await user.click((await screen.findAllByRole('option', { name: new RegExp(String(two['Name'])) })).at(-1)!);
    await user.keyboard(']');
    const isShown = (first: number, second: number) =>
      waitFor(
        () => {
          expect(openFigure().toLowerCase()).toContain(`compared: ${shortly(second)}; now: ${shortly(first)}`);
        },
        { timeout: 40_000 },
      );
    await isShown(naive(two.Id, next), naive(one.Id));
    expect(header().getByText(`With: ${String(one['Name'])} · ${present?.label ?? ''}`)).toBeTruthy();
    const { lens, compare } = drill.useDrill.getState();
    const look = { ...(lens && { lens }), ...(compare && { compare }) };
    expect(look).toEqual({
      lens: { scope: { kind: 'person', userId: two.Id }, quarter: 1 },
      compare: { kind: 'look', lens: { scope: { kind: 'person', userId: one.Id } } },
    });
    expect(linkedPlace(linkWord('team', [], look))).toMatchObject(look);
    await user.click(await button('Swap sides'));
    await isShown(naive(one.Id), naive(two.Id, next));
    expect(drill.useDrill.getState()).toMatchObject({
      lens: look.compare?.kind === 'look' ? look.compare.lens : {},
      compare: { kind: 'look', lens: look.lens },
    });
  }, 60_000);

  test('[ and ] go through the quarters, and each view says what it is about', async () => {
    const { user, drill } = await start();
    await waitFor(() => expect(openFigure()).not.toBe(''));
    await user.keyboard('[[');
    expect(drill.useDrill.getState().lens).toEqual({ quarter: -1 });
    await waitFor(() => expect(document.querySelector('.as-of')).not.toBeNull());
    await user.keyboard(']');
    expect(drill.useDrill.getState().lens).toBeUndefined();
    await user.keyboard(']');
    await user.click(await button('Focus'));
    expect(await screen.findByText(/has not begun: plans and forecasts are made of Q/)).toBeTruthy();
    await user.click(await button(/^Back to Q/));
    expect(drill.useDrill.getState().lens).toBeUndefined();
    await waitFor(() => expect(screen.queryByText(/has not begun/)).toBeNull());
  }, 60_000);

  test('a past quarter in Forecast is what was forecast of it beside what was won in it, and in People each card is of it', async () => {
    const { user } = await start();
    await waitFor(() => expect(openFigure()).not.toBe(''));
    const { quarters } = await choicesOf();
    const before = quarters.find((each) => each.steps === -1);
    const won = there(await it.queries.team({ on: before?.end as TeamView['today'] }));
    await user.keyboard('[[');
    await user.click(await button('Forecast'));
    expect(await screen.findByRole('heading', { name: `${before?.label}: forecast and result` })).toBeTruthy();
    expect(screen.queryByText('Submissions vs. model')).toBeNull();
    const closed = await waitFor(
      () => {
        const all = [...document.querySelectorAll('[data-metric="closedWon"]')].map((each) => each.textContent);
        expect(all.length).toBeGreaterThan(1);
        return new Set(all);
      },
      { timeout: 50_000 },
    );
    // However long before its end one looked, the quarter came to the same.
    expect(closed.size).toBe(1);
    const short = new Intl.NumberFormat('en', {
      style: 'currency',
      currency: 'EUR',
      notation: 'compact',
      maximumSignificantDigits: 3,
    }).format(won.total.won);
    expect([...closed][0]?.toLowerCase()).toContain(short.toLowerCase());
    await user.click(await button('People'));
    expect(await screen.findByText(new RegExp(`^Figures of ${before?.label}`))).toBeTruthy();
    expect(screen.queryByText('How healthy')).toBeNull();
    await user.click(await button('Process'));
    expect(await screen.findByText(new RegExp(`As it stood at the end of ${before?.label}`))).toBeTruthy();
  }, 60_000);
});
