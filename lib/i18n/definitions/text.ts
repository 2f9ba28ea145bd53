/** What a figure means: its formula, and what it does not say by itself. */
export interface DefinitionText {
  formula: string;
  note?: string;
}
