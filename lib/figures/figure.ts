import type { RuleId, RuleName } from '@/lib/figures/rules';
import type { Counted } from '@/lib/log/counted';
import type { LongIn } from '@/lib/log/stays';

type FigureValue = number | 'met' | undefined;

/** A figure of any kind: its rule stands in the glossary, and its worked examples can be checked by hand. */
export interface AnyFigure {
  id: RuleName;
  rule: RuleId;
  /** Each worked example: its input, what comes out of it, and what must. */
  check(): { input: unknown; found: FigureValue; expected: FigureValue }[];
}

/** A figure that is worked out from other figures. Undefined or `met` where it has no value. */
export interface Derived<Input, Value extends FigureValue = FigureValue> {
  id: RuleName;
  rule: RuleId;
  compute(input: Input): Value;
  vectors: { input: Input; output: FigureValue }[];
}

export const metric = <Input, Value extends FigureValue>(
  definition: Derived<Input, Value>,
): Derived<Input, Value> & AnyFigure => ({
  ...definition,
  check: () =>
    definition.vectors.map(({ input, output }) => ({ input, found: definition.compute(input), expected: output })),
});

/** Which deals count at an instant; what `ask` is asked. */
export interface StateQuestion {
  counts: Counted;
  /**
   * What else decides, that no history keeps: it is known of the present alone, and handed in with the question. Of a past instant the
   * figure has no value.
   */
  needs?: 'verdict';
  /** How long a deal has been in its stage, or closed. */
  stays?: LongIn;
  /** Only where nothing is open at the account of the deal, of anybody's; where none is known, any deal. */
  account?: 'quiet';
}

/** A figure that adds up deals by the state they are in at an instant: `ask` answers it, for now as for then. */
export interface StateFigure extends StateQuestion {
  id: RuleName;
  rule: RuleId;
}
