import { overdue, pushCountSf, pushDays, pushEvents, slipRate } from './dates';
import { cumShare, finalWeekShare, linearityGini, month3Share, pacing, usualRemainder } from './linearity';
import type { AnyMetric, Metric } from './metric';
import { movedIn, movements, trend } from './movements';
import { attainment, coverage, gapToForecast, gapToQuota, requiredCoverage50, requiredCoverageMetric } from './quota';
import {
  cycleDays,
  daysInStage,
  stageConversion,
  stageDwell,
  velocity,
  winRateAmount,
  winRateCohort,
  winRateCount,
} from './rates';
import {
  closedWon,
  createdAndClosedShare,
  openPipeline,
  pipelineCreatedMetric,
  pipelineCreationRate,
  pipelineNeeded,
  weightedPipeline,
} from './sums';

/** Forgets what a metric takes; its vectors fit it all the same. */
// Safe: input and vectors belong to the same metric, and a caller that does not know it can pass nothing else.
const any = <Input, Output>(metric: Metric<Input, Output>): AnyMetric => metric as unknown as AnyMetric;

/** Every figure that has a definition, in the order of the glossary. */
export const METRICS: readonly AnyMetric[] = [
  any(openPipeline),
  any(closedWon),
  any(gapToQuota),
  any(attainment),
  any(gapToForecast),
  any(coverage),
  any(requiredCoverage50),
  any(requiredCoverageMetric),
  any(weightedPipeline),
  any(pipelineCreatedMetric),
  any(pipelineCreationRate),
  any(createdAndClosedShare),
  any(pipelineNeeded),
  any(velocity),
  any(winRateCount),
  any(winRateAmount),
  any(winRateCohort),
  any(stageConversion),
  any(stageDwell),
  any(daysInStage),
  any(cycleDays),
  ...movements.map(any),
  any(movedIn),
  any(trend),
  any(pushEvents),
  any(pushCountSf),
  any(pushDays),
  any(slipRate),
  any(overdue),
  any(cumShare),
  any(month3Share),
  any(finalWeekShare),
  any(linearityGini),
  any(pacing),
  any(usualRemainder),
];
