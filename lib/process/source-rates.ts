import { closings, winRateCount } from '@/lib/figures/rates';
import type { OrgFacts } from '@/lib/forecast/facts';
import { attributeOf, type PipelineLog } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

import { compareHabits, differencesOf, LEAST_CASES_NAMED } from './rep-difference';
import type { ProcessScope } from './scope';
import { wilson } from './wilson';

/** Where deals come from: by what win rates are compared. */
const ORIGINS = ['source', 'campaign'] as const;
export type Origin = (typeof ORIGINS)[number];

/** The win rate (G2.19) of the deals of one source or campaign, and whether it is surely lower than that of all others. Shares 0–1. */
export interface SourceRate {
  by: Origin;
  /** As the CRM keeps it, of a campaign its id; '' for deals without. */
  value: string;
  n: number;
  share: number;
  /** 95 % interval of the share. */
  low: number;
  high: number;
  /** Win rate of all others together. */
  others: number;
  isWeak: boolean;
  /** One of its deals. */
  deal: DealIndex;
}

/**
 * The closed deals of some days by source and by campaign, the most first; those with fewer than 20 are left out. Judged as people are compared
 * with their peers (G9.8): who comes from a source is to it what a person's cases are to that person, and as many looks as there are sources
 * seldom find by chance that one is worse.
 */
export function sourceRates(
  { log, now }: OrgFacts,
  { filter, days }: Pick<ProcessScope, 'filter' | 'days'>,
): SourceRate[] {
  const closed = closings(log, now, { ...filter, days });
  const cases = new Map(
    ORIGINS.map((by) => [
      by,
      closed.map(({ deal, version, isWon, day }) => ({
        deal,
        owner: attributeOf(log, by, deal, version),
        isCounted: isWon,
        at: day,
      })),
    ]),
  );
  // Conversion of the whole way, so to say.
  const groups = compareHabits(ORIGINS.map((by) => ({ habit: 'conversion', stage: by, cases: cases.get(by) ?? [] })));
  return ORIGINS.flatMap((by) => {
    const byCode = Map.groupBy(cases.get(by) ?? [], ({ owner }) => owner);
    return [...byCode].flatMap(([code, own]): SourceRate[] => {
      const found = differencesOf(groups, code).find(({ stage }) => stage === by);
      const share = winRateCount.compute(own.map(({ isCounted }) => ({ isWon: isCounted })));
      const [first] = own;
      if (!found || !first || share === undefined || found.n < LEAST_CASES_NAMED) return [];
      const value = log.words[by][code] ?? '';
      const { n, counted, peers } = found;
      return [
        {
          by,
          value,
          n,
          share,
          ...wilson(counted, n),
          others: peers.share,
          isWeak: found.isWorse && value !== '',
          deal: first.deal,
        },
      ];
    });
  }).toSorted((a, b) => ORIGINS.indexOf(a.by) - ORIGINS.indexOf(b.by) || b.n - a.n);
}

/** The source or campaign that a deal had in a version; '' is none. */
export const originOf = (
  log: PipelineLog,
  by: Origin,
  { deal, version }: { deal: DealIndex; version: VersionIndex },
): string => log.words[by][attributeOf(log, by, deal, version)] ?? '';

/** What a source or campaign is called; '' for none. */
export function originName(facts: OrgFacts, { by, value, deal }: Pick<SourceRate, 'by' | 'value' | 'deal'>): string {
  if (by === 'source' || value === '') return value;
  const known = facts.deal(facts.log.ids[deal] ?? '')?.opportunity;
  return known?.campaignId === value ? (known.campaignName ?? value) : value;
}
