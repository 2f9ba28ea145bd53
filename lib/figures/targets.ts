import { sum } from '@/lib/deal/money';
import { metric } from '@/lib/figures/figure';

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
export const pipelineNeeded = metric({
  id: 'pipelineNeeded',
  rule: 'G2.17',
  compute: ({
    quota,
    won,
    weighted,
    conversion,
  }: {
    quota: number;
    won: number;
    weighted: number;
    conversion: number;
  }) => (conversion > 0 ? Math.max(0, quota - won - weighted) / conversion : undefined),
  vectors: [
    { input: { quota: 1000, won: 400, weighted: 400, conversion: 0.1 }, output: 2000 },
    { input: { quota: 1000, won: 900, weighted: 400, conversion: 0.1 }, output: 0 },
  ],
});
