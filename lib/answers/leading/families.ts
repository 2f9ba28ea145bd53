import { askedAt } from '@/lib/answers/asked-at';
import { byLines } from '@/lib/answers/leading/by-lines';
import type { Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { minor, type Minor, type Total } from '@/lib/deal/money';
import type { FigureAnswer } from '@/lib/figures/groups';
import { closedWon, openPipeline } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type DealIndex, positions } from '@/lib/log/positions';

import { ownersOf } from './course';

/** A family of products by its name, '' being those without one; or what no line item accounts for. */
export type Product = { family: string } | { isNone: true };

/** A figure by family of products, the largest first; the parts add up to its total. */
export interface FamilySums {
  total: Total;
  /** `count` deals have such products; a deal may have several. What no line item accounts for comes last. */
  rows: { product: Product; amount: number; count: number }[];
}

/** Open pipeline and won deals of the quarter by family, in corporate currency. Divided by the line items as they stand today. */
export interface FamiliesView {
  freshness: Freshness;
  day: Day;
  period: Period;
  currency: string;
  ownerIds: string[] | undefined;
  /** Line items or their totals may not be read; or these deals have none. There are then no rows. */
  lacks?: 'access' | 'lines';
  open: FamilySums;
  won: FamilySums;
}

export function familiesView(facts: OrgFacts): Omit<FamiliesView, 'freshness'> {
  const { profile, log } = facts;
  const asked = askedAt(facts);
  const { filter } = ownersOf(facts);
  const answers = { open: asked.ask(openPipeline, filter), won: asked.ask(closedWon, filter) };
  const lines = Object.values(answers).flatMap(({ rows }) =>
    Array.from(rows.deals).flatMap((deal) => facts.lineItems(log.ids[deal] ?? '')),
  );
  const isHidden = profile.hiddenTables.includes('lineItem');
  const lacks =
    isHidden || (lines.length > 0 && lines.every(({ total }) => total === undefined))
      ? 'access'
      : lines.length === 0
        ? 'lines'
        : undefined;
  const sums = (answer: FigureAnswer): FamilySums => ({
    total: { ...answer.total, amount: asked.major(answer.total.amount) },
    rows: lacks ? [] : rowsOf(answer),
  });
  return {
    day: asked.day,
    period: asked.period,
    currency: profile.currency,
    ownerIds: filter.ownerIds && [...filter.ownerIds],
    ...(lacks ? { lacks } : {}),
    open: sums(answers.open),
    won: sums(answers.won),
  };

  function rowsOf(answer: FigureAnswer): FamilySums['rows'] {
    const found = new Map<string, { product: Product; amount: number; count: number }>();
    for (const { product, amount } of partsOf(facts, answer)) {
      const key = JSON.stringify(product);
      const row = found.get(key) ?? { product, amount: 0, count: 0 };
      found.set(key, { product, amount: row.amount + amount, count: row.count + 1 });
    }
    return [...found.values()]
      .toSorted((a, b) => Number('isNone' in a.product) - Number('isNone' in b.product) || b.amount - a.amount)
      .map(({ amount, ...row }) => ({ ...row, amount: asked.major(minor(amount)) }));
  }
}

/** The deals of a figure that have a part of such products, and what the parts come to. */
export function ofProduct(
  facts: OrgFacts,
  answer: FigureAnswer,
  product: Product,
): Pick<FigureAnswer, 'rows' | 'total'> {
  const wanted = JSON.stringify(product);
  const parts = partsOf(facts, answer).filter((part) => JSON.stringify(part.product) === wanted);
  const held = new Set(parts.map(({ deal }) => deal));
  const { deals, versions } = answer.rows;
  const places = Array.from(deals).flatMap((deal, place) => (held.has(deal) ? [place] : []));
  return {
    rows: {
      deals: positions(Uint32Array.from(places, (place) => deals[place] ?? 0)),
      versions: positions(Uint32Array.from(places, (place) => versions[place] ?? 0)),
    },
    total: { amount: minor(parts.reduce((sum, { amount }) => sum + amount, 0)), count: held.size, unpriced: 0 },
  };
}

/** Each deal's amount as it is divided; deals without an amount have no part. */
function partsOf(facts: OrgFacts, { rows }: FigureAnswer): { deal: DealIndex; product: Product; amount: Minor }[] {
  const { log, profile } = facts;
  return Array.from(rows.deals).flatMap((deal, row) => {
    const amount = log.amount[rows.versions[row] ?? -1] ?? Number.NaN;
    if (Number.isNaN(amount)) return [];
    const id = log.ids[deal] ?? '';
    const own = facts.deal(id)?.opportunity;
    const { families, rest } = byLines(minor(amount), facts.lineItems(id), {
      whole: own?.amount,
      currency: own?.currency ?? profile.currency,
    });
    const named = [...families].map(([family, part]) => ({ deal, product: { family }, amount: part }));
    return rest === 0 && named.length > 0
      ? named
      : [...named, { deal, product: { isNone: true as const }, amount: rest }];
  });
}
