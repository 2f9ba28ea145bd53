import { sum } from '@/lib/deal/money';
import { metric } from '@/lib/figures/figure';
import type { PipelineLog } from '@/lib/log/event-log';
import type { VersionIndex } from '@/lib/log/positions';

const share = (part: number, all: number): number | undefined => (all > 0 ? part / all : undefined);

/** Figures against a quota. Amounts in minor units or in major ones, all in the same. */
export const gapToQuota = metric({
  id: 'gapToQuota',
  rule: 'G2.4',
  compute: ({ quota, won }: { quota: number; won: number }) => sum([quota, -won]),
  vectors: [{ input: { quota: 1200, won: 480 }, output: 720 }],
});
export const attainment = metric({
  id: 'attainment',
  rule: 'G2.5',
  compute: ({ quota, won }: { quota: number; won: number }) => share(won, quota),
  vectors: [
    { input: { quota: 1200, won: 480 }, output: 0.4 },
    { input: { quota: 0, won: 5 }, output: undefined },
  ],
});
export const gapToForecast = metric({
  id: 'gapToForecast',
  rule: 'G2.6',
  compute: ({ forecast, won }: { forecast: number; won: number }) => sum([forecast, -won]),
  vectors: [{ input: { forecast: 1180, won: 480 }, output: 700 }],
});
export const coverage = metric({
  id: 'coverage',
  rule: 'G2.7',
  compute: ({ open, gap }: { open: number; gap: number }) => (gap <= 0 ? 'met' : open / gap),
  vectors: [
    { input: { open: 2310, gap: 720 }, output: 2310 / 720 },
    { input: { open: 10, gap: 0 }, output: 'met' },
    { input: { open: 10, gap: -5 }, output: 'met' },
  ],
});
export const requiredCoverage50 = metric({
  id: 'requiredCoverage50',
  rule: 'G2.8',
  compute: (winRateAmount: number) => share(1, winRateAmount),
  vectors: [
    { input: 0.25, output: 4 },
    { input: 0, output: undefined },
  ],
});
export const weightedPipeline = metric({
  id: 'weightedPipeline',
  rule: 'G2.13',
  compute: (deals: readonly { amount: number; p: number }[]) =>
    deals.reduce((all, { amount, p }) => all + amount * p, 0),
  vectors: [
    {
      input: [
        { amount: 100, p: 0.5 },
        { amount: 50, p: 0.5 },
      ],
      output: 75,
    },
  ],
});
/** Each open deal at its amount and at the CRM's probability of its stage, 0 to 1: what the weighted pipeline sums. */
export const atStage = (
  log: PipelineLog,
  versions: Iterable<VersionIndex>,
  stages: ReadonlyMap<string, { probability: number }>,
): { amount: number; p: number }[] =>
  Array.from(versions, (version) => ({
    amount: log.amount[version] || 0,
    p: (stages.get(log.words.stage[log.stage[version] ?? 0] ?? '')?.probability ?? 0) / 100,
  }));

interface Missing {
  quota: number;
  won: number;
  /** What pipeline that is created so late turns into within its period, as a share. */
  conversion: number;
}
const toCreate = ({ quota, won, conversion }: Missing, open: number): number | undefined =>
  conversion > 0 ? Math.max(0, quota - won - open) / conversion : undefined;

/** Open deals at their weighted pipeline. */
export const pipelineNeeded = metric({
  id: 'pipelineNeeded',
  rule: 'G2.17',
  compute: ({ weighted, ...missing }: Missing & { weighted: number }) => toCreate(missing, weighted),
  vectors: [
    { input: { quota: 1000, won: 400, weighted: 400, conversion: 0.1 }, output: 2000 },
    { input: { quota: 1000, won: 900, weighted: 400, conversion: 0.1 }, output: 0 },
  ],
});
/** Open deals at what the forecast expects of them. */
export const pipelineNeededByChance = metric({
  id: 'pipelineNeededByChance',
  rule: 'G7.37',
  compute: ({ expected, ...missing }: Missing & { expected: number }) => toCreate(missing, expected),
  vectors: [{ input: { quota: 1000, won: 400, expected: 300, conversion: 0.1 }, output: 3000 }],
});
