import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type DealFilter, dealsView } from '@/lib/answers/deals';
import { familiesView } from '@/lib/answers/leading/families';
import { lensChoices } from '@/lib/answers/lens-choices';
import { addDays, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { divided } from '@/lib/deal/whole-points';
import { ask } from '@/lib/figures/ask';
import { during } from '@/lib/figures/during';
import { MOVED, MOVEMENTS } from '@/lib/figures/flow';
import { closedWon, openPipeline } from '@/lib/figures/states';
import { through } from '@/lib/forecast/lens';
import { generateOrg } from '@/lib/sample/generate';
import type { OrgTables, Row } from '@/lib/sample/org-tables';
import { seeded } from '@/lib/sample/seeded';
import { contextOf } from '@/tests/explore/context';

const AS_OF = '2026-11-24' as Day;
const DIGITS: Record<string, number> = { EUR: 2, JPY: 0, KWD: 3 };
/** What the axis calls lines of products without a family, and what no line accounts for. */
const [NONE, REST] = [' ', ''];
const FAMILIES = ['Software', 'Services', 'Support', null];

/** A sample org in one currency whose deals have lines of every odd kind: several families, none, negative totals, more than the deal. */
function oddOrg(seed: number, currency: string): OrgTables {
  const made = generateOrg({ size: 120, seed, asOf: AS_OF });
  const { tables } = made;
  const random = seeded(seed * 7919);
  const scale = 10 ** (DIGITS[currency] ?? 2);
  for (const org of tables.Organization) org['DefaultCurrencyIsoCode'] = currency;
  const [example] = tables.OpportunityLineItem;
  if (!example) throw new Error('No line to take after.');
  tables.Product2 = FAMILIES.map((Family, index) => ({
    ...tables.Product2[0]!,
    Id: `01t00000000000${index}AAA`,
    Family,
  }));
  tables.OpportunityLineItem = [];
  const rounded = (value: unknown): number => Math.round(Number(value) * scale) / scale;
  for (const deal of tables.Opportunity) {
    if (typeof deal['Amount'] === 'number') deal['Amount'] = rounded(deal['Amount']);
    const amount = deal['Amount'];
    const kind = random.int(0, 5);
    if (kind === 0 || typeof amount !== 'number') continue;
    const put = (units: number, product = random.pick(tables.Product2)): void => {
      const id = String(tables.OpportunityLineItem.length + 1).padStart(9, '0');
      const TotalPrice = units / scale;
      const line = { ...example, Id: `00k000${id}`, OpportunityId: deal.Id, Product2Id: product.Id, TotalPrice };
      tables.OpportunityLineItem.push(line);
    };
    const whole = Math.round(amount * scale);
    if (kind === 1) put(whole);
    if (kind === 2) for (const product of tables.Product2) put(Math.floor(whole / 7), product);
    if (kind === 3) for (let line = 0; line < 3; line += 1) put(random.int(0, Math.floor(whole / 3)));
    // A discount: of its own family it is less than nothing, of another's it only makes that smaller.
    if (kind === 4) put(whole);
    if (kind === 4) put(-Math.floor(whole / 10));
    if (kind === 5) put(whole + random.int(-1, 1));
  }
  for (const row of tables.OpportunityHistory)
    if (typeof row['Amount'] === 'number') row['Amount'] = rounded(row['Amount']);
  return made;
}

/** What families have of one deal, in minor units, by whole numbers of any size; straight from the CRM's rows. */
function partsOf({ tables }: OrgTables, deal: Row, scale: number, of?: number): Map<string, number> {
  const own = Math.round(Number(deal['Amount'] ?? 0) * scale);
  const amount = of ?? own;
  const totals = new Map<string, bigint>();
  for (const line of tables.OpportunityLineItem) {
    if (line['OpportunityId'] !== deal.Id) continue;
    const family = String(tables.Product2.find(({ Id }) => Id === line['Product2Id'])?.['Family'] ?? NONE);
    totals.set(family, (totals.get(family) ?? 0n) + BigInt(Math.round(Number(line['TotalPrice']) * scale)));
  }
  const sum = [...totals.values()].reduce((all, each) => all + each, 0n);
  const isTold = sum > 0n && sum <= BigInt(own) && [...totals.values()].every((each) => each >= 0n);
  if (!isTold) return new Map([[REST, amount]]);
  const weights = [...totals, [REST, BigInt(own) - sum] as const].filter(([, weight]) => weight > 0n);
  const exact = weights.map(([family, weight]) => {
    const all = BigInt(amount) * weight;
    return { family, floor: Number(all / BigInt(own)), rest: all % BigInt(own) };
  });
  let left = exact.reduce((rest, { floor }) => rest - floor, amount);
  const order = ['Services', 'Software', 'Support'];
  const place = ({ family }: { family: string }): number => (family === REST ? 9 : order.indexOf(family));
  for (const each of exact.toSorted((a, b) => (a.rest === b.rest ? place(a) - place(b) : a.rest > b.rest ? -1 : 1)))
    if (left > 0) {
      each.floor += 1;
      left -= 1;
    }
  return new Map(exact.map(({ family, floor }) => [family, floor]));
}

describe.each([
  [1, 'EUR'],
  [2, 'JPY'],
  [3, 'KWD'],
] as const)('by family of products, company %i in %s', (seed, currency) => {
  const made = oddOrg(seed, currency);
  const { facts, log } = contextOf(made, AS_OF);
  const { now } = facts;
  const view = familiesView(facts);
  const scale = 10 ** (DIGITS[currency] ?? 2);
  const units = (major: number): number => Math.round(major * scale);
  const isMeant = {
    open: (deal: Row) => deal['IsClosed'] === false && deal['ForecastCategory'] !== 'Omitted',
    won: (deal: Row) => deal['IsWon'] === true,
  };

  function naive(name: 'open' | 'won') {
    const sums = new Map<string, { amount: number; ids: Set<string> }>();
    for (const deal of made.tables.Opportunity) {
      const isIn = String(deal['CloseDate']) >= view.period.start && String(deal['CloseDate']) <= view.period.end;
      const isOwn = !view.ownerIds || view.ownerIds.includes(String(deal['OwnerId']));
      if (!isIn || !isOwn || !isMeant[name](deal)) continue;
      for (const [family, part] of partsOf(made, deal, scale)) {
        const own = sums.get(family) ?? { amount: 0, ids: new Set() };
        own.ids.add(String(deal.Id));
        sums.set(family, { ...own, amount: own.amount + part });
      }
    }
    return sums;
  }

  test.each(['open', 'won'] as const)('%s is what a loop through the rows finds, and adds up to the unit', (name) => {
    const wanted = naive(name);
    const { rows, total } = view[name];
    expect(new Map(rows.map(({ family, amount, count }) => [family, [units(amount), count]]))).toEqual(
      new Map([...wanted].map(([family, { amount, ids }]) => [family, [amount, ids.size]])),
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.reduce((sum, { amount }) => sum + units(amount), 0)).toBe(units(total.amount));
    for (const { family, amount, count } of rows) {
      const figure: DealFilter['figure'] = name === 'open' ? 'openPipeline' : 'closedWon';
      const own = { figure, ...(view.ownerIds ? { ownerIds: view.ownerIds } : {}) };
      const behind = dealsView(facts, { ...own, family });
      expect([behind.total.amount, behind.rows.length]).toEqual([amount, count]);
      expect(new Set(behind.rows.map(({ id }) => id))).toEqual(wanted.get(family)?.ids);
      // What each row says that it counts with adds up, too.
      const said = behind.rows.reduce((sum, { counts, converted = 0 }) => sum + units(counts ?? converted), 0);
      expect(said).toBe(units(amount));
      // The same figure through a filter of the header.
      const lens = through(facts, { filters: { family: [family] } });
      const filtered = dealsView(lens, own);
      // What is looked at already is of that family alone, and is not divided again.
      expect(familiesView(lens)[name].rows).toEqual([{ family, amount, count }]);
      expect([filtered.total, filtered.rows.map(({ counts }) => counts)]).toEqual([
        behind.total,
        behind.rows.map(({ counts }) => counts),
      ]);
    }
    const { filters } = lensChoices(facts);
    expect(new Set(filters.filter(({ name: of }) => of === 'family').map(({ value }) => value))).toEqual(
      new Set([REST, NONE, 'Services', 'Software', 'Support']),
    );
  });

  test('families beside another dimension add up to each of its groups, as do movements', () => {
    const question = { at: now, today: AS_OF };
    for (const figure of [openPipeline, closedWon]) {
      const whole = ask(log, figure, { ...question, by: 'owner' });
      const cut = ask(log, figure, { ...question, by: ['owner', 'family'] });
      expect(cut.total).toEqual(whole.total);
      for (const { key, amount } of whole.groups)
        expect(cut.groups.filter((each) => each.key === key).reduce((sum, each) => sum + each.amount, 0)).toBe(amount);
    }
    const stretch = { log, from: instant(now - 30 * 86_400_000), to: now, filter: { period: view.period } };
    let moved = 0;
    for (const name of MOVEMENTS) {
      const { groups, total, parts } = during(stretch).ask(MOVED[name], 'family');
      expect(groups.reduce((sum, { amount }) => sum + amount, 0)).toBe(total.amount);
      expect(total.count).toBe(parts.length);
      moved += groups.length;
    }
    expect(moved).toBeGreaterThan(5);
  });

  test('a past day is divided by the lines of today, and every deal that was touched since is in doubt', () => {
    const on = addDays(AS_OF, -60);
    const at = instant(Date.parse(`${on}T23:59:59Z`));
    const past = ask(log, openPipeline, { at, today: on, by: 'family' });
    const plain = ask(log, openPipeline, { at, today: on });
    const wanted = new Map<string, number>();
    let touched = 0;
    Array.from(past.rows.deals).forEach((deal, row) => {
      const raw = made.tables.Opportunity.find(({ Id }) => Id === log.ids[deal]);
      const amount = log.amount[past.rows.versions[row] ?? 0] ?? Number.NaN;
      if (raw && Date.parse(String(raw['SystemModstamp'])) > at) touched += 1;
      if (!raw || Number.isNaN(amount)) return;
      for (const [family, part] of partsOf(made, raw, scale, amount))
        wanted.set(family, (wanted.get(family) ?? 0) + part);
    });
    expect(new Map(past.groups.map(({ key, amount }) => [key, amount]))).toEqual(wanted);
    expect(past.total).toEqual(plain.total);
    expect([plain.doubts.filedAssumed, past.doubts.filedAssumed]).toEqual([0, touched]);
    expect(touched).toBeGreaterThan(0);
    // Through the filter the amounts are parts, whatever is asked.
    const sliced = through(facts, { filters: { family: ['Software'] } });
    const own = ask(sliced.log, openPipeline, { at, today: on });
    expect(own.total.amount).toBe(wanted.get('Software'));
    expect(own.doubts.filedAssumed).toBeGreaterThan(0);
    expect(ask(sliced.log, openPipeline, { at: now, today: AS_OF }).doubts.filedAssumed).toBe(0);
  });

  test('is not told where the products are hidden, their prices are, or there are none; the totals stay', () => {
    const bare = { open: view.open.total, won: view.won.total };
    const hidden = { ...facts, profile: { ...facts.profile, hiddenTables: ['lineItem' as const] } };
    const unpriced = {
      ...facts,
      lineItems: (id: string) =>
        facts.lineItems(id).map(({ id: lineId, opportunityId }) => ({ id: lineId, opportunityId })),
    };
    for (const [given, lacks] of [
      [hidden, 'access'],
      [unpriced, 'access'],
      [{ ...facts, lineItems: () => [] }, 'lines'],
    ] as const) {
      const { open, won, ...rest } = familiesView(given);
      expect(rest.lacks).toBe(lacks);
      expect({ open: open.total, won: won.total }).toEqual(bare);
      expect([open.rows, won.rows]).toEqual([[], []]);
    }
  });
});

test('an amount of any size and sign is divided to the unit, each part within one of its exact share', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -900_000_000_000, max: 900_000_000_000 }),
      fc.array(fc.integer({ min: 0, max: 9_000_000_000 }), { minLength: 1, maxLength: 8 }),
      (amount, weights) => {
        const all = weights.reduce((sum, each) => sum + BigInt(each), 0n);
        fc.pre(all > 0n);
        const parts = divided(amount, weights);
        expect(parts.reduce((sum, each) => sum + each, 0)).toBe(amount);
        for (const [index, part] of parts.entries()) {
          const off = BigInt(part) * all - BigInt(amount) * BigInt(weights[index] ?? 0);
          expect(off < all && off > -all).toBe(true);
        }
      },
    ),
  );
});
