import { describe, expect, test } from 'vitest';

import type { OpenLine } from '@/lib/answers/leading/open-lines';
import { sixView } from '@/lib/answers/leading/six-view';
import { processDeals } from '@/lib/answers/process/process-deals';
import { toCorporate, type Total } from '@/lib/deal/money';
import type { Deal } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';
import { openContext } from '@/tests/explore/context';

/** Each line of the first three questions with its figure. */
function linesOf(facts: OrgFacts): [name: string, line: OpenLine, figure: Total][] {
  const { categories, buckets, doubtful } = sixView(facts);
  return [
    ...categories.map(({ category, ...total }): [string, OpenLine, Total] => [category, { category }, total]),
    ...buckets.map(({ bucket, ...total }): [string, OpenLine, Total] => [bucket, { bucket }, total]),
    ...(['zombies', 'overdue', 'silent'] as const).map((doubt): [string, OpenLine, Total] => [
      doubt,
      { doubt },
      doubtful[doubt],
    ]),
  ];
}

describe.each([1, 2])('each line of a leader’s questions, company %i', (seed) => {
  test('opens the deals that add up to it, and no others', async () => {
    const { facts } = await openContext({ size: '120', seed: String(seed), 'as-of': '2026-11-24' });
    const lines = linesOf(facts);
    for (const [name, line, { amount, count }] of lines) {
      const { rows, total } = processDeals(facts, { kind: 'open', line });
      expect([total.amount, total.count], name).toEqual([amount, count]);
      expect(rows, name).toHaveLength(count);
    }
    expect(lines.filter(([, , { count }]) => count > 0).length).toBeGreaterThan(7);
  });

  test('has the deals that a search through the rows finds', async () => {
    const { facts } = await openContext({ size: '120', seed: String(seed), 'as-of': '2026-11-24' });
    const { period, categories, doubtful } = sixView(facts);
    const [start, end] = [period.start, period.end] as const;
    const open = facts.log.ids
      .flatMap((id) => facts.deal(id) ?? [])
      .filter(
        ({ opportunity: { isClosed, closeDate, category } }: Deal) =>
          !isClosed && closeDate !== undefined && closeDate >= start && closeDate <= end && category !== 'omitted',
      );
    const sumOf = (deals: readonly Deal[]): number =>
      deals.reduce((sum, { opportunity }) => sum + (toCorporate(opportunity, facts.profile) ?? 0), 0);
    for (const { category, amount, count } of categories) {
      const those = open.filter(({ opportunity }) => opportunity.category === category);
      expect([those.length, Math.round(sumOf(those))], category).toEqual([count, Math.round(amount)]);
    }
    const late = open.filter(({ opportunity }) => (opportunity.closeDate ?? '') < facts.today);
    expect([late.length, Math.round(sumOf(late))]).toEqual([
      doubtful.overdue.count,
      Math.round(doubtful.overdue.amount),
    ]);
  });
});
