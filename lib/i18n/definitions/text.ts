/** What a rule of the glossary means, in words. */
export interface DefinitionText {
  /** Its name, where no figure on a screen bears it: those have theirs in the text `metric.<name>`. */
  title?: string;
  /** One plain sentence. */
  means: string;
  /** How it is computed, or what holds. */
  formula: string;
  /** Worked example; `a − b = c` in it is checked by a test. */
  example: string;
  /** What it does not say, or how it is misread. */
  trap?: string;
}
