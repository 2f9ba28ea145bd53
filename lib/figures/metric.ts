import type { RuleId, RuleName } from '@/lib/figures/rules';

/** A figure that can be checked by hand: its rule stands in the glossary. Undefined or `met` where it has no value. */
export interface Metric<Input> {
  id: RuleName;
  rule: RuleId;
  compute(input: Input): number | 'met' | undefined;
  vectors: { input: Input; output: number | 'met' | undefined }[];
}

/** A metric whose input type is its own business. */
export interface AnyMetric {
  id: RuleName;
  rule: RuleId;
  /** Each vector's input, what comes out of it, and what must. */
  check(): { input: unknown; found: number | 'met' | undefined; expected: number | 'met' | undefined }[];
}

export const metric = <Input>(definition: Metric<Input>): Metric<Input> & AnyMetric => ({
  ...definition,
  check: () =>
    definition.vectors.map(({ input, output }) => ({ input, found: definition.compute(input), expected: output })),
});
