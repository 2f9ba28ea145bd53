import { describe, expect, test } from 'vitest';

import { RULES, type RuleName } from '@/lib/figures/rules';

import { EXAMPLES } from '../figures/examples';
import { FIGURES } from '../figures/figures';

/**
 * Counted where they are shown beside other figures (unpriced, doubt), a difference of two figures on the popup, the CRM's own count, the
 * same error told of one period, and measures of the model, which are held to other libraries (measure.test, hazard in model.test).
 */
const ELSEWHERE = new Set<string>([
  'unpriced',
  'doubt',
  'crmDifference',
  'pushCountSf',
  'brier',
  'logLoss',
  'ece',
  'everChance',
]);
const numbers = (Object.keys(RULES) as RuleName[]).filter(
  (name) => RULES[name].unit !== 'term' && !ELSEWHERE.has(name),
);

test.each(numbers)('%s of the glossary has a worked example that the product answers, in one place', (name) => {
  expect(Number(FIGURES.has(name)) + Number(RULES[name].id in EXAMPLES)).toBe(1);
});

const near = (found: unknown, expected: unknown): void => {
  if (typeof expected === 'number') expect(found).toBeCloseTo(expected, 9);
  else expect(found).toBe(expected);
};

describe.each([...FIGURES.values()].map((figure) => [figure.id, figure] as const))('%s', (_id, figure) => {
  test('goes by its own rule of the glossary', () => expect(figure.rule).toBe(RULES[figure.id].id));

  test('holds to its worked examples', () => {
    const checks = figure.check();
    expect(checks.length).toBeGreaterThan(0);
    for (const { found, expected } of checks) near(found, expected);
  });
});

test.each(Object.entries(EXAMPLES))('%s: the product’s own function finds what its example says', (_name, example) => {
  const all = example();
  expect(all.length).toBeGreaterThan(0);
  for (const [found, expected] of all) near(found, expected);
});
