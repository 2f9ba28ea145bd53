import type { AnyMetric, Metric } from './metric';
import { coverage, gapToForecast, gapToQuota, requiredCoverage50 } from './quota';

/** Forgets what a metric takes; its vectors fit it all the same. */
// Safe: input and vectors belong to the same metric, and a caller that does not know it can pass nothing else.
const any = <Input, Output>(metric: Metric<Input, Output>): AnyMetric => metric as unknown as AnyMetric;

/** Every figure that has a definition, in the order of the glossary. */
export const METRICS: readonly AnyMetric[] = [
  any(gapToQuota),
  any(gapToForecast),
  any(coverage),
  any(requiredCoverage50),
];
