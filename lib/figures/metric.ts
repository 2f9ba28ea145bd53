/**
 * What a figure is counted in. Money is in minor units of the corporate currency; a word is its place in a list of words; measured is
 * whatever the things that it compares are counted in.
 */
export type Unit = 'money' | 'count' | 'ratio' | 'days' | 'moneyPerDay' | 'share' | 'word' | 'measured';

/** A figure with everything needed to check it by hand. Undefined or `met` where it has no value. */
export interface Metric<Input> {
  /** Its name in the glossary; its title is the text `metric.<id>`. */
  id: string;
  formula: string;
  unit: Unit;
  /** Where the definition comes from, or what it is compared with. */
  source: string;
  compute(input: Input): number | 'met' | undefined;
  vectors: { input: Input; output: number | 'met' | undefined }[];
}

/** A metric whose input type is its own business. */
export interface AnyMetric {
  id: string;
  formula: string;
  unit: Unit;
  source: string;
  /** Each vector's input, what comes out of it, and what must. */
  check(): { input: unknown; found: number | 'met' | undefined; expected: number | 'met' | undefined }[];
}

export const metric = <Input>(definition: Metric<Input>): Metric<Input> & AnyMetric => ({
  ...definition,
  check: () =>
    definition.vectors.map(({ input, output }) => ({ input, found: definition.compute(input), expected: output })),
});
