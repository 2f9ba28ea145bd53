import { bias, intervalCoverage, wape } from '@/lib/domain/accuracy';
import type { OrgFacts } from '@/lib/domain/facts';
import { teamOf } from '@/lib/domain/hierarchy';
import { engineOf, outlookOf, scopeForecast, teamQuota } from '@/lib/domain/outlook';
import { REPLAY_DAYS, type ReplayRow } from '@/lib/domain/replay';
import type { AccuracyView } from '@/lib/domain/views';

/** The quarter's forecast, and how well the same engine would have said past ones (product.md MS-01, MS-05). */
export function accuracyView(facts: OrgFacts, rows: readonly ReplayRow[]): Omit<AccuracyView, 'freshness'> {
  const { userIds } = teamOf(facts, facts.profile.userId);
  const found = scopeForecast(facts, userIds, teamQuota(facts, userIds));
  return {
    period: engineOf(facts).period,
    currency: facts.profile.currency,
    won: found.won / 100,
    ...(found.quota === undefined ? {} : { quota: found.quota / 100 }),
    outlook: outlookOf(facts, userIds, found),
    rows: rows.map(({ period, daysBefore, p10, p50, p90, actual, remainder, commit, n }) => ({
      label: period,
      daysBefore,
      p10: p10 / 100,
      p50: p50 / 100,
      p90: p90 / 100,
      actual: actual / 100,
      ...(remainder === undefined ? {} : { remainder: remainder / 100 }),
      commit: commit / 100,
      n,
    })),
    summary: REPLAY_DAYS.map((daysBefore) => summaryOf(daysBefore, rows)),
  };
}

function summaryOf(daysBefore: number, rows: readonly ReplayRow[]): AccuracyView['summary'][number] {
  const all = rows.filter((row) => row.daysBefore === daysBefore);
  // Side by side only over quarters in which the rival had a past to go by.
  const rivals = all.filter(({ remainder }) => remainder !== undefined);
  const own = rivals.length > 0 ? rivals : all;
  const outcomes = own.map(({ p10, p50, p90, actual }) => ({ forecast: p50, actual, low: p10, high: p90 }));
  const naive = own.flatMap(({ remainder, actual }) =>
    remainder === undefined ? [] : [{ forecast: remainder, actual }],
  );
  const [off, side] = [wape(outcomes), bias(outcomes)];
  const naiveOff = wape(naive);
  return {
    daysBefore,
    ...(off === undefined ? {} : { wape: off }),
    ...(side === undefined ? {} : { bias: side }),
    ...intervalCoverage(outcomes),
    ...(naiveOff === undefined ? {} : { naiveWape: naiveOff }),
  };
}
