import { describe, expect, test } from 'vitest';

import { METRICS } from '@/lib/answers/metrics';
import { RULES } from '@/lib/figures/rules';

/** Counted where they are shown, beside other figures, and measures of the model, which it computes itself. */
const ELSEWHERE = new Set(['unpriced', 'doubt', 'brier', 'logLoss', 'ece']);
const numbers = Object.entries(RULES).filter(([name, { unit }]) => unit !== 'term' && !ELSEWHERE.has(name));

test.each(numbers)('%s of the glossary is computed by a metric', (name) => expect([...METRICS.keys()]).toContain(name));

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
