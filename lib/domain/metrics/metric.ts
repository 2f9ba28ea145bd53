/** What a figure counts in. Money is in minor units (cents) of the corporate currency. */
export type Unit = 'money' | 'count' | 'ratio' | 'days' | 'moneyPerDay' | 'word';

/**
 * One defined figure: what "every number opens its definition" shows, and what the export names. `formula` is plain text in the
 * glossary's names; `source` says where the definition comes from. `vectors` are worked examples that the tests hold it to.
 * The name on screen is the text `metric.<id>`.
 */
export interface Metric<Input, Output> {
  readonly id: string;
  readonly formula: string;
  readonly unit: Unit;
  readonly source: string;
  compute(input: Input): Output;
  readonly vectors: readonly { readonly input: Input; readonly output: Output }[];
}

/** A metric whose input is not known here: all that a list of them can promise. */
export type AnyMetric = Metric<never, unknown>;
