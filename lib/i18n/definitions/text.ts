/** What a figure means: its formula, where that comes from, and what it does not say by itself. */
export interface DefinitionText {
  formula: string;
  source: string;
  note?: string;
}
