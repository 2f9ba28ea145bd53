import type { Counted } from '@/lib/log/counted';

/**
 * What a figure is counted in. Money is in minor units of the corporate currency; a word is its place in a list of words; measured is
 * whatever the things that it compares are counted in.
 */
export type Unit = 'money' | 'count' | 'ratio' | 'days' | 'moneyPerDay' | 'share' | 'word' | 'measured';

/** What every figure says of itself: its definition on screen, in `metrics.json` and in the glossary. */
interface Described {
  /** Its name in the glossary; its title is the text `metric.<id>`. */
  id: string;
  formula: string;
  unit: Unit;
  /** Where the definition comes from, or what it is compared with. */
  source: string;
}

/** A figure of any kind, as definitions read it. */
export interface AnyFigure extends Described {
  /** Each worked example: its input, what comes out of it, and what must. */
  check(): { input: unknown; found: number | 'met' | undefined; expected: number | 'met' | undefined }[];
}

/** A figure that is worked out from other figures. Undefined or `met` where it has no value. */
export interface Derived<Input> extends Described {
  compute(input: Input): number | 'met' | undefined;
  vectors: { input: Input; output: number | 'met' | undefined }[];
}

export const metric = <Input>(definition: Derived<Input>): Derived<Input> & AnyFigure => ({
  ...definition,
  check: () =>
    definition.vectors.map(({ input, output }) => ({ input, found: definition.compute(input), expected: output })),
});

/** A figure that adds up deals by the state they are in at an instant: `ask` answers it, for now as for then. */
export interface StateFigure extends Described {
  unit: 'money' | 'count';
  counts: Counted;
  /**
   * What else decides, that no history keeps: it is known of the present alone, and handed in with the question. Of a past instant the
   * figure has no value.
   */
  needs?: 'verdict';
}
