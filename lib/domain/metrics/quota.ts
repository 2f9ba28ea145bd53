import { type CoverageQuestion, requiredCoverage } from '@/lib/domain/required-coverage';

import type { Metric } from './metric';

export const gapToQuota: Metric<{ quota: number; closedWon: number }, number> = {
  id: 'gapToQuota',
  formula: 'quota − closedWon',
  unit: 'money',
  source: 'glossary §2; a negative gap is quota passed',
  compute: ({ quota, closedWon }) => quota - closedWon,
  vectors: [
    { input: { quota: 1200, closedWon: 480 }, output: 720 },
    { input: { quota: 1200, closedWon: 1300 }, output: -100 },
  ],
};

export const gapToForecast: Metric<{ forecast: number; closedWon: number }, number> = {
  id: 'gapToForecast',
  formula: 'forecast − closedWon',
  unit: 'money',
  source: 'glossary §2',
  compute: ({ forecast, closedWon }) => forecast - closedWon,
  vectors: [{ input: { forecast: 1180, closedWon: 480 }, output: 700 }],
};

/** How many times the open pipeline holds what is missing; `met` once nothing is (never infinite). */
export const coverage: Metric<{ openPipeline: number; gap: number }, number | 'met'> = {
  id: 'coverage',
  formula: 'openPipeline ÷ (quota − closedWon); met when nothing is missing',
  unit: 'ratio',
  source: 'glossary §2; others print the inverse',
  compute: ({ openPipeline, gap }) => (gap <= 0 ? 'met' : openPipeline / gap),
  vectors: [
    { input: { openPipeline: 2310, gap: 720 }, output: 2310 / 720 },
    { input: { openPipeline: 10, gap: 0 }, output: 'met' },
    { input: { openPipeline: 10, gap: -5 }, output: 'met' },
  ],
};

export const requiredCoverage50: Metric<{ winRateAmount: number }, number | undefined> = {
  id: 'requiredCoverage50',
  formula: '1 ÷ winRateAmount: the coverage that is about even odds; absent when nothing was ever won',
  unit: 'ratio',
  source: 'glossary §2',
  compute: ({ winRateAmount }) => (winRateAmount > 0 ? 1 / winRateAmount : undefined),
  vectors: [
    { input: { winRateAmount: 0.25 }, output: 4 },
    { input: { winRateAmount: 0 }, output: undefined },
  ],
};

export const attainment: Metric<{ quota: number; closedWon: number }, number | undefined> = {
  id: 'attainment',
  formula: 'closedWon ÷ quota',
  unit: 'ratio',
  source: 'glossary §2, beside gapToQuota',
  compute: ({ quota, closedWon }) => (quota > 0 ? closedWon / quota : undefined),
  vectors: [
    { input: { quota: 1200, closedWon: 480 }, output: 0.4 },
    { input: { quota: 0, closedWon: 480 }, output: undefined },
  ],
};

export const requiredCoverageMetric: Metric<CoverageQuestion, number | undefined> = {
  id: 'requiredCoverage',
  formula: 'smallest coverage that reaches the gap with the wanted chance, simulated on the org’s own deal sizes',
  unit: 'ratio',
  source: 'glossary §2; more deals need less coverage',
  compute: requiredCoverage,
  vectors: [
    { input: { gap: 100, sizes: [10], winRate: 1, chance: 0.8, random: () => 0 }, output: 1 },
    { input: { gap: 0, sizes: [10], winRate: 0.5, chance: 0.8, random: () => 0 }, output: 0 },
    { input: { gap: 100, sizes: [10], winRate: 0, chance: 0.8, random: () => 0 }, output: undefined },
  ],
};
