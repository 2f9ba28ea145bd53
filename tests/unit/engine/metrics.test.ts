import { describe, expect, test } from 'vitest';

import { METRICS } from '@/lib/answers/metrics';
import { RULES } from '@/lib/figures/rules';

/** The names of the glossary that a figure can have (§2–§7), but for notes that a person writes. */
const NAMES = `openPipeline closedWon gapToQuota gapToForecast coverage requiredCoverage50 requiredCoverage pReachQuota
  weightedPipeline pipelineCreated pipelineCreationRate createdAndClosedShare pipelineNeeded velocity winRateCount winRateAmount
  winRateCohort stageConversion stageDwell daysInStage cycleDays new movedIn pulledIn pushedIn pushedOut pulledOut increased decreased
  won lost trend scopeIn scopeOut omitted unomitted reopened deleted pushEvents pushCountSf pushDays slipRate overdue bucket cumShare
  month3Share finalWeekShare linearityGini pacing error ape wape bias accuracyHubspot missAutopsy intervalCoverage`.split(
  /\s+/,
);

test.each(NAMES)('the glossary’s %s is defined', (name) => expect([...METRICS.keys()]).toContain(name));

describe.each([...METRICS.values()].map((metric) => [metric.id, metric] as const))('%s', (_id, metric) => {
  test('goes by its own rule of the glossary', () => expect(metric.rule).toBe(RULES[metric.id].id));

  test('holds to its worked examples', () => {
    const checks = metric.check();
    expect(checks.length).toBeGreaterThan(0);
    for (const { found, expected } of checks) {
      if (typeof expected === 'number') expect(found).toBeCloseTo(expected, 9);
      else expect(found).toBe(expected);
    }
  });
});
