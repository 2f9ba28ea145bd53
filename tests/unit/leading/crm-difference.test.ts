import { describe, expect, test } from 'vitest';

import type { CrmCause } from '@/lib/answers/leading/crm-causes';
import { BOTH_SAY, crmDifference, type FigureDifference } from '@/lib/answers/leading/crm-difference';
import type { ForecastCategory, Opportunity, Version } from '@/lib/deal/opportunity';
import type { Deal, DealCondition, ForecastPart, ForecastItem, ForecastType, User } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';
import { ago, dayOf, factsOf, opportunity, PROFILE, version } from '@/tests/unit/domain/deal';

/**
 * A CRM of plain loops beside the deals: each cause is planted with a known size, and the answer has to find it. The manager m has the reps
 * a and b here; x is nobody's.
 */
type Own = 'm' | 'a' | 'b' | 'x' | 'z';
interface Row {
  deal: string;
  owner: Own;
  category: ForecastCategory;
  value: number;
  at: number;
  part?: string;
}
interface World {
  deals: Deal[];
  rows: Row[];
  managers: Partial<Record<Own, Own>>;
  type: ForecastType['by'];
  /** What the forecast asks of its deals. */
  only?: DealCondition[];
  adjusted: { manager: number; own: number; below: number };
  /** What the items hold and no deal has. */
  strange: number;
}

const IN = dayOf('2026-12-20');
const LATER = dayOf('2027-01-20');
const [START, END] = [dayOf('2026-10-01'), dayOf('2026-12-31')];

function deal(
  world: World,
  id: string,
  change: Partial<Opportunity>,
  row: Partial<Row> | 'none' = {},
  former?: Partial<Version>,
): void {
  const own = opportunity({
    id,
    name: `Deal ${id}`,
    ownerId: 'a',
    category: 'commit',
    amount: 100,
    closeDate: IN,
    ...change,
  });
  const now = version({
    id: `v-${id}`,
    opportunityId: id,
    stage: own.stage,
    from: former ? ago(3) : ago(60),
    closeDate: own.closeDate ?? IN,
    category: own.category ?? 'pipeline',
  });
  if (own.amount === undefined) delete now.amount;
  else now.amount = own.amount;
  if (own.currency) now.currency = own.currency;
  world.deals.push({
    opportunity: own,
    versions: former ? [{ ...now, id: `f-${id}`, from: ago(60), ...former }, now] : [now],
    fieldChanges: [],
    activities: [],
    contactRoles: [],
  });
  if (row === 'none') return;
  world.rows.push({
    deal: id,
    // Safe: the ids above.
    owner: (own.ownerId ?? 'a') as Own,
    category: own.isWon ? 'closed' : (own.category ?? 'pipeline'),
    value: own.amount ?? 0,
    at: ago(10),
    ...row,
  });
}

function base(): World {
  const world: World = {
    deals: [],
    rows: [],
    managers: { a: 'm', b: 'm' },
    type: 'opportunity',
    adjusted: { manager: 0, own: 0, below: 0 },
    strange: 0,
  };
  let cents = 7;
  for (const owner of ['m', 'a', 'b', 'x'] as const)
    for (const category of ['commit', 'bestCase', 'mostLikely', 'pipeline', 'omitted', 'closed'] as const) {
      cents = (cents * 37 + 11) % 9973;
      const isWon = category === 'closed';
      deal(world, `${owner}-${category}`, {
        ownerId: owner,
        category,
        amount: 1000 + cents / 100,
        ...(isWon ? { isWon, isClosed: true, stage: 'Won' } : {}),
      });
    }
  return world;
}

interface Plant {
  name: string;
  /** What of Commit, in which all better ones count. */
  is: Partial<Record<CrmCause | 'unexplained', number>>;
  plant(world: World): void;
  /** Deals that the line has to open. */
  deals?: string[];
}

const PLANTS: Plant[] = [
  {
    name: 'adjusted by the manager above',
    is: { managerAdjusted: 1234.56 },
    plant: (w) => void (w.adjusted.manager = 1234.56),
  },
  { name: 'adjusted by the person', is: { ownAdjusted: -200.1 }, plant: (w) => void (w.adjusted.own = -200.1) },
  { name: 'adjusted below', is: { belowAdjusted: 77.77 }, plant: (w) => void (w.adjusted.below = 77.77) },
  {
    name: 'amount changed since',
    is: { changed: -500.25 },
    plant: (w) => deal(w, 'raised', { amount: 1500.35 }, { value: 1000.1 }, { amount: 1000.1 }),
    deals: ['raised'],
  },
  {
    name: 'created since',
    is: { changed: -300.3 },
    plant(w) {
      deal(w, 'new', { amount: 300.3 }, 'none');
      const [own] = w.deals.at(-1)?.versions ?? [];
      if (own) own.from = ago(2);
      const last = w.deals.at(-1);
      if (last) last.opportunity.createdAt = ago(2);
    },
    deals: ['new'],
  },
  {
    name: 'moved out of the quarter since',
    is: { changed: 640.4 },
    plant: (w) => deal(w, 'slipped', { amount: 640.4, closeDate: LATER }, {}, { closeDate: IN }),
    deals: ['slipped'],
  },
  {
    name: 'category changed since',
    is: { changed: -55.05 },
    plant: (w) => deal(w, 'promoted', { amount: 55.05 }, { category: 'pipeline' }, { category: 'pipeline' }),
    deals: ['promoted'],
  },
  {
    name: 'owner changed to somebody outside',
    is: { owner: 410.4 },
    plant: (w) => deal(w, 'given', { ownerId: 'x', amount: 410.4 }, { owner: 'a' }),
    deals: ['given'],
  },
  {
    name: 'somebody whom only the CRM counts in the team',
    is: { team: 620.2 },
    plant(w) {
      w.managers.z = 'm';
      deal(w, 'other', { ownerId: 'z', amount: 620.2 });
    },
    deals: ['other'],
  },
  {
    name: 'another category in the forecast',
    is: { category: 333.33 },
    plant: (w) => deal(w, 'override', { category: 'pipeline', amount: 333.33 }, { category: 'commit' }),
    deals: ['override'],
  },
  {
    name: 'a close date after the period that it is counted in',
    is: { period: 510.15 },
    plant: (w) => deal(w, 'late', { closeDate: LATER, amount: 510.15 }),
    deals: ['late'],
  },
  {
    name: 'a day after the quarter, which begins at another hour there',
    is: { zone: 210.21 },
    plant: (w) => deal(w, 'midnight', { closeDate: dayOf('2027-01-01'), amount: 210.21 }),
    deals: ['midnight'],
  },
  {
    name: 'a day before the quarter',
    is: { zone: 31.3 },
    plant: (w) => deal(w, 'eve', { closeDate: dayOf('2026-09-30'), amount: 31.3 }),
    deals: ['eve'],
  },
  {
    name: 'the last day of the quarter, which is of the next one there',
    is: { zone: -75.75 },
    plant(w) {
      deal(w, 'silvester', { closeDate: END, amount: 50.5 }, 'none');
      deal(w, 'silvester too', { closeDate: END, amount: 25.25, ownerId: 'b' }, 'none');
    },
    deals: ['silvester', 'silvester too'],
  },
  {
    name: 'one deal of the first day, of which others count there',
    is: { leftOut: -12.12 },
    plant(w) {
      deal(w, 'first', { closeDate: START, amount: 12.12 }, 'none');
      deal(w, 'first too', { closeDate: START, amount: 9 });
    },
    deals: ['first'],
  },
  {
    name: 'a type that the forecast’s filter leaves out',
    is: { filter: -120.12 },
    plant(w) {
      w.only = [...(w.only ?? []), { field: 'type', words: 'Type notEqual Renewal', values: ['Renewal'], isNot: true }];
      deal(w, 'renewed', { type: 'renewal', amount: 120.12 }, 'none');
    },
    deals: ['renewed'],
  },
  {
    name: 'deals that are too large for the forecast’s filter',
    is: { filter: -70_000.07 },
    plant(w) {
      const words = 'Amount lessOrEqual 70000';
      w.only = [...(w.only ?? []), { field: 'amount', words, values: ['70000'], compares: 'lessOrEqual' }];
      deal(w, 'large', { amount: 70_000.07 }, 'none');
      deal(w, 'just', { amount: 70_000 });
    },
    deals: ['large'],
  },
  {
    name: 'today’s rate in place of that of the close date',
    // 999.99 ÷ 1.1 − 999.99 ÷ 1.25, each in whole cents.
    is: { currency: 909.08 - 799.99 },
    plant: (w) => deal(w, 'dollars', { amount: 999.99, currency: 'USD' }, { value: 909.08 }),
    deals: ['dollars'],
  },
  {
    name: 'split with somebody outside',
    is: { splits: -400.04 },
    plant(w) {
      w.type = 'split';
      deal(w, 'shared', { amount: 1000.1 }, { value: 600.06, part: 's1' });
      w.rows.push({ deal: 'shared', owner: 'x', category: 'commit', value: 400.04, at: ago(10), part: 's2' });
    },
    deals: ['shared'],
  },
  {
    name: 'only some products count',
    is: { products: -250.05 },
    plant(w) {
      w.type = 'product';
      deal(w, 'bundle', { amount: 1000.05 }, { value: 400, part: 'p1' });
      w.rows.push({ deal: 'bundle', owner: 'a', category: 'commit', value: 350, at: ago(10), part: 'p2' });
    },
    deals: ['bundle'],
  },
  {
    name: 'a record type is left out',
    is: { recordType: -700.7 },
    plant(w) {
      deal(w, 'r1', { recordTypeId: 'renewal', amount: 300.3 }, 'none');
      deal(w, 'r2', { recordTypeId: 'renewal', amount: 400.4, ownerId: 'b' }, 'none');
    },
    deals: ['r2', 'r1'],
  },
  {
    name: 'one deal is left out',
    is: { leftOut: -88.08 },
    plant: (w) => deal(w, 'hidden', { amount: 88.08 }, 'none'),
    deals: ['hidden'],
  },
  {
    name: 'a deal that cannot be seen here',
    is: { unseen: 150.15 },
    plant: (w) => void w.rows.push({ deal: 'secret', owner: 'b', category: 'commit', value: 150.15, at: ago(10) }),
    deals: ['secret'],
  },
  {
    name: 'a deal without an amount here',
    is: { unpriced: 90.9 },
    plant(w) {
      deal(w, 'empty', {}, { value: 90.9 });
      const last = w.deals.at(-1);
      delete last?.opportunity.amount;
      delete last?.versions[0]?.amount;
    },
    deals: ['empty'],
  },
];
/** What nobody can know the cause of. */
const UNKNOWN: Plant[] = [
  {
    name: 'another value without any reason',
    is: { unexplained: 12.34 },
    plant: (w) => deal(w, 'odd', { amount: 500 }, { value: 512.34 }),
    deals: ['odd'],
  },
  { name: 'a sum that is not that of its deals', is: { unexplained: 13.13 }, plant: (w) => void (w.strange = 13.13) },
];

const CUMULATIVE: Record<string, readonly ForecastCategory[]> = {
  pipeline: ['pipeline', 'bestCase', 'mostLikely', 'commit'],
  bestCase: ['bestCase', 'mostLikely', 'commit', 'closed'],
  mostLikely: ['mostLikely', 'commit', 'closed'],
  commit: ['commit', 'closed'],
  closed: ['closed'],
};
const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** The CRM's tables, by plain loops. */
function crmOf(world: World, method: 'single' | 'cumulative', hasRows = true): Partial<OrgFacts> {
  const items: ForecastItem[] = [];
  const owners = new Set<Own>(['m', 'a', 'b', 'x', 'z']);
  const isBelow = (who: Own, above: Own): boolean => {
    for (let at: Own | undefined = who; at; at = world.managers[at]) if (at === above) return true;
    return false;
  };
  for (const owner of owners)
    for (const [figure, categories] of Object.entries(CUMULATIVE)) {
      const holds = method === 'single' ? [figure] : categories;
      const sum = (isCounted: (who: Own) => boolean): number =>
        cents(
          world.rows.reduce(
            (all, row) => all + (holds.includes(row.category) && isCounted(row.owner) ? row.value : 0),
            0,
          ),
        );
      const plain = sum((who) => isBelow(who, owner)) + (owner === 'm' && figure === 'commit' ? world.strange : 0);
      const { manager, own, below } =
        owner === 'm' && figure === 'commit' ? world.adjusted : { manager: 0, own: 0, below: 0 };
      const above = world.managers[owner];
      items.push({
        id: `${owner}-${figure}`,
        ownerId: owner,
        start: START,
        end: END,
        // Safe: the keys above.
        category: figure as ForecastItem['category'],
        ...(figure === 'closed' ? {} : { method }),
        ownerOnly: sum((who) => who === owner),
        amount: cents(plain + below + own + manager),
        unmanaged: cents(plain + below + own),
        unowned: cents(plain + below),
        unadjusted: cents(plain),
        ...(above === undefined ? {} : { parentId: `${above}-${figure}` }),
        forecastTypeId: 't',
      });
    }
  return {
    forecastItems: () => items,
    forecastDeals: hasRows
      ? world.rows.map((row, index): ForecastPart => ({
          id: `row${index}`,
          opportunityId: row.deal,
          ownerId: row.owner,
          start: START,
          end: END,
          category: row.category,
          value: row.value,
          ...(row.part === undefined ? {} : { partId: row.part }),
          forecastTypeId: 't',
          at: row.at,
        }))
      : [],
  };
}

function answered(
  world: World,
  method: 'single' | 'cumulative',
  userId = 'm',
  { hasRows = true, ...change }: { hasRows?: boolean } & Partial<OrgFacts> = {},
) {
  const people = (['m', 'a', 'b', 'x', 'z'] as const).map((id): [string, User] => [
    id,
    { id, name: `User ${id}`, isActive: true, ...(id === 'a' || id === 'b' ? { managerId: 'm' } : {}) },
  ]);
  const facts = factsOf(world.deals, {
    profile: {
      ...PROFILE,
      userId: 'm',
      rates: { EUR: 1, USD: 1.1 },
      datedRates: [{ currency: 'USD', start: START, end: dayOf('2027-06-01'), rate: 1.25 }],
      forecastTypes: [
        {
          id: 't',
          label: 'Revenue',
          isActive: true,
          isAmount: true,
          by: world.type,
          ...(world.type === 'split' ? { splitTypeId: 's' } : {}),
          ...(world.only ? { only: world.only } : {}),
        },
      ],
    },
    users: new Map(people),
    ...crmOf(world, method, hasRows),
    ...change,
  });
  return crmDifference(facts, { userId });
}

function expectExact(figure: FigureDifference | undefined): asserts figure is FigureDifference {
  if (!figure) throw new Error('No such figure.');
  const sum = figure.causes.reduce((all, { amount }) => all + amount, figure.here + figure.unexplained.amount);
  expect(cents(sum)).toBe(figure.crm);
  for (const { cause, amount, deals } of figure.causes)
    if (!cause.endsWith('djusted'))
      expect(cents(deals.reduce((all, each) => all + each.amount, 0)), cause).toBe(cents(amount));
}
const find = (answer: ReturnType<typeof answered>, name: string) =>
  answer.figures.find(({ figure }) => figure === name);
/** What is won counts in Commit there and has a line of its own here. */
const ROLLUP = (world: World): number =>
  cents(
    world.deals.reduce(
      (all, { opportunity: own }) =>
        all + (own.isWon && ['m', 'a', 'b'].includes(own.ownerId ?? '') ? (own.amount ?? 0) : 0),
      0,
    ),
  );

/** What is found of plants, and what is to be. */
function planted(plants: readonly Plant[]): { found: Record<string, number>; wanted: Record<string, number> } {
  const world = base();
  for (const { plant } of plants) plant(world);
  const figure = find(answered(world, 'cumulative'), 'commit');
  expectExact(figure);
  const wanted: Record<string, number> = { rollup: ROLLUP(world) };
  for (const { is } of plants)
    for (const [cause, amount] of Object.entries(is)) wanted[cause] = cents((wanted[cause] ?? 0) + amount);
  wanted['unexplained'] ??= 0;
  const found = Object.fromEntries(figure.causes.map(({ cause, amount }) => [cause, cents(amount)]));
  found['unexplained'] = cents(figure.unexplained.amount);
  for (const { is, deals = [] } of plants) {
    const [cause] = Object.keys(is);
    const line = cause === 'unexplained' ? figure.unexplained : figure.causes.find((each) => each.cause === cause);
    expect(line?.deals.map(({ id }) => id)).toEqual(expect.arrayContaining(deals));
  }
  return { found, wanted };
}

describe('why a figure differs from the CRM’s own forecast', () => {
  test.each(PLANTS)('alone, to the cent and with nothing left: $name', (plant) => {
    const { found, wanted } = planted([plant]);
    expect(found).toEqual(wanted);
  });
  test.each(UNKNOWN)('what cannot be known stays a line of its own: $name', (plant) => {
    const { found, wanted } = planted([plant]);
    expect(found).toEqual(wanted);
  });

  const pairs = [...PLANTS, ...UNKNOWN].flatMap((one, index, all) =>
    all
      .slice(index + 1)
      // A forecast counts by splits or by products, and by either it is not known why a whole deal has another value.
      .filter((two) => !(isParted(one) && (isParted(two) || UNKNOWN.includes(two) || isLeft(two))))
      .filter((two) => !(isParted(two) && (isLeft(one) || UNKNOWN.includes(one))))
      .map((two) => ({ one, two, name: `${one.name} and ${two.name}` })),
  );
  test.each(pairs)('in pairs: $name', ({ one, two }) => {
    const { found, wanted } = planted([one, two]);
    expect(found).toEqual(wanted);
  });

  test.each(['single', 'cumulative'] as const)('all at once, every figure adds up, rolled up %s', (method) => {
    const world = base();
    for (const plant of PLANTS) if (!isParted(plant)) plant.plant(world);
    for (const userId of ['m', 'a', 'b', 'x'])
      for (const name of BOTH_SAY) {
        const figure = find(answered(world, method, userId), name);
        expectExact(figure);
        expect(cents(figure.unexplained.amount), `${userId} ${name}`).toBe(0);
      }
  });

  describe('by splits, where the CRM does not tell which deals it counts', () => {
    const kinds = [
      ['revenue', 'revenue'],
      ['overlay', 'overlay'],
    ] as const;
    test.each(kinds)('the splits of the deals tell all of it: %s', (_words, kind) => {
      const world = base();
      world.type = 'split';
      deal(world, 'shared', { amount: 1000.1 }, { value: 600.06 });
      world.rows.push({ deal: 'shared', owner: 'x', category: 'commit', value: 400.04, at: ago(10) });
      deal(world, 'lent', { amount: 500.5, ownerId: 'x' }, { owner: 'b', value: 125.13 });
      world.rows.push({ deal: 'lent', owner: 'x', category: 'commit', value: 375.37, at: ago(10) });
      deal(world, 'whole', { amount: 77.77 }, 'none');
      const splits: OrgFacts['splits'] = (id) => {
        const whole = world.deals.find((each) => each.opportunity.id === id)?.opportunity.amount ?? 0;
        const other = {
          id: `o-${id}`,
          opportunityId: id,
          userId: 'a',
          typeId: 'o',
          kind: 'overlay' as const,
          percent: 50,
        };
        return [
          ...world.rows.flatMap((row, index) => {
            const percent = Math.round((row.value / whole) * 10_000) / 100;
            const own = { id: `s${index}`, opportunityId: id, userId: row.owner, typeId: 's', kind };
            return row.deal === id ? [{ ...own, percent, amount: row.value }] : [];
          }),
          other,
        ];
      };
      const told = { hasRows: false, splits };
      const figure = find(answered(world, 'cumulative', 'm', told), 'commit');
      expectExact(figure);
      expect(figure.unexplained.amount).toBe(0);
      expect(Object.fromEntries(figure.causes.map(({ cause, amount }) => [cause, cents(amount)]))).toEqual({
        rollup: ROLLUP(world),
        splits: cents(125.13 - 400.04 - 77.77),
      });
      const line = figure.causes.find(({ cause }) => cause === 'splits');
      expect(line?.deals.map(({ id, amount }) => [id, cents(amount)])).toEqual([
        ['shared', -400.04],
        ['lent', 125.13],
        ['whole', -77.77],
      ]);
      for (const userId of ['m', 'a', 'b', 'x'])
        for (const name of BOTH_SAY) {
          const each = find(answered(world, 'single', userId, told), name);
          expectExact(each);
          expect(cents(each.unexplained.amount), `${userId} ${name}`).toBe(0);
        }
    });
  });

  test('categories that the org calls otherwise are known by its stages, also where the names are swapped', () => {
    const world = base();
    deal(world, 'override', { category: 'pipeline', amount: 333.33 }, { category: 'commit' });
    const names: Record<ForecastCategory, string> = {
      omitted: 'Left out',
      pipeline: 'Upside',
      bestCase: 'Commit',
      mostLikely: 'Probable',
      commit: 'Best Case',
      closed: 'Done',
    };
    const usual: Record<string, ForecastCategory> = { Commit: 'commit', 'Best Case': 'bestCase' };
    const stages = new Map(
      Object.entries(names).map(([category, categoryName], order) => [
        `S${order}`,
        {
          name: `S${order}`,
          label: `S${order}`,
          order,
          isActive: true,
          isClosed: false,
          isWon: false,
          probability: 10,
          // Safe: the keys above.
          category: category as ForecastCategory,
          categoryName,
        },
      ]),
    );
    const forecastDeals = (crmOf(world, 'cumulative').forecastDeals ?? []).map(({ category = 'omitted', ...part }) => {
      const taken = usual[names[category]];
      return { ...part, categoryName: names[category], ...(taken ? { category: taken } : {}) };
    });
    for (const userId of ['m', 'a', 'b', 'x'])
      for (const name of BOTH_SAY) {
        const told = find(answered(world, 'cumulative', userId, { forecastDeals, stages }), name);
        expectExact(told);
        expect(cents(told.unexplained.amount), `${userId} ${name}`).toBe(0);
        expect(told).toEqual(find(answered(world, 'cumulative', userId), name));
      }
  });

  const asked = (words: string, change: Partial<DealCondition> = {}): DealCondition => ({
    words,
    values: [],
    ...change,
  });
  describe('what the filter of a forecast leaves out, where the CRM does not tell which deals it counts', () => {
    const amounts = { kept: 400.4, gone: 300.3 };
    test.each<[string, DealCondition, Partial<Opportunity>, Partial<Opportunity>]>([
      [
        'equal to one of several',
        asked('', { field: 'type', values: ['New', 'Upsell'] }),
        { type: 'upsell' },
        { type: 'Old' },
      ],
      ['equal to nothing', asked('', { field: 'source', values: [''] }), {}, { source: 'Web' }],
      [
        'not equal, by name',
        asked('', { field: 'recordType', values: ['Renewal'], isNot: true }),
        { recordTypeId: 'r2' },
        { recordTypeId: 'r1' },
      ],
      ['not equal, by id', asked('', { field: 'recordType', values: ['r1'], isNot: true }), {}, { recordTypeId: 'r1' }],
      [
        'not equal to any of several',
        asked('', { field: 'campaign', values: ['c1', 'c2'], isNot: true }),
        { campaignId: 'c3' },
        { campaignId: 'c2' },
      ],
      [
        'equal by the territory’s name',
        asked('', { field: 'territory', values: ['North'] }),
        { territoryId: 't1', territoryName: 'North' },
        { territoryId: 't2', territoryName: 'South' },
      ],
      ['at least an amount', asked('', { field: 'amount', values: ['400.4'], compares: 'greaterOrEqual' }), {}, {}],
      ['more than an amount', asked('', { field: 'amount', values: ['300.3'], compares: 'greater' }), {}, {}],
      [
        'before a day',
        asked('', { field: 'closeDate', values: ['2026-12-21'], compares: 'less' }),
        {},
        { closeDate: dayOf('2026-12-21') },
      ],
      [
        'another chance',
        asked('', { field: 'probability', values: ['50'], isNot: true }),
        { probability: 49 },
        { probability: 50 },
      ],
    ])('%s', (_name, condition, kept, gone) => {
      for (const hasRows of [true, false]) {
        const world = base();
        // The others meet what is asked, whatever it is.
        for (const { opportunity: own } of world.deals) Object.assign(own, kept);
        deal(world, 'kept', { amount: amounts.kept, ...kept });
        deal(world, 'gone', { amount: amounts.gone, ...gone }, 'none');
        world.only = [condition];
        const { profile } = factsOf([]);
        const told = {
          hasRows,
          profile: {
            ...profile,
            userId: 'm',
            recordTypes: { r1: 'Renewal', r2: 'New' },
            forecastTypes: [
              { id: 't', label: 'T', isActive: true, isAmount: true, by: 'opportunity' as const, only: world.only },
            ],
          },
        };
        const answer = answered(world, 'single', 'm', told);
        const figure = find(answer, 'commit');
        expectExact(figure);
        expect([figure.unexplained.amount, answer.untold]).toEqual([0, []]);
        expect(figure.causes).toEqual([
          { cause: 'filter', amount: -300.3, deals: [{ id: 'gone', name: 'Deal gone', amount: -300.3 }] },
        ]);
      }
    });

    test.each<[string, DealCondition]>([
      ['an operation that nobody knows', asked('Type contains Renew', { values: ['Renew'] })],
      ['a field of the org’s own', asked('Region__c equals North', { values: ['North'] })],
    ])('%s is told in words and never taken for equal', (_name, condition) => {
      for (const hasRows of [true, false]) {
        const world = base();
        world.only = [condition];
        deal(world, 'gone', { amount: 300.3, type: 'Renewal' }, 'none');
        const answer = answered(world, 'single', 'm', { hasRows });
        const figure = find(answer, 'commit');
        expectExact(figure);
        expect(answer.untold).toEqual([condition.words]);
        expect(figure.causes.map(({ cause }) => cause)).toEqual(hasRows ? ['leftOut'] : []);
        expect(figure.unexplained.amount).toBe(hasRows ? 0 : -300.3);
      }
    });

    test('what cannot be compared is not judged: it stays what nobody explains', () => {
      for (const values of [['a lot'], ['1', '2'], ['']]) {
        const world = base();
        world.only = [asked('Amount greaterThan ?', { field: 'amount', values, compares: 'greater' })];
        deal(world, 'gone', { amount: 300.3 }, 'none');
        const figure = find(answered(world, 'single', 'm', { hasRows: false }), 'commit');
        expectExact(figure);
        expect([figure.causes, figure.unexplained.amount]).toEqual([[], -300.3]);
      }
    });
  });

  test('where nothing differs but what the two count in a figure, that is all it says', () => {
    const answer = answered(base(), 'single');
    for (const name of ['commit', 'closed'] as const) {
      const figure = find(answer, name);
      expect(figure).toMatchObject({ causes: [], unexplained: { amount: 0 } });
      expect(figure?.crm).toBe(figure?.here);
    }
    expect(find(answer, 'bestCase')?.causes.map(({ cause }) => cause)).toEqual(['rollup']);
  });

  test('without its deals, the person behind what is left is known, and nothing is hidden', () => {
    const world = base();
    deal(world, 'override', { category: 'pipeline', amount: 333.33, ownerId: 'b' }, { category: 'commit' });
    deal(world, 'dollars', { amount: 999.99, currency: 'USD' }, { value: 909.08 });
    const figure = find(answered(world, 'single', 'm', { hasRows: false }), 'commit');
    expectExact(figure);
    expect(figure.causes).toEqual([
      { cause: 'currency', amount: 109.09, deals: [expect.objectContaining({ id: 'dollars' })] },
    ]);
    expect(figure.unexplained.amount).toBe(333.33);
    expect(figure.unexplained.deals.map(({ id }) => id)).toEqual(['b-commit']);
  });

  test('no forecast of a person is no figure', () => {
    const facts = factsOf(base().deals);
    expect(crmDifference(facts, {}).figures).toEqual([]);
  });
});

function isParted({ is }: Plant): boolean {
  return 'splits' in is || 'products' in is;
}
/** Deals that a forecast by parts leaves out have no part of it. */
function isLeft({ is }: Plant): boolean {
  return 'recordType' in is || 'leftOut' in is || 'unpriced' in is || 'filter' in is;
}
