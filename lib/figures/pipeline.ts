import { metric } from '@/lib/figures/figure';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const share = (part: number, all: number): number | undefined => (all > 0 ? part / all : undefined);

/** Pipeline and quota: chapter G2 of the glossary. */
export const amount = metric({
  id: 'amount',
  rule: 'G1.2',
  compute: ({ own, rate }: { own: number; rate: number }) => own / rate,
  vectors: [{ input: { own: 430, rate: 4.3 }, output: 100 }],
});
export const quota = metric({
  id: 'quota',
  rule: 'G2.3',
  compute: (quotas: readonly number[]) => sum(quotas),
  vectors: [{ input: [700, 500], output: 1200 }],
});
export const gapToQuota = metric({
  id: 'gapToQuota',
  rule: 'G2.4',
  compute: ({ quota, won }: { quota: number; won: number }) => quota - won,
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
  compute: ({ forecast, won }: { forecast: number; won: number }) => forecast - won,
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
  compute: (winRateAmount: number) => (winRateAmount > 0 ? 1 / winRateAmount : undefined),
  vectors: [
    { input: 0.25, output: 4 },
    { input: 0, output: undefined },
  ],
});
export const weightedPipeline = metric({
  id: 'weightedPipeline',
  rule: 'G2.13',
  compute: (deals: readonly { amount: number; p: number }[]) => sum(deals.map(({ amount, p }) => amount * p)),
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
export const pipelineCreated = metric({
  id: 'pipelineCreated',
  rule: 'G2.14',
  compute: (amounts: readonly number[]) => sum(amounts),
  vectors: [{ input: [40, 60], output: 100 }],
});
export const pipelineCreationRate = metric({
  id: 'pipelineCreationRate',
  rule: 'G2.15',
  compute: ({ created, weeks }: { created: number; weeks: number }) => share(created, weeks),
  vectors: [{ input: { created: 1300, weeks: 13 }, output: 100 }],
});
export const createdAndClosedShare = metric({
  id: 'createdAndClosedShare',
  rule: 'G2.16',
  compute: ({ created, won }: { created: number; won: number }) => share(created, won),
  vectors: [
    { input: { created: 120, won: 480 }, output: 0.25 },
    { input: { created: 0, won: 0 }, output: undefined },
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
export const velocity = metric({
  id: 'velocity',
  rule: 'G2.18',
  compute: ({
    open,
    winRate,
    meanWon,
    cycleDays,
  }: {
    open: number;
    winRate: number;
    meanWon: number;
    cycleDays: number;
  }) => (cycleDays > 0 ? (open * winRate * meanWon) / cycleDays : undefined),
  vectors: [
    { input: { open: 100, winRate: 0.25, meanWon: 50_000, cycleDays: 60 }, output: (100 * 0.25 * 50_000) / 60 },
  ],
});
export const winRateCount = metric({
  id: 'winRateCount',
  rule: 'G2.19',
  compute: ({ won, lost }: { won: number; lost: number }) => share(won, won + lost),
  vectors: [
    { input: { won: 1, lost: 3 }, output: 0.25 },
    { input: { won: 0, lost: 0 }, output: undefined },
  ],
});
export const winRateAmount = metric({
  id: 'winRateAmount',
  rule: 'G2.20',
  compute: ({ won, lost }: { won: number; lost: number }) => share(won, won + lost),
  vectors: [{ input: { won: 220, lost: 780 }, output: 0.22 }],
});
export const winRateCohort = metric({
  id: 'winRateCohort',
  rule: 'G2.21',
  compute: ({ won, created }: { won: number; created: number }) => share(won, created),
  vectors: [{ input: { won: 20, created: 100 }, output: 0.2 }],
});
export const stageConversion = metric({
  id: 'stageConversion',
  rule: 'G2.22',
  compute: ({ forward, left }: { forward: number; left: number }) => share(forward, left),
  vectors: [{ input: { forward: 30, left: 60 }, output: 0.5 }],
});
