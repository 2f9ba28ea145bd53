import { askedAt } from '@/lib/answers/asked-at';
import type { Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import type { Total } from '@/lib/deal/money';
import type { FigureAnswer } from '@/lib/figures/groups';
import { closedWon, openPipeline } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import { addDoubts, type Doubts } from '@/lib/log/doubts';
import { NOT_IN_PRODUCTS } from '@/lib/log/products';

import { ownersOf } from './course';

/** A figure by family of products, the largest first; the parts add up to its total (G2.35). */
export interface FamilySums {
  total: Total;
  /** `count` deals have such products; a deal may have several. What no line item accounts for comes last. */
  rows: { family: string; amount: number; count: number }[];
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
  doubts: Doubts;
}

export function familiesView(facts: OrgFacts): Omit<FamiliesView, 'freshness'> {
  const { profile, log } = facts;
  const asked = askedAt(facts);
  const { filter } = ownersOf(facts);
  const answers = { open: asked.ask(openPipeline, filter, 'family'), won: asked.ask(closedWon, filter, 'family') };
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
  const sums = ({ total, groups }: FigureAnswer): FamilySums => ({
    total: { ...total, amount: asked.major(total.amount) },
    rows: (lacks ? [] : groups)
      .map(({ key, amount, count }) => ({ family: key, amount: asked.major(amount), count }))
      .toSorted(
        (a, b) => Number(a.family === NOT_IN_PRODUCTS) - Number(b.family === NOT_IN_PRODUCTS) || b.amount - a.amount,
      ),
  });
  return {
    day: asked.day,
    period: asked.period,
    currency: profile.currency,
    ownerIds: filter.ownerIds && [...filter.ownerIds],
    ...(lacks ? { lacks } : {}),
    open: sums(answers.open),
    won: sums(answers.won),
    // No deal is both open and won.
    doubts: addDoubts(answers.open.doubts, answers.won.doubts),
  };
}
